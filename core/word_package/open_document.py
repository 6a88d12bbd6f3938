"""The pass over an ODT: which parts are read, and in which order they are put right."""

from __future__ import annotations

from core.word_package.archive import Archive, Element, PackageRefused
from core.word_package.open_hidden import take_hidden
from core.word_package.open_names import OpenStyles, o, text, words_of
from core.word_package.places import Places
from core.word_package.report import Report
from core.word_package.word_names import drop, local

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
    report.leave_out("drawings", count=archive.drawings())
    report.leave_out("comments", count=sum(1 for _each in root.iter(o("office", "annotation"))))
    report.leave_out("changes", count=sum(1 for _each in root.iter(text("changed-region"))))
    for mark in list(root.iter(*CHANGE_MARKS, o("office", "annotation"), o("office", "annotation-end"))):
        drop(mark)
    places = Places(list(body), lambda each: _heading(each, styles))
    report.leave_out_all("hidden", take_hidden(body, styles, places))


def _heading(element: Element, styles: OpenStyles) -> str | None:
    is_heading = local(element) in {"p", "h"} and styles.level(element) is not None
    return words_of(element) if is_heading else None
