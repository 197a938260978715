"""How is one broadcast going? Everything its page shows, read in one go and in no language yet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from broadcasts.audience import Why
from broadcasts.filters import BadFilter, Filter
from broadcasts.listening import Grade
from broadcasts.service import PersonLine, Progress, excluded_people, people, preview, progress
from broadcasts.settings import BroadcastSettings
from broadcasts.starting import audience_of
from console.access.scope import Scope, within
from console.broadcasts.campaign_lines import CampaignLine, line_of
from db.areas import load_areas
from db.campaigns import CampaignRow, load_campaign
from db.records import batches
from db.schedules import ScheduleRow, of_campaign
from people.areas import Area

SHOWN = 50
"""People on one page of the list."""
LEFT_OUT = "left_out"
"""Beside the grades of evidence: those to whom it was not offered."""
GRADES = tuple(grade.word for grade in sorted(Grade, reverse=True))
TOLD = tuple(why for why in Why if why is not Why.NOT_CHOSEN)
"""Reasons that are told person by person; whom the choice does not mean is only counted."""
READ = 500
_OPEN = frozenset({"draft", "running", "paused"})


@dataclass(frozen=True, kw_only=True)
class CampaignView:
    now: datetime
    line: CampaignLine
    progress: Progress
    schedule: ScheduleRow | None
    left_out: Mapping[Why, int]
    people: tuple[PersonLine, ...]
    evidence: str
    """Which people are shown: a grade, `left_out`, or empty for everybody to whom it was offered."""
    more_after: str
    """The id after which the next page begins; empty: there is none."""
    areas: Mapping[str, Area]

    @property
    def row(self) -> CampaignRow:
        return self.line.campaign


def read_campaign(
    conn: Connection,
    campaign: str,
    now: datetime,
    rules: BroadcastSettings,
    *,
    evidence: str = "",
    after: str = "",
    left_out: Mapping[Why, int] | None = None,
    scope: Scope = None,
) -> CampaignView | None:
    """None: there is no such campaign. `scope`: whose people are shown; figures count all.

    `left_out`: as counted before; a whole city is not counted at every change.
    """
    row = load_campaign(conn, campaign)
    if row is None:
        return None
    audience = audience_or_nobody(row, rules)
    found = _people(conn, row, now, audience, evidence, after, scope)
    if left_out is None:
        left_out = preview(conn, now, audience).excluded if audience and row.state in _OPEN else {}
    return CampaignView(
        now=now, line=line_of(conn, row), progress=progress(conn, campaign, now, rules),
        schedule=of_campaign(conn, campaign), left_out=left_out,
        people=found[:SHOWN], evidence=evidence, more_after=found[SHOWN - 1].senior if len(found) > SHOWN else "",
        areas={str(key): area for key, area in load_areas(conn).items()},
    )  # fmt: skip


def everybody(
    conn: Connection, row: CampaignRow, now: datetime, rules: BroadcastSettings, scope: Scope = None
) -> Iterator[PersonLine]:
    """Everybody to whom it was offered, then who was left out and why; read piece by piece."""
    return seen_lines(conn, scope, _everybody(conn, row, now, rules))


def _everybody(conn: Connection, row: CampaignRow, now: datetime, rules: BroadcastSettings) -> Iterator[PersonLine]:
    yield from offered(conn, row.id)
    audience = audience_or_nobody(row, rules)
    for why in TOLD if audience else ():
        after = ""
        while left := _left_out(conn, now, audience, why, after, READ):
            yield from left
            after = left[-1].senior


def offered(conn: Connection, campaign: str, evidence: str | None = None, after: str = "") -> Iterator[PersonLine]:
    """Everybody to whom it was offered, read piece by piece; `evidence`: of this grade; `after`: behind this id."""
    while found := people(conn, campaign, after=after, limit=READ, evidence=evidence):
        yield from found
        after = found[-1].senior


def seen_lines(conn: Connection, scope: Scope, lines: Iterable[PersonLine]) -> Iterator[PersonLine]:
    """Those who live where the reader may look, read piece by piece."""
    for part in batches(lines, READ):
        yield from within(conn, scope, part, lambda line: (None, line.senior))


def audience_or_nobody(row: CampaignRow, rules: BroadcastSettings) -> Filter | None:
    """None: this version cannot read the choice of people."""
    try:
        return audience_of(row, rules)
    except BadFilter:
        return None


def _people(
    conn: Connection, row: CampaignRow, now: datetime, audience: Filter | None, evidence: str, after: str, scope: Scope
) -> tuple[PersonLine, ...]:
    if evidence == LEFT_OUT:
        found = [line for why in TOLD for line in _left_out(conn, now, audience, why, after, SHOWN + 1)]
        return tuple(seen_lines(conn, scope, sorted(found, key=lambda line: line.senior)))
    if scope is None:
        return tuple(people(conn, row.id, after=after, limit=SHOWN + 1, evidence=evidence or None))
    return tuple(islice(seen_lines(conn, scope, offered(conn, row.id, evidence or None, after)), SHOWN + 1))


def _left_out(
    conn: Connection, now: datetime, audience: Filter | None, why: Why, after: str, limit: int
) -> list[PersonLine]:
    if audience is None:
        return []
    found = excluded_people(conn, now, audience, why=why, after=after, limit=limit)
    return [
        PersonLine(
            senior=one.senior, name=one.name, name_en=one.name_en, area=one.area, state="", way="",
            evidence=Grade.NOT_DIALLED.word, percent=0, tries=0, why=why.value, next_try_at=None, heard_at=None,
            key="", reply="",
        )
        for one in found
    ]  # fmt: skip
