"""Brings the database to this version: role, migrations as owner, grants of the application's role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from operations.grants import apply_grants, as_owner, ensure_role


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
            call_command("migrate", interactive=False, verbosity=options["verbosity"])
            apply_grants(connection, role)
        self.stdout.write("The database is ready.")
