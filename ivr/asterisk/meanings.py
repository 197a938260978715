"""What does each fact of our dialplan mean? Its keys, by name, as an event.

Raises LookupError or ValueError where a key is missing, or holds what no dialplan of ours writes.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import unquote

from ivr import events as e


class Said:
    """The values of one fact, by explicit key."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def word(self, key: str) -> str:
        return self._fields.get(key, "")

    def free(self, key: str) -> str:
        return unquote(self._fields.get(key, ""))

    def number(self, key: str, default: int = 0) -> int:
        text = self._fields.get(key, "")
        return int(text) if text.lstrip("-").isdigit() else default

    def needed(self, key: str) -> str:
        value = self._fields[key]
        if not value:
            raise ValueError(f"{key} is empty")
        return value


Meaning = Callable[[Said, datetime, str], e.Event]


def _press(said: Said, at: datetime, channel: str) -> e.Event:
    incident = said.word("inc")
    return e.Pressed(
        at=at,
        channel=channel,
        call=e.CallId(said.word("call") or channel),
        terminal=said.needed("who"),
        service=said.needed("svc"),
        via=said.word("via") or "terminal",
        confirmed=said.word("conf") != "0",
        caller_id=said.word("cid"),
        route_source=said.word("src"),
        sip_call_id=said.free("sip"),
        incident=e.IncidentId(incident) if incident else None,
        joined=said.number("joined") > 0,
    )


def _rung(said: Said, at: datetime, channel: str) -> e.Event:
    if said.word("inc"):
        return e.LadderRang(
            at=at,
            channel=channel,
            incident=e.IncidentId(said.word("inc")),
            seconds=said.number("i"),
            round=said.number("r"),
            target=said.needed("tgt"),
        )
    return e.RungStarted(
        at=at,
        channel=channel,
        call=e.CallId(said.word("call") or channel),
        position=said.number("i"),
        target=said.needed("tgt"),
        seconds=said.number("secs"),
        why=said.word("why"),
    )


def _answered(said: Said, at: datetime, channel: str) -> e.Event:
    if said.word("att"):
        return e.AttemptAnswered(
            at=at,
            channel=channel,
            attempt=e.AttemptId(said.word("att")),
            terminal=said.needed("who"),
            sip_call_id=said.free("sip"),
            delivery=said.word("dlv"),
        )
    if said.word("inc"):
        return e.LadderAnswered(
            at=at,
            channel=channel,
            incident=e.IncidentId(said.word("inc")),
            seconds=said.number("i"),
            target=said.needed("tgt"),
            sip_call_id=said.free("sip"),
            tried=said.word("tried"),
            by=said.word("by"),
        )
    return e.LegAnswered(
        at=at,
        channel=channel,
        call=e.CallId(said.needed("call")),
        position=said.number("i"),
        target=said.needed("tgt"),
        sip_call_id=said.free("sip"),
        tried=said.word("tried"),
        by=said.word("by"),
    )


def _rung_end(said: Said, at: datetime, channel: str) -> e.Event:
    if said.word("att"):
        return e.HerLegEnded(
            at=at,
            channel=channel,
            attempt=e.AttemptId(said.word("att")),
            terminal=said.needed("who"),
            status=said.word("st"),
        )
    if said.word("inc"):
        return e.LadderRungEnded(
            at=at,
            channel=channel,
            incident=e.IncidentId(said.word("inc")),
            seconds=said.number("i"),
            round=said.number("r"),
            target=said.word("tgt"),
            status=said.word("st"),
            tried=said.word("tried"),
        )
    call = e.CallId(said.word("call") or channel)
    if said.word("st") == "EXHAUSTED":
        return e.RungsExhausted(at=at, channel=channel, call=call)
    return e.RungEnded(
        at=at,
        channel=channel,
        call=call,
        position=said.number("i"),
        status=said.word("st"),
        cause=said.number("cause"),
        tried=said.word("tried"),
    )


def _accepted(said: Said, at: datetime, channel: str) -> e.Event:
    if said.word("att"):
        return e.StaffAccepted(
            at=at,
            channel=channel,
            attempt=e.AttemptId(said.word("att")),
            terminal=said.needed("who"),
            target=said.word("tgt"),
        )
    if said.word("inc"):
        return e.IncidentAccepted(
            at=at,
            channel=channel,
            incident=e.IncidentId(said.word("inc")),
            terminal=said.needed("who"),
            target=said.word("tgt"),
        )
    return e.PersonJoined(
        at=at,
        channel=channel,
        call=e.CallId(said.needed("call")),
        position=said.number("i"),
        target=said.needed("tgt"),
    )


def _heard(said: Said, at: datetime, channel: str) -> e.Event:
    """CPLAYBACKSTATUS and offset, read as reference experiments showed: see dialplans/README.md, HEARD."""
    offset, status = said.number("ms", -1), said.word("st")
    whole = status == "SUCCESS" and offset < 0
    return e.MessageHeard(
        at=at,
        channel=channel,
        attempt=e.AttemptId(said.needed("att")),
        terminal=said.needed("who"),
        ms=None if whole else max(offset, 0),
        measured=whole or status == "GONE" or (status in ("SUCCESS", "USERSTOPPED", "ERROR") and offset >= 0),
        key=said.free("key"),
    )


def _recorded(said: Said, at: datetime, channel: str) -> e.Event:
    if said.needed("what") == "words":
        return e.WordsLeft(
            at=at,
            channel=channel,
            call=e.CallId(said.needed("call")),
            terminal=said.needed("who"),
            language=said.word("lang"),
            status=said.word("st"),
        )
    if said.needed("what") == "reply":
        return e.ReplySpoken(
            at=at,
            channel=channel,
            attempt=e.AttemptId(said.needed("att")),
            terminal=said.needed("who"),
            language=said.word("lang"),
        )
    return e.PhraseRecorded(
        at=at,
        channel=channel,
        number=int(said.needed("phrase")),
        language=said.needed("lang"),
        file=said.free("file"),
        by=said.word("by"),
    )


def _key(said: Said, at: datetime, channel: str) -> e.Event:
    if said.word("key") == "report":
        return e.StaffReported(
            at=at,
            channel=channel,
            attempt=e.AttemptId(said.needed("att")),
            terminal=said.needed("who"),
            key=said.word("code"),
        )
    attempt = said.word("att")
    return e.KeyPressed(
        at=at,
        channel=channel,
        terminal=said.needed("who"),
        key=said.word("key"),
        attempt=e.AttemptId(attempt) if attempt else None,
        code=said.word("code"),
        sip_call_id=said.free("sip"),
    )


def _said(said: Said, at: datetime, channel: str) -> e.Event:
    what, subject, by = said.needed("what"), said.needed("id"), said.needed("by")
    match what:
        case "visit":
            return e.VisitAnswered(at=at, channel=channel, visit=subject, by=by, key=said.needed("key"))
        case "overdue":
            return e.CaseTaken(at=at, channel=channel, case=subject, by=by)
        case "case" | "home":
            case, terminal = (subject, "") if what == "case" else ("", subject)
            key, days = said.needed("key"), said.number("days")
            return e.ContactTold(at=at, channel=channel, by=by, key=key, days=days, case=case, terminal=terminal)
        case "provider":
            return e.ProviderSaid(at=at, channel=channel, providers=tuple(subject.split("+")), key=said.needed("key"))
        case _:
            raise ValueError(f"nobody says anything of {what}")


def _drill(said: Said, at: datetime, channel: str) -> e.Event:
    ring = said.number("ring", -1)
    return e.DrillTold(
        at=at,
        channel=channel,
        drill=said.needed("id"),
        what=said.needed("what"),
        status=said.word("st"),
        cause=said.number("cause"),
        ring_ms=ring if ring >= 0 else None,
        tried=said.word("tried"),
    )


def _queued(said: Said, at: datetime, channel: str) -> e.Event:
    """Her place is a second of the exchange's clock: `o` is how far that is from the world's."""
    return e.Queued(
        at=at,
        channel=channel,
        call=e.CallId(said.needed("call")),
        position=said.number("i"),
        queue=said.needed("q"),
        urgency=said.number("cls", 1),
        since=at - timedelta(seconds=max(0.0, float(said.needed("t")) - said.number("since"))),
    )


def _return_asked(said: Said, at: datetime, channel: str) -> e.Event:
    return e.ReturnAsked(
        at=at,
        channel=channel,
        call=e.CallId(said.needed("call")),
        terminal=said.needed("who"),
        queue=said.needed("q"),
        priority=int(said.needed("prio")),
    )


def _hand(said: Said, at: datetime, channel: str) -> e.Event:
    return e.HandTold(
        at=at,
        channel=channel,
        act=said.needed("act"),
        call=e.CallId(said.needed("call")),
        what=said.needed("what"),
        target=said.word("tgt"),
        status=said.word("st"),
    )


MEANINGS: Mapping[str, Meaning] = {
    "PRESS": _press,
    "RUNG": _rung,
    "ANSWERED": _answered,
    "RUNG_END": _rung_end,
    "ACCEPTED": _accepted,
    "HEARD": _heard,
    "KEY": _key,
    "SAID": _said,
    "RECORDED": _recorded,
    "DRILL": _drill,
    "HAND": _hand,
    "QUEUED": _queued,
    "QUEUE_LEFT": lambda s, at, ch: e.QueueLeft(at=at, channel=ch, call=e.CallId(s.needed("call")), how=s.word("st")),
    "QUEUE_RETURN": _return_asked,
    "RESUMED": lambda s, at, ch: e.IncidentResumed(at=at, channel=ch, incident=e.IncidentId(s.needed("inc"))),
    "RINGBACK": lambda s, at, ch: e.RingBackStarted(at=at, channel=ch, incident=e.IncidentId(s.needed("inc"))),
    "RINGBACK_END": lambda s, at, ch: e.RingBackEnded(
        at=at, channel=ch, incident=e.IncidentId(s.needed("inc")), status=s.word("st")
    ),
    "CLOSED": lambda s, at, ch: e.IncidentClosed(
        at=at, channel=ch, incident=e.IncidentId(s.needed("inc")), by=s.word("by")
    ),
    "ORDINARY": lambda s, at, ch: e.OrdinaryCall(
        at=at, channel=ch, terminal=s.needed("who"), outgoing=s.word("dir") == "out"
    ),
    "REFUSED": lambda s, at, ch: e.NumberRefused(at=at, channel=ch, terminal=s.needed("who")),
}
