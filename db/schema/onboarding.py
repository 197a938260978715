"""Which telephones were given out, and has each been tried?"""

from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy import text as sql

from db.schema.columns import instant, metadata, text

onboarding = Table(
    "onboarding", metadata,
    Column("terminal_id", String(64), ForeignKey("terminals.id"), primary_key=True),
    instant("given_out_at", nullable=False), text("given_out_by"),
    instant("first_press_at"), instant("task_at"),
    Index("ix_onboarding_untried", "given_out_at", sqlite_where=sql("first_press_at IS NULL"),
          postgresql_where=sql("first_press_at IS NULL")),
)  # fmt: skip
