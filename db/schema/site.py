"""Who and what is the neighbourhood? Areas, homes, seniors, terminals, contacts, services and providers."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, String, Table

from db.schema.columns import key, metadata, one_of, refers, text, word

areas = Table(
    "areas", metadata, key(),
    text("name"), text("name_en"), word("kind"),
    refers("parent_id", "areas.id", nullable=True, deferrable=True, initially="DEFERRED"),
    one_of("kind", "district", "street", "community"),
)  # fmt: skip

households = Table(
    "households", metadata, key(),
    refers("area_id", "areas.id"), text("address"), text("access_note"),
    Index(None, "area_id"),
)  # fmt: skip

seniors = Table(
    "seniors", metadata, key(),
    refers("household_id", "households.id"),
    text("name"), text("name_en"), Column("born", Date), text("gender"), word("language"), word("zone"),
    Column("hears_badly", Boolean, nullable=False), text("dialect"), text("medical_note"),
    Column("consents_to_broadcasts", Boolean, nullable=False), Column("silent_after_days", Integer),
    text("message_way"), text("call_windows"),
    one_of("gender", "", "f", "m"),
    CheckConstraint("silent_after_days > 0", name="silent_after_days"),
    Index(None, "household_id"),
)  # fmt: skip

senior_tags = Table(
    "senior_tags", metadata,
    refers("senior_id", "seniors.id", primary_key=True),
    Column("tag", String(64), primary_key=True),
    Index(None, "tag"),
)  # fmt: skip

terminals = Table(
    "terminals", metadata, key(),
    refers("household_id", "households.id"),
    word("kind"), text("number"), word("call_class"),
    Column("has_machine", Boolean, nullable=False), text("secret"), Column("active", Boolean, nullable=False),
    one_of("kind", "sip", "line"),
    one_of("call_class", "none", "local", "national", "international"),
    Index(None, "household_id"), Index(None, "number"),
)  # fmt: skip

contacts = Table(
    "contacts", metadata, key(),
    refers("household_id", "households.id"),
    Column("position", Integer, nullable=False), text("name"), text("number"), text("relation"),
    word("accepts"), Column("holds_key", Boolean, nullable=False),
    one_of("accepts", "answer", "press-1"),
    CheckConstraint("position >= 1", name="position"),
    Index(None, "household_id"),
)  # fmt: skip

services = Table(
    "services", metadata, key(),
    Column("code", String(2), nullable=False, unique=True), text("name"), text("name_en"),
    Column("position", Integer, nullable=False),
)  # fmt: skip

providers = Table(
    "providers", metadata, key(),
    text("name"), text("name_en"), refers("service_id", "services.id"), refers("area_id", "areas.id"),
    Column("capacity", Integer), Column("active", Boolean, nullable=False), word("on_holidays"),
    one_of("on_holidays", "same", "own", "closed"),
    CheckConstraint("capacity >= 0", name="capacity"),
    Index(None, "service_id", "area_id"), Index(None, "area_id"),
)  # fmt: skip

provider_numbers = Table(
    "provider_numbers", metadata,
    refers("provider_id", "providers.id", primary_key=True),
    Column("position", Integer, primary_key=True),
    text("number"), Column("seconds", Integer, nullable=False), word("accepts"),
    one_of("accepts", "answer", "press-1"),
    CheckConstraint("position >= 1 AND seconds >= 1", name="counted"),
)  # fmt: skip


def _span(first: int) -> tuple[Column[int], Column[int], CheckConstraint]:
    """Two columns in quarter hours of a day; `first` is the smallest length allowed."""
    lies = f'0 <= "start" AND "start" + {first} <= "end" AND "end" <= 96'
    return (
        Column("start", Integer, primary_key=True),
        Column("end", Integer, nullable=False),
        CheckConstraint(lies, name="span"),
    )


provider_hours = Table(
    "provider_hours", metadata,
    refers("provider_id", "providers.id", primary_key=True),
    Column("day", Integer, primary_key=True), *_span(1),
    CheckConstraint("day BETWEEN 0 AND 6", name="day"),
)  # fmt: skip

provider_holiday_hours = Table(
    "provider_holiday_hours", metadata,
    refers("provider_id", "providers.id", primary_key=True), *_span(1),
)  # fmt: skip

provider_days = Table(
    "provider_days", metadata,
    refers("provider_id", "providers.id", primary_key=True),
    Column("day", Date, primary_key=True), *_span(0),
    CheckConstraint('"start" < "end" OR ("start" = 0 AND "end" = 0)', name="closed"),
)  # fmt: skip

site_revisions = Table(
    "site_revisions", metadata, key("part"),
    Column("number", Integer, nullable=False),
)  # fmt: skip
