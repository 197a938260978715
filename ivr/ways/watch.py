"""How does each way out stand now? What facts and contacts say of it, judged by health.py, kept for whoever looks.

Health is held in memory (the last minute decides) and begins anew with the process; the row tells people when a way
last carried somebody, and what its last fault was. A row is written when the standing changes, and at most once in
`WRITE_EVERY` for legs that only confirm it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import ways as rows
from db.ways import WayRow
from ivr import events as e
from ivr.ways.health import Fitness, Health, WayRules, began, ended, fitness, told
from ivr.ways.tried import WayTried, read

WRITE_EVERY = timedelta(seconds=60)
ANSWERED = 16
"""The cause of a leg that somebody answered (Q.850: normal clearing)."""
REACHABLE, UNREACHABLE = frozenset({"Reachable", "NonQualified"}), frozenset({"Unreachable", "Removed"})
"""Asterisk's words for a contact (ContactStatus)."""


class WayWatch:
    """`names`: the site's ways, by which a contact of a way is known from a telephone's. One thread at a time."""

    def __init__(self, names: Collection[str], rules: WayRules | None = None) -> None:
        self._rules = rules or WayRules()
        self._health = {name: Health() for name in names}
        self._written: dict[str, WayRow] = {}

    @property
    def health(self) -> dict[str, Health]:
        """Of each way of the site."""
        return dict(self._health)

    def follow(self, conn: Connection, happened: Sequence[e.Event]) -> None:
        """Legs that went out: what each way they tried did with them."""
        for event in happened:
            for one in _said(event):
                if one.way in self._health:
                    self._ended(conn, one, event.at)

    def contact(self, conn: Connection, now: datetime, way: str, status: str) -> int:
        """What OPTIONS said of it, in Asterisk's word; 1 where that is one of ours and says something."""
        if way not in self._health or status not in REACHABLE | UNREACHABLE:
            return 0
        self._health[way] = told(self._health[way], answers=status in REACHABLE)
        fault = "" if status in REACHABLE else status
        self._keep(conn, way, now, fault=fault)
        return 1

    def _ended(self, conn: Connection, one: WayTried, at: datetime) -> None:
        health = began(self._health[one.way], at, self._rules)
        self._health[one.way] = ended(health, one.is_well, at, self._rules)
        fault = f"{one.status}.{one.cause}" if one.is_well is False else ""
        self._keep(conn, one.way, at, fault=fault, ok=one.is_well is True)

    def _keep(self, conn: Connection, way: str, at: datetime, *, fault: str, ok: bool = False) -> None:
        if way not in self._written:
            self._written |= rows.load(conn)
        held = self._written.get(way) or WayRow(name=way, fitness=Fitness.FIT, since=at)
        row = self._row(held, way, at)
        if fault:
            row = replace(row, last_fault_at=at, last_fault=fault)
        if ok and (held.last_ok_at is None or at - held.last_ok_at >= WRITE_EVERY):
            row = replace(row, last_ok_at=at)
        if row != self._written.get(way):
            rows.save(conn, row)
            self._written[way] = row

    def _row(self, held: WayRow, way: str, at: datetime) -> WayRow:
        health = self._health[way]
        now = fitness(health, at, self._rules)
        return replace(
            held,
            fitness=now,
            since=held.since if held.fitness == now else at,
            registered=health.registered,
            answers=health.answers,
            rest_ms=round(health.rest / timedelta(milliseconds=1)),
        )


def _said(event: e.Event) -> tuple[WayTried, ...]:
    """Of each leg once: when it is answered, else when it ends. Whoever answered was carried there."""
    match event:
        case e.LegAnswered() | e.LadderAnswered() | e.DrillTold(what="answered"):
            return tuple(replace(one, cause=ANSWERED) if not one.status else one for one in read(event.tried))
        case e.RungEnded() | e.LadderRungEnded() if event.status != "ANSWER":
            return read(event.tried)
        case e.DrillTold(what="ended") if event.status != "ANSWER":
            return read(event.tried)
        case _:
            return ()
