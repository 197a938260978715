"""Who carries the work, what was given to the second exchange, and what did it say?"""

from sqlalchemy import Column, Index, Integer, Table
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, text, word

switch = Table(
    "switch", metadata, key(),
    word("side"), instant("since", nullable=False), word("by"), text("reason"), instant("changing_since"),
    instant("answered_at"), text("fault"),
    one_of("side", "local", "twilio"),
)  # fmt: skip

given_orders = Table(
    "given_orders", metadata, key("token"),
    word("order_id", length=64), word("kind"), text("order"), instant("given_at", nullable=False),
    instant("taken_at"), word("state"), instant("over_at"),
    one_of("state", "given", "taken", "over", "taken_back"),
    Index("ix_given_orders_open", "given_at", sqlite_where=sql("state IN ('given', 'taken')"),
          postgresql_where=sql("state IN ('given', 'taken')")),
)  # fmt: skip

second_facts = Table(
    "second_facts", metadata, key(length=200),
    word("journal"), Column("n", Integer, nullable=False), instant("at", nullable=False), word("kind"), text("body"),
    Index(None, "journal", "n"),
)  # fmt: skip
