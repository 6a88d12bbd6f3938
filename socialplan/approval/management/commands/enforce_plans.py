"""Bring into force what was announced and whose date has come, and end what is over: `manage.py enforce_plans`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from socialplan.approval.services.steps import enforce_due_versions, expire_ended_versions


class Command(BaseCommand):
    help = "Bring announced versions into force on their date, superseding the earlier one; end those that are over."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Brought into force: {enforce_due_versions()}")
        self.stdout.write(f"Expired: {expire_ended_versions()}")
