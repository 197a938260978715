"""How are ids, instants and closed vocabularies kept in a column?"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class NaiveInstant(ValueError):
    """A datetime without a zone was about to be stored or compared: it could mean any of forty instants."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC (SQLite: text without a zone), given back in UTC; naive is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveInstant(f"{value!r} has no time zone")
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Serial: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")
"""A number the database counts up; SQLite does so only for INTEGER."""


def key(name: str = "id", length: int = 64) -> Column[str]:
    return Column(name, String(length), primary_key=True)


def serial() -> Column[int]:
    return Column("seq", Serial, primary_key=True, autoincrement=True)


def text(name: str) -> Column[str]:
    """Free text, empty where there is none."""
    return Column(name, Text, nullable=False, server_default="")


def word(name: str, *, nullable: bool = False, length: int = 64) -> Column[str]:
    """A short text from a vocabulary, or an id that refers to something without the database insisting."""
    return Column(name, String(length), nullable=nullable)


def refers(name: str, to: str, *, nullable: bool = False, primary_key: bool = False, **more: Any) -> Column[str]:
    """An id that must exist in the other table, `to` being `table.column`."""
    return Column(name, String(64), ForeignKey(to, **more), nullable=nullable, primary_key=primary_key)


def instant(name: str, *, nullable: bool = True) -> Column[datetime]:
    return Column(name, Instant, nullable=nullable)


def one_of(name: str, *allowed: str) -> CheckConstraint:
    """The closed vocabulary of a column; an empty column (NULL) passes."""
    listed = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{name} IN ({listed})", name=name)
