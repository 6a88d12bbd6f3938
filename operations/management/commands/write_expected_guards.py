"""Writes the list of guards that `verify_data` expects, from a new database made by the migrations alone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.database import guards
from operations.database.databases import BackupRefused, drop, logged_in, maintenance, manage, quoted, scratch_name


class Command(BaseCommand):
    help = "Makes a database from the migrations, writes down its functions, triggers and rules, and drops it again."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        name = scratch_name("guards")
        with maintenance() as cursor:
            cursor.execute(f"CREATE DATABASE {quoted(name)}")
        try:
            manage(name, "prepare_database")
            with logged_in(name) as cursor:
                found = guards.found_in(cursor)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            drop(name)
        guards.write_expected(found)
        self.stdout.write(", ".join(f"{len(rows)} {kind}" for kind, rows in found.items()))
