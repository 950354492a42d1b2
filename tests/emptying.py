"""Emptying the database after a test with real transactions, without making the catalogue anew.

Django's own way, `flush`, truncates every table and then looks up every model's content type and permissions again: most
of the time of such a test. Here only tables that hold something are emptied, and what migrating makes stays.
"""

from functools import cache

from django.db import connection

from apps.accounts.roles import ensure_builtin_roles

KEPT = {"django_content_type", "auth_permission"}


def empty_tables(*_test: object) -> None:
    """Delete all rows but those of the catalogue, and make the built-in roles again."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        # Neither foreign keys nor triggers are asked: nothing is left that they could protect.
        cursor.execute("SET session_replication_role = replica" if postgres else "PRAGMA foreign_keys = OFF")
        try:
            cursor.execute(_holding())
            for (table,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        finally:
            cursor.execute("SET session_replication_role = DEFAULT" if postgres else "PRAGMA foreign_keys = ON")
    ensure_builtin_roles()


@cache
def _holding() -> str:
    """Return the query for the tables that hold something."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT)
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})" for name in tables]
    return " UNION ALL ".join(asked)
