"""Whose database is this? One row: the site's name, and where it moved to."""

from sqlalchemy import Table

from db.schema.columns import instant, key, metadata, text

site_mark = Table(
    "site_mark", metadata, key(),
    text("name"), instant("marked_at", nullable=False), text("moved_to"), instant("moved_at"),
)  # fmt: skip
