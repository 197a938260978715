"""Which steps may be taken with a broadcast now, by whom, and what does each do?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import Request
from sqlalchemy import Connection

from broadcasts.campaign import Refused
from broadcasts.drafts import RECORDING
from broadcasts.service import cancel, clone, pause, resume
from console.broadcasts.speaking import voice_of
from console.broadcasts.voice import VoiceMissing
from console.forms.sending import person_of, rules_of
from console.frame import Frame, frame_of
from console.words import N_
from db.campaigns import CampaignRow
from db.engine import writing
from db.schedules import ScheduleRow

Step = Literal["pause", "resume", "cancel", "clone"]


@dataclass(frozen=True, kw_only=True)
class StepButton:
    """`states`: of a message sent once; `schedule`: of the schedule of one that repeats."""

    name: str
    word: str
    states: frozenset[str] = frozenset()
    schedule: frozenset[str] = frozenset()
    for_leads: bool = True
    sure: str = ""
    """What is asked once before it is done; empty: nothing."""

    def fits(self, state: str, schedule: ScheduleRow | None) -> bool:
        return schedule.state in self.schedule if schedule and state == "draft" else state in self.states


STEPS = (
    StepButton(name="start", word=N_("Start"), states=frozenset({"draft"})),
    StepButton(name="pause", word=N_("Pause"), states=frozenset({"running"}), schedule=frozenset({"active"}),
               for_leads=False),
    StepButton(name="resume", word=N_("Go on"), states=frozenset({"paused"}), schedule=frozenset({"paused"})),
    StepButton(name="clone", word=N_("Make a copy"), for_leads=False,
               states=frozenset({"draft", "running", "paused", "done", "cancelled"}),
               schedule=frozenset({"active", "paused", "ended"})),
    StepButton(name="cancel", word=N_("Cancel"), states=frozenset({"draft", "running", "paused"}),
               schedule=frozenset({"active", "paused"}),
               sure=N_("Nobody more is rung, and it no longer waits for anybody. This cannot be undone.")),
)  # fmt: skip


def step_taken(request: Request, campaign: str, step: Step) -> CampaignRow | Refused:
    """In one transaction, noted with whoever is signed in."""
    frame, by = frame_of(request), person_of(request).id
    with writing(frame.engine) as conn, conn.begin_nested() as kept:
        taken = take_step(conn, frame, campaign, step, frame.settings.clock(), by)
        if isinstance(taken, Refused):
            kept.rollback()
    return taken


def take_step(
    conn: Connection, frame: Frame, campaign: str, step: Step, now: datetime, by: str
) -> CampaignRow | Refused:
    """A refusal may leave something half done: the caller rolls it back."""
    if step == "resume":
        return resume(conn, campaign, now, by=by, settings=rules_of(frame))
    taken = _PLAIN[step](conn, campaign, now, by=by)
    if step == "clone" and not isinstance(taken, Refused):
        return _with_sound(frame, campaign, taken)
    return taken


_PLAIN: Mapping[str, Callable[..., CampaignRow | Refused]] = {"pause": pause, "cancel": cancel, "clone": clone}


def _with_sound(frame: Frame, original: str, copy: CampaignRow) -> CampaignRow | Refused:
    """A copy of a recording has a file of its own."""
    if copy.source != RECORDING:
        return copy
    try:
        kept = voice_of(frame).keep(original, copy.id, copy.language)
    except VoiceMissing as fault:
        return Refused(field="voice", reason=str(fault))
    return kept if isinstance(kept, Refused) else copy
