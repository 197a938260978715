"""What follows from what providers key on the telephone, and from the stars that she keys?

The provider hears the controller's word once it is committed (`verdict/<unique id>`, dialplans/README.md).
"""

from collections.abc import Callable

from sqlalchemy import Connection

from ivr import events as e
from ivr.book import Book
from ivr.controller import Listener
from ivr.requests.asking import rated
from ivr.requests.closing import close_today, open_again
from ivr.verdicts import Verdict
from wellness_checks.case import Refused

SHUT, OPEN, REFUSED = "shut", "open", "refused"
WORDS = (SHUT, OPEN)


def listener(zone: str, say: Callable[[Verdict], None]) -> Listener:
    """`say`: told the word for whoever waits for it; it counts only after the commit."""

    def listen(conn: Connection, _: Book, event: e.Event) -> None:
        if isinstance(event, e.ProviderSaid):
            say(Verdict(channel=event.channel, word=_said(conn, event, zone), at=event.at))
        elif isinstance(event, e.KeyPressed):
            rated(conn, event)

    return listen


def _said(conn: Connection, event: e.ProviderSaid, zone: str) -> str:
    """A number may be registered by several providers: what is said holds for each."""
    act, word = (close_today, SHUT) if event.key == "1" else (open_again, OPEN)
    answers = [act(conn, one, event.at, zone=zone, by=one) for one in event.providers]
    stands = [one for one in answers if not isinstance(one, Refused) or one.field == "state"]
    return word if stands else REFUSED
