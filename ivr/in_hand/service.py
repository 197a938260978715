"""An operator asks for something with the call that is in hand: what is written down, and what is the exchange told?

Everything happens in the caller's transaction: the act, its orders in the outbox and the line in the audit stand
together or not at all. What then comes about, the exchange says itself (following.py).
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import calls, facts, in_hand, outbox
from db.audit import AuditRow, record
from db.calls import CallRow
from db.homes import load_seniors
from db.in_hand import ActRow, InHandRow, RecordingRow
from db.outbox import OutboxRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from ivr.commands import KINDS
from ivr.events import channel_of
from ivr.in_hand.acts import TO_SOMEBODY, Kind, Place, may
from ivr.in_hand.commands import InHand, MoveCall, RecordCall, RingThird
from ivr.in_hand.orders import extension
from ivr.in_hand.targets import Target
from people.ids import SeniorId, TerminalId
from wellness_checks.case import Refused

UNDER_WAY = timedelta(seconds=5)
"""How long the exchange may take to say what became of an act, before it may be asked for again."""
LONGEST_NOTE = 10_000
_NAMES = {command: name for name, command in KINDS.items()}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked for. `target`: one that is offered (targets.py). `code`: of the service that it is for."""

    kind: Kind
    target: Target | None = None
    code: str = "00"


@dataclass(frozen=True, kw_only=True)
class InHandRules:
    """The site's. `recordings`: the exchange's folder for them, as the exchange sees it; empty: nothing is recorded."""

    recordings: str = ""
    announced: bool = True
    """She is told before a recording begins."""


@dataclass(frozen=True, kw_only=True)
class _Call:
    row: CallRow
    hand: InHandRow
    act: str

    @property
    def her(self) -> str:
        return channel_of(self.row.id)


def do(conn: Connection, call: str, wanted: Wanted, now: datetime, *, by: str, rules: InHandRules) -> ActRow | Refused:
    """Ask for it. Refused where the call does not stand so, or nobody is there to be rung: nothing is written then."""
    row = calls.load(conn, [call]).get(call)
    if row is None:
        return Refused(field="call", reason="there is no such call")
    hand = standing(conn, row)
    key = new_ulid(now)
    recording = any(one.state == "running" for one in in_hand.recordings_of(conn, call))
    fault = _fault(hand, wanted, rules, recording) or _asked_already(conn, call, wanted, now)
    fault = fault or _unsayable(key, hand, wanted)
    if fault is not None:
        return fault
    act = ActRow(
        id=key, call_id=call, kind=wanted.kind.value, asked_by=by, asked_at=now,
        target=wanted.target.id if wanted.target else "",
    )  # fmt: skip
    told = _orders(conn, _Call(row=row, hand=hand, act=act.id), wanted, rules, now=now, by=by)
    in_hand.change(conn, call, place=hand.place, desk=hand.desk, peer=hand.peer)
    in_hand.add_act(conn, act)
    outbox.intend(conn, [_row(act.id, n, one, now) for n, one in enumerate(told)])
    record(conn, AuditRow(at=now, actor=by, action=f"call_{wanted.kind}", subject=call, detail=act.target))
    return act


def standing(conn: Connection, row: CallRow) -> InHandRow:
    """Where the call stands: as it was kept, or as the press joined it."""
    kept = in_hand.load(conn, row.id) or InHandRow(call_id=row.id)
    place = Place.OVER if row.state == "ended" else Place(kept.place)
    joined = [fact for fact in facts.of_call(conn, [channel_of(row.id)]) if fact.event == "ACCEPTED"]
    mine = [fact for fact in joined if f"call={row.id};" in f"{fact.data};"]
    legs = calls.load_legs(conn, [row.id]).get(row.id, ())
    desk = next((leg.answered_by for leg in legs if leg.status == "joined"), "")
    return InHandRow(
        **{**asdict(kept), "place": place.value, "desk": desk or kept.desk,
           "peer": kept.peer or (mine[-1].uniqueid if mine else "")}
    )  # fmt: skip


def keep_note(conn: Connection, call: str, text: str, now: datetime, *, by: str) -> InHandRow | Refused:
    """As it is typed; the last word wins."""
    if len(text) > LONGEST_NOTE:
        return Refused(field="note", reason=f"a note has at most {LONGEST_NOTE} characters")
    if call not in calls.load(conn, [call]):
        return Refused(field="call", reason="there is no such call")
    in_hand.change(conn, call, note=text, noted_at=now, noted_by=by)
    return in_hand.load(conn, call) or InHandRow(call_id=call)


def attach(conn: Connection, call: str, senior: str, now: datetime, *, by: str) -> InHandRow | Refused:
    """Who an unknown caller turned out to be; empty takes it back. By what was said: the exchange confirms nothing."""
    if call not in calls.load(conn, [call]):
        return Refused(field="call", reason="there is no such call")
    if senior and SeniorId(senior) not in load_seniors(conn, [senior]):
        return Refused(field="senior", reason="there is nobody of that id")
    in_hand.change(conn, call, senior_id=senior or None, attached_by=by if senior else "")
    record(conn, AuditRow(at=now, actor=by, action="call_attached", subject=senior or call, detail=call))
    return in_hand.load(conn, call) or InHandRow(call_id=call)


def wrap_up(
    conn: Connection, call: str, outcome: str, note: str, now: datetime, *, by: str, outcomes: frozenset[str]
) -> InHandRow | Refused:
    """How it ended, of the site's list. It may be said again: the last word stands, the audit has them all."""
    if outcome not in outcomes:
        return Refused(field="outcome", reason="choose how the call ended")
    if call not in calls.load(conn, [call]):
        return Refused(field="call", reason="there is no such call")
    if len(note) > LONGEST_NOTE:
        return Refused(field="outcome_note", reason=f"a note has at most {LONGEST_NOTE} characters")
    in_hand.change(conn, call, outcome=outcome, outcome_note=note, closed_at=now, closed_by=by)
    record(conn, AuditRow(at=now, actor=by, action="call_outcome", subject=call, detail=outcome))
    return in_hand.load(conn, call) or InHandRow(call_id=call)


def _fault(hand: InHandRow, wanted: Wanted, rules: InHandRules, recording: bool) -> Refused | None:
    if not may(wanted.kind, Place(hand.place)):
        return Refused(field="state", reason=f"this cannot be done with a call that is {_WHERE[hand.place]}")
    if not hand.peer and wanted.kind is not Kind.CLOSE:
        return Refused(field="state", reason="nobody has taken the call yet: answer it first")
    if wanted.kind in TO_SOMEBODY and wanted.target is None:
        return Refused(field="target", reason="choose who is to be rung")
    if wanted.target is not None and not wanted.target.allowed:
        return Refused(field="target", reason="a desk may not ring abroad: give the number to the supervisor")
    if wanted.kind in (Kind.RECORD, Kind.PAUSE) and not rules.recordings:
        return Refused(field="record", reason="this site records no calls: BIGBUTTON_IN_HAND__RECORDS says whether")
    if (wanted.kind in (Kind.RECORD, Kind.PAUSE)) and recording is (wanted.kind is Kind.RECORD):
        return Refused(field="record", reason="it is recorded already" if recording else "it is not recorded now")
    return None


def _asked_already(conn: Connection, call: str, wanted: Wanted, now: datetime) -> Refused | None:
    """Two windows of one operator, or an impatient hand: what is under way is not ordered twice."""
    target = wanted.target.id if wanted.target else ""
    for one in in_hand.acts_of(conn, call):
        if (one.kind, one.target, one.state) == (wanted.kind.value, target, "asked") and now - one.asked_at < UNDER_WAY:
            return Refused(field="state", reason="this is being done already")
    return None


def _unsayable(act: str, hand: InHandRow, wanted: Wanted) -> Refused | None:
    try:
        extension(act, hand.desk, wanted.code, wanted.target.id if wanted.target else "none")
    except ValueError as wrong:
        return Refused(field="target", reason=str(wrong))
    return None


_WHERE = {
    "line": "only just joined", "room": "a conference already", "held": "on hold", "away": "passed on", "over": "over",
}  # fmt: skip


def _orders(
    conn: Connection, call: _Call, wanted: Wanted, rules: InHandRules, *, now: datetime, by: str
) -> list[InHand]:
    target = wanted.target.id if wanted.target else "none"
    match wanted.kind:
        case Kind.BLIND:
            away = {} if call.hand.place == Place.LINE else {"peer": call.hand.peer, "peer_to": "hand-close"}
            return [_move(call, "hand-blind", code=wanted.code, target=target, **away)]
        case Kind.ATTENDED:
            return [_both(call, "hand-hold"), _third(conn, call, wanted.code, target, held=True)]
        case Kind.CONFERENCE:
            room = [] if call.hand.place == Place.ROOM else [_both(call, "hand-her")]
            return [*room, _third(conn, call, wanted.code, target, held=False)]
        case Kind.HOLD:
            return [_both(call, "hand-hold")]
        case Kind.JOIN:
            return [_move(call, "hand-her")]
        case Kind.LEAVE:
            return [_move(call, "hand-her", peer=call.hand.peer, peer_to="hand-close")]
        case Kind.SILENT:
            in_hand.change(conn, call.row.id, silent_since=now)
            return [_both(call, "hand-her", target="silent")]
        case Kind.CLOSE:
            return [_move(call, "hand-close")]
        case _:
            return _recorded(conn, call, wanted.kind, rules, now=now, by=by)


def _recorded(conn: Connection, call: _Call, kind: Kind, rules: InHandRules, *, now: datetime, by: str) -> list[InHand]:
    """A file of its own for each part: what was said in a pause is in none of them."""
    parts = in_hand.recordings_of(conn, call.row.id)
    running = next((one.id for one in parts if one.state == "running"), "")
    if kind is Kind.PAUSE:
        in_hand.change_recordings(conn, call.row.id, ["running"], state="paused", ended_at=now)
        return [RecordCall(act=call.act, her=call.her, file=f"{rules.recordings}/{running or call.act}.wav", stop=True)]
    row = RecordingRow(id=call.act, call_id=call.row.id, started_at=now, started_by=by)
    in_hand.add_recording(conn, row)
    begun = RecordCall(act=call.act, her=call.her, file=f"{rules.recordings}/{call.act}.wav")
    return [*([_both(call, "hand-her", target="recorded")] if rules.announced and not parts else []), begun]


def _move(
    call: _Call, to: str, *, code: str = "00", target: str = "none", peer: str = "", peer_to: str = ""
) -> MoveCall:
    return MoveCall(
        act=call.act, her=call.her, to=to, peer=peer, peer_to=peer_to, desk=call.hand.desk, code=code, target=target
    )


def _both(call: _Call, to: str, target: str = "none") -> MoveCall:
    """The operator goes into the conference where that is not so yet."""
    peer = call.hand.peer if call.hand.place == Place.LINE else ""
    return _move(call, to, target=target, peer=peer, peer_to="hand-desk" if peer else "")


def _third(conn: Connection, call: _Call, code: str, target: str, *, held: bool) -> RingThird:
    terminal = call.row.terminal_id or ""
    known = load_terminals(conn, [terminal]).get(TerminalId(terminal)) if terminal else None
    return RingThird(
        act=call.act, call=call.row.id, her=call.her, terminal=known.id if known else "", language="zh",
        target=target, desk=call.hand.desk, code=code, held=held,
    )  # fmt: skip


def _row(act: str, n: int, command: InHand, now: datetime) -> OutboxRow:
    """Ids sort in the order in which they are performed."""
    kind = _NAMES[type(command)]
    return OutboxRow(id=f"{act}-{n}", kind=kind, payload=json.dumps(asdict(command)), created_at=now)
