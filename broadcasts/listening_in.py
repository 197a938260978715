"""What does she listen to by herself (`*20`)? Each message of such a call is an attempt of her own making."""

from sqlalchemy import Connection

from broadcasts import attempts as kept
from db import attempts, campaigns
from db.campaigns import DeliveryRow
from db.terminals import load_terminals
from ivr import events as e
from ivr.attempt import BROADCAST, ENDED, Attempt
from people.ids import TerminalId


def begin_listening(conn: Connection, event: e.AttemptAnswered) -> Attempt | None:
    """The message that she hears from now on: the one that the exchange names, else the newest that waits.

    It is kept as ended from the start, with no instant of its end: it takes no line of ours, it never stands in
    the way of another hearing of the same message, and what it proves may still come.
    """
    played = _named(conn, event) if event.delivery else _newest(conn, event.terminal)
    if played is None:
        return None
    attempt = Attempt(
        id=event.attempt,
        kind=BROADCAST,
        terminal_id=event.terminal,
        senior_id=played.senior_id,
        delivery_id=played.id,
        state=ENDED,
        outcome="answered",
        committed_at=event.at,
        answered_at=event.at,
        total_ms=played.total_ms,
    )
    return attempt if attempts.intend(conn, kept.to_row(attempt)) else None


def waiting_file(conn: Connection, terminal: str) -> str:
    """The file of the newest message not heard in this telephone's home; empty: none waits."""
    waiting = _newest(conn, terminal)
    if waiting is None:
        return ""
    campaign = campaigns.load_campaign(conn, waiting.campaign_id)
    return waiting.audio or (campaign.audio if campaign else "")


def _named(conn: Connection, event: e.AttemptAnswered) -> DeliveryRow | None:
    """A delivery to her own home: nobody hears another's message."""
    row = campaigns.load_deliveries(conn, [event.delivery]).get(event.delivery)
    return row if row is not None and row.household_id == _household(conn, event.terminal) else None


def _newest(conn: Connection, terminal: str) -> DeliveryRow | None:
    home = _household(conn, terminal)
    waiting = campaigns.unheard_of_household(conn, home) if home else []
    return waiting[-1] if waiting else None


def _household(conn: Connection, terminal: str) -> str | None:
    found = load_terminals(conn, [terminal]).get(TerminalId(terminal))
    return found.household if found else None
