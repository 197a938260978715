"""Which ways out each leg tried and which telephone answered it, and how each way stands."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FITNESS = ("fit", "probe", "resting", "unreachable")


def upgrade() -> None:
    for name in ("tried", "answered_by"):
        op.add_column("legs", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    ours = sa.text("kind <> 'press'")
    op.create_index(
        "ix_calls_of_ours", "calls", ["household_id", "pressed_at"], sqlite_where=ours, postgresql_where=ours
    )
    op.create_table(
        "ways",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("fitness", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered", sa.Boolean()),
        sa.Column("answers", sa.Boolean()),
        sa.Column("rest_ms", sa.Integer(), nullable=False),
        sa.Column("last_ok_at", sa.DateTime(timezone=True)),
        sa.Column("last_fault_at", sa.DateTime(timezone=True)),
        sa.Column("last_fault", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint(f"fitness IN {FITNESS}", name=op.f("ck_ways_fitness")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ways")),
    )
