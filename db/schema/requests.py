"""What was asked for, who is to bring it, and which provider said that it is closed?"""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, refers, text, word

requests = Table(
    "requests", metadata, key(),
    word("kind"), word("provider_id", nullable=True), word("service_id", nullable=True),
    word("terminal_id", nullable=True), word("senior_id", nullable=True), word("call_id", nullable=True),
    instant("opened_at", nullable=False), text("opened_by"), instant("promised_by", nullable=False), word("state"),
    instant("accepted_at"), text("accepted_by"), instant("done_at"), text("done_by"), text("note"),
    instant("ask_at"), instant("ask_until"), word("attempt_id", nullable=True), Column("stars", Integer),
    instant("rated_at"),
    one_of("state", "open", "accepted", "done", "asked", "rated", "withdrawn"),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    Index("uq_requests_call_id", "call_id", unique=True, sqlite_where=sql("call_id IS NOT NULL"),
          postgresql_where=sql("call_id IS NOT NULL")),
    Index("uq_requests_attempt_id", "attempt_id", unique=True, sqlite_where=sql("attempt_id IS NOT NULL"),
          postgresql_where=sql("attempt_id IS NOT NULL")),
    Index("ix_requests_promised", "promised_by", sqlite_where=sql("state IN ('open', 'accepted')"),
          postgresql_where=sql("state IN ('open', 'accepted')")),
    Index("ix_requests_to_ask", "ask_at", sqlite_where=sql("state = 'done'"),
          postgresql_where=sql("state = 'done'")),
    Index(None, "opened_at"), Index(None, "provider_id", "opened_at"), Index(None, "senior_id"),
)  # fmt: skip

provider_closings = Table(
    "provider_closings", metadata,
    refers("provider_id", "providers.id", primary_key=True), Column("day", Date, primary_key=True),
    text("before"), instant("closed_at", nullable=False), text("closed_by"), instant("opened_at"), text("opened_by"),
)  # fmt: skip
