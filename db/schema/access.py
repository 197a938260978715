"""Who signs in, and with what? Accounts' keys, sessions, tries that failed, and programs' tokens."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, false
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, refers, serial, text, word

account_keys = Table(
    "account_keys", metadata, refers("staff_id", "staff.id", primary_key=True),
    refers("senior_id", "seniors.id", nullable=True), refers("provider_id", "providers.id", nullable=True),
    Column("temporary", Boolean, nullable=False, server_default=false()),
    text("second_secret"), instant("second_since"),
    Column("second_step", Integer, nullable=False, server_default="0"),
    Index(None, "senior_id"), Index(None, "provider_id"),
)  # fmt: skip

recovery_codes = Table(
    "recovery_codes", metadata,
    refers("staff_id", "staff.id", primary_key=True), Column("code_hash", String(64), primary_key=True),
    instant("used_at"),
)  # fmt: skip

sessions = Table(
    "sessions", metadata, key(),
    refers("staff_id", "staff.id"), word("fingerprint"),
    instant("started_at", nullable=False), instant("seen_at", nullable=False), instant("ends_at", nullable=False),
    text("address"), text("browser"), instant("ended_at"), text("ended_why"),
    Index("ix_sessions_open", "staff_id", sqlite_where=sql("ended_at IS NULL"),
          postgresql_where=sql("ended_at IS NULL")),
    Index(None, "ends_at"),
)  # fmt: skip

sign_in_failures = Table(
    "sign_in_failures", metadata, serial(),
    word("login"), word("place", length=128), word("address", length=128), instant("at", nullable=False),
    Index(None, "login", "at"), Index(None, "address", "at"), Index(None, "at"),
)  # fmt: skip

sign_in_places = Table(
    "sign_in_places", metadata,
    Column("login", String(64), primary_key=True), Column("place", String(128), primary_key=True),
    instant("last_at", nullable=False),
)  # fmt: skip

api_tokens = Table(
    "api_tokens", metadata, key(),
    text("name"), word("secret_hash"), word("role"), refers("area_id", "areas.id", nullable=True),
    text("made_by"), instant("made_at", nullable=False), instant("ends_at"), instant("used_at"), instant("revoked_at"),
    one_of("role", "operator", "supervisor", "visitor", "provider", "family", "official", "administrator"),
    Index(None, "area_id"),
)  # fmt: skip
