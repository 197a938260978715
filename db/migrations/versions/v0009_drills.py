"""Drills of the ways out: which way, when, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = ("wanted", "intended", "dialled", "answered", "ended")
OUTCOMES = ("accepted", "unaccepted", "failed")


def upgrade() -> None:
    op.create_table(
        "drill_calls",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_by", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=64)),
        sa.Column("fault", sa.Text(), nullable=False, server_default=""),
        sa.Column("intended_at", sa.DateTime(timezone=True)),
        sa.Column("dialled_at", sa.DateTime(timezone=True)),
        sa.Column("ring_ms", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_drill_calls_state")),
        sa.CheckConstraint(f"outcome IN {OUTCOMES}", name=op.f("ck_drill_calls_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_calls")),
    )
    op.create_index("ix_drill_calls_way_wanted_at", "drill_calls", ["way", "wanted_at"])
    op.create_index(
        "uq_drill_calls_one_standing_for_a_way",
        "drill_calls",
        ["way"],
        unique=True,
        sqlite_where=sa.text("state <> 'ended'"),
        postgresql_where=sa.text("state <> 'ended'"),
    )
