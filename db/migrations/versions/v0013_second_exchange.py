"""What Twilio was asked and what it answered while the exchange was away."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
