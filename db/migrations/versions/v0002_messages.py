"""Messages: audiences, schedules, windows, ways; recordings by people; repeated requests."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _campaigns()
    _deliveries()
    _seniors()
    _schedules()
    _audiences()
    _idempotency()
    _recordings()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _campaigns() -> None:
    for name in ("source", "template", "created_by", "audience", "windows", "retries", "reply"):
        op.add_column("campaigns", _text(name))
    op.add_column("campaigns", sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("campaigns", sa.Column("channels", sa.Integer()))
    op.add_column("campaigns", sa.Column("per_minute", sa.Integer()))
    op.add_column("campaigns", sa.Column("ends_at", sa.DateTime(timezone=True)))
    op.add_column("campaigns", sa.Column("schedule_id", sa.String(length=64)))
    op.add_column("campaigns", sa.Column("occurrence", sa.DateTime(timezone=True)))
    op.add_column("campaigns", sa.Column("cloned_from", sa.String(length=64)))
    op.create_index(
        "uq_campaigns_occurrence",
        "campaigns",
        ["schedule_id", "occurrence"],
        unique=True,
        sqlite_where=sa.text("schedule_id IS NOT NULL"),
        postgresql_where=sa.text("schedule_id IS NOT NULL"),
    )


def _deliveries() -> None:
    for name in ("way", "why", "words", "audio", "reply"):
        op.add_column("deliveries", _text(name))
    op.add_column("deliveries", sa.Column("area_id", sa.String(length=64)))
    op.add_column("deliveries", sa.Column("dialled_at", sa.DateTime(timezone=True)))


def _seniors() -> None:
    op.add_column("seniors", _text("message_way"))
    op.add_column("seniors", _text("call_windows"))


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("campaign_id", sa.String(length=64), nullable=False),
        _text("recurrence"),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.Column("last_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state IN ('active', 'paused', 'ended')", name=op.f("ck_schedules_state")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_schedules_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_index(
        "ix_schedules_due",
        "schedules",
        ["next_at"],
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )


def _audiences() -> None:
    op.create_table(
        "audiences",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        _text("filter"),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        _text("saved_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audiences")),
        sa.UniqueConstraint("name", name=op.f("uq_audiences_name")),
    )


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        _text("request"),
        sa.Column("status", sa.Integer(), nullable=False),
        _text("body"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_idempotency")),
    )
    op.create_index("ix_idempotency_at", "idempotency", ["at"])


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("phrase", sa.String(length=64), nullable=False),
        _text("file"),
        sa.Column("total_ms", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _text("recorded_by"),
        sa.PrimaryKeyConstraint("language", "phrase", name=op.f("pk_recordings")),
    )
