"""Who pressed, who was rung, who answered, who took it? Of calls, emergencies and calls that we make."""

from datetime import datetime

from ivr import events as e
from ivr.asterisk.meanings.said import Said


def press(said: Said, at: datetime, channel: str) -> e.Event:
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


def rung(said: Said, at: datetime, channel: str) -> e.Event:
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


def answered(said: Said, at: datetime, channel: str) -> e.Event:
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


def rung_end(said: Said, at: datetime, channel: str) -> e.Event:
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


def accepted(said: Said, at: datetime, channel: str) -> e.Event:
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
