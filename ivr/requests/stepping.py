"""What is done with a request? Accepted, given back, finished, withdrawn, handed to a provider; one step at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import requests, tasks
from db.providers import load_providers
from db.requests import UNDONE, RequestRow
from ivr.requests.kept import state_of, with_state
from ivr.requests.kinds import Kind, kind_of
from ivr.requests.late import LATE
from ivr.requests.request import Accept, Done, Finish, GiveBack, Step, Withdraw, asking, step
from people.ids import ProviderId
from wellness_checks.case import Refused
from wellness_checks.closing import audited

NO_REQUEST = Refused(field="request", reason="there is no such request")
FASTER = Refused(field="state", reason="somebody was faster: see what stands")


def accept(conn: Connection, request_id: str, now: datetime, *, by: str) -> RequestRow | Refused:
    return _stepped(conn, request_id, now, Accept(at=now, by=by), by=by)


def give_back(conn: Connection, request_id: str, now: datetime, *, by: str) -> RequestRow | Refused:
    return _stepped(conn, request_id, now, GiveBack(), by=by)


def withdraw(conn: Connection, request_id: str, now: datetime, *, by: str) -> RequestRow | Refused:
    done = _stepped(conn, request_id, now, Withdraw(at=now, by=by), by=by)
    return done if isinstance(done, Refused) else _no_longer_late(conn, done, now)


def finish(
    conn: Connection, request_id: str, now: datetime, *, by: str, kinds: Sequence[Kind], zone: str
) -> RequestRow | Refused:
    """She is asked the next day how it was, where its kind asks."""
    kind = kind_of(known.kind, kinds) if (known := requests.load(conn, request_id)) else None
    asks = asking(Done(at=now, by=by), zone) if kind is None or kind.asks else None
    done = _stepped(conn, request_id, now, Finish(at=now, by=by), by=by, ask=(asks.first, asks.last) if asks else None)
    return done if isinstance(done, Refused) else _no_longer_late(conn, done, now)


def hand_to(conn: Connection, request_id: str, provider: str, now: datetime, *, by: str) -> RequestRow | Refused:
    """Another provider brings it; what the one before accepted is open again."""
    row = requests.load(conn, request_id)
    if row is None:
        return NO_REQUEST
    if row.state not in UNDONE:
        return Refused(field="state", reason="it is done already")
    if ProviderId(provider) not in load_providers(conn, [provider]):
        return Refused(field="provider", reason="there is no such provider")
    handed = replace(row, provider_id=provider, state="open", accepted_at=None, accepted_by="")
    if not requests.move(conn, handed, row.state):
        return FASTER
    audited(conn, at=now, by=by, action="request_handed", subject=row.id, detail=provider)
    return handed


def _stepped(
    conn: Connection, request_id: str, now: datetime, wanted: Step, *, by: str,
    ask: tuple[datetime, datetime] | None = None,
) -> RequestRow | Refused:  # fmt: skip
    row = requests.load(conn, request_id)
    if row is None:
        return NO_REQUEST
    state = step(state_of(row), wanted)
    if isinstance(state, Refused):
        return state
    after = with_state(row, state)
    if ask:
        after = replace(after, ask_at=ask[0], ask_until=ask[1])
    if not requests.move(conn, after, row.state):
        return FASTER
    audited(conn, at=now, by=by, action=f"request_{after.state}", subject=row.id, detail=row.kind)
    return after


def _no_longer_late(conn: Connection, row: RequestRow, now: datetime) -> RequestRow:
    for task in tasks.of_kind(conn, LATE, [row.id]):
        if task.state != "done":
            tasks.finish(conn, task.id, None, at=now, outcome=f"the request is {row.state}")
    return row
