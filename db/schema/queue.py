"""Who sits in the hotline's queue, who waited there, who waits at home, and what was said when nobody took it?"""

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, refers, serial, text, word

queue_seats = Table(
    "queue_seats", metadata,
    refers("staff_id", "staff.id", primary_key=True),
    word("endpoint"), text("paused"), instant("joined_at", nullable=False), instant("since", nullable=False),
    instant("rested_at"),
    UniqueConstraint("endpoint"),
)  # fmt: skip
"""`paused` empty: takes calls. `rested_at`: when the rest after a call was last ended by hand."""

queue_turns = Table(
    "queue_turns", metadata, serial(),
    word("staff_id"), word("what"), text("reason"), instant("at", nullable=False), word("by"),
    one_of("what", "join", "pause", "resume", "leave", "rested"),
    Index(None, "staff_id", "at"), Index(None, "at"),
)  # fmt: skip

queue_skills = Table(
    "queue_skills", metadata,
    refers("staff_id", "staff.id", primary_key=True), key("skill", length=24),
)  # fmt: skip

queue_waits = Table(
    "queue_waits", metadata, key("call_id"),
    word("terminal_id", nullable=True), word("queue"), Column("urgency", Integer, nullable=False),
    instant("since", nullable=False), instant("left_at"), word("how", nullable=True),
    Index("ix_queue_waits_open", "since", sqlite_where=sql("left_at IS NULL"),
          postgresql_where=sql("left_at IS NULL")),
    Index(None, "since"),
)  # fmt: skip

queue_returns = Table(
    "queue_returns", metadata, key("attempt_id"),
    word("call_id"), word("queue"), Column("priority", Integer, nullable=False), instant("asked_at", nullable=False),
    UniqueConstraint("call_id"),
)  # fmt: skip

left_words = Table(
    "left_words", metadata, key("call_id"),
    word("terminal_id", nullable=True), text("file"), word("language"), instant("left_at", nullable=False),
    Index(None, "left_at"),
)  # fmt: skip
"""`file`: its name below the exchange's spool."""
