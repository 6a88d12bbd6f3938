"""The old table of contents of a DOCX, and the parts beside the text: headers, footers, inserted files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from core.word_package.archive import Archive, Element, PackageRefused
from core.word_package.docx.names import RELATIONS, Styles, closest, drop, text_of, val, w
from core.word_package.report import Report

PAGE = re.compile(r"[\s.…]*(?:\d{1,4}|[ivxlc]{1,7})\s*$", re.IGNORECASE)
SIGNS = re.compile(r"[\W_]+")
TAG = re.compile(r"<(?:style|script|head)\b.*?</(?:style|script|head)>|<[^>]*>", re.IGNORECASE | re.DOTALL)
READABLE = (".htm", ".html", ".xhtml", ".txt")
INSERTED = (w("altChunk"), w("subDoc"))


def bare(text: str) -> str:
    """Letters and digits alone, to compare a heading with its line in the contents."""
    return SIGNS.sub("", text).casefold()


def lines_of_gallery(root: Element) -> set[Element]:
    """The paragraphs of a table of contents that stands in a control of its own."""
    galleries = [each for each in root.iter(w("docPartGallery")) if val(each) == "Table of Contents"]
    controls = [control for control in (closest(each, "sdt") for each in galleries) if control is not None]
    return {paragraph for control in controls for paragraph in control.iter(w("p"))}


def take_contents(
    root: Element, styles: Styles, fields: Collection[Element], headings: Collection[str]
) -> Iterator[str]:
    """Takes out the lines that lead to a page of the old document, and yields them; other links stay."""
    for paragraph in list(root.iter(w("p"))):
        words = text_of(paragraph)
        if words.strip() and _is_line(paragraph, words, styles, fields, headings):
            yield words
            drop(paragraph)


def _is_line(
    paragraph: Element, words: str, styles: Styles, fields: Collection[Element], headings: Collection[str]
) -> bool:
    has_page = PAGE.search(words) is not None and paragraph.find(f".//{w('tab')}") is not None
    by_style = any(name.startswith("toc ") for name in styles.names(paragraph))
    if paragraph in fields:
        return has_page or by_style or _only_links(paragraph)
    if not _only_links(paragraph):
        return by_style and has_page
    return has_page or by_style or bare(PAGE.sub("", words)) in headings


def _only_links(paragraph: Element) -> bool:
    """Nothing but links into the document itself."""
    links = [link for link in paragraph.iter(w("hyperlink")) if link.get(w("anchor")) and not link.get(_ID)]
    outside = [run for run in paragraph.iter(w("r")) if closest(run, "hyperlink") is None and text_of(run).strip()]
    return bool(links) and not outside


_ID = f"{{{RELATIONS}}}id"


def name_side_parts(archive: Archive, main: str, root: Element, report: Report) -> None:
    """Headers and footers are said once, each wording of theirs is shown; inserted files are named and taken out."""
    targets: dict[str, str] = {}
    wordings: dict[str, None] = {}
    for key, kind, target in archive.relations(main):
        targets[key] = target
        if kind in {"header", "footer"} and (part := archive.root(target)) is not None:
            words = " ".join(text_of(part).split())
            if any(sign.isalpha() for sign in words):
                wordings[words] = None
    for place, words in enumerate(wordings):
        report.leave_out("headers", count=not place, text=words)
    for mark in list(root.iter(*INSERTED)):
        report.leave_out("inserted", text=_inserted_words(archive, targets.get(mark.get(_ID, ""), "")))
        drop(mark)


def _inserted_words(archive: Archive, name: str) -> str:
    if name not in archive.names or not name.lower().endswith(READABLE):
        return ""
    try:
        return TAG.sub(" ", archive.read(name).decode("utf-8", "replace"))
    except PackageRefused:
        return ""
