"""What was asked for by a press: promised, accepted, done, and how it was."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
