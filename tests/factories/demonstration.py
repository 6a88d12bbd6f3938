"""The demonstration, loaded once a run by the program's own command; whoever asks after that gets its rows and files.

Loading takes twenty seconds of a processor, putting back what was loaded one.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

import psycopg2
import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone, translation

from tests.conftest import Rows, empty_tables, noted_rows, owner_address

NUMBERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
#: A number once given is not given again, whatever stood here before.
COUNT_ON = (
    "SELECT setval(%(name)s, greatest(%(value)s, (SELECT last_value FROM pg_sequences WHERE sequencename = %(name)s)))"
)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Among the processes of one run."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def shared_folder(temporary: pytest.TempPathFactory) -> Path:
    """What this run loaded today; where tests run in parallel, the folder above those of its processes."""
    base = temporary.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"demonstration-{timezone.localdate()}"


def put_into_database(media: Path, temporary: pytest.TempPathFactory) -> None:
    """The demonstration in committed rows, its files in `media`; `empty_tables` takes the rows away again."""
    shared = shared_folder(temporary)
    with alone(shared):
        if (shared / "whole").exists():
            return put_back(shared, media)
        with override_settings(MEDIA_ROOT=media), translation.override("sq"):
            call_command("load_demo", verbosity=0)
        keep(shared, media)
    return None


def keep(shared: Path, media: Path) -> None:
    for name, rows in noted_rows().items():
        (shared / f"{name}.rows").write_bytes(rows.getvalue())
    with psycopg2.connect(**owner_address()) as owner, owner.cursor() as cursor:
        cursor.execute(NUMBERS)
        (shared / "numbers").write_text("\n".join(f"{name} {value}" for name, value in cursor.fetchall()))
    owner.close()
    shutil.copytree(media, shared / "media", dirs_exist_ok=True)
    (shared / "whole").touch()


def put_back(shared: Path, media: Path) -> None:
    kept: Rows = {path.stem: io.BytesIO(path.read_bytes()) for path in sorted(shared.glob("*.rows"))}
    empty_tables(kept)
    with psycopg2.connect(**owner_address()) as owner, owner.cursor() as cursor:
        for line in (shared / "numbers").read_text().splitlines():
            name, value = line.split()
            cursor.execute(COUNT_ON, {"name": name, "value": int(value)})
    owner.close()
    shutil.copytree(shared / "media", media, dirs_exist_ok=True)
