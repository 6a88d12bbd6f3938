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
ROW_PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE")
CHANGES = ("UPDATE", "DELETE")


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


def shortened_columns() -> dict[str, tuple[str, ...]]:
    """Of such tables the columns from which parts may be taken out; a trigger holds each change to its removal."""
    marked = {model: getattr(model, "shortened_columns", ()) for model in apps.get_models()}
    return {model._meta.db_table: tuple(columns) for model, columns in marked.items() if columns}


def ensure_role(connection: BaseDatabaseWrapper, role: str, password: str) -> bool:
    """Creates the application's role where the owner may; whether it was created."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return False
        cursor.execute(f"CREATE ROLE {connection.ops.quote_name(role)} LOGIN PASSWORD %s", [password or None])
        return True


def withheld() -> dict[str, tuple[str, ...]]:
    """What the application's role may not do with a table's rows; all else of `ROW_PRIVILEGES` it may."""
    return {**dict.fromkeys(append_only_tables(), CHANGES), "django_migrations": ("INSERT", *CHANGES)}


def apply_grants(connection: BaseDatabaseWrapper, role: str) -> None:
    """Gives `role` what it needs, and takes back what could change or hide the past (docs/law.md#data-accountable)."""
    quote = connection.ops.quote_name
    name, database = quote(role), quote(str(connection.settings_dict["NAME"]))
    grants = [
        f"REVOKE TEMPORARY, CREATE ON DATABASE {database} FROM PUBLIC, {name}",
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {name}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {name}",
        f"GRANT {', '.join(ROW_PRIVILEGES)} ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"REVOKE {', '.join(taken)} ON {quote(table)} FROM {name}" for table, taken in withheld().items()),
        *(
            f"GRANT UPDATE ({', '.join(map(quote, columns))}) ON {quote(table)} TO {name}"
            for table, columns in shortened_columns().items()
        ),
    ]
    with connection.cursor() as cursor:
        for grant in grants:
            cursor.execute(grant)
