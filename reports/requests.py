"""What was asked for, what came too late, and how was it? Requests by kind, with the stars that people gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from db.schema.requests import requests
from db.schema.site import households, seniors, terminals
from reports.definitions import Number, Words, share
from reports.figures import RowFigure, by_id, where
from reports.periods import Period
from reports.presses import EVERYBODY, Filter
from reports.sheets import Report, Sheet, column

TITLE = Words(zh="服务单", en="Requests")
FEW = 2


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request; `late`: done after its promise, or not done though that has passed; `senior` and `provider`: ids."""

    id: str
    kind: str
    state: str
    late: bool
    stars: int | None
    opened_at: datetime
    promised_by: datetime
    done_at: datetime | None
    senior: str
    terminal: str
    provider: str


@dataclass(frozen=True, kw_only=True)
class Tally:
    requests: int = 0
    done: int = 0
    late: int = 0
    rated: int = 0
    stars: int = 0
    few: int = 0


Figure = RowFigure[Tally, Asked]
_DONE = frozenset({"done", "asked", "rated"})


def _mean(found: Tally) -> Number:
    return found.stars / found.rated if found.rated else None


FIGURES = by_id((
    Figure(id="requests", unit="requests", name=Words(zh="服务单数", en="requests"),
           means=Words(zh="按登记之日计；已撤销的不计。",
                       en="On the day each was opened; those withdrawn are left out."),
           of=lambda found: found.requests, rows=where(lambda one: one.state != "withdrawn")),
    Figure(id="requests_done", unit="requests", name=Words(zh="已办完", en="done"),
           means=Words(zh="服务商已办完的。", en="Those that the provider has brought."),
           of=lambda found: found.done, rows=where(lambda one: one.state in _DONE)),
    Figure(id="requests_late", unit="requests", name=Words(zh="超时", en="late"),
           means=Words(zh="承诺时间已过才办完，或至今没有办完。",
                       en="Done after the promised time, or not done though it has passed."),
           of=lambda found: found.late, rows=where(lambda one: one.late and one.state != "withdrawn")),
    Figure(id="requests_late_percent", unit="%", name=Words(zh="超时率", en="late (%)"),
           means=Words(zh="全部服务单中超时的百分比。", en="Per cent of all requests that were late."),
           of=lambda found: share(found.late, found.requests), rows=where(lambda one: one.state != "withdrawn")),
    Figure(id="stars_mean", unit="stars", name=Words(zh="平均星数", en="stars (mean)"),
           means=Words(zh="老人在回访电话里按的星数（一到五）的平均；没有回答的不计。",
                       en="Mean of the stars, one to five, that people keyed when they were asked; who did not answer "
                          "is left out."),
           of=_mean, rows=where(lambda one: one.stars is not None)),
    Figure(id="stars_few", unit="requests", name=Words(zh="两星及以下", en="two stars and fewer"),
           means=Words(zh="评价为一星或两星的。", en="Rated with one star or two."),
           of=lambda found: found.few, rows=where(lambda one: one.stars is not None and one.stars <= FEW)),
))  # fmt: skip


def count(every: Iterable[Asked]) -> Tally:
    found = [one for one in every if one.state != "withdrawn"]
    rated = [one.stars for one in found if one.stars is not None]
    return Tally(
        requests=len(found), done=sum(one.state in _DONE for one in found), late=sum(one.late for one in found),
        rated=len(rated), stars=sum(rated), few=sum(stars <= FEW for stars in rated),
    )  # fmt: skip


def asked(conn: Connection, period: Period, now: datetime, only: Filter = EVERYBODY) -> list[Asked]:
    """Opened in the period, oldest first."""
    r = requests.c
    source = requests.outerjoin(seniors, seniors.c.id == r.senior_id)
    source = source.outerjoin(terminals, terminals.c.id == r.terminal_id)
    home = func.coalesce(seniors.c.household_id, terminals.c.household_id)
    source = source.outerjoin(households, households.c.id == home)
    told = (func.coalesce(r.senior_id, "").label("senior"), func.coalesce(r.terminal_id, "").label("terminal"),
            func.coalesce(r.provider_id, "").label("provider"))  # fmt: skip
    wanted = (r.id, r.kind, r.state, r.opened_at, r.promised_by, r.done_at, r.stars)
    statement = select(*wanted, *told).select_from(source)
    statement = statement.where(r.opened_at >= period.start, r.opened_at < period.end).order_by(r.opened_at, r.id)
    if only.areas:
        statement = statement.where(households.c.area_id.in_(only.areas))
    if only.services:
        statement = statement.where(r.service_id.in_(only.services))
    rows = conn.execute(statement)
    return [Asked(**row._mapping, late=(row.done_at or now) > row.promised_by) for row in rows]


def report(conn: Connection, period: Period, now: datetime, *, only: Filter = EVERYBODY) -> Report:
    """A line for each kind, and one for all of them."""
    every = asked(conn, period, now, only)
    kinds: dict[str, list[Asked]] = {}
    for one in every:
        kinds.setdefault(one.kind, []).append(one)
    rows = [_line(kind, some) for kind, some in sorted(kinds.items())]
    sheet = Sheet(id="requests", words=TITLE, columns=_COLUMNS, rows=[*rows, _line("*", every)] if every else [],
                  notes=tuple(figure.note for figure in FIGURES.values()))  # fmt: skip
    return Report(id="requests", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=(sheet,))  # fmt: skip


def _line(kind: str, some: Sequence[Asked]) -> tuple[str | Number, ...]:
    found = count(some)
    return (kind, *(figure.of(found) for figure in FIGURES.values()))


_COLUMNS = (column("kind", "类别", "kind"), *(figure.column for figure in FIGURES.values()))
