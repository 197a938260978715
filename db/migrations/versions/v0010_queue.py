"""The hotline's queue: who sits at it, breaks, shifts, messages that were left."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WHAT = ("join", "pause", "resume", "leave", "rested")


def upgrade() -> None:
    _who_sits()
    _who_waits()


def _who_sits() -> None:
    op.create_table(
        "queue_seats",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.String(length=64), nullable=False),
        sa.Column("paused", sa.Text(), nullable=False, server_default=""),
        _instant("joined_at", nullable=False),
        _instant("since", nullable=False),
        _instant("rested_at"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_queue_seats_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_queue_seats")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_queue_seats_endpoint")),
    )
    op.create_table(
        "queue_turns",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        _instant("at", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.CheckConstraint(f"what IN {WHAT}", name=op.f("ck_queue_turns_what")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_queue_turns")),
    )
    op.create_index("ix_queue_turns_staff_id_at", "queue_turns", ["staff_id", "at"])
    op.create_index("ix_queue_turns_at", "queue_turns", ["at"])
    op.create_table(
        "queue_skills",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("skill", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_queue_skills_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "skill", name=op.f("pk_queue_skills")),
    )


def _who_waits() -> None:
    op.create_table(
        "queue_waits",
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64)),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        _instant("since", nullable=False),
        _instant("left_at"),
        sa.Column("how", sa.String(length=64)),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_queue_waits")),
    )
    there = sa.text("left_at IS NULL")
    op.create_index("ix_queue_waits_open", "queue_waits", ["since"], sqlite_where=there, postgresql_where=there)
    op.create_index("ix_queue_waits_since", "queue_waits", ["since"])
    op.create_table(
        "queue_returns",
        sa.Column("attempt_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        _instant("asked_at", nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_queue_returns")),
        sa.UniqueConstraint("call_id", name=op.f("uq_queue_returns_call_id")),
    )
    op.create_table(
        "left_words",
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64)),
        sa.Column("file", sa.Text(), nullable=False, server_default=""),
        sa.Column("language", sa.String(length=64), nullable=False),
        _instant("left_at", nullable=False),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_left_words")),
    )


def _instant(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
