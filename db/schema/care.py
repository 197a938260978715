"""Who was told what, who is silent, who went to see? Campaigns, deliveries, signs of life, cases, visits."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, UniqueConstraint, false
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, refers, serial, text, word

campaigns = Table(
    "campaigns", metadata, key(),
    text("title"), text("text"), text("audio"), word("language"),
    instant("created_at", nullable=False), word("state"), instant("starts_at"),
    text("source"), text("template"), text("created_by"), text("audience"), text("windows"), text("retries"),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("channels", Integer), Column("per_minute", Integer), text("reply"),
    instant("ends_at"), word("schedule_id", nullable=True), instant("occurrence"), word("cloned_from", nullable=True),
    one_of("state", "draft", "running", "paused", "done", "cancelled"),
    Index("uq_campaigns_occurrence", "schedule_id", "occurrence", unique=True,
          sqlite_where=sql("schedule_id IS NOT NULL"), postgresql_where=sql("schedule_id IS NOT NULL")),
)  # fmt: skip

deliveries = Table(
    "deliveries", metadata, key(),
    refers("campaign_id", "campaigns.id"), refers("senior_id", "seniors.id"),
    word("household_id", nullable=True), word("terminal_id", nullable=True),
    word("state"), instant("available_at"), text("evidence"),
    Column("heard_ms", Integer), Column("total_ms", Integer), instant("heard_at"),
    Column("tries", Integer, nullable=False), instant("next_try_at"),
    text("way"), text("why"), text("words"), text("audio"), text("reply"), word("area_id", nullable=True),
    instant("dialled_at"),
    UniqueConstraint("campaign_id", "senior_id"),
    one_of("state", "waiting", "due", "trying", "done"),
    Index("ix_deliveries_open", "next_try_at", sqlite_where=sql("state <> 'done'"),
          postgresql_where=sql("state <> 'done'")),
    Index(None, "senior_id"), Index(None, "household_id"),
)  # fmt: skip

schedules = Table(
    "schedules", metadata, key(),
    refers("campaign_id", "campaigns.id"), text("recurrence"), word("zone"), word("state"),
    instant("created_at", nullable=False), instant("next_at"), instant("last_at"),
    one_of("state", "active", "paused", "ended"),
    Index("ix_schedules_due", "next_at", sqlite_where=sql("state = 'active'"),
          postgresql_where=sql("state = 'active'")),
)  # fmt: skip

audiences = Table(
    "audiences", metadata, key(),
    Column("name", String(100), nullable=False, unique=True), text("filter"),
    instant("saved_at", nullable=False), text("saved_by"),
)  # fmt: skip

signs = Table(
    "signs", metadata, serial(),
    refers("senior_id", "seniors.id"), word("household_id", nullable=True),
    instant("at", nullable=False), word("kind"), word("source", length=128),
    UniqueConstraint("senior_id", "source"),
    Index(None, "senior_id", "at"),
)  # fmt: skip

watch = Table(
    "watch", metadata,
    refers("senior_id", "seniors.id", primary_key=True),
    instant("oldest_unheard_at"), instant("last_sign_at"), text("last_sign_kind"),
    Index(None, "oldest_unheard_at"),
)  # fmt: skip

cases = Table(
    "cases", metadata, key(),
    refers("senior_id", "seniors.id"), word("state"), instant("opened_at", nullable=False), text("reason"),
    instant("closed_at"), text("outcome"),
    Index("uq_cases_one_open_for_a_senior", "senior_id", unique=True,
          sqlite_where=sql("closed_at IS NULL"), postgresql_where=sql("closed_at IS NULL")),
    Index(None, "senior_id", "opened_at"),
)  # fmt: skip

visits = Table(
    "visits", metadata, key(),
    refers("case_id", "cases.id", nullable=True), refers("senior_id", "seniors.id"), word("state"),
    word("code", nullable=True), word("visitor_id", nullable=True),
    instant("due_at"), instant("opened_at", nullable=False), instant("arrived_at"), instant("closed_at"),
    text("outcome"),
    one_of("state", "due", "accepted", "arrived", "closed"),
    Index("uq_visits_one_open_for_a_case", "case_id", unique=True,
          sqlite_where=sql("state <> 'closed'"), postgresql_where=sql("state <> 'closed'")),
    Index("uq_visits_open_code", "code", unique=True,
          sqlite_where=sql("state <> 'closed'"), postgresql_where=sql("state <> 'closed'")),
    Index(None, "senior_id"), Index(None, "case_id"),
)  # fmt: skip
