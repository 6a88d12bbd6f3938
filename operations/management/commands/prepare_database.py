"""Brings the database to this version: role, migrations as owner, grants of the application's role."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from operations.database.grants import apply_grants, as_owner, ensure_role
from operations.database.migrating import models_drawn_once
from operations.trail.stored_rows import note_rows


def unknown_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """What was once applied to our own tables and stands in no file any more; nothing could be built on it."""
    loader = MigrationLoader(connection)
    own = {app.label for app in apps.get_app_configs() if "site-packages" not in Path(app.path).parts}
    applied = loader.applied_migrations or {}
    return sorted(f"{app}.{name}" for app, name in applied if app in own and (app, name) not in loader.disk_migrations)


class Command(BaseCommand):
    help = "Creates the application's role if needed, migrates as owner and sets what the application may do."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        login = settings.DATABASES["default"]
        role, password = login["USER"], login["PASSWORD"]  # the same object follows the connection's change of login
        if role == settings.DATABASE_OWNER["USER"]:
            raise CommandError(
                "DATABASE_URL and DATABASE_OWNER_URL name the same role; the application's role must own nothing."
            )
        with as_owner() as connection:
            ensure_role(connection, role, password)
            if unknown := unknown_migrations(connection):
                raise CommandError(
                    "This data was made by another version of the program, whose migrations are not here: "
                    f"{', '.join(unknown)}. Start that version with it, or this one with an empty data folder."
                )
            is_new = not connection.introspection.table_names()
            with models_drawn_once() if is_new else nullcontext():
                call_command("migrate", interactive=False, verbosity=options["verbosity"])
            apply_grants(connection, role)
            note_rows(connection)
        self.stdout.write("The database is ready.")
