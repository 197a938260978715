"""What became of the message for each person: what is proven, and why is she not being rung?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from broadcasts.campaign import State
from broadcasts.listening import Evidence, Grade, grade_of
from db import campaigns, tallies
from db.tallies import Line

PAUSED, NO_MORE_TRIES = "paused", "no_more_tries"


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    senior: str
    name: str
    name_en: str
    """Empty: she has none in the records."""
    area: str
    state: str
    """`waiting`, `due`, `trying` or `done`."""
    way: str
    """`called` or `waiting`."""
    evidence: str
    """The word of a grade; `not_dialled` before the first dial."""
    percent: int
    """Of the message, heard."""
    tries: int
    why: str
    """Why she is not rung now; empty where nothing prevents it."""
    next_try_at: datetime | None
    heard_at: datetime | None
    key: str
    """The first key that she pressed; empty: none."""
    reply: str


def people(
    conn: Connection, campaign_id: str, *, after: str | None = None, limit: int = 100, evidence: str | None = None
) -> list[PersonLine]:
    """In the order of the seniors' ids, from the one after `after` on; `evidence`: of this grade only.

    Raises KeyError where `evidence` is the word of no grade.
    """
    words = None if evidence is None else _words(Grade[evidence.upper()])
    found = tallies.lines(conn, campaign_id, after=after or "", limit=limit, evidence=words)
    campaign = campaigns.load_campaign(conn, campaign_id) if found else None
    paused = campaign is not None and campaign.state == State.PAUSED.value
    return [_line(one, paused=paused) for one in found]


def _words(grade: Grade) -> tuple[str, ...]:
    """As rows spell it: nothing proven is also written as nothing."""
    return ("", grade.word) if grade is Grade.NOT_DIALLED else (grade.word,)


def _line(one: Line, *, paused: bool) -> PersonLine:
    grade = grade_of(one.evidence)
    heard = Evidence(grade=grade, heard_ms=one.heard_ms, total_ms=one.total_ms)
    return PersonLine(
        senior=one.senior_id, name=one.name, name_en=one.name_en, area=one.area_id or "", state=one.state, way=one.way,
        evidence=grade.word, percent=heard.percent, tries=one.tries, why=one.why or _why(one, paused),
        next_try_at=one.next_try_at, heard_at=one.heard_at, key=one.key or "", reply=one.reply,
    )  # fmt: skip


def _why(one: Line, paused: bool) -> str:
    """What the row need not say, because the message and her dials do."""
    if one.state in ("waiting", "due"):
        return PAUSED if paused else ""
    return NO_MORE_TRIES if one.state == "done" and one.heard_at is None else ""
