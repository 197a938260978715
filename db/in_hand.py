"""What became of a call in an operator's hand? Its place, note and outcome; the acts with it; its recordings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from db.records import batches, fetch, put_one_new, selecting, values
from db.schema.in_hand import call_recordings, calls_in_hand, hand_acts


@dataclass(frozen=True, kw_only=True)
class InHandRow:
    """`peer`: the channel that is joined to her; `desk`: the telephone that took it, empty behind a way out."""

    call_id: str
    place: str = "line"
    desk: str = ""
    peer: str = ""
    note: str = ""
    noted_at: datetime | None = None
    noted_by: str = ""
    senior_id: str | None = None
    attached_by: str = ""
    silent_since: datetime | None = None
    outcome: str = ""
    outcome_note: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class ActRow:
    """One thing that was asked for, clocked on its own."""

    id: str
    call_id: str
    kind: str
    asked_by: str
    asked_at: datetime
    target: str = ""
    rang_at: datetime | None = None
    joined_at: datetime | None = None
    ended_at: datetime | None = None
    state: str = "asked"
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordingRow:
    """Its file is named after its id. `pauses`: how often it was stopped for a while."""

    id: str
    call_id: str
    started_at: datetime
    started_by: str
    state: str = "running"
    ended_at: datetime | None = None
    pauses: int = 0


def load(conn: Connection, call: str) -> InHandRow | None:
    found = fetch(conn, InHandRow, selecting(InHandRow, calls_in_hand).where(calls_in_hand.c.call_id == call))
    return found[0] if found else None


def outcomes_of(conn: Connection, ids: Collection[str]) -> Mapping[str, str]:
    """What operators kept as the outcome, by call; a call without one is left out."""
    asked = select(calls_in_hand.c.call_id, calls_in_hand.c.outcome).where(calls_in_hand.c.outcome != "")
    return {
        row.call_id: row.outcome
        for part in batches(ids)
        for row in conn.execute(asked.where(calls_in_hand.c.call_id.in_(part)))
    }


def change(conn: Connection, call: str, **what: Any) -> None:
    """Change some columns of a call's row, made where there is none yet."""
    put_one_new(conn, calls_in_hand, values(InHandRow(call_id=call)))
    conn.execute(update(calls_in_hand).where(calls_in_hand.c.call_id == call).values(**what))


def add_act(conn: Connection, row: ActRow) -> None:
    put_one_new(conn, hand_acts, values(row))


def load_act(conn: Connection, act: str) -> ActRow | None:
    found = fetch(conn, ActRow, selecting(ActRow, hand_acts).where(hand_acts.c.id == act))
    return found[0] if found else None


def change_act(conn: Connection, act: str, **what: Any) -> None:
    conn.execute(update(hand_acts).where(hand_acts.c.id == act).values(**what))


def acts_of(conn: Connection, call: str) -> list[ActRow]:
    """The oldest first."""
    statement = selecting(ActRow, hand_acts).where(hand_acts.c.call_id == call)
    return fetch(conn, ActRow, statement.order_by(hand_acts.c.asked_at, hand_acts.c.id))


def add_recording(conn: Connection, row: RecordingRow) -> None:
    put_one_new(conn, call_recordings, values(row))


def change_recordings(conn: Connection, call: str, since: Sequence[str], **what: Any) -> None:
    """Every recording of a call whose state is one of `since`."""
    mine = call_recordings.c.call_id == call, call_recordings.c.state.in_(list(since))
    conn.execute(update(call_recordings).where(*mine).values(**what))


def recordings_of(conn: Connection, call: str) -> list[RecordingRow]:
    statement = selecting(RecordingRow, call_recordings).where(call_recordings.c.call_id == call)
    return fetch(conn, RecordingRow, statement.order_by(call_recordings.c.started_at, call_recordings.c.id))


def load_recording(conn: Connection, recording: str) -> RecordingRow | None:
    found = fetch(conn, RecordingRow, selecting(RecordingRow, call_recordings).where(call_recordings.c.id == recording))
    return found[0] if found else None
