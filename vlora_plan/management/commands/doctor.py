"""Says what is wrong with this installation: `manage.py doctor --mail me@example.al`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from vlora_plan.doctor import complaints, send_test_mail


class Command(BaseCommand):
    help = "Says in sentences what is wrong with this installation; ends with an error code when anything is."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mail", metavar="ADDRESS", default="", help="also send a test mail to this address")

    def handle(self, *args: Any, mail: str, **options: Any) -> None:
        is_ill = False
        for name, sentences in complaints():
            self.stdout.write(f"{name}: {'ok' if not sentences else len(sentences)}")
            for sentence in sentences:
                self.stdout.write(f"  {sentence}")
            is_ill |= bool(sentences)
        if mail:
            sentence = send_test_mail(mail)
            self.stdout.write(sentence or _("A test mail to %(address)s is on its way.") % {"address": mail})
            is_ill |= bool(sentence)
        if is_ill:
            raise CommandError(_("Not everything is as it should be."))
