"""Who hears her own words? Messages with slots are spoken for each person ahead of her call, a few dozen at a time.

O1. Nobody is rung before her words lie on disk; a kill in between only speaks them again (the same words: from the
    cache).
O2. Words that no voice can say (a name of signs) ring nobody: the delivery says so.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from broadcasts.campaign import Refused
from db import campaigns, due
from db.campaigns import DeliveryRow
from db.engine import reading, writing
from db.homes import load_seniors
from ivr.settings import Settings
from ivr.sounds.needed import speak_each
from ivr.speech.personal import personal, values_of
from people.ids import SeniorId
from people.seniors import Language

AT_A_TIME = 50


@dataclass(frozen=True, kw_only=True)
class Said:
    """One delivery's words; `file` empty: they could not be said."""

    delivery: str
    words: str
    file: str = ""
    total_ms: int = 0


@dataclass(frozen=True, kw_only=True)
class Words:
    delivery: str
    campaign: str
    language: str
    text: str | None
    """None: the slots could not be filled for her."""


Speak = Callable[[Sequence[Words]], Sequence[Said]]


def speak_own_words(engine: Engine, speak: Speak, limit: int = AT_A_TIME) -> int:
    """Speak for the next few; returns how many were settled. Blocks for seconds; raises what `speak` raises."""
    with reading(engine) as conn:
        wanted = words_of(conn, due.unspoken(conn, limit))
    if not wanted:
        return 0
    said = speak([one for one in wanted if one.text is not None])
    spoken = [one for one in said if one.file]
    with writing(engine) as conn:
        for one in spoken:
            due.say(conn, one.delivery, words=one.words, audio=one.file, total_ms=one.total_ms)
        for delivery in {one.delivery for one in wanted} - {one.delivery for one in spoken}:
            due.cannot_say(conn, delivery)
    return len(wanted)


def words_of(conn: Connection, rows: Sequence[DeliveryRow]) -> list[Words]:
    """What each is to be told, in the language of the message."""
    keys = {row.campaign_id for row in rows}
    known = {key: found for key in keys if (found := campaigns.load_campaign(conn, key))}
    seniors = load_seniors(conn, [row.senior_id for row in rows])
    words = []
    for row in rows:
        campaign, senior = known[row.campaign_id], seniors[SeniorId(row.senior_id)]
        language = Language(campaign.language)
        text = personal(campaign.text, values_of(senior, language), language)
        said = None if isinstance(text, Refused) else text
        words.append(Words(delivery=row.id, campaign=campaign.id, language=language.value, text=said))
    return words


def site_speaker(settings: Settings) -> Speak:
    """The site's own voice."""

    def speak(words: Sequence[Words]) -> list[Said]:
        said = []
        for language, of in _by_language(words).items():
            named = {f"{one.campaign}/{one.delivery}": one for one in of}
            spoken = speak_each({name: one.text or "" for name, one in named.items()}, language, settings)
            said += [
                Said(
                    delivery=one.delivery, words=one.text or "", file=spoken[name].file, total_ms=spoken[name].total_ms
                )
                for name, one in named.items()
            ]
        return said

    return speak


def _by_language(words: Sequence[Words]) -> dict[str, list[Words]]:
    grouped: defaultdict[str, list[Words]] = defaultdict(list)
    for one in words:
        grouped[one.language].append(one)
    return grouped
