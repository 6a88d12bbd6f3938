"""The plan's PDF from the shell: `manage.py export_plan --language sq --output plan.pdf [--version-id N]`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from socialplan.content.enums import PlanKind
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.plan_pdf import load_version, render_plan


class Command(BaseCommand):
    help = "Write the PDF of a plan version: the one in force, else the newest; or a version of it by its number."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=("sq", "en"), default="sq")
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--version", type=int, dest="number", help="number of the plan's version")

    def handle(self, *args: Any, language: str, output: Path, number: int | None, **options: Any) -> None:
        versions = PlanVersion.objects.filter(plan__kind=PlanKind.PLAN).order_by("-plan__first_year", "-number")
        if number is not None:
            version = versions.filter(number=number).first()
        else:
            version = versions.in_force().first() or versions.first()
        if version is None:
            raise CommandError("There is no such plan version.")
        output.write_bytes(render_plan(load_version(version.pk), language=language))
        self.stdout.write(f"{output}: {version}, {language}")
