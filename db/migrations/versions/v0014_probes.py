"""Which numbers were tried, when, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MEANS = ("call", "lookup", "ring")


def upgrade() -> None:
    op.create_table(
        "number_words",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("means", sa.String(length=64), nullable=False),
        sa.Column("leads", sa.Boolean()),
        sa.Column("detail", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint(f"means IN {MEANS}", name=op.f("ck_number_words_means")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_words")),
    )
    op.create_index("ix_number_words_number_at", "number_words", ["number", "at"])
