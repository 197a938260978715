"""Who has asked for something? A press of such a service, once a person was reached; or an operator, by hand."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from db import requests
from db.homes import load_seniors, seniors_of_households
from db.providers import load_providers
from db.requests import RequestRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from ivr import events as e
from ivr.book import Book
from ivr.call import Call
from ivr.controller import Listener
from ivr.requests.kinds import Kind, kind_of, kind_of_service, promised_by
from ivr.rungs import provider_of
from people.ids import ProviderId, SeniorId, TargetId, TerminalId
from wellness_checks.case import Refused
from wellness_checks.closing import audited

BY_PRESS = "press"
LONGEST_NOTE = 1000


def opener(kinds: Sequence[Kind]) -> Listener:
    """What follows from a person being joined to a press."""

    def listen(conn: Connection, book: Book, event: e.Event) -> None:
        call = book.calls.get(event.call) if isinstance(event, e.PersonJoined) else None
        if call is not None and call.reached_at is not None:
            open_for_call(conn, call, kinds)

    return listen


def open_for_call(conn: Connection, call: Call, kinds: Sequence[Kind]) -> RequestRow | None:
    """None: its service asks for nothing that is delivered, or this call has opened one already."""
    kind = kind_of_service(call.service_id, kinds)
    if kind is None or call.reached_at is None:
        return None
    row = RequestRow(
        id=new_ulid(call.reached_at), kind=kind.id, provider_id=provider_of(TargetId(call.target)) or None,
        service_id=call.service_id, terminal_id=call.terminal_id, senior_id=_alone(conn, call.terminal_id),
        call_id=call.id, opened_at=call.reached_at, opened_by=BY_PRESS,
        promised_by=promised_by(kind, call.reached_at),
    )  # fmt: skip
    return row if requests.open_request(conn, row) else None


def open_by_hand(
    conn: Connection, now: datetime, kinds: Sequence[Kind], *, senior: str, kind: str, by: str, provider: str = "",
    note: str = "",
) -> RequestRow | Refused:  # fmt: skip
    """For whoever asked without a press of that kind, or at the hotline."""
    known, her = kind_of(kind, kinds), load_seniors(conn, [senior]).get(SeniorId(senior))
    if known is None:
        return Refused(field="kind", reason="choose what is asked for")
    if her is None:
        return Refused(field="senior", reason="nobody has this number: find her first")
    if provider and ProviderId(provider) not in load_providers(conn, [provider]):
        return Refused(field="provider", reason="there is no such provider")
    row = RequestRow(
        id=new_ulid(now), kind=known.id, provider_id=provider or None, service_id=next(iter(known.services), None),
        senior_id=her.id, opened_at=now, opened_by=by, promised_by=promised_by(known, now), note=note[:LONGEST_NOTE],
    )  # fmt: skip
    requests.open_request(conn, row)
    audited(conn, at=now, by=by, action="request_opened", subject=row.id, detail=row.kind)
    return row


def _alone(conn: Connection, terminal: str) -> str | None:
    """Who pressed, where only one person lives behind the telephone."""
    known = load_terminals(conn, [terminal]).get(TerminalId(terminal))
    if known is None:
        return None
    people = seniors_of_households(conn, [known.household]).get(known.household, ())
    return people[0].id if len(people) == 1 else None
