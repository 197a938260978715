"""Everything: the tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _areas()
    _attempts()
    _audit()
    _calls()
    _campaigns()
    _fact_cursor()
    _facts()
    _incident_events()
    _incidents()
    _legs()
    _outbox()
    _services()
    _tasks()
    _households()
    _providers()
    _staff()
    _contacts()
    _provider_days()
    _provider_holiday_hours()
    _provider_hours()
    _provider_numbers()
    _seniors()
    _shifts()
    _terminals()
    _cases()
    _deliveries()
    _holds()
    _senior_tags()
    _signs()
    _watch()
    _visits()
    _site_revisions()


def _areas() -> None:
    op.create_table(
        "areas",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("parent_id", sa.String(length=64)),
        sa.CheckConstraint("kind IN ('district', 'street', 'community')", name=op.f("ck_areas_kind")),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["areas.id"],
            name=op.f("fk_areas_parent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64)),
        sa.Column("senior_id", sa.String(length=64)),
        sa.Column("delivery_id", sa.String(length=64)),
        sa.Column("case_id", sa.String(length=64)),
        sa.Column("call_id", sa.String(length=64)),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=64)),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dialled_at", sa.DateTime(timezone=True)),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("heard_ms", sa.Integer()),
        sa.Column("total_ms", sa.Integer()),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("kind IN ('broadcast', 'wellness', 'missed_press')", name=op.f("ck_attempts_kind")),
        sa.CheckConstraint("state IN ('intended', 'dialled', 'answered', 'ended')", name=op.f("ck_attempts_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_case_id", "attempts", ["case_id"])
    op.create_index("ix_attempts_delivery_id", "attempts", ["delivery_id"])
    op.create_index(
        "ix_attempts_open",
        "attempts",
        ["committed_at"],
        sqlite_where=sa.text("state <> 'ended'"),
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_index("ix_attempts_terminal_id_committed_at", "attempts", ["terminal_id", "committed_at"])
    op.create_index(
        "uq_attempts_one_open_for_a_delivery",
        "attempts",
        ["delivery_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'ended' AND delivery_id IS NOT NULL"),
        postgresql_where=sa.text("state <> 'ended' AND delivery_id IS NOT NULL"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_subject_at", "audit", ["subject", "at"])


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64)),
        sa.Column("household_id", sa.String(length=64)),
        sa.Column("service_id", sa.String(length=64)),
        sa.Column("via", sa.String(length=64), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("caller_id", sa.Text(), server_default="", nullable=False),
        sa.Column("sip_call_id", sa.Text(), server_default="", nullable=False),
        sa.Column("route_source", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ring_at", sa.DateTime(timezone=True)),
        sa.Column("reached_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("rungs", sa.Integer(), nullable=False),
        sa.Column("exhausted", sa.Boolean(), nullable=False),
        sa.Column("ms_to_ring", sa.Integer()),
        sa.Column("ms_to_person", sa.Integer()),
        sa.Column("talk_ms", sa.Integer()),
        sa.Column("ended_by", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.String(length=64)),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("incident_id", sa.String(length=64)),
        sa.CheckConstraint("kind IN ('press', 'missed_press', 'wellness', 'family')", name=op.f("ck_calls_kind")),
        sa.CheckConstraint(
            "outcome IN ('reached', 'nobody', 'gave_up', 'blocked', 'unknown')", name=op.f("ck_calls_outcome")
        ),
        sa.CheckConstraint("state IN ('pressed', 'ringing', 'reached', 'ended')", name=op.f("ck_calls_state")),
        sa.CheckConstraint("via IN ('terminal', 'access', 'digits')", name=op.f("ck_calls_via")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_household_id_pressed_at", "calls", ["household_id", "pressed_at"])
    op.create_index(
        "ix_calls_incident",
        "calls",
        ["incident_id"],
        sqlite_where=sa.text("incident_id IS NOT NULL"),
        postgresql_where=sa.text("incident_id IS NOT NULL"),
    )
    op.create_index(
        "ix_calls_open",
        "calls",
        ["pressed_at"],
        sqlite_where=sa.text("state <> 'ended'"),
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_index("ix_calls_pressed_at", "calls", ["pressed_at"])
    op.create_index("ix_calls_terminal_id_pressed_at", "calls", ["terminal_id", "pressed_at"])


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("audio", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state IN ('draft', 'running', 'paused', 'done', 'cancelled')", name=op.f("ck_campaigns_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )


def _fact_cursor() -> None:
    op.create_table(
        "fact_cursor",
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("inode", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("clock_offset", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("node", name=op.f("pk_fact_cursor")),
    )


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("uniqueid", sa.String(length=64), nullable=False),
        sa.Column("ident", sa.String(length=64), nullable=False),
        sa.Column("linkedid", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_facts")),
        sa.UniqueConstraint("uniqueid", "ident", name=op.f("uq_facts_uniqueid_ident")),
    )
    op.create_index("ix_facts_linkedid", "facts", ["linkedid"])


def _incident_events() -> None:
    op.create_table(
        "incident_events",
        sa.Column("incident_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "seq", name=op.f("pk_incident_events")),
    )


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=64)),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("accepted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("presses", sa.Integer(), nullable=False),
        sa.Column("rung_back", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('open', 'accepted', 'closed')", name=op.f("ck_incidents_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(
        "ix_incidents_open",
        "incidents",
        ["terminal_id"],
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index("ix_incidents_opened_at", "incidents", ["opened_at"])


def _legs() -> None:
    op.create_table(
        "legs",
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("seconds", sa.Integer()),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("sip_call_id", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("call_id", "position", name=op.f("pk_legs")),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("performed_at", sa.DateTime(timezone=True)),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('intended', 'done', 'failed', 'unknown')", name=op.f("ck_outbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_intended",
        "outbox",
        ["id"],
        sqlite_where=sa.text("state = 'intended'"),
        postgresql_where=sa.text("state = 'intended'"),
    )


def _services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("code", name=op.f("uq_services_code")),
    )


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("terminal_id", sa.String(length=64)),
        sa.Column("senior_id", sa.String(length=64)),
        sa.Column("call_id", sa.String(length=64)),
        sa.Column("case_id", sa.String(length=64)),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('open', 'taken', 'done')", name=op.f("ck_tasks_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_tasks_kind_subject")),
    )
    op.create_index(
        "ix_tasks_open",
        "tasks",
        ["due_at"],
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_index("ix_tasks_senior_id", "tasks", ["senior_id"])


def _households() -> None:
    op.create_table(
        "households",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("area_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("access_note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_households_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_index("ix_households_area_id", "households", ["area_id"])


def _providers() -> None:
    op.create_table(
        "providers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("area_id", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.Integer()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("on_holidays", sa.String(length=64), nullable=False),
        sa.CheckConstraint("on_holidays IN ('same', 'own', 'closed')", name=op.f("ck_providers_on_holidays")),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_providers_capacity")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_providers_area_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_providers_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_providers")),
    )
    op.create_index("ix_providers_area_id", "providers", ["area_id"])
    op.create_index("ix_providers_service_id_area_id", "providers", ["service_id", "area_id"])


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("area_id", sa.String(length=64)),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("login", sa.String(length=64)),
        sa.Column("password_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('operator', 'supervisor', 'visitor', 'provider', 'family', 'official', 'administrator')",
            name=op.f("ck_staff_role"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_staff_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_index("ix_staff_area_id", "staff", ["area_id"])


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("household_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("relation", sa.Text(), server_default="", nullable=False),
        sa.Column("accepts", sa.String(length=64), nullable=False),
        sa.Column("holds_key", sa.Boolean(), nullable=False),
        sa.CheckConstraint("accepts IN ('answer', 'press-1')", name=op.f("ck_contacts_accepts")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_contacts_position")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_contacts_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_household_id", "contacts", ["household_id"])


def _provider_days() -> None:
    op.create_table(
        "provider_days",
        sa.Column("provider_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint('"start" < "end" OR ("start" = 0 AND "end" = 0)', name=op.f("ck_provider_days_closed")),
        sa.CheckConstraint('0 <= "start" AND "start" + 0 <= "end" AND "end" <= 96', name=op.f("ck_provider_days_span")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_provider_days_provider_id")),
        sa.PrimaryKeyConstraint("provider_id", "day", "start", name=op.f("pk_provider_days")),
    )


def _provider_holiday_hours() -> None:
    op.create_table(
        "provider_holiday_hours",
        sa.Column("provider_id", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '0 <= "start" AND "start" + 1 <= "end" AND "end" <= 96',
            name=op.f("ck_provider_holiday_hours_span"),
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_provider_holiday_hours_provider_id")),
        sa.PrimaryKeyConstraint("provider_id", "start", name=op.f("pk_provider_holiday_hours")),
    )


def _provider_hours() -> None:
    op.create_table(
        "provider_hours",
        sa.Column("provider_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '0 <= "start" AND "start" + 1 <= "end" AND "end" <= 96', name=op.f("ck_provider_hours_span")
        ),
        sa.CheckConstraint("day BETWEEN 0 AND 6", name=op.f("ck_provider_hours_day")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_provider_hours_provider_id")),
        sa.PrimaryKeyConstraint("provider_id", "day", "start", name=op.f("pk_provider_hours")),
    )


def _provider_numbers() -> None:
    op.create_table(
        "provider_numbers",
        sa.Column("provider_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("accepts", sa.String(length=64), nullable=False),
        sa.CheckConstraint("accepts IN ('answer', 'press-1')", name=op.f("ck_provider_numbers_accepts")),
        sa.CheckConstraint("position >= 1 AND seconds >= 1", name=op.f("ck_provider_numbers_counted")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_provider_numbers_provider_id")),
        sa.PrimaryKeyConstraint("provider_id", "position", name=op.f("pk_provider_numbers")),
    )


def _seniors() -> None:
    op.create_table(
        "seniors",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("household_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.Column("born", sa.Date()),
        sa.Column("gender", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("hears_badly", sa.Boolean(), nullable=False),
        sa.Column("dialect", sa.Text(), server_default="", nullable=False),
        sa.Column("medical_note", sa.Text(), server_default="", nullable=False),
        sa.Column("consents_to_broadcasts", sa.Boolean(), nullable=False),
        sa.Column("silent_after_days", sa.Integer()),
        sa.CheckConstraint("gender IN ('', 'f', 'm')", name=op.f("ck_seniors_gender")),
        sa.CheckConstraint("silent_after_days > 0", name=op.f("ck_seniors_silent_after_days")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_seniors_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seniors")),
    )
    op.create_index("ix_seniors_household_id", "seniors", ["household_id"])


def _shifts() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("duty", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_shifts_runs_forward")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shifts_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index("ix_shifts_duty_ends_at", "shifts", ["duty", "ends_at"])
    op.create_index("ix_shifts_staff_id", "shifts", ["staff_id"])


def _terminals() -> None:
    op.create_table(
        "terminals",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("household_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("call_class", sa.String(length=64), nullable=False),
        sa.Column("has_machine", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "call_class IN ('none', 'local', 'national', 'international')",
            name=op.f("ck_terminals_call_class"),
        ),
        sa.CheckConstraint("kind IN ('sip', 'line')", name=op.f("ck_terminals_kind")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_terminals_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminals")),
    )
    op.create_index("ix_terminals_household_id", "terminals", ["household_id"])
    op.create_index("ix_terminals_number", "terminals", ["number"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("senior_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["senior_id"], ["seniors.id"], name=op.f("fk_cases_senior_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index("ix_cases_senior_id_opened_at", "cases", ["senior_id", "opened_at"])
    op.create_index(
        "uq_cases_one_open_for_a_senior",
        "cases",
        ["senior_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("campaign_id", sa.String(length=64), nullable=False),
        sa.Column("senior_id", sa.String(length=64), nullable=False),
        sa.Column("household_id", sa.String(length=64)),
        sa.Column("terminal_id", sa.String(length=64)),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True)),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("heard_ms", sa.Integer()),
        sa.Column("total_ms", sa.Integer()),
        sa.Column("heard_at", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state IN ('waiting', 'due', 'trying', 'done')", name=op.f("ck_deliveries_state")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_deliveries_campaign_id")),
        sa.ForeignKeyConstraint(["senior_id"], ["seniors.id"], name=op.f("fk_deliveries_senior_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("campaign_id", "senior_id", name=op.f("uq_deliveries_campaign_id_senior_id")),
    )
    op.create_index("ix_deliveries_household_id", "deliveries", ["household_id"])
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["next_try_at"],
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_index("ix_deliveries_senior_id", "deliveries", ["senior_id"])


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("senior_id", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_holds_runs_forward")),
        sa.ForeignKeyConstraint(["senior_id"], ["seniors.id"], name=op.f("fk_holds_senior_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index("ix_holds_ends_on", "holds", ["ends_on"])
    op.create_index("ix_holds_senior_id", "holds", ["senior_id"])


def _senior_tags() -> None:
    op.create_table(
        "senior_tags",
        sa.Column("senior_id", sa.String(length=64), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["senior_id"], ["seniors.id"], name=op.f("fk_senior_tags_senior_id")),
        sa.PrimaryKeyConstraint("senior_id", "tag", name=op.f("pk_senior_tags")),
    )
    op.create_index("ix_senior_tags_tag", "senior_tags", ["tag"])


def _signs() -> None:
    op.create_table(
        "signs",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("senior_id", sa.String(length=64), nullable=False),
        sa.Column("household_id", sa.String(length=64)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["senior_id"], ["seniors.id"], name=op.f("fk_signs_senior_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_signs")),
        sa.UniqueConstraint("senior_id", "source", name=op.f("uq_signs_senior_id_source")),
    )
    op.create_index("ix_signs_senior_id_at", "signs", ["senior_id", "at"])


def _watch() -> None:
    op.create_table(
        "watch",
        sa.Column("senior_id", sa.String(length=64), nullable=False),
        sa.Column("oldest_unheard_at", sa.DateTime(timezone=True)),
        sa.Column("last_sign_at", sa.DateTime(timezone=True)),
        sa.Column("last_sign_kind", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["senior_id"], ["seniors.id"], name=op.f("fk_watch_senior_id")),
        sa.PrimaryKeyConstraint("senior_id", name=op.f("pk_watch")),
    )
    op.create_index("ix_watch_oldest_unheard_at", "watch", ["oldest_unheard_at"])


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64)),
        sa.Column("senior_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64)),
        sa.Column("visitor_id", sa.String(length=64)),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('due', 'accepted', 'arrived', 'closed')", name=op.f("ck_visits_state")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_visits_case_id")),
        sa.ForeignKeyConstraint(["senior_id"], ["seniors.id"], name=op.f("fk_visits_senior_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_case_id", "visits", ["case_id"])
    op.create_index("ix_visits_senior_id", "visits", ["senior_id"])
    op.create_index(
        "uq_visits_one_open_for_a_case",
        "visits",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(
        "uq_visits_open_code",
        "visits",
        ["code"],
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )


def _site_revisions() -> None:
    op.create_table(
        "site_revisions",
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_site_revisions")),
    )
