"""The pass over an ODT: which parts are read, and in which order they are put right."""

from __future__ import annotations

from core.word_package.archive import Archive, Element, PackageRefused
from core.word_package.docx.names import drop, local, unwrap
from core.word_package.odt.count import OpenCount
from core.word_package.odt.fields import place_boxes, show_results, side_words, write_equations
from core.word_package.odt.headings import mark_headings, take_contents
from core.word_package.odt.hidden import take_hidden
from core.word_package.odt.names import OpenStyles, o, text, words_of
from core.word_package.odt.numbers import OdtNumberWriter
from core.word_package.odt.tables import even_out
from core.word_package.places import HeadingIndex
from core.word_package.report import Report

CHANGE_MARKS = tuple(map(text, ("tracked-changes", "change", "change-start", "change-end")))


def put_right(archive: Archive, report: Report) -> None:
    """Changes the parts in place; what is left out is in the report."""
    archive.refuse_encrypted()
    root = archive.root("content.xml")
    body = None if root is None else root.find(f"{o('office', 'body')}/{o('office', 'text')}")
    if root is None or body is None:
        raise PackageRefused("damaged")
    named = archive.root("styles.xml")
    styles = OpenStyles([root] if named is None else [root, named])
    report.paragraphs += OpenCount(styles).paragraphs(body)
    for comment in root.iter(o("office", "annotation")):
        report.leave_out("comments", text=" ".join(map(words_of, comment.iter(text("p")))))
    report.leave_out("changes", count=sum(1 for _each in root.iter(text("changed-region"))))
    for mark in list(root.iter(*CHANGE_MARKS, o("office", "annotation"), o("office", "annotation-end"))):
        drop(mark)
    places = HeadingIndex(list(body), lambda each: _heading(each, styles))
    report.leave_out_all("hidden", take_hidden(body, styles, places))
    for section in list(body.iter(text("section"))):
        unwrap(section)
    for place, words in enumerate(dict.fromkeys(filter(_has_letters, side_words(archive)))):
        report.leave_out("headers", count=not place, text=words)
    formulas = write_equations(archive, body)
    report.leave_out("equations", count=formulas)
    report.leave_out("drawings", count=max(archive.drawings() - formulas, 0))
    show_results(body)
    place_boxes(body)
    for line in take_contents(body, styles):
        report.leave_out("contents")
        report.named.append(line)
    report.leave_out_all("hidden", even_out(body, places))
    numbers = OdtNumberWriter([root] if named is None else [root, named], styles, _automatic_styles(root))
    numbers.write(body)
    report.added += numbers.added
    mark_headings(body, styles)


def _automatic_styles(root: Element) -> Element:
    found = root.find(o("office", "automatic-styles"))
    if found is None:
        found = root.makeelement(o("office", "automatic-styles"), {})
        root.insert(0, found)
    return found


def _has_letters(words: str) -> bool:
    return any(sign.isalpha() for sign in words)


def _heading(element: Element, styles: OpenStyles) -> str | None:
    is_heading = local(element) in {"p", "h"} and styles.level(element) is not None
    return OpenCount(styles).words(element) if is_heading else None
