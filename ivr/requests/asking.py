"""How was it? Whoever was served is rung once, the day after, inside her windows; her answer is one key.

W1. The call is an attempt like a wellness call that the exchange makes alone: committed before the dial, settled by
    what Asterisk's log says, and never made twice, whatever became of it.
W2. Nobody is asked who wants no calls of ours, is away, or whose home is in a call; the day after that it is too late.
W3. The key that she presses is a sign of life, too.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from broadcasts.audience import Homes, Listener, place
from broadcasts.settings import BroadcastSettings
from broadcasts.windows import EVERY_DAY, is_open, openings
from db import attempts, requests
from db.attempts import AttemptRow
from db.due import holds_of, in_calls, telephones_of
from db.homes import load_seniors, seniors_of_households
from db.requests import RequestRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from ivr import events as e
from ivr.attempt import BY_MACHINE, WELLNESS
from ivr.commands import AskHowItWas
from ivr.events import AttemptId
from ivr.requests.kept import state_of, with_state
from ivr.requests.late import tell_few
from ivr.requests.request import Ask, Rate, Rated, step
from people.ids import TerminalId
from people.seniors import Senior
from wellness_checks import orders
from wellness_checks.case import Refused
from wellness_checks.watching import record_sign

KIND = "ask_how_it_was"


def ask_due(conn: Connection, now: datetime, rules: BroadcastSettings) -> int:
    """Writes down whom to ask now; dialled after the commit. How many."""
    due = requests.to_ask(conn, now)
    busy = {*attempts.homes_under_way(conn), *(one.household or "" for one in in_calls(conn))}
    made = 0
    for row in due:
        at = _where(conn, row, now, rules)
        if at is not None and at.household not in busy and _intended(conn, row, at, now):
            busy.add(at.household)
            made += 1
    return made


def rated(conn: Connection, event: e.KeyPressed) -> RequestRow | None:
    """The key she pressed in the call; None: it is no answer of this kind."""
    row = requests.of_attempt(conn, event.attempt) if event.attempt else None
    if row is None:
        return None
    state = step(state_of(row), Rate(at=event.at, key=event.key))
    if not isinstance(state, Rated):
        return None
    after = with_state(row, state)
    if not requests.move(conn, after, row.state):
        return None
    record_sign(conn, at=event.at, kind="key", source=f"attempt/{event.attempt}", terminal=event.terminal)
    if state.few:
        tell_few(conn, after, event.at)
    return after


def _intended(conn: Connection, row: RequestRow, at: Listener, now: datetime) -> bool:
    key = f"bb-{new_ulid(now)}{BY_MACHINE}"
    state = step(state_of(row), Ask(attempt=key))
    if isinstance(state, Refused) or not requests.move(conn, with_state(row, state), row.state):
        return False
    attempts.intend(conn, AttemptRow(
        id=key, kind=WELLNESS, terminal_id=at.terminal, senior_id=row.senior_id, committed_at=now,
    ))  # fmt: skip
    order = AskHowItWas(attempt=AttemptId(key), terminal=at.terminal, service=row.service_id or "")
    orders.intend(conn, f"dial-{key}", KIND, order, now)
    return True


def _where(conn: Connection, row: RequestRow, now: datetime, rules: BroadcastSettings) -> Listener | None:
    """Her telephone, if she may be rung at this moment (W2); of a home of two, both of them must be at rest."""
    people = _people(conn, row)
    if not people or not all(_at_rest(one, now, rules) for one in people):
        return None
    homes = Homes(
        terminals=telephones_of(conn, [people[0].household]), holds=holds_of(conn, [one.id for one in people])
    )
    found = [place(one, homes, now) for one in people]
    return next((one for one in found if isinstance(one, Listener)), None)


def _people(conn: Connection, row: RequestRow) -> Sequence[Senior]:
    if row.senior_id:
        return tuple(load_seniors(conn, [row.senior_id]).values())
    home = load_terminals(conn, [row.terminal_id or ""]).get(TerminalId(row.terminal_id or ""))
    return seniors_of_households(conn, [home.household]).get(home.household, ()) if home else ()


def _at_rest(senior: Senior, now: datetime, rules: BroadcastSettings) -> bool:
    windows = openings(own=senior.call_windows, site=rules.windows, quiet=rules.quiet)
    calendar = EVERY_DAY if rules.rings_on_holidays else rules.calendar
    return is_open(now, windows, senior.zone, calendar)
