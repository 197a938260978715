"""What happened? Facts from Asterisk as past-tense events; nothing of its formats remains in them.

Every event tells its instant by the exchange's clock (aware, UTC) and the channel that stated it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

CallId = NewType("CallId", str)
"""The unique id of the channel on which she pressed; a further press on the same channel has -p2, -p3 … behind it."""
IncidentId = NewType("IncidentId", str)
"""The unique id of the press that opened it."""
AttemptId = NewType("AttemptId", str)
"""`bb-<ulid>`: committed before the dial, and the id of the channel that was dialled."""


_FURTHER = re.compile(r"-p[0-9]+$")
FOR_HER = "bb-visit-"
"""A press that somebody at her door had us make begins so: it is none of hers."""
OF_SECOND = "CA"
"""A call at the second exchange bears an id that begins so."""
MOST_PRESSES = 9
"""Presses on one channel that are looked for when it ends."""


def channel_of(call: str) -> str:
    """The channel of a call, whichever of its presses it was."""
    return _FURTHER.sub("", call)


def calls_on(channel: str) -> list[str]:
    """The ids that presses on this channel may bear."""
    return [channel, *(f"{channel}-p{n}" for n in range(2, MOST_PRESSES + 1))]


@dataclass(frozen=True, kw_only=True)
class Happened:
    at: datetime
    channel: str


@dataclass(frozen=True, kw_only=True)
class Pressed(Happened):
    """She asked for a service. `incident`: the running or newly opened one, for an emergency."""

    call: CallId
    terminal: str
    service: str
    via: str
    confirmed: bool
    caller_id: str
    route_source: str
    sip_call_id: str
    incident: IncidentId | None = None
    joined: bool = False


@dataclass(frozen=True, kw_only=True)
class RungStarted(Happened):
    call: CallId
    position: int
    target: str
    seconds: int
    why: str


@dataclass(frozen=True, kw_only=True)
class LegAnswered(Happened):
    """Something answered: a person, a machine, a child. Nobody is joined yet.

    `tried`: the ways out, as ivr/ways/tried.py reads them; empty for a telephone of the exchange's own.
    `by`: which of those telephones, by its endpoint; empty behind a way out.
    """

    call: CallId
    position: int
    target: str
    sip_call_id: str
    tried: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class RungEnded(Happened):
    call: CallId
    position: int
    status: str
    cause: int
    tried: str = ""


@dataclass(frozen=True, kw_only=True)
class RungsExhausted(Happened):
    call: CallId


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Happened):
    call: CallId
    position: int
    target: str


@dataclass(frozen=True, kw_only=True)
class LadderRang(Happened):
    incident: IncidentId
    seconds: int
    round: int
    target: str


@dataclass(frozen=True, kw_only=True)
class LadderAnswered(Happened):
    incident: IncidentId
    seconds: int
    target: str
    sip_call_id: str
    tried: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class LadderRungEnded(Happened):
    incident: IncidentId
    seconds: int
    round: int
    target: str
    status: str
    tried: str = ""


@dataclass(frozen=True, kw_only=True)
class IncidentAccepted(Happened):
    incident: IncidentId
    terminal: str
    target: str


@dataclass(frozen=True, kw_only=True)
class IncidentResumed(Happened):
    """Whoever had accepted is gone and nobody closed it: the ladder runs again."""

    incident: IncidentId


@dataclass(frozen=True, kw_only=True)
class RingBackStarted(Happened):
    incident: IncidentId


@dataclass(frozen=True, kw_only=True)
class RingBackEnded(Happened):
    incident: IncidentId
    status: str


@dataclass(frozen=True, kw_only=True)
class IncidentClosed(Happened):
    incident: IncidentId
    by: str


@dataclass(frozen=True, kw_only=True)
class AttemptRang(Happened):
    attempt: AttemptId


@dataclass(frozen=True, kw_only=True)
class AttemptAnswered(Happened):
    """Her telephone was picked up in an attempt of ours (or she asked to listen herself)."""

    attempt: AttemptId
    terminal: str
    sip_call_id: str
    delivery: str = ""
    """Which of the waiting messages, where she asked for it herself."""


@dataclass(frozen=True, kw_only=True)
class StaffAccepted(Happened):
    """A member of staff took the wellness or missed-press call; she is being rung."""

    attempt: AttemptId
    terminal: str
    target: str


@dataclass(frozen=True, kw_only=True)
class HerLegEnded(Happened):
    """How ringing her in a staff call ended: Asterisk's dial status."""

    attempt: AttemptId
    terminal: str
    status: str


@dataclass(frozen=True, kw_only=True)
class StaffReported(Happened):
    """What the member of staff keyed after a staff call: 1 spoke with her, anything else not."""

    attempt: AttemptId
    terminal: str
    key: str


@dataclass(frozen=True, kw_only=True)
class MessageHeard(Happened):
    """How much was sent to her. `ms` None: the whole file; `measured` False: the file was missing."""

    attempt: AttemptId
    terminal: str
    ms: int | None
    measured: bool
    key: str


@dataclass(frozen=True, kw_only=True)
class KeyPressed(Happened):
    """A key with a meaning: in a message (`attempt`), `well`, `listen`, `visit` with its code, `next` service."""

    terminal: str
    key: str
    attempt: AttemptId | None = None
    code: str = ""
    sip_call_id: str = ""


@dataclass(frozen=True, kw_only=True)
class OrdinaryCall(Happened):
    terminal: str
    outgoing: bool


@dataclass(frozen=True, kw_only=True)
class NumberRefused(Happened):
    terminal: str


@dataclass(frozen=True, kw_only=True)
class HungUp(Happened):
    """A channel is gone. `by_itself`: its own telephone hung up, not we and not the other side."""

    cause: int
    by_itself: bool


@dataclass(frozen=True, kw_only=True)
class ReplySpoken(Happened):
    """She answered a message by voice; its file is named after the attempt. What she said is not known yet."""

    attempt: AttemptId
    terminal: str
    language: str


@dataclass(frozen=True, kw_only=True)
class PhraseRecorded(Happened):
    """Somebody spoke a phrase of the script at a desk telephone and kept it. `file`: absolute, without ending."""

    number: int
    language: str
    file: str
    by: str


@dataclass(frozen=True, kw_only=True)
class VisitAnswered(Happened):
    """What a visitor keyed who was offered a visit: 1 accepts, 2 declines. `by`: the member of staff."""

    visit: str
    by: str
    key: str


@dataclass(frozen=True, kw_only=True)
class CaseTaken(Happened):
    """Somebody answerable keyed that they take an overdue case."""

    case: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ContactTold(Happened):
    """What a contact keyed of somebody: 1 seen today, 2 away for `days` days from today on, 3 not seen.

    We rang them for a `case`, or they rang us (caller id alone) about the home of a `terminal`; the other is empty.
    """

    by: str
    key: str
    days: int = 0
    case: str = ""
    terminal: str = ""


@dataclass(frozen=True, kw_only=True)
class Queued(Happened):
    """She waits in a queue of the hotline. `urgency`: 3 urgent, 2 a service nobody else took, 1 the hotline itself."""

    call: CallId
    position: int
    queue: str
    urgency: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class QueueLeft(Happened):
    """`how`: TAKEN, RETURN (she waits at home), ABANDON, TIMEOUT, or Asterisk's word for a queue with nobody in it."""

    call: CallId
    how: str


@dataclass(frozen=True, kw_only=True)
class ReturnAsked(Happened):
    """She hung up to wait at home: her place in the queue is to be kept, and she is to be rung once."""

    call: CallId
    terminal: str
    queue: str
    priority: int


@dataclass(frozen=True, kw_only=True)
class WordsLeft(Happened):
    """Nobody took her call and she may have spoken; the file is named after the call. `status`: of the recording."""

    call: CallId
    terminal: str
    language: str
    status: str


@dataclass(frozen=True, kw_only=True)
class ProviderSaid(Happened):
    """What was keyed from a registered telephone of these providers: 1 closed for today, 2 open again."""

    providers: tuple[str, ...]
    key: str


@dataclass(frozen=True, kw_only=True)
class HandTold(Happened):
    """Of an act of an operator with a call: a word of ivr/in_hand/acts.py, and of a failure Asterisk's dial status."""

    act: str
    call: CallId
    what: str
    target: str = ""
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class DrillTold(Happened):
    """Of a drill: `answered`, `accepted` (somebody pressed 1), `unaccepted`, and at its end `ended` with the rest.

    `ring_ms`: from the dial until it rang; None where it never did. `tried`: as ivr/ways/tried.py reads it.
    """

    drill: str
    what: str
    status: str = ""
    cause: int = 0
    ring_ms: int | None = None
    tried: str = ""


Event = (
    Pressed | RungStarted | LegAnswered | RungEnded | RungsExhausted | PersonJoined
    | LadderRang | LadderAnswered | LadderRungEnded | IncidentAccepted | IncidentResumed | RingBackStarted
    | RingBackEnded | IncidentClosed
    | AttemptRang | AttemptAnswered | StaffAccepted | HerLegEnded | StaffReported | MessageHeard
    | KeyPressed | VisitAnswered | CaseTaken | ContactTold | ReplySpoken | PhraseRecorded | OrdinaryCall
    | NumberRefused | ProviderSaid | DrillTold | Queued | QueueLeft | ReturnAsked | WordsLeft | HandTold | HungUp
)  # fmt: skip
