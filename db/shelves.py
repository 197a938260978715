"""Where does each kind of row belong, what must exist before it, and what would it change there?

A shelf answers that for one KIND. It only reads while a file is examined; `save` is called when all is well.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, Table

from db import areas, homes, providers, staff, terminals
from db.schema import site as tables
from db.schema.staff import holds as holds_table
from db.schema.staff import shifts as shifts_table
from db.schema.staff import staff as staff_table
from people.importing import Entry
from people.kinds import SeniorLine, StaffLine, TerminalLine

Given = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What a row's column names and must exist."""

    column: str
    to: Table
    id: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What only one row may have: its column and the value."""

    column: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A row as it will stand; `change` is added, changed or unchanged."""

    item: Any
    change: str


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """All functions of one kind; `load` finds what stands under ids, `becomes` merges a row into it."""

    key: str
    """The column a repeated row is told by."""
    table: Table
    """Where its rows are kept, one for each."""
    id_of: Callable[[Any], str]
    load: Callable[[Connection, Collection[str]], Mapping[Any, Any]]
    save: Callable[[Connection, Sequence[Any]], None]
    becomes: Callable[[Any, Any, Given], Any]
    refers: Callable[[Any], Iterable[Reference]]
    mark: Callable[[Any], Mark | None] = lambda item: None
    holders: Callable[[Connection, Collection[str]], Mapping[str, str]] = lambda conn, values: {}
    """Who has these marks already: value -> id."""

    def settle(self, conn: Connection, entries: Sequence[Entry]) -> list[Settled]:
        stored = self.load(conn, [self.id_of(entry.item) for entry in entries])
        return [self._settled(entry, stored.get(self.id_of(entry.item))) for entry in entries]

    def _settled(self, entry: Entry, old: Any) -> Settled:
        item = self.becomes(entry.item, old, entry.given)
        return Settled(item=item, change="added" if old is None else "unchanged" if item == old else "changed")


def merged(new: Any, old: Any, given: Given) -> Any:
    """The old with the fields the file gives; all of the new where there is no old."""
    if old is None:
        return new
    return replace(old, **{each.name: getattr(new, each.name) for each in fields(new) if each.name in given})


class SeniorShelf(Shelf):
    """A row brings a senior and may describe her home."""

    def settle(self, conn: Connection, entries: Sequence[Entry]) -> list[Settled]:
        seniors = homes.load_seniors(conn, [entry.item.senior.id for entry in entries])
        households = homes.load_households(conn, {entry.item.home.id for entry in entries})
        return [
            self._both(entry, seniors.get(entry.item.senior.id), households.get(entry.item.home.id))
            for entry in entries
        ]

    def _both(self, entry: Entry, senior: Any, home: Any) -> Settled:
        new: SeniorLine = entry.item
        if senior is None and home is None:
            return Settled(item=new, change="added")
        line = SeniorLine(
            senior=merged(new.senior, senior, entry.given),
            home=merged(new.home, home, entry.given) if new.describes_home else home or new.home,
        )
        same = line.senior == senior and (line.home == home or not new.describes_home)
        return Settled(item=line, change="added" if senior is None else "unchanged" if same else "changed")


def _save_seniors(conn: Connection, items: Sequence[SeniorLine]) -> None:
    described = {line.home.id: line.home for line in items if line.describes_home}
    homes.save_households(conn, list(described.values()))
    homes.save_seniors(conn, [line.senior for line in items])


def _senior_refers(line: SeniorLine) -> Iterable[Reference]:
    if line.home.area:
        yield Reference(column="area", to=tables.areas, id=line.home.area)
    if not (line.home.area and line.home.address):
        yield Reference(column="household", to=tables.households, id=line.home.id)


def _terminal_becomes(new: TerminalLine, old: terminals.SecretTerminal | None, given: Given) -> Any:
    terminal = merged(new.terminal, old and old.terminal, given)
    secret = new.secret or (old.secret if old else "") or secrets.token_urlsafe(18)
    return terminals.SecretTerminal(terminal=terminal, secret=secret)


def _number_holders(conn: Connection, numbers: Collection[str]) -> Mapping[str, str]:
    return {found.number: found.id for found in terminals.terminals_by_number(conn, numbers)}


def _staff_becomes(new: StaffLine, old: staff.Account | None, given: Given) -> staff.Account:
    account = staff.Account(person=new.person, login=new.login, active=new.active)
    if old is None:
        return account
    kept: staff.Account = merged(account, old, given)
    return replace(kept, person=merged(new.person, old.person, given))


def _login_holders(conn: Connection, logins: Collection[str]) -> Mapping[str, str]:
    return {found.login or "": found.person.id for found in staff.accounts_by_login(conn, logins)}


def _key(item: Any) -> str:
    return str(item.id)


def _to(table: Table, column: str, item: Any) -> list[Reference]:
    """The reference in a field that may be empty."""
    found = getattr(item, column)
    return [] if found is None else [Reference(column=column, to=table, id=found)]


def _two(item: Any) -> list[Reference]:
    return _to(tables.services, "service", item) + _to(tables.areas, "area", item)


_at_home = partial(_to, tables.households, "household")

SHELVES: Mapping[str, Shelf] = {
    "areas": Shelf(
        key="id", table=tables.areas, id_of=_key, load=areas.load_areas, save=areas.save_areas, becomes=merged,
        refers=partial(_to, tables.areas, "parent"),
    ),
    "seniors": SeniorShelf(
        key="id", table=tables.seniors,
        id_of=lambda line: str(line.senior.id), load=homes.load_seniors, save=_save_seniors,
        becomes=merged, refers=_senior_refers,
    ),
    "contacts": Shelf(
        key="id", table=tables.contacts, id_of=_key, load=homes.load_contacts, save=homes.save_contacts, becomes=merged,
        refers=_at_home,
    ),
    "terminals": Shelf(
        key="id", table=tables.terminals,
        id_of=lambda line: str(line.terminal.id), load=terminals.load_secret_terminals,
        save=terminals.save_terminals, becomes=_terminal_becomes,
        refers=lambda line: _at_home(line.terminal),
        mark=lambda line: _marked("number", line.terminal.number if line.terminal.active else ""),
        holders=_number_holders,
    ),
    "providers": Shelf(
        key="id", table=tables.providers,
        id_of=_key, load=providers.load_providers, save=providers.save_providers, becomes=merged,
        refers=_two,
    ),
    "staff": Shelf(
        key="id", table=staff_table,
        id_of=lambda line: str(line.person.id), load=staff.load_accounts, save=staff.save_accounts,
        becomes=_staff_becomes, refers=lambda line: _to(tables.areas, "area", line.person),
        mark=lambda line: _marked("login", line.login or ""), holders=_login_holders,
    ),
    "rota": Shelf(
        key="starts", table=shifts_table,
        id_of=staff.shift_id, load=staff.load_shifts, save=staff.save_shifts, becomes=merged,
        refers=partial(_to, staff_table, "staff"),
    ),
    "holds": Shelf(
        key="starts_on", table=holds_table,
        id_of=staff.hold_id, load=staff.load_holds, save=staff.save_holds, becomes=merged,
        refers=partial(_to, tables.seniors, "senior"),
    ),
}  # fmt: skip


def _marked(column: str, value: str) -> Mark | None:
    return Mark(column=column, value=value) if value else None
