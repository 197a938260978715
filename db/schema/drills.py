"""Which ways out were drilled, and what came of each drill?"""

from sqlalchemy import Column, Index, Integer, Table
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, text, word

drill_calls = Table(
    "drill_calls", metadata, key(),
    word("way"), instant("wanted_at", nullable=False), word("wanted_by"),
    word("state"), word("outcome", nullable=True), text("fault"),
    instant("intended_at"), instant("dialled_at"), Column("ring_ms", Integer),
    instant("answered_at"), instant("accepted_at"), instant("ended_at"),
    one_of("state", "wanted", "intended", "dialled", "answered", "ended"),
    one_of("outcome", "accepted", "unaccepted", "failed"),
    Index(None, "way", "wanted_at"),
    Index("uq_drill_calls_one_standing_for_a_way", "way", unique=True,
          sqlite_where=sql("state <> 'ended'"), postgresql_where=sql("state <> 'ended'")),
)  # fmt: skip
