"""What do the second exchange's facts mean? The same events that Asterisk's log tells, for the same rules. Pure.

T1. A press there is known by its caller id alone: it is never confirmed, and clears no silence.
T2. Heard is never rounded up: all of it where the document behind the message was fetched, else what passed between
    answer and end, less a second (`callbacks.heard_ms`); nothing of a recording that could not be fetched.
T3. In a staff call the attempt's own line is the member of staff's; her telephone is told by what the joining came to.
T4. What was refused was never dialled; a time-out or a 5xx is told later, by a callback or by Twilio's own list.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ivr import events as e
from ivr.attempt import BY_MACHINE, OriginateRefused
from ivr.twilio.callbacks import OUTCOMES, OVER, RANK, heard_ms
from ivr.twilio.journal_rows import Fact

ANSWERED, RINGING = 2, 1
CAUSE: Mapping[str, int] = {"completed": 16, "busy": 17, "no-answer": 19, "failed": 38, "canceled": 16}
"""Twilio's ends as Q.850 causes, in which the rules read them (`ivr.attempt.CAUSES`)."""
DIAL: Mapping[str, str] = {
    "completed": "ANSWER", "answered": "ANSWER", "busy": "BUSY", "no-answer": "NOANSWER", "failed": "CHANUNAVAIL",
    "canceled": "CANCEL",
}  # fmt: skip
"""How ringing somebody ended, in Asterisk's words."""
STAFF = "second-exchange"
"""The target of whoever took a staff call there: a mobile that stands for a desk."""
VIA = "access"


@dataclass(frozen=True, kw_only=True)
class Dial:
    """One that we gave: the kind of its order, and the length of its message where it is known."""

    kind: str
    total_ms: int | None = None

    @property
    def is_staff_call(self) -> bool:
        return self.kind == "originate_staff_call"


@dataclass(frozen=True, kw_only=True)
class Dials:
    """Token -> what was given."""

    given: Mapping[str, Dial] = field(default_factory=dict)

    def of(self, token: str) -> Dial | None:
        return self.given.get(token)


def events_of(fact: Fact, dials: Dials) -> list[e.Event | OriginateRefused]:
    """In the order in which they follow; empty where a fact says nothing to the rules, or cannot be read."""
    try:
        told = json.loads(fact.body)
        return list(_events(fact, told, dials))
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def token_of(fact: Fact) -> str:
    """Of the order that a fact speaks of; empty: none."""
    try:
        return str(json.loads(fact.body)["token"])
    except (ValueError, KeyError, TypeError):
        return ""


def token_over(fact: Fact) -> str:
    """The token of an order that this fact ends; empty: none."""
    try:
        told = json.loads(fact.body)
        if fact.kind in ("status", "sms") and RANK.get(told["status"], 0) == OVER:
            return str(told["token"])
        return str(told["token"]) if fact.kind == "asked" and told["answer"] == "refused" else ""
    except (ValueError, KeyError, TypeError):
        return ""


def _events(fact: Fact, told: dict[str, Any], dials: Dials) -> Iterator[e.Event | OriginateRefused]:
    token = str(told.get("token", ""))
    dial = dials.of(token)
    if dial is not None:
        yield from _of_dial(fact, told, token, dial)
    elif "sid" in told and fact.kind != "status":
        yield from _of_press(fact, told)
    elif fact.kind == "incident_accepted":
        yield e.IncidentAccepted(
            at=fact.at, channel=told["incident"], incident=e.IncidentId(told["incident"]),
            terminal=told.get("terminal", ""), target=told.get("target", "") or STAFF,
        )  # fmt: skip


def _of_dial(fact: Fact, told: dict[str, Any], token: str, dial: Dial) -> Iterator[e.Event | OriginateRefused]:
    at, attempt = fact.at, e.AttemptId(token)
    match fact.kind:
        case "asked" if told["answer"] == "refused":
            yield OriginateRefused(at=at, channel=token, attempt=attempt)
        case "status":
            yield from _status(fact, told, attempt, dial)
        case "played":
            yield _picked_up(fact, attempt)
        case "message_finished":
            yield e.MessageHeard(at=at, channel=token, attempt=attempt, terminal="", ms=None, measured=True, key="")
        case "message_cut":
            yield e.MessageHeard(at=at, channel=token, attempt=attempt, terminal="", ms=0, measured=True, key="")
        case "message_key":
            yield e.KeyPressed(at=at, channel=token, attempt=attempt, terminal="", key=told["digit"])
        case "wellness_accepted":
            yield e.StaffAccepted(at=at, channel=token, attempt=attempt, terminal="", target=STAFF)
        case "wellness_end":
            yield from _her_leg(fact, told, attempt)
        case "wellness_report":
            yield e.StaffReported(at=at, channel=token, attempt=attempt, terminal="", key=told["digit"])


def _status(fact: Fact, told: dict[str, Any], attempt: e.AttemptId, dial: Dial) -> Iterator[e.Event]:
    status, rank = told["status"], RANK.get(told["status"], 0)
    hers = not dial.is_staff_call or attempt.endswith(BY_MACHINE)
    if rank == RINGING:
        yield e.AttemptRang(at=fact.at, channel=attempt, attempt=attempt)
    if rank == ANSWERED and hers:
        yield _picked_up(fact, attempt)
    if status not in OUTCOMES:
        return
    if status == "completed" and dial.kind == "originate_message":
        ms = heard_ms(finished=False, seconds=int(told["seconds"]), total_ms=dial.total_ms)
        yield e.MessageHeard(
            at=fact.at, channel=attempt, attempt=attempt, terminal="", ms=ms, measured=True, key=""
        )  # fmt: skip
    yield e.HungUp(at=fact.at, channel=attempt, cause=CAUSE[status], by_itself=False)


def _picked_up(fact: Fact, attempt: e.AttemptId) -> e.AttemptAnswered:
    return e.AttemptAnswered(at=fact.at, channel=attempt, attempt=attempt, terminal="", sip_call_id="")


def _her_leg(fact: Fact, told: dict[str, Any], attempt: e.AttemptId) -> Iterator[e.Event]:
    status = DIAL.get(told["status"], "CHANUNAVAIL")
    if status == "ANSWER":
        yield _picked_up(fact, attempt)
    yield e.HerLegEnded(at=fact.at, channel=attempt, attempt=attempt, terminal="", status=status)


def _of_press(fact: Fact, told: dict[str, Any]) -> Iterator[e.Event]:
    at, sid = fact.at, told["sid"]
    call, position = e.CallId(sid), int(told.get("n") or 0)
    match fact.kind:
        case "press" if told["service"] != "emergency":
            yield _pressed(fact, told, told["service"], None)
        case "incident" | "incident_joined":
            yield _pressed(fact, told, "emergency", e.IncidentId(told["incident"]))
        case "rung":
            target, status = told["target"], DIAL.get(told["status"], "CHANUNAVAIL")
            yield e.RungStarted(at=at, channel=sid, call=call, position=position, target=target, seconds=0, why="")
            yield e.RungEnded(at=at, channel=sid, call=call, position=position, status=status, cause=0)
        case "accepted":
            yield e.PersonJoined(at=at, channel=sid, call=call, position=position, target=told["target"])
        case "reached":
            yield e.PersonJoined(at=at, channel=sid, call=call, position=position, target=told["target"])
            yield e.HungUp(at=at, channel=sid, cause=16, by_itself=False)
        case "missed":
            yield e.RungsExhausted(at=at, channel=sid, call=call)
            yield e.HungUp(at=at, channel=sid, cause=16, by_itself=False)
        case "left":
            yield e.HungUp(at=at, channel=sid, cause=16, by_itself=True)


def _pressed(fact: Fact, told: dict[str, Any], service: str, incident: e.IncidentId | None) -> e.Pressed:
    """T1."""
    return e.Pressed(
        at=fact.at, channel=told["sid"], call=e.CallId(told["sid"]), terminal=told["terminal"], service=service,
        via=VIA, confirmed=False, caller_id=told["caller"], route_source="second", sip_call_id=told["sid"],
        incident=incident, joined=incident is not None and incident != told["sid"],
    )  # fmt: skip
