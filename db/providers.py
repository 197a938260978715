"""Who offers what, when, on which numbers?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from db import revisions
from db.records import Values, among, clear, put, put_new, reads
from db.schema.site import provider_days, provider_holiday_hours, provider_hours, provider_numbers, providers
from people.ids import AreaId, ProviderId, ServiceId
from people.providers import CLOSED, Hours, Provider, ProviderNumber, Span
from people.terminals import Accepts

_PARTS = (provider_numbers, provider_hours, provider_holiday_hours, provider_days)


def load_providers(conn: Connection, ids: Collection[str] | None = None) -> Mapping[ProviderId, Provider]:
    """All of them in the order of their ids, or those named that exist."""
    return _whole(conn, reads(conn, among(providers, providers.c.id, ids)), ids)


def providers_of_service(conn: Connection, service: str) -> Mapping[ProviderId, Provider]:
    """Of one service, in the order of their ids; a city has thousands of others."""
    rows = list(conn.execute(select(providers).where(providers.c.service_id == service)))
    return _whole(conn, rows, [row.id for row in rows])


def provider_names(conn: Connection, ids: Collection[str]) -> Mapping[ProviderId, tuple[str, str]]:
    """As they are written here, and in Latin letters where that is known."""
    rows = reads(conn, among(providers, providers.c.id, ids))
    return {ProviderId(row.id): (row.name, row.name_en) for row in rows}


def _whole(conn: Connection, found: Iterable[Any], ids: Collection[str] | None) -> Mapping[ProviderId, Provider]:
    rows = sorted(found)
    numbers = _numbers(conn, ids)
    hours = _HoursOf(conn, ids)
    return {
        ProviderId(row.id): Provider(
            id=ProviderId(row.id), name=row.name, name_en=row.name_en, service=ServiceId(row.service_id),
            area=AreaId(row.area_id), numbers=numbers.get(row.id, ()), capacity=row.capacity,
            active=row.active, hours=hours.of(row.id, row.on_holidays),
        )
        for row in rows
    }  # fmt: skip


def save_providers(conn: Connection, items: Sequence[Provider]) -> None:
    """With their numbers and hours: whatever stood before is replaced."""
    revisions.changed(conn)
    put(conn, providers, [_provider_values(provider) for provider in items])
    ids = [provider.id for provider in items]
    for table in _PARTS:
        clear(conn, delete(table), table.c.provider_id, ids)
    for table, rows in zip(_PARTS, _part_values(items), strict=True):
        put_new(conn, table, rows)


class _HoursOf:
    """The hours of all providers asked for, read in three statements."""

    def __init__(self, conn: Connection, ids: Collection[str] | None) -> None:
        self._week: defaultdict[tuple[str, int], list[Span]] = defaultdict(list)
        self._holidays: defaultdict[str, list[Span]] = defaultdict(list)
        self._days: defaultdict[str, defaultdict[date, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for key, day, start, end in _part(conn, provider_hours, ids):
            self._week[key, day].append(Span(start, end))
        for key, start, end in _part(conn, provider_holiday_hours, ids):
            self._holidays[key].append(Span(start, end))
        for key, on, start, end in _part(conn, provider_days, ids):
            self._days[key][on].extend([Span(start, end)] if end else [])

    def of(self, key: str, on_holidays: str) -> Hours:
        holidays = {"same": None, "closed": CLOSED}.get(on_holidays, tuple(sorted(self._holidays[key])))
        return Hours(
            week=tuple(tuple(sorted(self._week[key, day])) for day in range(7)),
            on_holidays=holidays,
            days=MappingProxyType({on: tuple(sorted(spans)) for on, spans in self._days[key].items()}),
        )


def _part(conn: Connection, table: Table, ids: Collection[str] | None) -> list[Any]:
    return [tuple(row) for row in reads(conn, among(table, table.c.provider_id, ids))]


def _numbers(conn: Connection, ids: Collection[str] | None) -> Mapping[str, tuple[ProviderNumber, ...]]:
    grouped: defaultdict[str, list[ProviderNumber]] = defaultdict(list)
    for row in sorted(reads(conn, among(provider_numbers, provider_numbers.c.provider_id, ids))):
        number = ProviderNumber(number=row.number, seconds=row.seconds, accepts=Accepts(row.accepts))
        grouped[row.provider_id].append(number)
    return {provider: tuple(numbers) for provider, numbers in grouped.items()}


def _provider_values(p: Provider) -> Values:
    holidays = "same" if p.hours.on_holidays is None else "own" if p.hours.on_holidays else "closed"
    return {
        "id": p.id, "name": p.name, "name_en": p.name_en, "service_id": p.service, "area_id": p.area,
        "capacity": p.capacity, "active": p.active, "on_holidays": holidays,
    }  # fmt: skip


def _part_values(items: Sequence[Provider]) -> tuple[list[Values], list[Values], list[Values], list[Values]]:
    """Rows for each of `_PARTS`, in that order."""
    numbers = [
        {"provider_id": p.id, "position": at, "number": n.number, "seconds": n.seconds,
         "accepts": n.accepts.value}
        for p in items for at, n in enumerate(p.numbers, start=1)
    ]  # fmt: skip
    week = [
        {"provider_id": p.id, "day": day, "start": span.start, "end": span.end}
        for p in items for day, spans in enumerate(p.hours.week) for span in spans
    ]  # fmt: skip
    holidays = [
        {"provider_id": p.id, "start": span.start, "end": span.end}
        for p in items for span in p.hours.on_holidays or ()
    ]  # fmt: skip
    days = [
        {"provider_id": p.id, "day": on, "start": span.start, "end": span.end}
        for p in items for on, spans in p.hours.days.items() for span in spans or (Span(0, 0),)
    ]  # fmt: skip
    return numbers, week, holidays, days
