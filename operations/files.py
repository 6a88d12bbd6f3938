"""Stored files: checked by content, kept once by hash, opened only through a permission."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.word_package.archive import Archive, PackageRefused
from operations.models import StoredFile

FOLDER = "files"
MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_MADE_BYTES = 200 * 1024 * 1024  # what the machine itself makes of many files
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RELATIONS_BYTES = 1024 * 1024
CSV_SAMPLE_BYTES = 64 * 1024
PREFIXES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MEMBERS = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MACROS = re.compile(r"vbaProject\.bin$|^(Basic|Scripts)/.")
ODF_TYPES = frozenset(
    {
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
FILE_TYPES = frozenset({*PREFIXES.values(), *ZIP_MEMBERS.values(), *ODF_TYPES, "text/csv", "application/zip"})
KIND_NAMES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "text/csv": "CSV",
    "application/zip": "ZIP",
}
#: What the machine itself makes: XML is taken from nobody.
MADE_TYPES = FILE_TYPES | {"application/xml"}

_may_open: dict[str, Callable[[Any, StoredFile], bool]] = {}


def file_permission(purpose: str) -> Callable[[Callable[[Any, StoredFile], bool]], Callable[[Any, StoredFile], bool]]:
    """Register who may open files of a purpose; an unregistered purpose is open to nobody."""

    def register(predicate: Callable[[Any, StoredFile], bool]) -> Callable[[Any, StoredFile], bool]:
        _may_open[purpose] = predicate
        return predicate

    return register


def file_purposes() -> list[str]:
    return sorted(_may_open)


def may_open(user: Any, stored: StoredFile) -> bool:
    """Public files are open to all, others to whom the purpose names today; having uploaded it is no right."""
    if stored.is_public:
        return True
    if not user.is_authenticated:
        return False
    predicate = _may_open.get(stored.purpose)
    return predicate is not None and predicate(user, stored)


def content_type_of(content: bytes) -> str:
    """The kind of a file by what it holds; ValidationError for an unknown or broken one."""
    if found := _known_type(content, FILE_TYPES):
        return found
    raise none_of(FILE_TYPES)


def none_of(allowed: frozenset[str]) -> ValidationError:
    return ValidationError(_("The file is none of: %(kinds)s.") % {"kinds": named_kinds(allowed)})


def named_kinds(allowed: frozenset[str]) -> str:
    return ", ".join(name for kind, name in KIND_NAMES.items() if kind in allowed)


def _known_type(content: bytes, allowed: frozenset[str]) -> str:
    """Empty where nobody knows it; what is refused by sight says as which of the allowed kinds to save it."""
    for prefix, content_type in PREFIXES.items():
        if content.startswith(prefix):
            return content_type
    if content.startswith(b"PK\x03\x04"):
        return _zipped_type(content, allowed)
    if content.startswith(OLD_OFFICE):
        sentence = _(
            "This file is of an old office program or has a password. Save it anew, without a password, as one of: "
            "%(kinds)s."
        )
        raise ValidationError(sentence % {"kinds": named_kinds(allowed)})
    if content.startswith(b"<?xml "):
        return "application/xml"
    return "text/csv" if _reads_as_csv(content) else ""


def _zipped_type(content: bytes, allowed: frozenset[str]) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
                raise ValidationError(_("The file unpacks to too much."))
            names = {member.filename for member in members}
            if any(MACROS.search(name) for name in names):
                sentence = _("Files with macros are not accepted. Save it anew, without macros, as one of: %(kinds)s.")
                raise ValidationError(sentence % {"kinds": named_kinds(allowed)})
            for member, content_type in ZIP_MEMBERS.items():
                if member in names:
                    return content_type
            if main := _main_part_type(content):
                return main
            marked = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ValidationError(_("The file is damaged.")) from error
    return marked if marked in ODF_TYPES else "application/zip"


def _main_part_type(content: bytes) -> str:
    """The kind of an office document by its relations: its main part may have any name."""
    try:
        archive = Archive(content, MAX_RELATIONS_BYTES)
        part = archive.main_part()
        declared = archive.content_type(part) if part in archive.names else ""
    except PackageRefused:
        return ""
    return next((kind for kind in ZIP_MEMBERS.values() if declared == f"{kind}.main+xml"), "")


def _reads_as_csv(content: bytes) -> bool:
    if not content.strip() or b"\x00" in content or content.lstrip()[:1] == b"<":
        return False
    text = content[:CSV_SAMPLE_BYTES].decode("utf-8", "replace")
    if any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
        return False
    separator = max(",;\t", key=text.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    return bool(rows) and len(rows[0]) > 1


def check_upload(content: bytes, *, allowed: frozenset[str], max_bytes: int = MAX_FILE_BYTES) -> str:
    """The content type of an upload; ValidationError with a sentence when it is empty, too big or not allowed."""
    if not content:
        raise ValidationError(_("The file is empty."))
    if len(content) > max_bytes:
        sentence = _("The file is larger than %(limit)s MB. Divide it, or make it smaller.")
        raise ValidationError(sentence % {"limit": max_bytes // (1024 * 1024)})
    content_type = _known_type(content, allowed)
    if content_type not in allowed:
        raise none_of(allowed)
    return content_type


def content_of(stored: StoredFile) -> bytes:
    with stored.file.open("rb") as file:
        content: bytes = file.read()
    return content


@transaction.atomic
def store_file(
    content: bytes,
    name: str,
    *,
    uploaded_by: Model | None,
    purpose: str = "private",
    is_public: bool = False,
    allowed: frozenset[str] = FILE_TYPES,
    max_bytes: int = MAX_FILE_BYTES,
) -> StoredFile:
    """Check the content, keep it once by its hash and add the row that names it."""
    content_type = check_upload(content, allowed=allowed, max_bytes=max_bytes)
    lock_files("pg_advisory_xact_lock_shared")
    sha256 = hashlib.sha256(content).hexdigest()
    return StoredFile.objects.create(
        sha256=sha256,
        name=PurePath(name.replace("\\", "/")).name[-200:],
        content_type=content_type,
        size=len(content),
        file=keep_content(content, sha256),
        purpose=purpose,
        is_public=is_public,
        uploaded_by=uploaded_by,
    )


def path_of(sha256: str) -> str:
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def keep_content(content: bytes, sha256: str) -> str:
    """Write the content under its hash unless it is there; returns its name in the storage."""
    wanted = path_of(sha256)
    if default_storage.exists(wanted) and default_storage.size(wanted) == len(content):
        return wanted
    written = default_storage.save(wanted, ContentFile(content))
    flush_to_disk(written)
    return written


def flush_to_disk(name: str) -> None:
    """A row must not survive a power cut without its file; remote storages flush by themselves."""
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@transaction.atomic
def remove_unnamed() -> int:
    """Remove content that no row names, as a crash before the commit leaves it; returns how many files."""
    if not lock_files("pg_try_advisory_xact_lock") or not default_storage.exists(FOLDER):
        return 0
    named = set(StoredFile.objects.values_list("file", flat=True))
    kept = [
        f"{FOLDER}/{part}/{name}"
        for part in default_storage.listdir(FOLDER)[0]
        for name in default_storage.listdir(f"{FOLDER}/{part}")[1]
    ]
    unnamed = [name for name in kept if name not in named]
    for name in unnamed:
        default_storage.delete(name)
    return len(unnamed)


def lock_files(function: str) -> bool:
    """Writers share the lock until their commit; the remover goes on only when it has it alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('operations_files'))")
        return cursor.fetchone()[0] is not False
