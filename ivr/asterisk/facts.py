"""What does a row of Asterisk's log mean? The one translator from CEL to events.

Raw values stop here: keys by name, numbers as numbers, free text URI-decoded, time as aware datetime. The
exchange's clock may be moved (tests, demonstration): each of our facts carries its offset, which also holds
for the rows of Asterisk's own that follow it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from ivr import events as e
from ivr.asterisk.factlog import FactRow

OWN = frozenset(
    [
        "PRESS",
        "RUNG",
        "ANSWERED",
        "RUNG_END",
        "ACCEPTED",
        "RESUMED",
        "RINGBACK",
        "RINGBACK_END",
        "CLOSED",
        "HEARD",
        "KEY",
        "RECORDED",
        "ORDINARY",
        "REFUSED",
    ]
)
UNREADABLE = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError,
)  # fmt: skip
"""What a torn or foreign row may raise while it is read."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact worth keeping: its identity for ever (uniqueid, ident), its text, and what it means."""

    uniqueid: str
    ident: str
    linkedid: str
    name: str
    at: datetime
    data: str
    event: e.Event


class Translator:
    """Rows in, facts out, in order. Holds only the clock's offset as last stated (seconds)."""

    def __init__(self, offset: float = 0) -> None:
        self.offset = offset
        self.unread = 0
        """Rows that could not be understood: an alarm, never a stop."""

    def facts(self, rows: Iterable[FactRow]) -> Iterator[Fact]:
        for row in rows:
            fact = self._fact(row)
            if fact is not None:
                yield fact

    def _fact(self, row: FactRow) -> Fact | None:
        try:
            return self._ours(row) if row.event in OWN else self._asterisks(row)
        except UNREADABLE:
            self.unread += 1
            return None

    def _ours(self, row: FactRow) -> Fact:
        text = str(json.loads(row.extra)["extra"])
        text.encode()  # half a surrogate could not be kept
        fields = dict(part.partition("=")[::2] for part in text.split(";"))
        offset = float(fields["o"])
        at = _instant(fields["t"], offset)
        event = _MEANINGS[row.event](_Said(fields), at, row.uniqueid)
        fact = Fact(
            uniqueid=row.uniqueid,
            ident=f"{int(fields['n'])}",
            linkedid=row.linkedid,
            name=row.event,
            at=at,
            data=text,
            event=event,
        )
        self.offset = offset
        return fact

    def _asterisks(self, row: FactRow) -> Fact | None:
        """Of Asterisk's own events: the end of telephones' channels, and the first sound of our attempts."""
        attempt = row.uniqueid.startswith("bb-")
        if row.event == "HANGUP" and (attempt or row.channel.startswith("PJSIP/")):
            at = _instant(row.time, self.offset)
            return self._standard(row, at, _hung_up(row, at))
        if row.event == "CHAN_START" and attempt:
            at = _instant(row.time, self.offset)
            return self._standard(
                row, at, e.AttemptRang(at=at, channel=row.uniqueid, attempt=e.AttemptId(row.uniqueid))
            )
        return None

    def _standard(self, row: FactRow, at: datetime, event: e.Event) -> Fact:
        return Fact(
            uniqueid=row.uniqueid,
            ident=row.event,
            linkedid=row.linkedid,
            name=row.event,
            at=at,
            data=row.extra,
            event=event,
        )


def _instant(seconds: str, offset: float) -> datetime:
    return datetime.fromtimestamp(float(seconds) + offset, UTC)


class _Said:
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


Meaning = Callable[[_Said, datetime, str], e.Event]


def _hung_up(row: FactRow, at: datetime) -> e.HungUp:
    try:
        extra = json.loads(row.extra) if row.extra else {}
    except ValueError:
        extra = {}
    return e.HungUp(
        at=at,
        channel=row.uniqueid,
        cause=int(extra.get("hangupcause") or 0),
        by_itself=extra.get("hangupsource", "") == row.channel,
    )


def _press(said: _Said, at: datetime, channel: str) -> e.Event:
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


def _rung(said: _Said, at: datetime, channel: str) -> e.Event:
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


def _answered(said: _Said, at: datetime, channel: str) -> e.Event:
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
        )
    return e.LegAnswered(
        at=at,
        channel=channel,
        call=e.CallId(said.needed("call")),
        position=said.number("i"),
        target=said.needed("tgt"),
        sip_call_id=said.free("sip"),
    )


def _rung_end(said: _Said, at: datetime, channel: str) -> e.Event:
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
    )


def _accepted(said: _Said, at: datetime, channel: str) -> e.Event:
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


def _heard(said: _Said, at: datetime, channel: str) -> e.Event:
    """CPLAYBACKSTATUS and offset, read as reference experiments showed: see dialplans/README.md, HEARD."""
    offset, status = said.number("ms", -1), said.word("st")
    whole = status == "SUCCESS" and offset < 0
    return e.MessageHeard(
        at=at,
        channel=channel,
        attempt=e.AttemptId(said.needed("att")),
        terminal=said.needed("who"),
        ms=None if whole else max(offset, 0),
        measured=whole or (status in ("SUCCESS", "USERSTOPPED", "ERROR") and offset >= 0),
        key=said.free("key"),
    )


def _recorded(said: _Said, at: datetime, channel: str) -> e.Event:
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


def _key(said: _Said, at: datetime, channel: str) -> e.Event:
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


_MEANINGS: Mapping[str, Meaning] = {
    "PRESS": _press,
    "RUNG": _rung,
    "ANSWERED": _answered,
    "RUNG_END": _rung_end,
    "ACCEPTED": _accepted,
    "HEARD": _heard,
    "KEY": _key,
    "RECORDED": _recorded,
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
