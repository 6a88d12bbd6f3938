"""The plan for colleagues who work in a word processor: the same chapters and tables as page and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from core.i18n import short_date, short_time
from core.office.word import WordFile, write_facts, write_markup, write_pictures, write_printed
from core.printing.printed import printed
from core.tables import DataTable
from operations.queue.jobs import Progress
from socialplan.approval.acts_table import acts_table, votes_of
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.content.chapters import ChapterBlock, ReadChapter
from socialplan.content.document_outline import DocumentOutline, OutlineSection, figures_for, read
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.frame import Frame, frame_of, new_file
from socialplan.publishing.documents.glance import Glance

# headings of a chapter's text, which stand under the chapter's own title
HEADINGS = {"h3": "Heading 2", "h4": "Heading 3", "h5": "Heading 4"}
GLANCE = "glance"


def render_plan_word(version: PlanVersion, language: str, progress: Progress) -> bytes:
    with translation.override(language):
        frame = frame_of(version)
        figures = figures_for(version)
        reading, glance = read(version.chapters.all(), figures, has_page_notes=True), Glance.of(figures)
        word = new_file(frame, version.plan.title, language)
        write_cover(word, version, frame)
        acts = acts_table(version)
        write_contents(word, reading, glance, has_acts=bool(acts))
        write_glance(word, glance)
        for chapter in reading.chapters:
            write_chapter(word, chapter)
        for section in reading.parts:
            write_section(word, section, section.title)
        for letter, section in zip("AB", reading.annexes, strict=False):
            write_section(word, section, annex_title(letter, section.title), begins_page=letter == "A")
        write_acts(word, acts, frame, letter="ABC"[len(reading.annexes)])
        return word.bytes()


def annex_title(letter: str, title: str) -> str:
    return _("Annex %(letter)s: %(title)s") % {"letter": letter, "title": title}


def write_cover(word: WordFile, version: PlanVersion, frame: Frame) -> None:
    word.letterhead()
    word.paragraph(version.plan.title, "Title")
    years = f"{version.plan.first_year}–{version.plan.last_year}"
    word.paragraph(f"{years} · {_('Version')} {version.number} · {version.get_state_display()}", "Subtitle")
    if not frame.is_sealed:
        made = {"number": version.number, "made": short_time(frame.made_at)}
        words = _("Draft: version %(number)s as it stood on %(made)s. It has not been adopted.") % made
        word.paragraph().add_run(words).bold = True
    write_facts(word, cover_facts(version, frame))


def cover_facts(version: PlanVersion, frame: Frame) -> list[tuple[str, str]]:
    """The acts by which it was adopted, as far as they are recorded; then what proves the content."""
    acts, facts = version.acts, []
    if decision := acts["decision"]:
        said = f"{decision}, {short_date(decision.happened_on)}: {votes_of(decision)}"
        facts.append((_("Decision of the council"), said))
    if announcement := acts["announcement"]:
        facts.append((_("Announced"), short_date(announcement.happened_on)))
        facts.append((_("In force on"), DeadlineCalendar().force_in_words(version)))
    if order := acts["mayor_order"]:
        day = short_date(order.happened_on)
        facts.append((_("Order of the mayor"), f"{order.number}, {day}"))
    return [*facts, *frame.proofs]


def write_contents(word: WordFile, reading: DocumentOutline, glance: Glance | None, *, has_acts: bool) -> None:
    entries = [(GLANCE, _("The plan at a glance"))] if glance else []
    entries += [(chapter.anchor, chapter.title) for chapter in reading.chapters]
    entries += [(section.anchor, section.title) for section in reading.parts]
    for letter, section in zip("AB", reading.annexes, strict=False):
        entries.append((section.anchor, annex_title(letter, section.title)))
    if has_acts:
        entries.append(("acts", annex_title("ABC"[len(reading.annexes)], _("Acts"))))
    word.contents(_("Contents"), entries)


def write_glance(word: WordFile, glance: Glance | None) -> None:
    """Nothing where the plan has no money yet; every figure stands in a table of the plan as well."""
    if glance is None:
        return
    begin(word, _("The plan at a glance"), GLANCE, begins_page=True)
    write_facts(word, [(figure.about, figure.number) for figure in glance.numbers])
    write_pictures(word, [*glance.charts, *([glance.map] if glance.map else [])])


def write_chapter(word: WordFile, chapter: ReadChapter) -> None:
    """The text with its tables where they were placed; a note stands at the foot of its page."""
    begin(word, chapter.title, chapter.anchor, is_lying=chapter.is_wide)
    for part in chapter.parts:
        if part.block:
            write_blocks(word, [part.block])
            word.turn(is_lying=chapter.is_wide)
        else:
            write_markup(word, part.html, headings=HEADINGS, language=chapter.language)


def begin(word: WordFile, title: str, anchor: str, *, is_lying: bool = False, begins_page: bool = False) -> None:
    """A chapter follows the one before it; where the paper is turned for it, that is a page of its own already."""
    turns = word.is_lying != is_lying
    word.turn(is_lying=is_lying)
    word.heading(title, 1, anchor=anchor, begins_page=begins_page and not turns)


def write_section(word: WordFile, section: OutlineSection, title: str, *, begins_page: bool = False) -> None:
    begin(word, title, section.anchor, is_lying=section.is_wide, begins_page=begins_page)
    write_blocks(word, section.blocks)


def write_blocks(word: WordFile, blocks: Iterable[ChapterBlock]) -> None:
    for block in blocks:
        if not block.tables:
            word.paragraph(_("There are no figures yet for: %(block)s.") % {"block": block.label})
        elif block.is_wide:
            word.turn(is_lying=True)
        for table in block.tables:
            write_printed(word, table)
        if block.chart:
            write_pictures(word, [block.chart])


def write_acts(word: WordFile, tables: Sequence[DataTable], frame: Frame, *, letter: str) -> None:
    if not tables:
        return
    begin(word, annex_title(letter, _("Acts")), "acts")
    for table in printed(tables):
        write_printed(word, table)
    write_facts(word, frame.proofs)
