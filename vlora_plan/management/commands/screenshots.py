"""Takes the pictures of the README from a running system: `manage.py screenshots --address http://127.0.0.1:8000`."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.supervisor.machine import BROWSERS

PICTURES = {"home.png": ("/sq/", ""), "plan.png": ("/en/plan/", "main .card a, main h2 a")}
SIZE = {"width": 1280, "height": 1000}


class Command(BaseCommand):
    help = "Takes the README's screenshots into docs/img, from a system that runs with demonstration data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the system answers")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        try:
            playwright = import_module("playwright.sync_api")
        except ModuleNotFoundError as error:
            raise CommandError("The pictures need the development packages: make setup.") from error
        folder: Path = settings.BASE_DIR / "docs" / "img"
        folder.mkdir(parents=True, exist_ok=True)
        with playwright.sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=installed_browser(), args=["--no-sandbox"])
            for name, (path, link) in PICTURES.items():
                page = browser.new_page(viewport=SIZE)
                page.goto(f"{address}{path}")
                if link:
                    page.locator(link).first.click()
                page.screenshot(path=folder / name)
                self.stdout.write(f"docs/img/{name}")
            browser.close()


def installed_browser() -> str:
    """The system's own Chromium; nothing is downloaded for a picture."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise CommandError("No Chromium is installed.")
