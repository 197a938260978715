"""Whose telephone is rung next? Each dial is an attempt and an intent, both committed before it is made.

Whoever cannot be rung at this moment is told why (`why` of the delivery) and when she is looked at again.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts.asking import Ready, ask, in_use
from broadcasts.pacing import Candidate, Lines, Passed, Room, may_dial, room, room_of_campaign
from broadcasts.settings import BroadcastSettings
from db import attempts, campaigns, outbox
from db.attempts import AttemptRow, UnderWay
from db.campaigns import CampaignRow, DeliveryRow
from db.due import due, finish_campaigns, give_up, in_calls, ringing_campaigns
from db.outbox import OutboxRow
from db.ulid import new_ulid
from ivr.attempt import BROADCAST
from people.terminals import TerminalKind

KIND = "originate_message"
READS = 10
"""How often more deliveries are read at one look, where those read before cannot be rung now."""
SPARE = 50
"""Read beyond the room there is: some of them cannot be rung now."""
CALLED_OUT_FOR = timedelta(days=2)
"""A message older than this rings nobody any more; it still waits for whoever asks for it."""
TOO_LATE = "too_late"
EXCHANGE_AWAY = "exchange_away"
AWAY_AFTER = timedelta(minutes=5)
"""When a telephone that only the exchange reaches is looked at again, while the exchange is away."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One dial to be made: channel id, telephone, file (absolute, without extension); JSON in the outbox.

    `trunk`: the way out on which it was counted, and `number` (E.164) what is dialled there; both are empty for a
    telephone of ours. `reply`: `spoken` where a word is listened for.
    """

    attempt: str
    terminal: str
    file: str
    trunk: str = ""
    reply: str = ""
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class _Look:
    """What is known at this look at the lines, and what is left of them."""

    now: datetime
    rules: BroadcastSettings
    campaigns: Mapping[str, CampaignRow]
    free: Room
    busy: frozenset[str]
    inside: bool = True


def dial_due(conn: Connection, now: datetime, lines: Lines, settings: BroadcastSettings | None = None) -> list[Intent]:
    """Write down as many dials as the lines allow, urgent messages first. They are made only after the commit."""
    look = _look(conn, now, lines, settings or BroadcastSettings())
    intents = list[Intent]()
    for urgent in (True, False):
        of = [row.id for row in look.campaigns.values() if row.urgent is urgent]
        for _ in range(READS):
            look, made, more = _dial_some(conn, look, of)
            intents += made
            if not more:
                break
    if look.free.calls > 0 and not intents:
        give_up(conn, now, now - CALLED_OUT_FOR, TOO_LATE)
        finish_campaigns(conn)
    return intents


def _look(conn: Connection, now: datetime, lines: Lines, rules: BroadcastSettings) -> _Look:
    ours = attempts.under_way(conn, BROADCAST)
    ringing = {row.id: row for row in ringing_campaigns(conn, now) if _can_be_said(row, lines)}
    in_use = sum(one.many for one in ours)
    free = room(lines, in_use=in_use, on_trunks=_on_trunks(ours), campaigns=_of_campaigns(conn, ringing, ours, now))
    busy = _busy(conn) if free.calls > 0 and ringing else frozenset[str]()
    return _Look(now=now, rules=rules, campaigns=ringing, free=free, busy=busy, inside=lines.inside)


def _reached(one: Ready, look: _Look) -> bool:
    """A telephone without a number is the exchange's own."""
    return look.inside or bool(one.telephone.number)


def _can_be_said(row: CampaignRow, lines: Lines) -> bool:
    """While the exchange is away its words are read, or its recording lies where it can be played."""
    return lines.inside or bool(row.text) or row.audio in lines.recordings


def _busy(conn: Connection) -> frozenset[str]:
    return attempts.homes_under_way(conn) | {one.household for one in in_calls(conn) if one.household}


def _dial_some(conn: Connection, look: _Look, of: Collection[str]) -> tuple[_Look, list[Intent], bool]:
    """One read of those who are due: the look after it, the dials, and whether more may be read."""
    open_ones = [key for key in of if look.free.campaigns.get(key, 1) > 0]
    if look.free.calls <= 0 or not open_ones:
        return look, [], False
    many = look.free.calls + SPARE
    outside = any(free > 0 for free in look.free.trunks.values())
    rows = due(conn, look.now, many, of=open_ones, fresh_since=look.now - CALLED_OUT_FOR, outside=outside)
    asked = ask(conn, rows, look.now, look.campaigns, look.rules)
    ready = [one for one in asked.ready if _reached(one, look)]
    away = [_away(one.row, look.now) for one in asked.ready if not _reached(one, look)]
    choice = may_dial([_candidate(one, look.inside) for one in ready], look.free, busy=look.busy)
    busy = [in_use(one.row, look.now) for one in ready if choice.passed.get(one.row.id) is Passed.IN_USE]
    campaigns.save_deliveries(conn, [*asked.put_off, *busy, *away])
    chosen = [(one, choice.chosen[one.row.id]) for one in ready if one.row.id in choice.chosen]
    made = _intend(conn, look, chosen)
    return replace(look, free=choice.left, busy=choice.busy), made, len(rows) == many


def _intend(conn: Connection, look: _Look, chosen: Sequence[tuple[Ready, str]]) -> list[Intent]:
    """Attempt, intent and delivery of each; one whose delivery is in an attempt already is left."""
    made = [(one, trunk, _attempt(one, look.now)) for one, trunk in chosen]
    written = attempts.intend_all(conn, [attempt for _, _, attempt in made])
    new = [(one, trunk, attempt) for one, trunk, attempt in made if attempt.id in written]
    intents = [_of(one, trunk, attempt, look.campaigns) for one, trunk, attempt in new]
    campaigns.save_deliveries(
        conn,
        [
            replace(one.row, state="trying", tries=one.row.tries + 1, why="", terminal_id=one.telephone.id)
            for one, _, _ in new
        ],
    )
    outbox.intend(conn, [_order(intent, look.now) for intent in intents])
    return intents


def _attempt(one: Ready, now: datetime) -> AttemptRow:
    return AttemptRow(
        id=f"bb-{new_ulid(now)}",
        kind=BROADCAST,
        terminal_id=one.telephone.id,
        senior_id=one.row.senior_id,
        delivery_id=one.row.id,
        committed_at=now,
        total_ms=one.row.total_ms,
    )


def _of(one: Ready, trunk: str, attempt: AttemptRow, known: Mapping[str, CampaignRow]) -> Intent:
    """Her own file where she has one."""
    campaign = known[one.row.campaign_id]
    file = one.row.audio or campaign.audio
    return Intent(
        attempt=attempt.id,
        terminal=one.telephone.id,
        file=file,
        trunk=trunk,
        reply=campaign.reply,
        number=one.telephone.number if trunk else "",
    )


def _order(intent: Intent, now: datetime) -> OutboxRow:
    return OutboxRow(id=f"dial-{intent.attempt}", kind=KIND, payload=json.dumps(asdict(intent)), created_at=now)


def _away(row: DeliveryRow, now: datetime) -> DeliveryRow:
    """Only the exchange reaches her telephone, and it is away: looked at again, which uses up no try."""
    return replace(row, why=EXCHANGE_AWAY, next_try_at=now + AWAY_AFTER)


def _candidate(one: Ready, inside: bool) -> Candidate:
    return Candidate(
        id=one.row.id,
        household=one.telephone.household,
        campaign=one.row.campaign_id,
        outside=one.telephone.kind is TerminalKind.LINE or not inside,
    )


def _on_trunks(ours: Sequence[UnderWay]) -> Mapping[str, int]:
    counted = Counter[str]()
    for one in ours:
        counted[one.trunk] += one.many
    return counted


def _of_campaigns(
    conn: Connection, ringing: Mapping[str, CampaignRow], ours: Sequence[UnderWay], now: datetime
) -> Mapping[str, int]:
    """Room left of those that have a limit of their own."""
    paced = [row.id for row in ringing.values() if row.per_minute is not None]
    made, in_calls_now = attempts.made_since(conn, now - MINUTE, paced), Counter[str]()
    for one in ours:
        in_calls_now[one.campaign_id or ""] += one.many
    left = {
        row.id: room_of_campaign(
            channels=row.channels, in_use=in_calls_now[row.id], per_minute=row.per_minute, made=made.get(row.id, 0)
        )
        for row in ringing.values()
    }
    return {key: free for key, free in left.items() if free is not None}
