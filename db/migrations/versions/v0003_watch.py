"""The watch: when to look at whom, deadlines, the ladder's steps, offers to visitors, outages, telephones."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _prevented()
    _signs_and_watch()
    _cases()
    _visits()
    _outages()
    _telephone_states()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _prevented() -> None:
    ours = sa.text("why = 'not_measured'")
    op.create_index("ix_deliveries_prevented", "deliveries", ["senior_id"], sqlite_where=ours, postgresql_where=ours)


def _signs_and_watch() -> None:
    op.add_column("signs", _text("told_by"))
    op.add_column("signs", _text("note"))
    op.add_column("watch", _instant("look_at"))
    op.add_column("watch", sa.Column("well_by", sa.Integer()))
    op.add_column("watch", _instant("well_by_since"))
    op.create_index("ix_watch_look_at", "watch", ["look_at"])
    unplanned = sa.text("look_at IS NULL")
    op.create_index(
        "ix_watch_unplanned", "watch", ["oldest_unheard_at"], sqlite_where=unplanned, postgresql_where=unplanned
    )


def _cases() -> None:
    for name in ("trigger", "risk", "taken_by", "closed_by", "how", "note"):
        op.add_column("cases", _text(name))
    op.add_column("cases", sa.Column("climbed", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", _instant("step_due_at"))
    op.add_column("cases", _instant("waits_until"))
    op.add_column("cases", sa.Column("outage_id", sa.String(length=64)))
    still_open = sa.text("closed_at IS NULL")
    op.create_index("ix_cases_overdue", "cases", ["step_due_at"], sqlite_where=still_open, postgresql_where=still_open)
    op.create_index("ix_cases_outage_id", "cases", ["outage_id"])


def _visits() -> None:
    op.add_column("visits", sa.Column("offered_to", sa.String(length=64)))
    for name in ("offered_until", "accepted_at", "on_the_way_at"):
        op.add_column("visits", _instant(name))
    for name in ("arrived_by", "note"):
        op.add_column("visits", _text(name))
    op.create_table(
        "visit_offers",
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        _instant("offered_at", nullable=False),
        _text("answer"),
        _instant("answered_at"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_offers_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "position", name=op.f("pk_visit_offers")),
    )


def _outages() -> None:
    op.create_table(
        "outages",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        _instant("started_at", nullable=False),
        _instant("ended_at"),
        _instant("found_at", nullable=False),
        _instant("waits_until"),
        _instant("released_at"),
        _text("released_by"),
        _text("note"),
        sa.CheckConstraint("kind IN ('exchange', 'trunk', 'line', 'area', 'building')", name=op.f("ck_outages_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
    )
    not_released = sa.text("released_at IS NULL")
    op.create_index(
        "uq_outages_one_open",
        "outages",
        ["kind", "subject"],
        unique=True,
        sqlite_where=not_released,
        postgresql_where=not_released,
    )
    op.create_index("ix_outages_started_at", "outages", ["started_at"])


def _telephone_states() -> None:
    op.create_table(
        "telephone_states",
        sa.Column("terminal_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        _instant("since", nullable=False),
        _instant("seen_at", nullable=False),
        sa.CheckConstraint(
            "state IN ('reachable', 'unregistered', 'refusing', 'in_use')", name=op.f("ck_telephone_states_state")
        ),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.id"], name=op.f("fk_telephone_states_terminal_id")),
        sa.PrimaryKeyConstraint("terminal_id", name=op.f("pk_telephone_states")),
    )
    op.create_index("ix_telephone_states_state_since", "telephone_states", ["state", "since"])
