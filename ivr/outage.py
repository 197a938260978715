"""Which faults pass by themselves, so that what was tried is tried again? A full disk, a database that is away."""

from sqlalchemy.exc import SQLAlchemyError

from db.refusals import DatabaseRefused

PASSING = (SQLAlchemyError, DatabaseRefused, OSError)
"""On a full disk SQLite refuses the statement, or already the connection; whoever writes a file gets an OSError."""
