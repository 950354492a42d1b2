"""Triggers that refuse to change or remove entries, whoever asks the database."""

from typing import Any

SQLITE = {
    "audit_entry_no_update": "BEFORE UPDATE ON audit_entry",
    "audit_entry_no_delete": "BEFORE DELETE ON audit_entry",
}
POSTGRES = {
    "audit_entry_no_change": "BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW",
    "audit_entry_no_truncate": "BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT",
}
FUNCTION = """
CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$
"""


def protect(connection: Any) -> None:
    """Make the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, when in SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END"
                )
        elif connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
            for name, when in POSTGRES.items():
                cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION audit_entry_refuse()")


def unprotect(connection: Any) -> None:
    """Remove the triggers, for a migration that remakes the table."""
    with connection.cursor() as cursor:
        for name in SQLITE if connection.vendor == "sqlite" else POSTGRES:
            on = "" if connection.vendor == "sqlite" else " ON audit_entry"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
