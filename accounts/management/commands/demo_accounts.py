"""Prints the demonstration accounts, making them first where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.demo import demo_accounts, ensure_demo_accounts
from core.workflow import StepRefused


class Command(BaseCommand):
    help = "Make and print the demonstration accounts: role, e-mail, password, six-digit code of the moment."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            ensure_demo_accounts()
            rows = demo_accounts()
        except StepRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{'e-mail':<28} {'password':<20} {'code now':<9} role")
        for row in rows:
            self.stdout.write(f"{row.email:<28} {row.password:<20} {row.code or '-':<9} {row.role}")
        self.stdout.write("The codes change every 30 seconds; the login page shows the current ones.")
