"""How does a week of routes look in Asterisk's tables, and what does Asterisk read back from them?

    week/<scope>/<service>                      10-digit base epoch, 6-digit generation, 672 variant names
    route/<scope>/<service>/<generation>/<name> rungs joined by `|`: target,seconds,accepts,max,why

One name for each quarter hour from the base on. Routes are put before the week row that names them: that one
put switches. The scope is an area, or a terminal with an override, which is looked up first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from string import ascii_lowercase, ascii_uppercase, digits

from ivr.routing import static_route
from ivr.rungs import Rung, Why, left_by
from people.ids import AreaId, ProviderId, ServiceId, TargetId, TerminalId
from people.terminals import Accepts

Scope = AreaId | TerminalId
Pair = tuple[Scope, ServiceId]

QUARTER = 900
QUARTERS = 672
WEEK = timedelta(days=7)
NAMES = digits + ascii_uppercase + ascii_lowercase
VALUE_BYTES = 1000
LAST_GENERATION = 999_999


class ValueTooLong(ValueError):
    """A row's value would not pass through AMI."""


@dataclass(frozen=True, kw_only=True)
class Week:
    scope: Scope
    service: ServiceId
    base: int
    """Seconds since 1970, on a quarter hour."""
    grid: str
    """672 names; the name of `variants[i]` is `NAMES[i]`."""
    variants: tuple[tuple[Rung, ...], ...]

    @property
    def pair(self) -> Pair:
        return (self.scope, self.service)


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """A week as it stands in the tables: its routes under `generation`."""

    week: Week
    generation: int


@dataclass(frozen=True)
class Key:
    family: str
    key: str


@dataclass(frozen=True)
class Row:
    at: Key
    value: str


@dataclass(frozen=True)
class Rows:
    """A picture of Asterisk's database; a missing row reads as empty."""

    held: tuple[Row, ...] = ()

    def value(self, at: Key) -> str:
        return self._index.get(at, "")

    def after(self, put: Iterable[Row] = (), dropped: Iterable[Key] = ()) -> "Rows":
        index = self._index | {row.at: row.value for row in put}
        gone = set(dropped)
        return Rows(tuple(Row(at, value) for at, value in index.items() if at not in gone))

    @cached_property
    def _index(self) -> dict[Key, str]:
        return {row.at: row.value for row in self.held}


def encode_rungs(rungs: tuple[Rung, ...]) -> str:
    """Raises ValueTooLong."""
    value = "|".join(
        f"{rung.target},{rung.seconds},{rung.accepts},{'' if rung.max is None else rung.max},{rung.why}"
        for rung in rungs
    )
    if len(value.encode()) > VALUE_BYTES:
        raise ValueTooLong(f"{len(rungs)} rungs make {len(value.encode())} bytes; a row takes {VALUE_BYTES}")
    return value


def decode_rungs(value: str) -> tuple[Rung, ...]:
    """Raises ValueError where a value was not written by `encode_rungs`."""
    return tuple(_rung(*text.split(",")) for text in value.split("|")) if value else ()


def encode(week: Week, generation: int) -> tuple[Row, ...]:
    """Its rows in the order of putting: routes, then the week row. Raises ValueTooLong."""
    routes = tuple(
        Row(_route_key(week, generation, name), encode_rungs(rungs))
        for name, rungs in zip(NAMES, week.variants, strict=False)
    )
    return (*routes, _week_row(week, generation))


def decode(rows: Rows, scope: Scope, service: ServiceId) -> Pushed | None:
    """What the tables hold for a pair; None without a week row. Raises ValueError on a broken one."""
    value = rows.value(week_key(scope, service))
    if not value:
        return None
    generation, grid = int(value[10:16]), value[16:]
    keys = (_key("route", scope, service, value[10:16], name) for name in sorted(set(grid), key=NAMES.index))
    variants = tuple(decode_rungs(rows.value(key)) for key in keys)
    found = Week(scope=scope, service=service, base=int(value[:10]), grid=grid, variants=variants)
    return Pushed(week=found, generation=generation)


def read(
    rows: Rows,
    scopes: tuple[Scope, ...],
    service: ServiceId,
    at: datetime,
    busy: frozenset[ProviderId] = frozenset(),
    static: tuple[Rung, ...] | None = None,
) -> tuple[Rung, ...]:
    """What the dialplan rings: the first of `scopes` (terminal, area) with a route at `at`, else `static`.

    A scope's row that is missing, past its week or names a route that is not there counts as no row.
    """
    found = (_route_at(rows, scope, service, at) for scope in scopes)
    route = next((value for value in found if value), "")
    fallback = static_route(service).rungs if static is None else static
    return left_by(decode_rungs(route) or fallback, busy)


def base_of(start: datetime) -> int:
    """The quarter hour `start` lies in, in seconds since 1970. Raises ValueError on a naive time."""
    return _epoch(start) // QUARTER * QUARTER


def _epoch(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    return int(at.timestamp())


def _route_at(rows: Rows, scope: Scope, service: ServiceId, at: datetime) -> str:
    value = rows.value(week_key(scope, service))
    slot = (_epoch(at) - int("0" + value[:10])) // QUARTER
    if not value or not 0 <= slot < QUARTERS:
        return ""
    name = value[16 + slot : 17 + slot]
    return rows.value(_key("route", scope, service, value[10:16], name))


def _rung(target: str, seconds: str, accepts: str, most: str, why: str) -> Rung:
    return Rung(
        target=TargetId(target),
        seconds=int(seconds),
        accepts=Accepts(accepts),
        max=int(most) if most else None,
        why=Why(why),
    )


def _week_row(week: Week, generation: int) -> Row:
    if not 0 <= generation <= LAST_GENERATION:
        raise ValueError(f"generation {generation} is not six digits")
    return Row(week_key(week.scope, week.service), f"{week.base:010d}{generation:06d}{week.grid}")


def _route_key(week: Week, generation: int, name: str) -> Key:
    return _key("route", week.scope, week.service, f"{generation:06d}", name)


def week_key(scope: Scope, service: ServiceId) -> Key:
    return _key("week", scope, service)


def _key(family: str, *parts: str) -> Key:
    return Key(family, "/".join(parts))
