"""Makes one archive of database and files; `rehearse_restore` proves that it can be put back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.database.backups import make_backup, remove_older
from operations.database.databases import BackupRefused
from operations.queue.heartbeats import beat


class Command(BaseCommand):
    help = "Writes the database as of one moment and every stored file into one archive in FOLDER."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where archives are kept")
        parser.add_argument("--keep-days", type=int, default=0, help="then remove archives older than so many days")

    def handle(self, *args: Any, folder: Path, keep_days: int, **options: Any) -> None:
        try:
            path, manifest = make_backup(folder)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        beat("backup")
        rows, files = sum(manifest.tables.values()), len(manifest.members) - 1
        self.stdout.write(f"{path}: {rows} rows, {files} files, history up to event {manifest.head}.")
        if manifest.damaged:
            raise CommandError(f"Missing in the storage, or not what was stored: {', '.join(manifest.damaged)}")
        if keep_days > 0:
            for name in remove_older(folder, days=keep_days):
                self.stdout.write(f"Removed: {name}")
