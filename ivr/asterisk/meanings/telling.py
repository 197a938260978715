"""What was heard, pressed and spoken, at her telephone and by those who are rung for her?"""

from datetime import datetime

from ivr import events as e
from ivr.asterisk.meanings.said import Said


def heard(said: Said, at: datetime, channel: str) -> e.Event:
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


def recorded(said: Said, at: datetime, channel: str) -> e.Event:
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


def key(said: Said, at: datetime, channel: str) -> e.Event:
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


def told(said: Said, at: datetime, channel: str) -> e.Event:
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


def drill(said: Said, at: datetime, channel: str) -> e.Event:
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
