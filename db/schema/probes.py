"""What was learnt of each number that we may have to ring?"""

from sqlalchemy import Boolean, Column, Index, Table

from db.schema.columns import instant, key, metadata, one_of, text, word

number_words = Table(
    "number_words", metadata, key(length=160),
    word("number"), instant("at", nullable=False), word("means"), Column("leads", Boolean), text("detail"),
    one_of("means", "call", "lookup", "ring"),
    Index(None, "number", "at"),
)  # fmt: skip
"""`leads`: whether somebody is there; NULL: that says nothing of the number."""
