"""Which telephones were given out, and who has not tried one yet."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "onboarding",
        sa.Column("terminal_id", sa.String(length=64), nullable=False),
        sa.Column("given_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_out_by", sa.Text(), server_default="", nullable=False),
        sa.Column("first_press_at", sa.DateTime(timezone=True)),
        sa.Column("task_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.id"], name=op.f("fk_onboarding_terminal_id")),
        sa.PrimaryKeyConstraint("terminal_id", name=op.f("pk_onboarding")),
    )
    untried = sa.text("first_press_at IS NULL")
    op.create_index(
        "ix_onboarding_untried", "onboarding", ["given_out_at"], sqlite_where=untried, postgresql_where=untried
    )
