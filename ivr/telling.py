"""Whom do we tell of an emergency? The family, once a person has taken it, and not whoever took it themselves."""

from sqlalchemy import Connection

from db import outbox
from db.homes import contacts_of_households
from db.outbox import OutboxRow
from ivr import events as e
from ivr.book import Book
from ivr.commands import TellFamily
from ivr.perform import text_of
from ivr.rungs import contact_target


def tell_family(conn: Connection, book: Book, event: e.Event) -> None:
    """One command a contact and incident, however often it is accepted; carried out after the commit."""
    if not isinstance(event, e.IncidentAccepted) or event.terminal not in book.homes:
        return
    contacts = contacts_of_households(conn, [book.homes[event.terminal]])
    told = [contact for contact in contacts if contact_target(contact.id) != event.target]
    outbox.intend(conn, [
        OutboxRow(
            id=f"tell-{event.incident}-{contact.id}",
            kind="tell_family",
            payload=text_of(TellFamily(incident=event.incident, terminal=event.terminal, contact=contact.id)),
            created_at=event.at,
        )
        for contact in told
    ])  # fmt: skip
