"""Where does a sweep keep those whom it looks at, and what the rule says of them? In tables of its own connection.

They are gone with the transaction, or emptied by the next sweep; nothing in them outlives a kill, nor is to.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Connection, Integer, MetaData, String, Table, Text, delete, func
from sqlalchemy.schema import CreateTable

from db.schema.columns import Instant

ALONE = "@"
"""How a group of one person begins; her id follows."""
_ours = MetaData()
_TEMPORARY: dict[str, Any] = {"prefixes": ["TEMPORARY"], "postgresql_on_commit": "DELETE ROWS"}
looked = Table(
    "sweep_looked", _ours,
    Column("n", Integer, primary_key=True), Column("senior_id", String(64)), Column("alike", Text),
    Column("followed", Boolean), Column("proven", Boolean), Column("outage_id", String(64)), **_TEMPORARY,
)  # fmt: skip
verdicts = Table(
    "sweep_verdicts", _ours,
    Column("alike", Text, primary_key=True), Column("high_risk", Boolean),
    Column("trigger", Text), Column("reason", Text),
    Column("look_at", Instant), **_TEMPORARY,
)  # fmt: skip


def lay_out(conn: Connection) -> None:
    """Both tables, empty."""
    for table in (looked, verdicts):
        conn.execute(CreateTable(table, if_not_exists=True))
    clear(conn)


def clear(conn: Connection) -> None:
    for table in (looked, verdicts):
        conn.execute(delete(table))


def minute_text(conn: Connection, instant: ColumnElement[datetime]) -> ColumnElement[str]:
    """`2026-03-02 01:00`, in UTC."""
    if conn.dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", instant), "YYYY-MM-DD HH24:MI", type_=String)
    return func.substr(instant, 1, 16, type_=String)
