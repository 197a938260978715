"""Reports: presses rolled up by area too, with sums of all services, and which months are summed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNTS = (
    "presses tests reached nobody gave_up blocked unknown pending out_of_hours rerouted late_first late_further "
    "rungs talk_ms"
).split()


def upgrade() -> None:
    op.drop_table("report_presses")
    op.create_table(
        "report_presses",
        _key("grain", 1),
        _key("dimension", 8),
        _key("area"),
        _key("start", 10),
        _key("member"),
        _key("service"),
        *(sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False) for name in COUNTS),
        sa.Column("ring_waits", sa.Text(), server_default="", nullable=False),
        sa.Column("person_waits", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("grain IN ('d', 'm')", name=op.f("ck_report_presses_grain")),
        sa.CheckConstraint(
            "dimension IN ('all', 'hour', 'target', 'operator')", name=op.f("ck_report_presses_dimension")
        ),
        sa.PrimaryKeyConstraint(
            "grain", "dimension", "area", "start", "member", "service", name=op.f("pk_report_presses")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table("report_months", _key("start", 10), sa.PrimaryKeyConstraint("start", name=op.f("pk_report_months")))
    op.get_bind().exec_driver_sql(_count_again(postgresql=op.get_bind().dialect.name == "postgresql"))


def _key(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _count_again(*, postgresql: bool) -> str:
    """What stands already is counted once, into the new rows."""
    hour, txn = ("report_hour(pressed_at)", "txid_current()") if postgresql else ("substr(pressed_at, 1, 13)", "0")
    new = f"NOT EXISTS (SELECT 1 FROM report_stale s WHERE s.what = 'calls' AND s.part = p.part AND s.txn = {txn})"
    return (
        f"INSERT INTO report_stale (what, part, txn) SELECT 'calls', p.part, {txn} "
        f"FROM (SELECT DISTINCT {hour} AS part FROM calls) p WHERE {new}"
    )
