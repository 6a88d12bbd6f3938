"""Load the demonstration, once."""

from typing import Any

from django.core.management.base import BaseCommand

from vlora_plan.demo.load import is_loaded, load_demo


class Command(BaseCommand):
    help = "Loads the demonstration data through the project's own deeds; a second call changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("There is data already; nothing was loaded.")
            return
        load_demo()
        self.stdout.write(self.style.SUCCESS("The demonstration data is loaded."))
