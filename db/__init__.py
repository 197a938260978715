"""The memory: tables, one repository for each aggregate, outbox, audit, the import, migrations (Alembic)."""
