"""Which telephones are there, with what secrets?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from db import revisions
from db.records import among, put, reads
from db.schema.site import terminals
from people.ids import HouseholdId, TerminalId
from people.terminals import CallClass, Terminal, TerminalKind


@dataclass(frozen=True, kw_only=True)
class SecretTerminal:
    """A terminal and the password it registers with."""

    terminal: Terminal
    secret: str


def load_terminals(conn: Connection, ids: Collection[str] | None = None) -> Mapping[TerminalId, Terminal]:
    """All of them, or those named that exist."""
    return {key: found.terminal for key, found in load_secret_terminals(conn, ids).items()}


def load_secret_terminals(conn: Connection, ids: Collection[str] | None = None) -> Mapping[TerminalId, SecretTerminal]:
    """As `load_terminals`, with the secrets: only for the files and rows Asterisk reads."""
    rows = reads(conn, among(terminals, terminals.c.id, ids))
    return {TerminalId(row[0]): _terminal(*row) for row in rows}


def terminals_by_number(conn: Connection, numbers: Collection[str]) -> tuple[Terminal, ...]:
    """Those in service that have one of these numbers (stored form)."""
    rows = reads(conn, among(terminals, terminals.c.number, numbers))
    return tuple(found.terminal for found in (_terminal(*row) for row in rows) if found.terminal.active)


def save_terminals(conn: Connection, items: Sequence[SecretTerminal]) -> None:
    revisions.changed(conn)
    put(conn, terminals, [
        {"id": t.terminal.id, "household_id": t.terminal.household, "kind": t.terminal.kind.value,
         "number": t.terminal.number, "call_class": t.terminal.call_class.value,
         "has_machine": t.terminal.has_machine, "secret": t.secret, "active": t.terminal.active}
        for t in items
    ])  # fmt: skip


def _terminal(
    key: str,
    household: str,
    kind: str,
    number: str,
    call_class: str,
    machine: bool,
    secret: str,
    active: bool,
) -> SecretTerminal:
    terminal = Terminal(
        id=TerminalId(key), household=HouseholdId(household), kind=TerminalKind(kind), number=number,
        call_class=CallClass(call_class), has_machine=machine, active=active,
    )  # fmt: skip
    return SecretTerminal(terminal=terminal, secret=secret)
