"""Puts an archive back: made whole beside what is in use, then exchanged for it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.database.backups import Backup
from operations.database.databases import BackupRefused, drop, exchange, manage, refuse_in_use, scratch_name
from operations.trail import history


class Command(BaseCommand):
    help = "Restores an archive; the database of before is kept under another name. Stop web, workers and clock first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args: Any, archive: Path, **options: Any) -> None:
        restored, before = scratch_name("restored"), scratch_name("before")
        try:
            refuse_in_use()
            backup = Backup(archive)
            backup.check()
            try:
                backup.restore_database(restored)
                manage(restored, "prepare_database")
                erased = manage(restored, "replay_erasures")
                manage(restored, "verify_data", f"--of-backup={archive}")
                files = backup.restore_files()
                exchange(restored, before=before)
            finally:
                drop(restored)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        lost = history.note_restore(backup.manifest.head)
        self.stdout.write(f"Restored as of {backup.manifest.made_at}: {files} files put back.")
        self.stdout.write(f"The database of before is kept as “{before}”; drop it when nothing of it is needed.")
        self.stdout.write(erased.strip())
        if lost:
            self.stdout.write(f"Events after {backup.manifest.head} had been recorded and are not in this backup.")
