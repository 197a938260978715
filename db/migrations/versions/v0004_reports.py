"""Reports: roll-ups of presses, rungs and messages, the marks that keep them right, and what was only a test."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PRESS_COUNTS = (
    "presses tests reached nobody gave_up blocked unknown pending out_of_hours rerouted rungs talk_ms".split()
)
RUNG_COUNTS = "tried took answered no_answer engaged unreachable full left".split()
MESSAGE_COUNTS = (
    "pushed tests withdrawn by_lamp dials heard not_dialled not_reached rang answered listened confirmed".split()
)


def upgrade() -> None:
    _drills()
    _marks()
    _rollups()
    _triggers(postgresql=op.get_bind().dialect.name == "postgresql")


def _triggers(*, postgresql: bool) -> None:
    statements = [HOUR] if postgresql else []
    for mark in MARKS:
        for event in SIDES:
            both = [_function(mark, event), _calling(mark, event)]
            statements += both if postgresql else [_trigger(mark, event)]
    for what, parts in EVERYTHING:
        hour = _hour("pressed_at", postgresql=postgresql) + " AS part"
        statements.append(_put(what, parts.format(hour=hour), postgresql=postgresql))
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _key(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _instant(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _counts(names: Sequence[str]) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False) for name in names]


def _one_of(table: str, name: str, allowed: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in allowed.split())
    return sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_{table}_{name}"))


def _drills() -> None:
    op.create_table(
        "drills",
        _key("id"),
        _key("kind"),
        sa.Column("terminal_id", sa.String(length=64)),
        _instant("starts_at"),
        _instant("ends_at"),
        _text("note"),
        _text("noted_by"),
        _one_of("drills", "kind", "test drill"),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_drills_runs_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drills")),
    )


def _marks() -> None:
    op.create_table(
        "report_stale",
        _key("what", 16),
        _key("part"),
        sa.Column("txn", sa.BigInteger(), nullable=False),
        _one_of("report_stale", "what", "calls messages"),
        sa.PrimaryKeyConstraint("what", "part", "txn", name=op.f("pk_report_stale")),
    )
    op.create_table(
        "report_state", _key("name"), _text("value"), sa.PrimaryKeyConstraint("name", name=op.f("pk_report_state"))
    )


def _rollups() -> None:
    op.create_table(
        "report_presses",
        _key("grain", 1),
        _key("dimension", 8),
        _key("start", 10),
        _key("member"),
        _key("service"),
        *_counts(PRESS_COUNTS),
        _text("ring_waits"),
        _text("person_waits"),
        _one_of("report_presses", "grain", "d m"),
        _one_of("report_presses", "dimension", "all area hour target"),
        sa.PrimaryKeyConstraint("grain", "dimension", "start", "member", "service", name=op.f("pk_report_presses")),
    )
    op.create_table(
        "report_rungs",
        _key("grain", 1),
        _key("start", 10),
        _key("target"),
        _key("service"),
        *_counts(RUNG_COUNTS),
        _one_of("report_rungs", "grain", "d m"),
        sa.PrimaryKeyConstraint("grain", "start", "target", "service", name=op.f("pk_report_rungs")),
    )
    op.create_table(
        "report_messages",
        _key("area"),
        _key("start", 10),
        _key("campaign_id"),
        *_counts(MESSAGE_COUNTS),
        sa.PrimaryKeyConstraint("area", "start", "campaign_id", name=op.f("pk_report_messages")),
    )
    op.create_index("ix_report_messages_campaign_id", "report_messages", ["campaign_id"])


@dataclass(frozen=True, kw_only=True)
class Mark:
    """When a row of `table` changes: the hour of a press, or a message, is to be counted again.

    `column` is the changed row's own, or with `where` that of the rows of `found` that fit ({row}: the changed one).
    `counted`: only a change of these concerns a report; none named: every change does.
    """

    table: str
    what: str = "calls"
    column: str = "pressed_at"
    found: str = "calls"
    where: str = ""
    counted: tuple[str, ...] = ()


MARKS = (
    Mark(table="calls"),
    Mark(table="legs", where="id = {row}.call_id"),
    Mark(table="incidents", where="incident_id = {row}.id", counted=("accepted_at",)),
    Mark(table="households", where="household_id = {row}.id", counted=("area_id",)),
    Mark(table="drills", where="pressed_at >= {row}.starts_at AND pressed_at < {row}.ends_at"),
    Mark(table="drills", what="messages", column="id", found="campaigns",
         where="coalesce(starts_at, created_at) >= {row}.starts_at "
               "AND coalesce(starts_at, created_at) < {row}.ends_at"),
    Mark(table="campaigns", what="messages", column="id", counted=("starts_at", "created_at")),
    Mark(table="deliveries", what="messages", column="campaign_id",
         counted=("campaign_id", "available_at", "evidence", "heard_at", "way", "tries", "area_id")),
)  # fmt: skip
EVERYTHING = (
    ("calls", "SELECT DISTINCT {hour} FROM calls"),
    ("messages", "SELECT DISTINCT campaign_id AS part FROM deliveries"),
)
"""What stands already is counted once."""
SIDES = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}


def _insert(mark: Mark, row: str, *, postgresql: bool) -> str:
    column = mark.column if mark.where else f"{row}.{mark.column}"
    part = _hour(column, postgresql=postgresql) if mark.what == "calls" else column
    source = f" FROM {mark.found} WHERE {mark.where.format(row=row)}" if mark.where else ""
    return _put(mark.what, f"SELECT DISTINCT {part} AS part{source}", postgresql=postgresql)


def _put(what: str, parts: str, *, postgresql: bool) -> str:
    """Not by INSERT OR IGNORE: in a trigger that an upsert has set off, SQLite makes it OR ABORT."""
    txn = "txid_current()" if postgresql else "0"
    new = f"NOT EXISTS (SELECT 1 FROM report_stale s WHERE s.what = '{what}' AND s.part = p.part AND s.txn = {txn})"
    return f"INSERT INTO report_stale (what, part, txn) SELECT '{what}', p.part, {txn} FROM ({parts}) p WHERE {new}"


def _hour(column: str, *, postgresql: bool) -> str:
    """The hour in UTC, like 2026-03-02 07: SQLite keeps instants as such text."""
    return f"report_hour({column})" if postgresql else f"substr({column}, 1, 13)"


def _when(mark: Mark, event: str, differs: str) -> str:
    if event != "UPDATE" or not mark.counted:
        return ""
    return "WHEN (" + " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in mark.counted) + ") "


def _trigger(mark: Mark, event: str) -> str:
    """For SQLite."""
    body = " ".join(_insert(mark, side, postgresql=False) + ";" for side in SIDES[event])
    name = f"stale_{mark.what}_by_{mark.table}_{event.lower()}"
    return f"CREATE TRIGGER {name} AFTER {event} ON {mark.table} {_when(mark, event, 'IS NOT')}BEGIN {body} END"


def _function(mark: Mark, event: str) -> str:
    """For PostgreSQL, which wants the body of a trigger apart."""
    body = " ".join(_insert(mark, side, postgresql=True) + ";" for side in SIDES[event])
    name = f"stale_{mark.what}_by_{mark.table}_{event.lower()}"
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"


def _calling(mark: Mark, event: str) -> str:
    name = f"stale_{mark.what}_by_{mark.table}_{event.lower()}"
    when = _when(mark, event, "IS DISTINCT FROM")
    return f"CREATE TRIGGER {name} AFTER {event} ON {mark.table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()"


HOUR = (
    "CREATE FUNCTION report_hour(moment timestamptz) RETURNS text LANGUAGE sql STABLE AS "
    "$$ SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24') $$"
)
