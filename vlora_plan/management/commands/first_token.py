"""Says how the first administrator begins, as long as there is none."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from accounts.models import User
from vlora_plan.first_token import first_token


class Command(BaseCommand):
    help = "Prints the token for the first administrator of an empty installation; nothing once an account exists."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            return
        address = f"{settings.SITE_URL}{reverse('site:first_run')}"
        self.stdout.write(f"\nThis installation is empty. Open {address}")
        self.stdout.write(f"and type this token there: {first_token()}\n")
