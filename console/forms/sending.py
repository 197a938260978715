"""What is done with a message that was written on a page? Heard, kept as a draft, and started."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import Request
from sqlalchemy import Connection

from broadcasts.campaign import Audio, Refused
from broadcasts.drafts import RECORDING
from broadcasts.filters import Filter, fault_of
from broadcasts.service import Started, create, pause, start
from broadcasts.settings import BroadcastSettings
from console.access.table import LEADS
from console.broadcasts.audience_choice import people_of
from console.broadcasts.composing import chosen, composed, listed
from console.broadcasts.speaking import Sound, audio_of, own_recording, recording, trial
from console.broadcasts.voice import VoiceMissing
from console.forms.filling import filled, language_of
from console.forms.typed import Typed
from console.forms.upload import fault_of_recording
from console.frame import Frame, frame_of, reader_of
from db.campaigns import CampaignRow
from db.engine import writing
from ivr.speech.templates import READY
from people.staff import Staff


@dataclass(frozen=True, kw_only=True)
class Unsaid:
    """Nothing was done; every reason at once."""

    refused: Sequence[Refused]


def person_of(request: Request) -> Staff:
    """Whoever is signed in; the guard has let them in."""
    reader = reader_of(request)
    assert reader is not None
    return reader.person


def may_start(request: Request) -> bool:
    """Starting a message rings people: for supervisors and administrators."""
    return person_of(request).role in LEADS


def rules_of(frame: Frame) -> BroadcastSettings:
    """The site's, with the templates that there are."""
    return replace(frame.settings.broadcasts, templates=frozenset(one.id for one in READY))


def said(frame: Frame, form: Typed) -> Sound | Unsaid:
    """The message as it would be heard."""
    faults = fault_of_recording(form)
    if faults:
        return Unsaid(refused=faults)
    language = language_of(form).value
    words = "" if form.one("source") == RECORDING else filled(form)
    if not isinstance(words, str):
        return Unsaid(refused=words)
    if not words.strip() and form.one("source") != RECORDING:
        return Unsaid(refused=[Refused(field="text", reason="a message needs words")])
    try:
        found = trial(frame, words, language) if words else recording(frame, form.one("uploaded"), language)
    except VoiceMissing as fault:
        return Unsaid(refused=[Refused(field="voice", reason=str(fault))])
    return Unsaid(refused=[found]) if isinstance(found, Refused) else found


def named_audience(conn: Connection, form: Typed) -> Filter | Unsaid:
    faults = list[Refused]()
    people = _people(conn, form, faults)
    audience = chosen(form, people, faults)
    wrong = fault_of(audience)
    faults += [Refused(field="audience", reason=wrong)] if wrong else []
    return Unsaid(refused=faults) if faults else audience


def keep_draft(request: Request, form: Typed, *, runs: bool) -> CampaignRow | Unsaid:
    """A draft with its recording. `runs`: one that repeats does so from now on; else a supervisor lets it begin."""
    frame, by = frame_of(request), person_of(request).id
    faults = list(fault_of_recording(form))
    with writing(frame.engine) as conn, conn.begin_nested() as kept:
        found = composed(form, frame.settings.zone, _people(conn, form, faults))
        faults += found.refused
        made = create(conn, frame.settings.clock(), found.draft, by=by, settings=rules_of(frame))
        faults += _besides(faults, made) if isinstance(made, tuple) else _recorded(frame, form, made, faults)
        if faults or isinstance(made, tuple):
            kept.rollback()
            return Unsaid(refused=faults)
        if found.draft.recurrence and not runs:
            pause(conn, made.id, frame.settings.clock(), by=by)
    return made


def begin(request: Request, row: CampaignRow) -> Started | Refused:
    """Speak it and offer it to its audience. Raises VoiceMissing."""
    frame = frame_of(request)
    audio = audio_of(frame, row)
    if isinstance(audio, Refused):
        return audio
    return begin_with(frame, row, audio, person_of(request).id)


def begin_with(frame: Frame, row: CampaignRow, audio: Audio, by: str) -> Started | Refused:
    with writing(frame.engine) as conn:
        return start(conn, row.id, frame.settings.clock(), audio=audio, by=by, settings=rules_of(frame))


def _people(conn: Connection, form: Typed, faults: list[Refused]) -> frozenset[str]:
    found = people_of(conn, listed(form.one("people")))
    if isinstance(found, Refused):
        faults.append(found)
        return frozenset()
    return found


def _besides(faults: Sequence[Refused], more: Sequence[Refused]) -> list[Refused]:
    """What the rules refuse, without what the form could not even read."""
    unread = {one.field for one in faults}
    unread |= {"recurrence"} if unread & {"weekdays", "month_days", "lunar_days", "when"} else set()
    return [one for one in more if one.field not in unread]


def _recorded(frame: Frame, form: Typed, row: CampaignRow, faults: Sequence[Refused]) -> list[Refused]:
    """The recording becomes the message's own."""
    if row.source != RECORDING or faults:
        return []
    fault = own_recording(frame, form.one("uploaded"), row)
    return [fault] if fault else []
