"""What does the exchange's own log say of the calls, whether a controller lives or not?

Read where the controller reads, with the product's own translator and rules; the database is not asked.
"""

from dataclasses import dataclass, field

from ivr import call as of_call
from ivr import events as e
from ivr import incident as of_incident
from ivr.asterisk.factlog import NAME, Cursor, FactLog
from ivr.asterisk.facts import Translator
from ivr.call import Call
from ivr.incident import Incident

MOST = 40
"""Calls that are remembered."""


@dataclass
class Seen:
    """`read` takes over what is new since the last time. OSError: the log cannot be read now."""

    log: FactLog
    calls: dict[str, Call] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._translator = Translator()
        self._cursor = _end(self.log)

    def read(self) -> None:
        while True:
            rows, self._cursor = self.log.read(self._cursor)
            if not rows:
                return
            for fact in self._translator.facts(rows):
                self._take(fact.event)
            self._forget_the_oldest()

    def _take(self, event: e.Event) -> None:
        match event:
            case e.Pressed():
                self.calls.setdefault(event.call, of_call.begin(event))
                self._to_incident(event.incident, event)
            case e.RungStarted() | e.LegAnswered() | e.RungEnded() | e.RungsExhausted() | e.PersonJoined():
                self._to_call(event.call, event)
            case e.HungUp():
                for call in e.calls_on(event.channel):
                    self._to_call(call, event)
            case (
                e.LadderRang() | e.LadderAnswered() | e.LadderRungEnded() | e.IncidentAccepted() | e.IncidentResumed()
                | e.RingBackStarted() | e.RingBackEnded() | e.IncidentClosed()
            ):  # fmt: skip
                self._to_incident(event.incident, event)

    def _to_call(self, key: str, event: of_call.CallEvent) -> None:
        if key in self.calls:
            self.calls[key] = of_call.advance(self.calls[key], event)

    def _to_incident(self, key: str | None, event: of_incident.IncidentEvent) -> None:
        if key in self.incidents:
            self.incidents[key] = of_incident.advance(self.incidents[key], event)
        elif key and isinstance(event, e.Pressed | e.LadderRang):
            self.incidents[key] = of_incident.open_incident(event)

    def _forget_the_oldest(self) -> None:
        for kept in (self.calls, self.incidents):
            for key in list(kept)[:-MOST]:
                del kept[key]


def _end(log: FactLog) -> Cursor:
    """Behind everything that lies there already."""
    try:
        found = (log.folder / NAME).stat()
    except FileNotFoundError:
        return Cursor()
    return Cursor(inode=found.st_ino, offset=found.st_size)
