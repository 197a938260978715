"""How did calls fare that operators passed on? How many, how soon the other side took them, and who that was."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from db.schema.in_hand import hand_acts
from ivr.in_hand.acts import TO_SOMEBODY
from reports.definitions import Words
from reports.homes import OF_THE_CALL, of_calls
from reports.names import Names
from reports.periods import By, Period, day_of, named
from reports.presses import EVERYBODY, Filter
from reports.sheets import Column, Report, Sheet, Value, column
from reports.transfer_figures import FIGURES
from reports.transfer_rows import Transfer, count

TITLE = Words(zh="转接", en="Transfers")
_KINDS = sorted(kind.value for kind in TO_SOMEBODY)


def between(conn: Connection, period: Period, only: Filter = EVERYBODY) -> list[Transfer]:
    """Ordered in the period, oldest first; tests are among them."""
    a = hand_acts.c
    told = (a.id, a.call_id, a.kind, a.target, a.asked_by, a.asked_at, a.rang_at, a.joined_at, a.ended_at, a.state,
            a.status)  # fmt: skip
    asked = of_calls(select(*told, *OF_THE_CALL), hand_acts, a.call_id, only)
    asked = asked.where(a.asked_at >= period.start, a.asked_at < period.end, a.kind.in_(_KINDS))
    return [Transfer._make(row) for row in conn.execute(asked.order_by(a.asked_at, a.id))]


def report(
    conn: Connection, period: Period, now: datetime, names: Names, *, by: By, only: Filter = EVERYBODY
) -> Report:
    """By day, week or month; by how it was passed on, and to whom; and by who was rung."""
    every = between(conn, period, only)
    sheets = (
        _sheet("transfer_days", TITLE, (_PART,), _lines(every, lambda one: (_part(one, period, by),))),
        _sheet("transfer_ways", Words(zh="怎样转接，转给谁", en="How, and to whom"), (_HOW, _WHOM),
               _lines(every, lambda one: (one.kind, one.whom))),
        _sheet("transfer_takers", Words(zh="转给了哪一方", en="Who was rung"), (_TARGET, _WHOM),
               _lines(every, lambda one: (_whom(one, names), one.whom))),
    )  # fmt: skip
    return Report(id="transfers", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=sheets)  # fmt: skip


def _whom(one: Transfer, names: Names) -> str:
    """Of a family no member is named: these are figures."""
    return "" if one.whom == "family" else names.target(one.target)


def _part(one: Transfer, period: Period, by: By) -> str:
    return named(day_of(one.asked_at, period.zone), by)


def _lines(every: Iterable[Transfer], of: Callable[[Transfer], tuple[str, ...]]) -> list[tuple[Value, ...]]:
    """A line for each of what `of` tells."""
    parts: dict[tuple[str, ...], list[Transfer]] = {}
    for one in every:
        parts.setdefault(of(one), []).append(one)
    counted = {part: count(some) for part, some in sorted(parts.items())}
    return [(*part, *(figure.of(found) for figure in FIGURES.values())) for part, found in counted.items()]


def _sheet(id_: str, words: Words, heads: tuple[Column, ...], rows: list[tuple[Value, ...]]) -> Sheet:
    columns = (*heads, *(figure.column for figure in FIGURES.values()))
    return Sheet(id=id_, words=words, columns=columns, rows=rows,
                 notes=tuple(figure.note for figure in FIGURES.values()) if heads == (_PART,) else ())  # fmt: skip


_PART = column("part", "日期", "days")
_HOW = column("how", "方式", "how")
_WHOM = column("whom", "转给", "to")
_TARGET = column("target", "对方", "who was rung")
