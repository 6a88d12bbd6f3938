"""In words: how the past could be changed by whoever owns the machine, and what `verify_data` says of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from operations.trail.tampering import UNSEEN_HERE, ways


class Command(BaseCommand):
    help = "Lists the known ways of changing the past, and what verify_data says of each; it looks at nothing."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for number, (way, said) in enumerate(ways(), start=1):
            self.stdout.write(f"{number:>3}. {way}: … {said} …")
        self.stdout.write(UNSEEN_HERE)
