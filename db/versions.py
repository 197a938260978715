"""Which versions of the tables does this program know? Told without loading Alembic; a test keeps it true."""

VERSION_TABLE = "bigbutton_version"
REVISIONS = tuple(f"{number:04}" for number in range(1, 18))
"""Every migration, oldest first."""
HEAD = REVISIONS[-1]
