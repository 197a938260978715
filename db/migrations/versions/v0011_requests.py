"""What was asked for by a press: promised, accepted, done, and how it was."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _requests()
    _providers()
    op.add_column("tasks", _instant("snoozed_until"))
    op.add_column("tasks", _text("snoozed_why"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _word(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def _requests() -> None:
    op.create_table(
        "requests",
        _word("id"),
        _word("kind"),
        *(_word(name, nullable=True) for name in ("provider_id", "service_id", "terminal_id", "senior_id", "call_id")),
        _instant("opened_at", nullable=False),
        _text("opened_by"),
        _instant("promised_by", nullable=False),
        _word("state"),
        _instant("accepted_at"),
        _text("accepted_by"),
        _instant("done_at"),
        _text("done_by"),
        _text("note"),
        _instant("ask_at"),
        _instant("ask_until"),
        _word("attempt_id", nullable=True),
        sa.Column("stars", sa.Integer()),
        _instant("rated_at"),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'done', 'asked', 'rated', 'withdrawn')", name=op.f("ck_requests_state")
        ),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_requests_stars")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index("ix_requests_opened_at", "requests", ["opened_at"])
    op.create_index("ix_requests_provider_id_opened_at", "requests", ["provider_id", "opened_at"])
    op.create_index("ix_requests_senior_id", "requests", ["senior_id"])
    for name, column, where, unique in (
        ("uq_requests_call_id", "call_id", "call_id IS NOT NULL", True),
        ("uq_requests_attempt_id", "attempt_id", "attempt_id IS NOT NULL", True),
        ("ix_requests_promised", "promised_by", "state IN ('open', 'accepted')", False),
        ("ix_requests_to_ask", "ask_at", "state = 'done'", False),
    ):
        part = sa.text(where)
        op.create_index(name, "requests", [column], unique=unique, sqlite_where=part, postgresql_where=part)


def _providers() -> None:
    op.create_table(
        "provider_closings",
        _word("provider_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _text("before"),
        _instant("closed_at", nullable=False),
        _text("closed_by"),
        _instant("opened_at"),
        _text("opened_by"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_provider_closings_provider_id")),
        sa.PrimaryKeyConstraint("provider_id", "day", name=op.f("pk_provider_closings")),
    )
