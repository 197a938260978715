"""What is given to the second exchange now? Orders that nobody has set about, each committed before it is told there.

G1. Whoever claims a row of the outbox has it: the exchange's performer or we, in one transaction each, never both.
G2. Given, a call is dialled from there or from nowhere: not by the exchange, however soon it is back.
G3. What is taken back was surely never dialled (the second exchange says so); it is refused, and decided anew.
G4. What only the exchange can do, or is hours old, fails now: whoever wanted it decides again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from broadcasts.dialling import dial_due
from broadcasts.pacing import Lines, TrunkUse
from broadcasts.settings import BroadcastSettings
from db import attempts, outbox
from db import second_exchange as rows
from db.campaigns import load_campaigns, load_deliveries
from db.homes import load_contacts, seniors_of_households
from db.incidents import closed_among
from db.outbox import OutboxRow
from db.second_exchange import GivenRow
from db.terminals import load_terminals
from ivr import care
from ivr.commands import Command, OpenEmergency, ResumeLadder
from ivr.perform import FIRST, STALE, TOO_LATE, command_of
from ivr.second_exchange import out_of_reach
from ivr.second_exchange.orders import Ground, Known, OutOfReach, order_of
from ivr.twilio.orders_json import order_to_json
from ivr.unwanted import no_longer_wanted
from people.ids import TerminalId
from wellness_checks.service import WatchSettings

WAY = "twilio"
"""How dials that leave there name their way."""
AT_ONCE = 200
DIAL = "dial-"
INCIDENT = "incident"
"""The kind of what is no order: an emergency that is taken on with its whole ladder."""


def give_due(
    conn: Connection, now: datetime, ground: Ground, watch: WatchSettings, rules: BroadcastSettings,
    sounds: Mapping[str, str],
) -> int:  # fmt: skip
    """Claim what is due and write down that it is given; how many were. `sounds`: recordings that lie there."""
    claimed = outbox.claim(conn, at=now, limit=AT_ONCE, first=FIRST)
    unwanted = no_longer_wanted(conn, claimed, now) if claimed else {}
    failed = dict(unwanted)
    wanted = {row.id: _command(row, now) for row in claimed if row.id not in unwanted}
    known = replace(_known(conn, wanted), sounds=sounds)
    out_of_reach.tell(conn, now, wanted.values(), known.numbers)
    given = []
    for row in claimed:
        command = wanted.get(row.id)
        made = _given(row, command, known, ground, now) if isinstance(command, Command) else command
        if isinstance(made, GivenRow):
            given.append(made)
        elif row.id not in failed:
            failed[row.id] = made.reason if isinstance(made, OutOfReach) else str(made)
    rows.give(conn, given)
    _fail(conn, now, failed, [row for row in failed if row not in unwanted], watch, rules)
    return len(given)


def dial_messages(
    conn: Connection, now: datetime, dials: int, channels: int, rules: BroadcastSettings, recordings: frozenset[str]
) -> int:
    """Decide who is rung next with a message, as many as the account's pace allows; given in the same commit."""
    lines = Lines(
        channels=channels, dials=dials, inside=False, recordings=recordings,
        trunks=(TrunkUse(name=WAY, limit=channels),),
    )  # fmt: skip
    return len(dial_due(conn, now, lines, rules))


def done(conn: Connection, tokens: Sequence[str]) -> None:
    """They lie on the second exchange's disk: what becomes of them is told by its facts."""
    given = rows.load_given(conn, tokens).values()
    outbox.finish_all(conn, [(row.order_id, "done", "given to the second exchange") for row in given])


def settle_taken_back(
    conn: Connection, now: datetime, tokens: Sequence[str], watch: WatchSettings, rules: BroadcastSettings
) -> int:  # fmt: skip
    """G3: as if the exchange had refused them."""
    known = rows.load_given(conn, tokens)
    back = [row for row in known.values() if rows.finish(conn, row.token, "taken_back", now)]
    reasons = {row.order_id: "taken back from the second exchange: never dialled" for row in back}
    _fail(conn, now, reasons, list(reasons), watch, rules)
    return len(back)


def settle_left_behind(
    conn: Connection, now: datetime, watch: WatchSettings, rules: BroadcastSettings
) -> int:  # fmt: skip
    """The exchange is gone with its channels: what it had in hand is settled as far as its log tells."""
    return care.settle_lost(conn, now, frozenset(), rules, watch)


def take_on(conn: Connection, now: datetime, since: datetime, incidents: Mapping[str, str]) -> int:
    """Emergencies that nobody has closed lose their ladder with the exchange: incident -> terminal; once a change."""
    closed = closed_among(conn, incidents)
    incidents = {key: terminal for key, terminal in incidents.items() if key not in closed}
    numbers = load_terminals(conn, list(incidents.values()))
    for key, terminal in incidents.items():
        if terminal in numbers and not numbers[TerminalId(terminal)].number:
            out_of_reach.tell_emergency(conn, now, key, terminal)
    rows.give(
        conn,
        [
            GivenRow(
                token=f"{key}/{since:%Y%m%d%H%M%S}"[-64:],
                order_id=key,
                kind=INCIDENT,
                order=_incident(key, terminal, {str(k): t.number for k, t in numbers.items()}),
                given_at=now,
            )
            for key, terminal in incidents.items()
        ],
    )
    return len(incidents)


def _given(row: OutboxRow, command: Command, known: Known, ground: Ground, now: datetime) -> GivenRow | OutOfReach:
    token = row.id.removeprefix(DIAL)
    if isinstance(command, ResumeLadder | OpenEmergency):
        key = command.incident if isinstance(command, ResumeLadder) else f"bb-visit-{command.visit}"
        told = _incident(key, command.terminal, known.numbers)
        return GivenRow(token=token, order_id=row.id, kind=INCIDENT, order=told, given_at=now)
    order = order_of(token, command, known, ground, now)
    if isinstance(order, OutOfReach):
        return order
    told = json.dumps(order_to_json(order), ensure_ascii=False)
    return GivenRow(token=token, order_id=row.id, kind=row.kind, order=told, given_at=now)


def _incident(key: str, terminal: str, numbers: Mapping[str, str]) -> str:
    return json.dumps({"id": key, "terminal": terminal, "caller": numbers.get(terminal, "")})


def _command(row: OutboxRow, now: datetime) -> Command | OutOfReach:
    if row.kind in STALE and now - row.created_at > TOO_LATE:
        return OutOfReach(reason="too late: the exchange was away when it was due")
    try:
        return command_of(row)
    except (KeyError, TypeError, ValueError) as wrong:
        return OutOfReach(reason=f"cannot be read: {wrong}")


def _known(conn: Connection, wanted: Mapping[str, Command | OutOfReach]) -> Known:
    commands = [one for one in wanted.values() if not isinstance(one, OutOfReach)]
    homes = load_terminals(conn, {str(getattr(one, "terminal", "")) for one in commands} - {""})
    people = seniors_of_households(conn, {one.household for one in homes.values()})
    contacts = load_contacts(conn, {str(getattr(one, "contact", "")) for one in commands} - {""})
    return Known(
        numbers={str(key): one.number for key, one in homes.items()},
        names={str(key): "、".join(her.name for her in people.get(one.household, ())) for key, one in homes.items()},
        languages={
            str(key): next((her.language.value for her in people.get(one.household, ())), "")
            for key, one in homes.items()
        },
        contacts={str(key): one.number for key, one in contacts.items()},
        words=_words(conn, [key.removeprefix(DIAL) for key in wanted]),
    )


def _words(conn: Connection, tokens: Sequence[str]) -> Mapping[str, str]:
    """Attempt -> her own words where she has some, else the message's."""
    made = attempts.load(conn, tokens)
    told = load_deliveries(conn, {one.delivery_id for one in made.values() if one.delivery_id})
    messages = load_campaigns(conn, {one.campaign_id for one in told.values()})
    return {
        key: row.words or messages[row.campaign_id].text
        for key, one in made.items()
        if (row := told.get(one.delivery_id or "")) is not None
    }


def _fail(
    conn: Connection, now: datetime, reasons: Mapping[str, str], settled: Sequence[str], watch: WatchSettings,
    rules: BroadcastSettings,
) -> None:  # fmt: skip
    outbox.finish_all(conn, [(key, "failed", reason) for key, reason in reasons.items()])
    care.orders_refused(conn, now, list(settled), rules, watch)
