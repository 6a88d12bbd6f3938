"""One archive of everything: the database as of one moment, and every stored file; a restore is made beside it first.

The archive is a tar: `database.dump` (pg_dump, custom format), the stored files under their names in the storage, and
`manifest.json` with the hash of each. The heads of the history are not in it: they witness against the database.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage
from django.db import connection, transaction

from operations.database.databases import BackupRefused, counted, database_name, logged_in, maintenance, run_program
from operations.database.grants import as_owner
from operations.files import FOLDER, lock_files
from operations.models import StoredFile
from operations.trail.history import newest_head

FORMAT = "vlora-plan-backup/1"
DATABASE, MANIFEST = "database.dump", "manifest.json"
NAME = "vlora-plan-{:%Y%m%dT%H%M%SZ}.tar"
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: rows by table, the newest event of the history, the SHA-256 of each member.

    `damaged` names stored files that were gone or not what their hash says when the archive was made.
    """

    made_at: str
    tables: dict[str, int]
    head: int
    members: dict[str, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    format: str = FORMAT


class Hashing:
    """Reads a file and keeps the hash of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._hash.update(piece)
        return piece

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def hash_of(file: IO[bytes]) -> str:
    read = Hashing(file)
    while read.read(PIECE):
        pass
    return read.sha256


def make_backup(folder: Path) -> tuple[Path, Manifest]:
    """Write an archive into the folder; it has its name only when it is whole and on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / NAME.format(datetime.now(UTC))
    if target.exists():
        raise BackupRefused(f"There is a backup of this second already: {target.name}")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".partial-") as place, as_owner():
        lock_files("pg_advisory_lock_shared")  # until the owner logs out: no content is removed meanwhile
        draft = Path(place) / target.name
        draft.touch(mode=0o600)
        with transaction.atomic(), tarfile.open(draft, "w") as archive:
            snapshot, manifest = _begin()
            dump = Path(place) / DATABASE
            run_program("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}", name=database_name())
            with dump.open("rb") as file:
                manifest.members[DATABASE] = _add(archive, DATABASE, file, dump.stat().st_size)
            dump.unlink()
            _add_files(archive, manifest)
            _add_manifest(archive, manifest)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(target)
    return target, manifest


def _begin() -> tuple[str, Manifest]:
    """The moment of the backup, by its snapshot's name; all is read as of then."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        tables = counted(cursor)
    head = newest_head()
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return snapshot, Manifest(made_at, tables, head.sequence if head else 0)


def _add_files(archive: tarfile.TarFile, manifest: Manifest) -> None:
    rows = StoredFile.objects.order_by("file").values_list("file", "sha256").distinct()
    for name, sha256 in rows.iterator():
        with tempfile.TemporaryFile() as kept:
            if not _copied(name, kept):
                manifest.damaged.append(name)
                continue
            size = kept.tell()
            kept.seek(0)
            manifest.members[name] = _add(archive, name, kept, size)
        if manifest.members[name] != sha256:
            manifest.damaged.append(name)


def _copied(name: str, target: IO[bytes]) -> bool:
    try:
        with default_storage.open(name) as file:
            shutil.copyfileobj(file, target, PIECE)
    except OSError:
        return False
    return True


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> str:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    read = Hashing(file)
    archive.addfile(member, read)
    return read.sha256


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(asdict(manifest), indent=1).encode())
        size = file.tell()
        file.seek(0)
        _add(archive, MANIFEST, file, size)


def remove_older(folder: Path, *, days: int) -> list[str]:
    """Remove archives older than so many days: so long can erased personal data live on in them."""
    oldest = NAME.format(datetime.now(UTC) - timedelta(days=days))
    old = sorted(path for path in folder.glob(NAME.split("{", 1)[0] + "*.tar") if path.name < oldest)
    for path in old:
        path.unlink()
    return [path.name for path in old]


class Backup:
    """An archive that was made before. BackupRefused if it is none, or not as it was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with self._opened() as archive:
                file = archive.extractfile(MANIFEST)
                found = json.load(file) if file else {}
            if found.pop("format", "") != FORMAT:
                raise BackupRefused(f"{path.name} is of another format than {FORMAT}.")
            self.manifest = Manifest(**found)
        except (OSError, tarfile.TarError, KeyError, ValueError, TypeError) as error:
            raise BackupRefused(f"{path.name} is not a whole backup of this system.") from error

    @contextmanager
    def _opened(self) -> Iterator[tarfile.TarFile]:
        with tarfile.open(self.path, "r:") as archive:
            yield archive

    def members(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Each member but the manifest, as an open file."""
        with self._opened() as archive:
            for member in archive:
                file = archive.extractfile(member)
                if file and member.name != MANIFEST:
                    yield member.name, file

    def check(self) -> None:
        """BackupRefused unless every member is there, is what was written, and belongs into the storage."""
        found = {}
        try:
            self._refuse_strange_members()
            for name, file in self.members():
                found[name] = hash_of(file)
        except (OSError, tarfile.TarError) as error:
            raise BackupRefused(f"{self.path.name} is damaged.") from error
        wrong = sorted(
            name for name in found.keys() | self.manifest.members if found.get(name) != self.manifest.members.get(name)
        )
        if wrong:
            raise BackupRefused(f"{self.path.name} is damaged: {', '.join(wrong[:5])}.")

    def _refuse_strange_members(self) -> None:
        """Before anything is made of the archive: a path outside, a link, or one name twice."""
        with self._opened() as archive:
            members = archive.getmembers()
        seen: set[str] = set()
        for member in members:
            has_place = member.name in {DATABASE, MANIFEST} or _belongs_to_storage(member.name)
            is_ours = has_place and member.isreg() and member.name not in seen
            seen.add(member.name)
            if not is_ours:
                raise BackupRefused(f"{self.path.name} holds a file outside the storage: {member.name}")

    def restore_database(self, name: str) -> None:
        """Into a new database of this name; BackupRefused if there is one, or if rows are missing afterwards."""
        with tempfile.TemporaryDirectory() as place:
            dump = Path(place) / DATABASE
            with dump.open("wb") as target:
                for member, file in self.members():
                    if member == DATABASE:
                        shutil.copyfileobj(file, target, PIECE)
            with maintenance() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if cursor.fetchone():
                    raise BackupRefused(f"There is a database “{name}” already; drop it first.")
                cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
            options = ("--exit-on-error", "--no-owner", "--no-privileges")
            run_program("pg_restore", *options, f"--dbname={name}", str(dump), name=name)
        self._compare(name)

    def _compare(self, name: str) -> None:
        with logged_in(name) as cursor:
            counts = counted(cursor)
        wanted = self.manifest.tables
        wrong = sorted(table for table in counts.keys() | wanted if counts.get(table) != wanted.get(table))
        if wrong:
            raise BackupRefused(f"The restored database has other rows than the backup: {', '.join(wrong[:5])}.")

    def restore_files(self) -> int:
        """Put back what the storage lacks, or holds otherwise; returns how many files."""
        put = 0
        for name, file in self.members():
            if name == DATABASE or _stands(name, self.manifest.members[name]):
                continue
            if not _belongs_to_storage(name):
                raise BackupRefused(f"{self.path.name} holds a file outside the storage: {name}")
            default_storage.delete(name)
            default_storage.save(name, file)
            put += 1
        return put


def _belongs_to_storage(name: str) -> bool:
    return name.startswith(f"{FOLDER}/") and ".." not in Path(name).parts


def _stands(name: str, sha256: str) -> bool:
    return default_storage.exists(name) and hash_in_storage(name) == sha256


def hash_in_storage(name: str) -> str:
    """The SHA-256 of a stored file's content; "" where the storage does not give it."""
    try:
        with default_storage.open(name) as file:
            return hash_of(file)
    except OSError:
        return ""
