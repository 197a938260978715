"""What became of a call in an operator's hand, and how is somebody found who is not known by the number?"""

from sqlalchemy import Column, Index, Integer, Table
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, text, word

calls_in_hand = Table(
    "calls_in_hand", metadata, key("call_id"),
    word("place"), text("desk"), text("peer"),
    text("note"), instant("noted_at"), text("noted_by"),
    word("senior_id", nullable=True), text("attached_by"),
    instant("silent_since"),
    text("outcome"), text("outcome_note"), instant("closed_at"), text("closed_by"),
    one_of("place", "line", "room", "held", "away", "over"),
    Index("ix_calls_in_hand_open", "call_id", sqlite_where=sql("closed_at IS NULL"),
          postgresql_where=sql("closed_at IS NULL")),
    Index(None, "senior_id"),
    Index("ix_calls_in_hand_kept", "closed_at", "call_id", sqlite_where=sql("outcome <> ''"),
          postgresql_where=sql("outcome <> ''")),
)  # fmt: skip

hand_acts = Table(
    "hand_acts", metadata, key(),
    word("call_id"), word("kind"), text("target"), word("asked_by"), instant("asked_at", nullable=False),
    instant("rang_at"), instant("joined_at"), instant("ended_at"), word("state"), text("status"),
    one_of("kind", "blind", "attended", "conference", "join", "leave", "hold", "silent", "record", "pause", "close"),
    one_of("state", "asked", "ringing", "joined", "failed", "done"),
    Index(None, "call_id", "asked_at"), Index(None, "asked_at"),
)  # fmt: skip

call_recordings = Table(
    "call_recordings", metadata, key(),
    word("call_id"), word("state"), instant("started_at", nullable=False), instant("ended_at"),
    text("started_by"), Column("pauses", Integer, nullable=False, server_default="0"),
    one_of("state", "running", "paused", "done"),
    Index(None, "call_id"),
)  # fmt: skip

people_words = Table(
    "people_words", metadata, key("senior_id"),
    text("words"), text("source"),
)  # fmt: skip
"""What somebody may type to find her. `source`: what it was made from, by which a change is seen."""
