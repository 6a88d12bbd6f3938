"""The directory for machines, made beforehand in each language; the database empties it when it no longer holds."""

from __future__ import annotations

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import override

from assessments.models import DirectoryFile
from assessments.service_map.directory import directory, entries_of
from assessments.service_map.hsds import hsds_json
from core.pages.public_files import PublicFile
from municipality.models import Municipality
from operations.roll_ups import begin_roll_up, keep_roll_up

LOCK = "assessments.directory"


def directory_file(language: str) -> PublicFile:
    """In `language`, sq or en: the one that is kept, or made on the spot."""
    kept = DirectoryFile.objects.filter(language=language[:2], is_stale=False).first()
    return _made_now(language) if kept is None else PublicFile.from_packed(kept.content, kept.etag)


def _made_now(language: str) -> PublicFile:
    with override(language):
        return PublicFile.of(hsds_json(entries_of(directory()), get_object_or_404(Municipality)).encode())


def refresh_directory_files() -> int:
    """Make anew what no longer holds; returns how many."""
    if not Municipality.objects.exists():
        return 0
    fresh = set(DirectoryFile.objects.filter(is_stale=False).values_list("language", flat=True))
    return sum(_keep(language) for language, _name in settings.LANGUAGES if language not in fresh)


def _keep(language: str) -> bool:
    """False where somebody writes meanwhile: the next round will find it."""
    if (mark := begin_roll_up(DirectoryFile, LOCK, language)) is None:
        return False
    file = _made_now(language)
    return keep_roll_up(DirectoryFile, LOCK, mark, {"content": file.packed, "etag": file.etag})
