"""What Twilio was asked and what it answered while the exchange was away."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATES = ("given", "taken", "over", "taken_back")
OPEN = "state IN ('given', 'taken')"


def upgrade() -> None:
    _switch()
    _orders()
    _facts()


def _switch() -> None:
    op.create_table(
        "switch",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("changing_since", sa.DateTime(timezone=True)),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("fault", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("side IN ('local', 'twilio')", name=op.f("ck_switch_side")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_switch")),
    )


def _orders() -> None:
    op.create_table(
        "given_orders",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("order", sa.Text(), nullable=False, server_default=""),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_given_orders_state")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_given_orders")),
    )
    op.create_index(
        "ix_given_orders_open",
        "given_orders",
        ["given_at"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def _facts() -> None:
    op.create_table(
        "second_facts",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("journal", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_facts")),
    )
    op.create_index("ix_second_facts_journal_n", "second_facts", ["journal", "n"])
