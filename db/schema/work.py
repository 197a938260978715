"""What is to be done, by whom, and what did we set out to do? Tasks, the outbox, attempts, the audit."""

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, serial, text, word

tasks = Table(
    "tasks", metadata, key(),
    word("kind"), word("subject", length=128), word("terminal_id", nullable=True),
    word("senior_id", nullable=True), word("call_id", nullable=True), word("case_id", nullable=True),
    instant("opened_at", nullable=False), instant("due_at"), word("state"), word("owner_id", nullable=True),
    instant("closed_at"), text("outcome"), text("note"), instant("snoozed_until"), text("snoozed_why"),
    UniqueConstraint("kind", "subject"),
    one_of("state", "open", "taken", "done"),
    Index("ix_tasks_open", "due_at", sqlite_where=sql("state <> 'done'"),
          postgresql_where=sql("state <> 'done'")),
    Index(None, "senior_id"),
)  # fmt: skip

outbox = Table(
    "outbox", metadata, key(),
    word("kind"), text("payload"), instant("created_at", nullable=False), word("state"),
    instant("performed_at"), text("result"),
    one_of("state", "intended", "done", "failed", "unknown"),
    Index("ix_outbox_intended", "id", sqlite_where=sql("state = 'intended'"),
          postgresql_where=sql("state = 'intended'")),
)  # fmt: skip

attempts = Table(
    "attempts", metadata, key(),
    word("kind"), word("terminal_id", nullable=True), word("senior_id", nullable=True),
    word("delivery_id", nullable=True), word("case_id", nullable=True), word("call_id", nullable=True),
    word("state"), word("outcome", nullable=True),
    instant("committed_at", nullable=False), instant("dialled_at"), instant("answered_at"),
    instant("ended_at"),
    Column("heard_ms", Integer), Column("total_ms", Integer), text("key"),
    one_of("kind", "broadcast", "wellness", "missed_press"),
    one_of("state", "intended", "dialled", "answered", "ended"),
    Index("ix_attempts_open", "committed_at", sqlite_where=sql("state <> 'ended'"),
          postgresql_where=sql("state <> 'ended'")),
    Index("uq_attempts_one_open_for_a_delivery", "delivery_id", unique=True,
          sqlite_where=sql("state <> 'ended' AND delivery_id IS NOT NULL"),
          postgresql_where=sql("state <> 'ended' AND delivery_id IS NOT NULL")),
    Index(None, "terminal_id", "committed_at"), Index(None, "delivery_id"), Index(None, "case_id"),
)  # fmt: skip

idempotency = Table(
    "idempotency", metadata,
    Column("actor", String(64), primary_key=True), Column("key", String(128), primary_key=True),
    text("request"), Column("status", Integer, nullable=False), text("body"), instant("at", nullable=False),
    Index(None, "at"),
)  # fmt: skip

recordings = Table(
    "recordings", metadata,
    Column("language", String(8), primary_key=True), Column("phrase", String(64), primary_key=True),
    text("file"), Column("total_ms", Integer, nullable=False), instant("recorded_at", nullable=False),
    text("recorded_by"),
)  # fmt: skip

audit = Table(
    "audit", metadata, serial(),
    instant("at", nullable=False), text("actor"), word("action"), text("subject"), text("detail"),
    Index(None, "at"), Index(None, "subject", "at"),
)  # fmt: skip
