"""Which versions of the tables does this program know? Told without loading Alembic; a test keeps it true."""

VERSION_TABLE = "bigbutton_version"
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0014", "0015")
"""Every migration, oldest first."""
HEAD = REVISIONS[-1]
