"""Is each way out well, and when did it last carry somebody?"""

from sqlalchemy import Boolean, Column, Integer, Table

from db.schema.columns import instant, key, metadata, one_of, text, word

ways = Table(
    "ways", metadata, key("name"),
    word("fitness"), instant("since", nullable=False),
    Column("registered", Boolean), Column("answers", Boolean), Column("rest_ms", Integer, nullable=False),
    instant("last_ok_at"), instant("last_fault_at"), text("last_fault"),
    one_of("fitness", "fit", "probe", "resting", "unreachable"),
)  # fmt: skip
