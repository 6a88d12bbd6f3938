"""The pass over a DOCX: which parts are read, and in which order they are put right."""

from __future__ import annotations

from core.word_package.archive import Archive, Element, PackageRefused
from core.word_package.docx.boxes import place_boxes
from core.word_package.docx.contents import bare, lines_of_gallery, name_side_parts, take_contents
from core.word_package.docx.count import WordCount, notes_of
from core.word_package.docx.equations import write_equations
from core.word_package.docx.fields import show_results
from core.word_package.docx.headings import mark_headings, write_styles
from core.word_package.docx.hidden import take_hidden
from core.word_package.docx.names import COMPATIBILITY, Styles, drop, local, text_of, unwrap, w
from core.word_package.docx.numbers import DocxNumberWriter
from core.word_package.docx.revisions import accept, count_edits
from core.word_package.docx.tables import even_out
from core.word_package.places import HeadingIndex
from core.word_package.report import Report

STORIES = ("footnotes", "endnotes")
WRAPPERS = tuple(map(w, ("sdt", "sdtContent", "customXml", "smartTag", "dir", "bdo")))
WRAPPER_MARKS = tuple(map(w, ("sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr")))


def put_right(archive: Archive, report: Report) -> None:
    """Changes the parts in place; what is left out is in the report."""
    main = archive.main_part()
    root = archive.root(main) if main else None
    body = None if root is None else root.find(w("body"))
    if main is None or root is None or body is None:
        raise PackageRefused("damaged")
    related: dict[str, Element] = {}
    for _id, kind, target in archive.relations(main):
        part = archive.root(target) if kind in {*STORIES, "styles", "numbering", "comments"} else None
        if part is not None:
            related[kind] = part
    styles = Styles(related.get("styles"))
    stories = [root, *(related[kind] for kind in STORIES if kind in related)]
    for comment in related.get("comments", ()):
        report.leave_out("comments", text=" ".join(map(text_of, comment.iter(w("p")))))
    report.leave_out("drawings", count=archive.drawings())
    listed: set[Element] = set()
    report.paragraphs += WordCount(styles, dict(notes_of(related))).paragraphs(body)
    for story in stories:
        choose_alternatives(story)
        listed |= lines_of_gallery(story)
        report.leave_out("changes", count=count_edits(story))
        accept(story)
        open_wrappers(story)
    name_side_parts(archive, main, root, report)
    places = HeadingIndex(list(body), lambda each: _heading(each, styles))
    for story in stories:
        report.leave_out_all("hidden", take_hidden(story, styles, places))
    contents = [(story, show_results(story)) for story in stories]
    numbers = DocxNumberWriter(related.get("numbering"), styles)
    for story in stories:
        place_boxes(story)
        even_out(story)
        report.leave_out("equations", count=write_equations(story))
        numbers.write(story)
    report.added += numbers.added
    numbers.finish()
    headings = {bare(text_of(each)) for each in body.iter(w("p")) if styles.level(each) is not None}
    for story, lines in contents:
        for line in take_contents(story, styles, lines | listed, headings):
            report.leave_out("contents")
            report.named.append(line)
        mark_headings(story, styles)
    if "styles" in related:
        write_styles(related["styles"])


def _heading(element: Element, styles: Styles) -> str | None:
    """The words of a heading without hidden ones: they name places to a reader."""
    if element.tag != w("p") or styles.level(element) is None:
        return None
    return "".join(text_of(run) for run in element.iter(w("r")) if not styles.hides(run, element))


def choose_alternatives(root: Element) -> None:
    """Of a part that is there twice, for newer and for older programs, the first form that holds something stays."""
    for both in list(root.iter(f"{{{COMPATIBILITY}}}AlternateContent")):
        kept = next((each for each in both if len(each) and local(each) in {"Choice", "Fallback"}), None)
        for each in list(both):
            if each is not kept:
                drop(each)
        if kept is not None:
            unwrap(kept)
        unwrap(both)


def open_wrappers(root: Element) -> None:
    """Controls, tags and directions around text are opened, on whatever level they stand."""
    for mark in list(root.iter(*WRAPPER_MARKS)):
        drop(mark)
    for wrapper in list(root.iter(*WRAPPERS)):
        unwrap(wrapper)
    for ruby in list(root.iter(w("ruby"))):
        _write_ruby(ruby)


def _write_ruby(ruby: Element) -> None:
    """What stands above a word follows it in brackets."""
    above, base = (part if part is not None else ruby for part in (ruby.find(w("rt")), ruby.find(w("rubyBase"))))
    words = ruby.makeelement(w("t"), {})
    words.text = f"{text_of(base)} ({text_of(above)})"
    ruby.addprevious(words)
    drop(ruby)
