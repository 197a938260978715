"""What does a row of Asterisk's log mean? The one translator from CEL to events.

Raw values stop here: keys by name, numbers as numbers, free text URI-decoded, time as aware datetime. The
exchange's clock may be moved (tests, demonstration): each of our facts carries its offset, which also holds
for the rows of Asterisk's own that follow it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ivr import events as e
from ivr.asterisk.factlog import FactRow
from ivr.asterisk.meanings.said import Said
from ivr.asterisk.meanings.table import MEANINGS

OWN = frozenset(MEANINGS)
"""The facts that our dialplan states."""
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
        event = MEANINGS[row.event](Said(fields), at, row.uniqueid)
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
