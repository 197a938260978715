"""What follows from what the exchange says of an act, or from the end of her call? Clocks and places move forward."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from db import in_hand, outbox
from db.in_hand import ActRow
from ivr import events as e
from ivr.book import Book
from ivr.in_hand.acts import SAID, Kind, forward, moved

_CLOCKS = {"ringing": "rang_at", "joined": "joined_at", "done": "ended_at", "failed": "ended_at"}


def follow(conn: Connection, book: Book, event: e.Event) -> None:
    """A listener of the controller."""
    match event:
        case e.HandTold(what="seat"):
            in_hand.change(conn, event.call, desk=event.target)
        case e.HandTold():
            act = in_hand.load_act(conn, event.act)
            if act is not None and event.what in SAID:
                _told(conn, act, event)
        case e.HungUp():
            _over(conn, event)
        case _:
            pass


def orders_refused(conn: Connection, ids: Sequence[str]) -> None:
    """Orders (outbox ids) that were certainly not carried out: their acts have failed, and say why."""
    for key in ids:
        act, row = in_hand.load_act(conn, key.rpartition("-")[0]), outbox.load(conn, key)
        if act is not None and row is not None:
            in_hand.change_act(conn, act.id, state=forward(act.state, "failed"), status=row.result[:200])


def _told(conn: Connection, act: ActRow, event: e.HandTold) -> None:
    kind = Kind(act.kind)
    state = SAID[event.what].state or _itself(kind)
    after = forward(act.state, state)
    if after != act.state:
        clock = _CLOCKS[after]
        told = replace(act, state=after, status=event.status or act.status, **{clock: event.at})  # type: ignore[arg-type]
        in_hand.change_act(
            conn, act.id, state=told.state, status=told.status,
            rang_at=told.rang_at, joined_at=told.joined_at, ended_at=told.ended_at,
        )  # fmt: skip
    _moved(conn, event, kind)


def _itself(kind: Kind) -> str:
    """A word about her place says of an act that only moves her that it is done."""
    return "done" if kind in (Kind.HOLD, Kind.JOIN, Kind.SILENT, Kind.RECORD, Kind.LEAVE) else "asked"


def _moved(conn: Connection, event: e.HandTold, kind: Kind) -> None:
    changed: dict[str, Any] = {}
    place = moved(kind, event.what)
    if place is not None:
        changed["place"] = place.value
    if event.what in ("back", "desk"):
        changed["peer"] = event.channel
    if changed:
        in_hand.change(conn, event.call, **changed)


def _over(conn: Connection, event: e.HungUp) -> None:
    """Her channel is gone, and with it everything that was done on it."""
    for call in e.calls_on(event.channel)[:1]:
        if in_hand.load(conn, call) is None:
            return
        in_hand.change(conn, call, place="over")
        in_hand.change_recordings(conn, call, ["running", "paused"], state="done", ended_at=event.at)
        for act in in_hand.acts_of(conn, call):
            after = forward(act.state, "done")
            if after != act.state:
                in_hand.change_act(conn, act.id, state=after, ended_at=event.at)
