"""Bring into force what was announced and whose date has come: `manage.py enforce_plans`, once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from socialplan.services.steps import enforce_due_versions


class Command(BaseCommand):
    help = "Bring announced plan versions into force on their date; one that was in force before is superseded."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Brought into force: {enforce_due_versions()}")
