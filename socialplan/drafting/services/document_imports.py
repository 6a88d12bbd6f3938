"""An existing plan from a word processor: kept while somebody decides, then taken into chapters or thrown away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from core.office.documents import FORMATS, Document, read_document
from core.search import folded
from core.workflow import StepRefused, require
from operations.deeds import record
from operations.files import check_upload, store_file
from socialplan.content.models import Chapter, PlanVersion
from socialplan.content.services.locks import locked
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.models import DocumentImport
from socialplan.drafting.services.content import register_chapter, save_chapter

PURPOSE = "socialplan.document"
DOCUMENT_TYPES = frozenset(FORMATS)
STORED_DAYS = 7
ALIKE = 0.7
NUMBERING = re.compile(
    r"^\s*(?:(?i:kapitulli|kreu|pjesa|seksioni|chapter|part|section)\s+(?:\d+|[IVXLC]+)\b[\s.):–-]*"
    r"|(?:\d{1,2}(?:\.\d{1,2})*|[IVXLC]+)\s*[.):–-](?!\d)[\s.):–-]*"
    r"|\d{1,2}(?:\.\d{1,2})*\s+(?=[A-ZÇË]))"
)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a piece of a document goes: to the end of a chapter, or, without one, into a new chapter of that title."""

    title: str
    markup: str
    chapter: Chapter | None = None


def upload_document(version: PlanVersion, *, content: bytes, name: str, actor: User) -> DocumentImport:
    """Read a DOCX or ODT and keep it for the preview; refused with a sentence, nothing of it is kept."""
    require(actor, "content.change_version", version)
    content_type = check_upload(content, allowed=DOCUMENT_TYPES)
    document = read_document(content, content_type)
    return _keep(version, document, content=content, name=name, actor=actor)


@transaction.atomic
def _keep(version: PlanVersion, document: Document, *, content: bytes, name: str, actor: User) -> DocumentImport:
    version = locked(version, actor=actor)
    stored = store_file(content, name, uploaded_by=actor, purpose=PURPOSE, allowed=DOCUMENT_TYPES)
    plain = document.plain()
    imported = DocumentImport.objects.create(
        version=version, file=stored, uploaded_by=actor, parts=plain["parts"], left_out=plain["left_out"]
    )
    record(DraftingAction.UPLOAD_DOCUMENT, imported, actor=actor)
    return imported


def text_of(document: DocumentImport) -> Document:
    return Document.from_plain({"parts": document.parts, "left_out": document.left_out})


@transaction.atomic
def take_document(
    document: DocumentImport, placements: list[Placement], *, language: str, actor: User
) -> list[Chapter]:
    """Put the pieces where they belong, all of them or none; a chapter keeps what it has, the piece follows it."""
    version = locked(document.version, actor=actor)
    document = _still_here(document)
    if not placements:
        raise StepRefused(_("Nothing is chosen: take at least one piece of the document."))
    chapters = [_place(each, version, language=language, actor=actor) for each in placements]
    record(DraftingAction.TAKE_DOCUMENT, document, actor=actor)
    _forget(document)
    return chapters


def _place(piece: Placement, version: PlanVersion, *, language: str, actor: User) -> Chapter:
    body = f"body_{language}"
    if piece.chapter is None:
        numbers = [int(code) for code in version.chapters.values_list("code", flat=True) if code.isdecimal()]
        last = version.chapters.aggregate(last=Max("position"))["last"]
        fields: dict[str, Any] = {
            "code": str(max(numbers, default=0) + 1),
            "position": 0 if last is None else last + 1,
            "title_sq": piece.title,
            "title_en": piece.title if language == "en" else "",
            body: piece.markup,
        }
        return register_chapter(version, actor=actor, **fields)
    chapter = version.chapters.get(pk=piece.chapter.pk)
    setattr(chapter, body, getattr(chapter, body) + piece.markup)
    if language == "en" and not chapter.title_en:
        chapter.title_en = piece.title
    return save_chapter(chapter, actor=actor)


@transaction.atomic
def discard_document(document: DocumentImport, *, actor: User) -> None:
    """Throw the upload away, its file included."""
    locked(document.version, actor=actor)
    document = _still_here(document)
    record(DraftingAction.DISCARD_DOCUMENT, document, actor=actor)
    _forget(document)


@transaction.atomic
def forget_abandoned() -> int:
    """Uploads nobody decided on within a week go with their files; returns how many."""
    old = DocumentImport.objects.filter(created_at__lt=Now() - timedelta(days=STORED_DAYS))
    documents = list(old.select_related("file").select_for_update(of=("self",), skip_locked=True))
    for document in documents:
        _forget(document)
    return len(documents)


def _still_here(document: DocumentImport) -> DocumentImport:
    found = DocumentImport.objects.select_related("file").select_for_update(of=("self",)).filter(pk=document.pk)
    if row := found.first():
        return row
    raise StepRefused(_("This document has already been taken or thrown away."))


def _forget(document: DocumentImport) -> None:
    stored = document.file
    document.delete()
    stored.delete()


def bare_title(title: str) -> str:
    """A heading without the number typed before it: a chapter has a code of its own."""
    return NUMBERING.sub("", title, count=1) or title


def likely_chapter(title: str, chapters: list[Chapter]) -> Chapter | None:
    """The chapter whose title in either language is most like this heading, if one is alike at all."""
    wanted = folded(bare_title(title))
    rated = [
        (SequenceMatcher(None, wanted, folded(known)).ratio(), chapter)
        for chapter in chapters
        for known in (chapter.title_sq, chapter.title_en)
        if known and wanted
    ]
    best, chapter = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return chapter if best >= ALIKE else None


def likely_language(document: Document) -> str:
    """Albanian unless the commonest English words outnumber the commonest Albanian ones."""
    words = " ".join(part.markup for part in document.parts[:20])[:20_000].casefold().split()
    albanian = sum(word in {"dhe", "në", "të", "për", "nga", "me", "së"} for word in words)
    english = sum(word in {"and", "the", "of", "to", "for", "in", "is"} for word in words)
    return "en" if english > albanian else "sq"
