"""Uploading an existing plan, and saying where each of its pieces goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import TEXT_LIMIT, CharField, CrispyForm
from core.office.documents import Document, DocumentSection
from core.pages.address import AddressForm
from core.text.richtext import plain_text
from operations.files import MAX_FILE_BYTES
from socialplan.content.models import Chapter
from socialplan.drafting.services.document_imports import Placement, bare_title, likely_chapter, likely_language

LEAVE, NEW = "leave", "new"
TITLE_LENGTH = 200


class DocumentForm(CrispyForm):
    file = forms.FileField(
        label=gettext_lazy("document"),
        help_text=gettext_lazy("A DOCX or ODT of at most 20 MB, without macros and without a password."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.odt"}),
    )

    def clean_file(self) -> UploadedFile:
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > MAX_FILE_BYTES:
            raise ValidationError(
                _("The file is larger than %(limit)s MB. Divide it, or make it smaller.")
                % {"limit": MAX_FILE_BYTES // (1024 * 1024)}
            )
        return given


@dataclass(frozen=True, slots=True)
class PieceFields:
    """One piece of the document with its bound fields, for the template."""

    section: DocumentSection
    place: Any
    title: Any


class CuttingLevelForm(AddressForm):
    """At which level of headings the document is parted."""

    level = forms.TypedChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, levels: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(level, level) for level in levels]  # type: ignore[attr-defined]


class PlacementForm(CrispyForm):
    """For each piece: leave it out, make a chapter of it, or add it to one; and the document's language."""

    language = forms.ChoiceField(label=gettext_lazy("language of the document"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, document: Document, level: int, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = document.sections(level)
        self.chapters = {str(chapter.pk): chapter for chapter in chapters}
        self.initial.setdefault("language", likely_language(document))
        choices: list[Any] = [(LEAVE, _("leave it out")), (NEW, _("as a new chapter"))]
        if chapters:
            choices.append((_("at the end of the chapter"), [(pk, _labelled(ch)) for pk, ch in self.chapters.items()]))
        for number, section in enumerate(self.sections):
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label=_("where it goes"), choices=choices, initial=self._first_guess(section, chapters)
            )
            title = bare_title(section.title) or _("Opening text")
            self.fields[f"title_{number}"] = CharField(
                label=_("title of the new chapter"),
                max_length=TITLE_LENGTH,
                required=False,
                initial=title,
                help_text=_too_long(title) if len(title) > TITLE_LENGTH else "",
            )

    @staticmethod
    def _first_guess(section: DocumentSection, chapters: list[Chapter]) -> str:
        if not section.words:
            return LEAVE
        if alike := likely_chapter(section.title, chapters):
            return str(alike.pk)
        return NEW

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        filled: dict[str, int] = {}
        for number, section in enumerate(self.sections):
            place = cleaned.get(f"place_{number}", LEAVE)
            if place == NEW and not cleaned.get(f"title_{number}") and f"title_{number}" not in self.errors:
                self.add_error(f"title_{number}", _("A new chapter needs a title."))
            if place != NEW:
                self.errors.pop(f"title_{number}", None)
            if place == LEAVE:
                continue
            key = f"{place}{number}" if place == NEW else place
            known = self.chapters.get(place)
            there = len(getattr(known, f"body_{cleaned.get('language', 'sq')}")) if known else 0
            filled[key] = filled.get(key, there) + len(section.headed if known else section.markup)
            if filled[key] > TEXT_LIMIT:
                too_long = _(
                    "The chapter would hold %(count)s characters; %(limit)s fit. Part the document at lower headings."
                )
                self.add_error(f"place_{number}", too_long % {"count": filled[key], "limit": TEXT_LIMIT})
        return cleaned

    def pieces(self) -> Iterator[PieceFields]:
        for number, section in enumerate(self.sections):
            yield PieceFields(section, self[f"place_{number}"], self[f"title_{number}"])

    def placements(self) -> list[Placement]:
        """What is taken, in the document's order."""
        found = []
        for number, section in enumerate(self.sections):
            place, title = self.cleaned_data[f"place_{number}"], self.cleaned_data.get(f"title_{number}", "")
            if place != LEAVE:
                chapter = self.chapters.get(place)
                found.append(Placement(title, section.headed if chapter else section.markup, chapter))
        return found


def _too_long(title: str) -> str:
    """The heading is shown whole: which of its words go is decided by whoever brings it in."""
    return _("The heading has %(count)s characters and a title at most %(limit)s: shorten it.") % {
        "count": len(title),
        "limit": TITLE_LENGTH,
    }


def _labelled(chapter: Chapter) -> str:
    counts = {"sq": len(plain_text(chapter.body_sq).split()), "en": len(plain_text(chapter.body_en).split())}
    return _("%(chapter)s (words: %(sq)s in Albanian, %(en)s in English)") % {"chapter": chapter, **counts}
