"""How does Alembic run here? On the connection it is given, inside the transaction that is already open."""

from typing import Any, Literal

from alembic import context

from db.schema.columns import Instant
from db.tables import metadata
from db.versions import VERSION_TABLE


def plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration names no type of ours: it must mean the same when ours have changed."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    render_item=plain,
    transactional_ddl=False,
)
context.run_migrations()
