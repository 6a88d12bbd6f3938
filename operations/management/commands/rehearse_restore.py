"""The drill: an archive is put back beside the running system, asked whether it is whole, and removed again."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.database.backups import Backup
from operations.database.databases import BackupRefused, drop, manage, scratch_name


class Command(BaseCommand):
    help = "Restores an archive into a database of its own, verifies it and drops it; nothing in use is touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args: Any, archive: Path, **options: Any) -> None:
        began, name = time.monotonic(), scratch_name("rehearsed")
        try:
            backup = Backup(archive)
            backup.check()
            try:
                backup.restore_database(name)
                manage(name, "prepare_database")
                self.stdout.write(manage(name, "replay_erasures").strip())
                self.stdout.write(manage(name, "verify_data", f"--of-backup={archive}").strip())
            finally:
                drop(name)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{archive.name} can be put back: rehearsed in {time.monotonic() - began:.0f} s.")
