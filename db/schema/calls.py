"""What happened on the telephone? Facts as they came, and the calls, legs and incidents they amount to.

None of these insists that the terminal or service still exists: what happened is kept whoever it happened to.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

from db.schema.columns import instant, key, metadata, one_of, serial, text, word

facts = Table(
    "facts", metadata, serial(),
    word("uniqueid"), word("ident"), word("linkedid"), word("event"),
    instant("at", nullable=False), text("data"),
    UniqueConstraint("uniqueid", "ident"), Index(None, "linkedid"),
)  # fmt: skip

fact_cursor = Table(
    "fact_cursor", metadata, key("node"),
    Column("inode", BigInteger, nullable=False), Column("offset", BigInteger, nullable=False),
    Column("clock_offset", Float, nullable=False),
)  # fmt: skip

calls = Table(
    "calls", metadata, key(),
    word("kind"), word("terminal_id", nullable=True), word("household_id", nullable=True),
    word("service_id", nullable=True), word("via"), Column("confirmed", Boolean, nullable=False),
    text("caller_id"), text("sip_call_id"), text("route_source"), word("state"),
    instant("pressed_at", nullable=False), instant("ring_at"), instant("reached_at"), instant("ended_at"),
    text("target"), Column("rungs", Integer, nullable=False), Column("exhausted", Boolean, nullable=False),
    Column("ms_to_ring", Integer), Column("ms_to_person", Integer), Column("talk_ms", Integer),
    text("ended_by"), word("outcome", nullable=True), text("reason"), word("incident_id", nullable=True),
    one_of("kind", "press", "missed_press", "wellness", "family"),
    one_of("via", "terminal", "access", "digits"),
    one_of("state", "pressed", "ringing", "reached", "ended"),
    one_of("outcome", "reached", "nobody", "gave_up", "blocked", "unknown"),
    Index(None, "pressed_at"), Index(None, "household_id", "pressed_at"),
    Index(None, "terminal_id", "pressed_at"),
    Index("ix_calls_open", "pressed_at", sqlite_where=sql("state <> 'ended'"),
          postgresql_where=sql("state <> 'ended'")),
    Index("ix_calls_of_ours", "household_id", "pressed_at", sqlite_where=sql("kind <> 'press'"),
          postgresql_where=sql("kind <> 'press'")),
    Index("ix_calls_incident", "incident_id", sqlite_where=sql("incident_id IS NOT NULL"),
          postgresql_where=sql("incident_id IS NOT NULL")),
)  # fmt: skip

legs = Table(
    "legs", metadata, key("call_id"),
    Column("position", Integer, primary_key=True),
    text("target"), Column("seconds", Integer), text("why"), text("status"),
    instant("started_at"), instant("ended_at"), text("sip_call_id"), text("tried"),
    text("answered_by"),
)  # fmt: skip

incidents = Table(
    "incidents", metadata, key(),
    word("terminal_id", nullable=True), word("state"),
    instant("opened_at", nullable=False), instant("accepted_at"), text("accepted_by"),
    instant("closed_at"), text("closed_by"), Column("presses", Integer, nullable=False), text("rung_back"),
    one_of("state", "open", "accepted", "closed"),
    Index(None, "opened_at"),
    Index("ix_incidents_open", "terminal_id", sqlite_where=sql("state <> 'closed'"),
          postgresql_where=sql("state <> 'closed'")),
)  # fmt: skip

incident_events = Table(
    "incident_events", metadata, key("incident_id"),
    Column("seq", Integer, primary_key=True),
    instant("at", nullable=False), word("what"), text("detail"),
)  # fmt: skip

incident_findings = Table(
    "incident_findings", metadata, key("incident_id"),
    word("what"), text("note"), instant("said_at", nullable=False), word("said_by"),
    one_of("what", "real", "false_alarm", "mistake", "test"),
)  # fmt: skip
"""What an emergency turned out to be, as a member of staff said."""
