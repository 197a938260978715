"""The watch's pages: photographs of visits; one open visit of the rota for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_photos",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("media IN ('image/jpeg', 'image/png')", name=op.f("ck_visit_photos_media")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_photos_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_photos")),
    )
    op.create_index("ix_visit_photos_visit_id", "visit_photos", ["visit_id"])
    ours = sa.text("state <> 'closed' AND case_id IS NULL")
    op.create_index(
        "uq_visits_one_open_of_the_rota", "visits", ["senior_id"], unique=True, sqlite_where=ours,
        postgresql_where=ours,
    )  # fmt: skip
