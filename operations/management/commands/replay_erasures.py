"""After a restore: what persons had erased since the backup is erased again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from operations import retention
from operations.trail.erasures import replay_erasures


class Command(BaseCommand):
    help = "Erases again what the ledger outside the database says was erased, and what has outlived its term."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in replay_erasures():
            self.stdout.write(f"{line.kind} {line.row.partition('@')[0]}: erased again, as on {line.at[:10]}.")
        retention.purge()
        self.stdout.write("Nothing that was erased is here.")
