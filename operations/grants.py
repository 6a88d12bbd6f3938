"""What the application's database role may do: everything with rows, nothing with the past, nothing with tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOGIN_KEYS = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


def owner_login() -> dict[str, Any]:
    return {key: settings.DATABASE_OWNER[key] for key in LOGIN_KEYS}


def log_in_as(connection: BaseDatabaseWrapper, login: dict[str, Any]) -> dict[str, Any]:
    """Closes the connection and lets its next use log in with `login`; returns the login it had before."""
    before = {key: connection.settings_dict[key] for key in LOGIN_KEYS}
    connection.close()
    connection.settings_dict.update(login)
    return before


@contextmanager
def as_owner(alias: str = "default") -> Iterator[BaseDatabaseWrapper]:
    """The connection under the owner's login, for migrations, grants and backups."""
    connection = connections[alias]
    before = log_in_as(connection, owner_login())
    try:
        yield connection
    finally:
        log_in_as(connection, before)


def append_only_tables() -> list[str]:
    """Tables whose rows are only added, by the `append_only` mark of their models."""
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def ensure_role(connection: BaseDatabaseWrapper, role: str, password: str) -> bool:
    """Creates the application's role where the owner may; whether it was created."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return False
        cursor.execute(f"CREATE ROLE {connection.ops.quote_name(role)} LOGIN PASSWORD %s", [password or None])
        return True


def apply_grants(connection: BaseDatabaseWrapper, role: str) -> None:
    """Gives `role` what it needs, takes back what would let it change the past (docs/law.md#data-accountable)."""
    quote = connection.ops.quote_name
    name = quote(role)
    grants = [
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}",
        *(f"REVOKE UPDATE, DELETE ON {quote(table)} FROM {name}" for table in append_only_tables()),
    ]
    with connection.cursor() as cursor:
        for grant in grants:
            cursor.execute(grant)
