"""The migrations lead to the tables the code describes."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from db.engine import reading
from db.migrations import known_revisions
from db.tables import metadata
from db.versions import REVISIONS, VERSION_TABLE


def test_the_versions_told_without_alembic_are_the_migrations_there_are():
    assert known_revisions() == REVISIONS


def test_the_migrations_make_the_tables_columns_and_indexes_the_code_describes(engine):
    with reading(engine) as conn:
        context = MigrationContext.configure(conn, opts={"version_table": VERSION_TABLE, "compare_type": True})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_the_migrations_make_the_checks_the_code_describes(engine):
    described = {
        (table.name, check.name): str(check.sqltext)
        for table in metadata.sorted_tables
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }

    with reading(engine) as conn:
        look = inspect(conn)
        made = {
            (table, check["name"]): check["sqltext"]
            for table in metadata.tables
            for check in look.get_check_constraints(table)
        }

    assert made == described


def test_only_partial_indexes_keep_the_open_ones_quickly_at_hand(engine):
    with reading(engine) as conn:
        wheres = {
            index["name"]: str(index["dialect_options"]["sqlite_where"])
            for table in metadata.tables
            for index in inspect(conn).get_indexes(table)
            if index["name"] and index["dialect_options"].get("sqlite_where") is not None
        }

    assert wheres["ix_calls_open"] == "state <> 'ended'"
    assert wheres["uq_cases_one_open_for_a_senior"] == "closed_at IS NULL"
    assert wheres["uq_attempts_one_open_for_a_delivery"] == "state <> 'ended' AND delivery_id IS NOT NULL"
