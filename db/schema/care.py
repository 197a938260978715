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
    Index("ix_deliveries_prevented", "senior_id", sqlite_where=sql("why = 'not_measured'"),
          postgresql_where=sql("why = 'not_measured'")),
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
    instant("at", nullable=False), word("kind"), word("source", length=128), text("told_by"), text("note"),
    UniqueConstraint("senior_id", "source"),
    Index(None, "senior_id", "at"),
)  # fmt: skip

watch = Table(
    "watch", metadata,
    refers("senior_id", "seniors.id", primary_key=True),
    instant("oldest_unheard_at"), instant("last_sign_at"), text("last_sign_kind"),
    instant("look_at"), Column("well_by", Integer), instant("well_by_since"),
    Index(None, "oldest_unheard_at"), Index(None, "look_at"),
    Index("ix_watch_unplanned", "oldest_unheard_at", sqlite_where=sql("look_at IS NULL"),
          postgresql_where=sql("look_at IS NULL")),
)  # fmt: skip

cases = Table(
    "cases", metadata, key(),
    refers("senior_id", "seniors.id"), word("state"), instant("opened_at", nullable=False), text("reason"),
    instant("closed_at"), text("outcome"),
    text("trigger"), text("risk"), instant("step_due_at"),
    Column("climbed", Integer, nullable=False, server_default="0"),
    text("taken_by"), text("closed_by"), text("how"), text("note"),
    word("outage_id", nullable=True), instant("waits_until"),
    Index("uq_cases_one_open_for_a_senior", "senior_id", unique=True,
          sqlite_where=sql("closed_at IS NULL"), postgresql_where=sql("closed_at IS NULL")),
    Index(None, "senior_id", "opened_at"),
    Index("ix_cases_overdue", "step_due_at", sqlite_where=sql("closed_at IS NULL"),
          postgresql_where=sql("closed_at IS NULL")),
    Index(None, "outage_id"),
)  # fmt: skip

visits = Table(
    "visits", metadata, key(),
    refers("case_id", "cases.id", nullable=True), refers("senior_id", "seniors.id"), word("state"),
    word("code", nullable=True), word("visitor_id", nullable=True),
    instant("due_at"), instant("opened_at", nullable=False), instant("arrived_at"), instant("closed_at"),
    text("outcome"),
    word("offered_to", nullable=True), instant("offered_until"), instant("accepted_at"), instant("on_the_way_at"),
    text("arrived_by"), text("note"),
    one_of("state", "due", "accepted", "arrived", "closed"),
    Index("uq_visits_one_open_for_a_case", "case_id", unique=True,
          sqlite_where=sql("state <> 'closed'"), postgresql_where=sql("state <> 'closed'")),
    Index("uq_visits_open_code", "code", unique=True,
          sqlite_where=sql("state <> 'closed'"), postgresql_where=sql("state <> 'closed'")),
    Index("uq_visits_one_open_of_the_rota", "senior_id", unique=True,
          sqlite_where=sql("state <> 'closed' AND case_id IS NULL"),
          postgresql_where=sql("state <> 'closed' AND case_id IS NULL")),
    Index(None, "senior_id"), Index(None, "case_id"),
)  # fmt: skip

visit_photos = Table(
    "visit_photos", metadata, key(),
    refers("visit_id", "visits.id"), word("media"), Column("bytes", Integer, nullable=False),
    instant("taken_at", nullable=False), text("taken_by"),
    one_of("media", "image/jpeg", "image/png"),
    Index(None, "visit_id"),
)  # fmt: skip

visit_offers = Table(
    "visit_offers", metadata,
    refers("visit_id", "visits.id", primary_key=True), Column("position", Integer, primary_key=True),
    word("staff_id"), instant("offered_at", nullable=False), text("answer"), instant("answered_at"),
)  # fmt: skip

outages = Table(
    "outages", metadata, key(),
    word("kind"), word("subject", length=128), instant("started_at", nullable=False), instant("ended_at"),
    instant("found_at", nullable=False), instant("waits_until"), instant("released_at"), text("released_by"),
    text("note"),
    one_of("kind", "exchange", "trunk", "line", "area", "building"),
    Index("uq_outages_one_open", "kind", "subject", unique=True, sqlite_where=sql("released_at IS NULL"),
          postgresql_where=sql("released_at IS NULL")),
    Index(None, "started_at"),
)  # fmt: skip

telephone_states = Table(
    "telephone_states", metadata,
    refers("terminal_id", "terminals.id", primary_key=True),
    word("state"), instant("since", nullable=False), instant("seen_at", nullable=False),
    one_of("state", "reachable", "unregistered", "refusing", "in_use"),
    Index(None, "state", "since"),
)  # fmt: skip
