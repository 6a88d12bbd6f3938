"""What is said about a document: why it is refused, and what its text no longer has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.word_package.report import LeftOut

MOST_IN_A_SENTENCE = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One kind of thing left out, and how the passages begin that are named one by one."""

    sentence: str
    passages: list[str]

    def __str__(self) -> str:
        return self.sentence


def refusal_sentence(cause: str) -> str:
    """One sentence for a cause that was found; "stopped" and "unread" say that none was."""
    sentences = {
        "damaged": _("The file is damaged."),
        "password": _("The document is protected by a password. Save it without one."),
        "unpacked": _("The file unpacks to too much."),
        "long": _("The document holds more text than all chapters together could take. Divide it and try again."),
        "entities": _("The file holds definitions of its own, which documents of a word processor do not have."),
        "nested": _("The document is nested too deeply to be read here. Divide it and try again."),
        "memory": _("The document needs more memory than is given here. Divide it and try again."),
        "time": _("The document needs more computing time than is given here. Divide it and try again."),
        "stopped": _("The server ended the reading before it was done, and nothing was taken. Try again later."),
        "unread": _("The document could not be read, and the cause is not known. Nothing was taken."),
        "empty": _("The document holds no text."),
    }
    return sentences[cause]


def too_much_missing_sentence(missing: LeftOut, seen: int) -> str:
    said = ngettext(
        "%(count)s of the %(seen)s words of the document could not be read, so it is not taken. Missing %(passages)s.",
        "%(count)s of the %(seen)s words of the document could not be read, so it is not taken. Missing %(passages)s.",
        missing.count,
    )
    passages = "; ".join(_passage(each.place, each.words) for each in missing.passages[:MOST_IN_A_SENTENCE])
    return said % {"count": missing.count, "seen": seen, "passages": passages}


def left_out_sentences(left_out: Mapping[str, LeftOut]) -> Iterator[Said]:
    """One sentence for each kind of thing that the text no longer has, with the first words where it had some."""
    for kind, found in left_out.items():
        if found.count:
            sentence = _left_out_sentence(kind, found.count) % {"count": found.count}
            yield Said(sentence, [_passage(each.place, each.words) for each in found.passages])


def _passage(place: str, words: str) -> str:
    if not place:
        return _("“%(words)s”") % {"words": words}
    return _("under “%(place)s”: “%(words)s”") % {"place": place, "words": words}


def _left_out_sentence(kind: str, number: int) -> str:
    sentences = {
        "missing": ngettext(
            "%(count)s word of the document is missing from the text below.",
            "%(count)s words of the document are missing from the text below.",
            number,
        ),
        "hidden": ngettext("%(count)s hidden passage is left out.", "%(count)s hidden passages are left out.", number),
        "headers": _("Page headers and footers are left out."),
        "inserted": ngettext("%(count)s inserted file is left out.", "%(count)s inserted files are left out.", number),
        "equations": ngettext(
            "%(count)s equation is written in one line.", "%(count)s equations are written in one line.", number
        ),
        "images": ngettext("%(count)s picture is left out.", "%(count)s pictures are left out.", number),
        "drawings": ngettext(
            "%(count)s chart or diagram is left out.", "%(count)s charts or diagrams are left out.", number
        ),
        "comments": ngettext("%(count)s comment is left out.", "%(count)s comments are left out.", number),
        "changes": ngettext(
            "%(count)s tracked change counts as accepted.", "%(count)s tracked changes count as accepted.", number
        ),
        "struck": ngettext(
            "%(count)s struck-through passage stands as ordinary text.",
            "%(count)s struck-through passages stand as ordinary text.",
            number,
        ),
        "contents": ngettext(
            "%(count)s line of the old table of contents is left out.",
            "%(count)s lines of the old table of contents are left out.",
            number,
        ),
        "heading_notes": ngettext(
            "%(count)s footnote on a heading is left out.", "%(count)s footnotes on headings are left out.", number
        ),
    }
    return sentences[kind]
