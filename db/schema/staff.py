"""Who works here, when, and who is away? Staff, shifts, holds."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, String, Table

from db.schema.columns import instant, key, metadata, one_of, refers, text, word

staff = Table(
    "staff", metadata, key(),
    text("name"), word("role"), refers("area_id", "areas.id", nullable=True), text("number"), text("desk"),
    Column("login", String(64), unique=True), text("password_hash"),
    Column("active", Boolean, nullable=False),
    one_of("role", "operator", "supervisor", "visitor", "provider", "family", "official", "administrator"),
    Index(None, "area_id"),
)  # fmt: skip

shifts = Table(
    "shifts", metadata, key(length=128),
    refers("staff_id", "staff.id"), word("duty"),
    instant("starts_at", nullable=False), instant("ends_at", nullable=False),
    CheckConstraint("starts_at < ends_at", name="runs_forward"),
    Index(None, "duty", "ends_at"), Index(None, "staff_id"),
)  # fmt: skip

holds = Table(
    "holds", metadata, key(length=128),
    refers("senior_id", "seniors.id"),
    Column("starts_on", Date, nullable=False), Column("ends_on", Date, nullable=False),
    text("reason"), text("asked_by"),
    CheckConstraint("starts_on <= ends_on", name="runs_forward"),
    Index(None, "senior_id"), Index(None, "ends_on"),
)  # fmt: skip
