import hashlib
import json
import shutil
import tarfile
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from operations.database.backups import Backup, make_backup, remove_older
from operations.database.databases import BackupRefused, database_name, drop, logged_in, maintenance, manage
from operations.files import store_file
from operations.models import Event, StoredFile
from operations.trail import history
from socialplan.content.models import Chapter
from tests.conftest import owner_address
from tests.factories.accounts import UserFactory
from tests.socialplan.conftest import Journey

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def heads(settings: Any, tmp_path: Path) -> Path:
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    return settings.HISTORY_HEADS_FILE


@pytest.fixture
def kept(law: Any, people: dict[str, Any], answered_round: Any) -> StoredFile:
    """A sealed version with its history, and a stored file."""
    Journey(people).to_announced(answered_round)
    return store_file(b"%PDF-1.7 minutes", "minutes.pdf", uploaded_by=people["secretary"])


def databases() -> set[str]:
    with maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{database_name()}%"])
        return {name for (name,) in cursor.fetchall()}


def said(*command: str) -> str:
    output = StringIO()
    call_command(*command, stdout=output, stderr=output)
    return output.getvalue()


def rewritten(path: Path, change: Any) -> Path:
    """The archive anew, each member as `change` of its name and content has it."""
    target = path.with_name("changed.tar")
    with tarfile.open(path) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                place = target.with_name("member")
                place.write_bytes(content)
                new.add(place, arcname=member.name)
    return target


def test_the_drill_puts_a_backup_back_beside_the_system_and_removes_it(kept: StoredFile, tmp_path: Path) -> None:
    before = databases()
    path, manifest = make_backup(tmp_path / "backups")

    answer = said("rehearse_restore", str(path))

    assert "history: sound" in answer
    assert "files: sound" in answer
    assert "seals: sound" in answer
    assert f"{path.name} can be put back" in answer
    assert databases() == before
    assert manifest.head == Event.objects.count()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_was_lost_comes_back_and_what_was_there_is_kept(kept: StoredFile, tmp_path: Path) -> None:
    """On a database of its own: the one of the tests is in use by them."""
    path, manifest = make_backup(tmp_path / "backups")
    other = f"{database_name()}_other"
    Backup(path).restore_database(other)
    manage(other, "prepare_database")
    with logged_in(other) as cursor:
        cursor.execute("CREATE TABLE a_mark (id int)")
    shutil.rmtree(tmp_path / "media" / "files")

    try:
        answer = manage(other, "restore", str(path))
        (before,) = {name for name in databases() if "_other_before_" in name}
        with logged_in(other) as cursor:
            cursor.execute("SELECT to_regclass('a_mark'), count(*) FROM operations_event")
            assert cursor.fetchone() == (None, manifest.head + 1), "the history says that a backup was put back"
        with logged_in(before) as cursor:
            cursor.execute("SELECT to_regclass('a_mark')::text")
            assert cursor.fetchone() == ("a_mark",)
        assert "Restored as of" in answer
        with default_storage.open(kept.file.name) as file:
            assert file.read() == b"%PDF-1.7 minutes"
    finally:
        for name in databases() - {database_name()}:
            drop(name)


def test_a_database_in_use_is_not_exchanged(kept: StoredFile, tmp_path: Path) -> None:
    path, _manifest = make_backup(tmp_path / "backups")
    before = databases()

    with psycopg2.connect(**owner_address()), pytest.raises(CommandError, match="in use"):
        said("restore", str(path))

    assert databases() == before


@pytest.mark.parametrize("member", ["database.dump", "files/"])
def test_a_damaged_archive_is_refused(member: str, kept: StoredFile, tmp_path: Path) -> None:
    path, _manifest = make_backup(tmp_path / "backups")
    changed = rewritten(path, lambda name, content: content + b"x" if name.startswith(member) else content)

    with pytest.raises(CommandError, match="damaged"):
        said("rehearse_restore", str(changed))


@pytest.mark.parametrize("name", ["../outside.txt", "/tmp/outside.txt", "files/../../outside.txt", "elsewhere/a.txt"])
def test_an_archive_that_names_a_path_outside_is_refused_before_anything_is_made(name: str, tmp_path: Path) -> None:
    path, _manifest = make_backup(tmp_path / "backups")
    before = databases()
    content = b"outside"

    def more(member: str, old: bytes) -> bytes:
        if member != "manifest.json":
            return old
        manifest = json.loads(old)
        manifest["members"][name] = hashlib.sha256(content).hexdigest()
        return json.dumps(manifest).encode()

    changed = rewritten(path, more)
    with tarfile.open(changed, "a") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, BytesIO(content))

    with pytest.raises(BackupRefused, match="outside the storage"):
        Backup(changed).check()
    for command in ("restore", "rehearse_restore"):
        with pytest.raises(CommandError, match="outside the storage"):
            said(command, str(changed))
    assert databases() == before
    assert not (tmp_path / "outside.txt").exists()


def test_an_archive_cut_off_is_refused(kept: StoredFile, tmp_path: Path) -> None:
    path, _manifest = make_backup(tmp_path / "backups")
    path.write_bytes(path.read_bytes()[:20_000])

    with pytest.raises(BackupRefused, match="not a whole backup"):
        Backup(path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.tar").write_bytes(b"no archive at all")

    with pytest.raises(BackupRefused, match="not a whole backup"):
        Backup(tmp_path / "other.tar")


def test_rows_missing_after_a_restore_are_told(kept: StoredFile, tmp_path: Path) -> None:
    path, _manifest = make_backup(tmp_path / "backups")

    def more(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        manifest["tables"]["content_chapter"] += 1
        return json.dumps(manifest).encode()

    before = databases()
    with pytest.raises(CommandError, match="other rows than the backup: content_chapter"):
        said("rehearse_restore", str(rewritten(path, more)))
    assert databases() == before


def test_a_file_gone_from_the_storage_is_told_and_the_rest_is_kept(kept: StoredFile, tmp_path: Path) -> None:
    default_storage.delete(kept.file.name)

    with pytest.raises(CommandError, match=kept.file.name):
        said("backup", str(tmp_path / "backups"))
    (path,) = (tmp_path / "backups").iterdir()
    Backup(path).check()
    with pytest.raises(CommandError, match="verify_data"):
        said("rehearse_restore", str(path))


def test_a_broken_seal_a_lost_file_and_a_lost_event_are_told(kept: StoredFile, heads: Path) -> None:
    history.write_head()
    default_storage.delete(kept.file.name)
    with psycopg2.connect(**owner_address()) as owner, owner.cursor() as cursor:
        for table in ("content_chapter", "operations_event"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("UPDATE content_chapter SET title_sq = title_sq || '!'")
        cursor.execute("DELETE FROM operations_event WHERE sequence = (SELECT max(sequence) FROM operations_event)")
        for table in ("content_chapter", "operations_event"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    owner.close()
    assert Chapter.objects.filter(title_sq__endswith="!").exists()

    output = StringIO()
    with pytest.raises(CommandError, match="Not everything"):
        call_command("verify_data", stdout=output, stderr=output)

    assert "history: 1" in output.getvalue()
    assert "files: 1" in output.getvalue()
    assert "seals: 1" in output.getvalue()


def test_events_lost_by_a_restore_are_said_once_and_then_left_aside(kept: StoredFile, heads: Path) -> None:
    history.write_head()
    last = history.newest_head()
    assert last is not None
    with heads.open("a") as file:
        file.write(json.dumps({"sequence": last.sequence + 3, "hash": "f" * 64, "seen_at": "2026-01-01"}) + "\n")
    assert len(list(history.complaints())) == 1

    assert history.note_restore(Event.objects.count()) == 1

    assert list(history.complaints()) == []
    assert history.read_heads()[-1].restored


def test_archives_older_than_so_many_days_are_removed(tmp_path: Path) -> None:
    UserFactory()
    now = datetime.now(UTC)
    old, young = (tmp_path / f"vlora-plan-{now - timedelta(days=days):%Y%m%dT%H%M%SZ}.tar" for days in (36, 34))
    for path in (old, young, tmp_path / "notes.tar"):
        path.touch()

    assert remove_older(tmp_path, days=35) == [old.name]
    assert {path.name for path in tmp_path.iterdir()} >= {young.name, "notes.tar"}
