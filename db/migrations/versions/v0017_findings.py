"""What an emergency turned out to be; and what reports read of words that were left and of outcomes that were kept."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEPT = "outcome <> ''"


def upgrade() -> None:
    op.create_table(
        "incident_findings",
        sa.Column("incident_id", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "what IN ('real', 'false_alarm', 'mistake', 'test')", name=op.f("ck_incident_findings_what")
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_findings")),
    )
    op.create_index("ix_left_words_left_at", "left_words", ["left_at"])
    op.create_index(
        "ix_calls_in_hand_kept", "calls_in_hand", ["closed_at", "call_id"],
        sqlite_where=sa.text(KEPT), postgresql_where=sa.text(KEPT),
    )  # fmt: skip
