from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from operations.trail import history


class Command(BaseCommand):
    help = "Recompute the audit trail and compare it with the heads kept outside the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--record", action="store_true", help="note the newest head outside the database")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(history.complaints())
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(_("The history has been tampered with."))
        head = history.write_head() if options["record"] else history.newest_head()
        number = head.sequence if head else 0
        self.stdout.write(_("The history is whole: %(number)s events.") % {"number": number})
