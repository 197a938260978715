"""Access: second factor, sessions that can be ended, tries that failed, programs' tokens, what is pressed by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
_STILL_OPEN = sa.text("ended_at IS NULL")
_ROLES = "'operator', 'supervisor', 'visitor', 'provider', 'family', 'official', 'administrator'"


def upgrade() -> None:
    _account_keys()
    _sessions()
    _sign_ins()
    _api_tokens()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _word(name: str, *, nullable: bool = False, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _account_keys() -> None:
    op.create_table(
        "account_keys",
        _word("staff_id"),
        _word("senior_id", nullable=True),
        _word("provider_id", nullable=True),
        sa.Column("temporary", sa.Boolean(), server_default=sa.false(), nullable=False),
        _text("second_secret"),
        _instant("second_since"),
        sa.Column("second_step", sa.Integer(), server_default="0", nullable=False),
        _refers("account_keys", "staff_id", "staff.id"),
        _refers("account_keys", "senior_id", "seniors.id"),
        _refers("account_keys", "provider_id", "providers.id"),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_account_keys")),
    )
    for name in ("senior_id", "provider_id"):
        op.create_index(f"ix_account_keys_{name}", "account_keys", [name])
    op.create_table(
        "recovery_codes",
        _word("staff_id"),
        _word("code_hash"),
        _instant("used_at"),
        _refers("recovery_codes", "staff_id", "staff.id"),
        sa.PrimaryKeyConstraint("staff_id", "code_hash", name=op.f("pk_recovery_codes")),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        _word("id"),
        _word("staff_id"),
        _word("fingerprint"),
        _instant("started_at", nullable=False),
        _instant("seen_at", nullable=False),
        _instant("ends_at", nullable=False),
        _text("address"),
        _text("browser"),
        _instant("ended_at"),
        _text("ended_why"),
        _refers("sessions", "staff_id", "staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(
        "ix_sessions_open", "sessions", ["staff_id"], sqlite_where=_STILL_OPEN, postgresql_where=_STILL_OPEN
    )
    op.create_index("ix_sessions_ends_at", "sessions", ["ends_at"])


def _sign_ins() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "sign_in_failures",
        sa.Column("seq", serial, autoincrement=True, nullable=False),
        _word("login"),
        _word("place", length=128),
        _word("address", length=128),
        _instant("at", nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sign_in_failures")),
    )
    for columns in (["login", "at"], ["address", "at"], ["at"]):
        op.create_index(f"ix_sign_in_failures_{'_'.join(columns)}", "sign_in_failures", columns)
    op.create_table(
        "sign_in_places",
        _word("login"),
        _word("place", length=128),
        _instant("last_at", nullable=False),
        sa.PrimaryKeyConstraint("login", "place", name=op.f("pk_sign_in_places")),
    )


def _api_tokens() -> None:
    op.create_table(
        "api_tokens",
        _word("id"),
        _text("name"),
        _word("secret_hash"),
        _word("role"),
        _word("area_id", nullable=True),
        _text("made_by"),
        _instant("made_at", nullable=False),
        _instant("ends_at"),
        _instant("used_at"),
        _instant("revoked_at"),
        sa.CheckConstraint(f"role IN ({_ROLES})", name=op.f("ck_api_tokens_role")),
        _refers("api_tokens", "area_id", "areas.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
    )
    op.create_index("ix_api_tokens_area_id", "api_tokens", ["area_id"])
