"""Asks of everything kept whether it is as it was kept: the history, the stored files, and what the apps register.

The guards of the database too: functions, triggers, and what the application's role may do.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.database import guards
from operations.database.backups import Backup, hash_in_storage
from operations.database.databases import BackupRefused
from operations.models import StoredFile
from operations.trail import history, integrity, rows


class Command(BaseCommand):
    help = "Verifies the history, every stored file by its hash, the guards of the database, and every seal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--of-backup", type=Path, help="files as in this archive, history up to its last event")

        parser.add_argument("--heads", type=Path, help="a second copy of the file of heads, kept on another machine")

    def handle(self, *args: Any, of_backup: Path | None, heads: Path | None, **options: Any) -> None:
        if heads and not heads.exists():
            raise CommandError(f"There is no file of heads at {heads}.")
        try:
            backup = Backup(of_backup) if of_backup else None
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        until = backup.manifest.head if backup else None
        parts = [
            ("history", list(history.complaints(until=until, copy=heads))),
            ("files", list(wrong_files(backup))),
            ("guards", list(guards.complaints())),
            *integrity.complaints(),
        ]
        for name, sentences in parts:
            self.stdout.write(f"{name}: {'sound' if not sentences else len(sentences)}")
            for sentence in sentences:
                self.stderr.write(sentence)
        for number, table in rows.undeclared():
            self.stdout.write(f"Event {number}: rows of {table} were written without a deed.")
        if any(sentences for _name, sentences in parts):
            raise CommandError("Not everything is as it was kept.")


def wrong_files(backup: Backup | None) -> Iterator[str]:
    """Stored files that are missing or not what their row says; of a backup, those in it."""
    for name, sha256 in StoredFile.objects.order_by("file").values_list("file", "sha256").distinct().iterator():
        found = backup.manifest.members.get(name, "") if backup else hash_in_storage(name)
        if found != sha256:
            yield f"{name}: {'is missing' if not found else 'is not what was stored'}"
