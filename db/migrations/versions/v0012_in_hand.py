"""Calls in an operator's hand: notes, outcomes, recordings, transfers; and what people are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PLACES = ("line", "room", "held", "away", "over")
KINDS = ("blind", "attended", "conference", "join", "leave", "hold", "silent", "record", "pause", "close")
STATES = ("asked", "ringing", "joined", "failed", "done")
RECORDING = ("running", "paused", "done")


def upgrade() -> None:
    _calls()
    _acts()
    _recordings()
    op.create_table(
        "people_words",
        _word("senior_id"),
        _text("words"),
        _text("source"),
        sa.PrimaryKeyConstraint("senior_id", name=op.f("pk_people_words")),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _word(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def _calls() -> None:
    op.create_table(
        "calls_in_hand",
        _word("call_id"),
        _word("place"),
        _text("desk"),
        _text("peer"),
        _text("note"),
        _instant("noted_at"),
        _text("noted_by"),
        _word("senior_id", nullable=True),
        _text("attached_by"),
        _instant("silent_since"),
        _text("outcome"),
        _text("outcome_note"),
        _instant("closed_at"),
        _text("closed_by"),
        sa.CheckConstraint(f"place IN {PLACES}", name=op.f("ck_calls_in_hand_place")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_calls_in_hand")),
    )
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_calls_in_hand_open", "calls_in_hand", ["call_id"], sqlite_where=still_open, postgresql_where=still_open
    )
    op.create_index("ix_calls_in_hand_senior_id", "calls_in_hand", ["senior_id"])


def _acts() -> None:
    op.create_table(
        "hand_acts",
        _word("id"),
        _word("call_id"),
        _word("kind"),
        _text("target"),
        _word("asked_by"),
        _instant("asked_at", nullable=False),
        _instant("rang_at"),
        _instant("joined_at"),
        _instant("ended_at"),
        _word("state"),
        _text("status"),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f("ck_hand_acts_kind")),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_hand_acts_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_acts")),
    )
    op.create_index("ix_hand_acts_call_id_asked_at", "hand_acts", ["call_id", "asked_at"])
    op.create_index("ix_hand_acts_asked_at", "hand_acts", ["asked_at"])


def _recordings() -> None:
    op.create_table(
        "call_recordings",
        _word("id"),
        _word("call_id"),
        _word("state"),
        _instant("started_at", nullable=False),
        _instant("ended_at"),
        _text("started_by"),
        sa.Column("pauses", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(f"state IN {RECORDING}", name=op.f("ck_call_recordings_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_recordings")),
    )
    op.create_index("ix_call_recordings_call_id", "call_recordings", ["call_id"])
