"""What do reports keep? What was only a test, what is counted already, and what has changed since it was counted.

A roll-up is either exactly what a recount gives, or marked in `report_stale`. The marks are set by triggers on the
tables that are counted, so that no writer can forget them; whoever reads counts what is marked afresh.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, String, Table
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, text, word

drills = Table(
    "drills", metadata, key(),
    word("kind"), word("terminal_id", nullable=True),
    instant("starts_at", nullable=False), instant("ends_at", nullable=False), text("note"), text("noted_by"),
    one_of("kind", "test", "drill"), CheckConstraint("starts_at < ends_at", name="runs_forward"),
)  # fmt: skip

report_stale = Table(
    "report_stale", metadata,
    Column("what", String(16), primary_key=True), Column("part", String(64), primary_key=True),
    Column("txn", BigInteger, primary_key=True),
    one_of("what", "calls", "messages"),
)  # fmt: skip

report_state = Table(
    "report_state", metadata, key("name"),
    text("value"),
)  # fmt: skip


def _counts(*names: str) -> tuple[Column[int], ...]:
    return tuple(Column(name, Integer, nullable=False, server_default=sql("0")) for name in names)


PRESS_COUNTS = (
    "presses", "tests", "reached", "nobody", "gave_up", "blocked", "unknown", "pending",
    "out_of_hours", "rerouted", "late_first", "late_further", "rungs", "talk_ms",
)  # fmt: skip
RUNG_COUNTS = ("tried", "took", "answered", "no_answer", "engaged", "unreachable", "full", "left")
MESSAGE_COUNTS = (
    "pushed", "tests", "withdrawn", "by_lamp", "dials", "heard",
    "not_dialled", "not_reached", "rang", "answered", "listened", "confirmed",
)  # fmt: skip

report_presses = Table(
    "report_presses", metadata,
    Column("grain", String(1), primary_key=True), Column("dimension", String(8), primary_key=True),
    Column("area", String(64), primary_key=True), Column("start", String(10), primary_key=True),
    Column("member", String(64), primary_key=True), Column("service", String(64), primary_key=True),
    *_counts(*PRESS_COUNTS), text("ring_waits"), text("person_waits"),
    one_of("grain", "d", "m"), one_of("dimension", "all", "hour", "target", "operator"), sqlite_with_rowid=False,
)  # fmt: skip

report_months = Table("report_months", metadata, Column("start", String(10), primary_key=True))
"""The months whose sums stand in the roll-ups; of every other its days are read."""

report_rungs = Table(
    "report_rungs", metadata,
    Column("grain", String(1), primary_key=True), Column("start", String(10), primary_key=True),
    Column("target", String(64), primary_key=True), Column("service", String(64), primary_key=True),
    *_counts(*RUNG_COUNTS),
    one_of("grain", "d", "m"),
)  # fmt: skip

report_messages = Table(
    "report_messages", metadata,
    Column("area", String(64), primary_key=True),
    Column("start", String(10), primary_key=True), Column("campaign_id", String(64), primary_key=True),
    *_counts(*MESSAGE_COUNTS),
    Index(None, "campaign_id"),
)  # fmt: skip
