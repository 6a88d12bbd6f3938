"""The sheets of indicators and of notes on the file itself."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.i18n import short_time
from core.office.workbook import Emphasis
from core.suppression import MARK
from socialplan.content.models import Indicator, IndicatorTarget
from socialplan.publishing.documents.action_plan.book import (
    FIRST_ROW,
    HEAD_ROW,
    ActionPlanBook,
    write_heads,
    write_years,
)


def write_indicators(book: ActionPlanBook) -> None:
    sheet = book.indicators
    found: QuerySet[Indicator] = book.version.indicators.select_related("objective").prefetch_related("targets")
    widths: list[float] = [9, 50, 12, 20, 16, 18, 11, 10, *[10] * len(book.years), 24, 14, 14, 22, 22]
    note = _("%(mark)s: protected, because it counts so few persons that they could be recognised.")
    book.begin(sheet, pgettext("sheet", "Indicators"), note=note % {"mark": MARK}, widths=widths)
    heads = [_("Code"), _("Indicator"), _("Objective"), _("Unit"), _("Direction"), _("Kind")]
    heads += [_("Baseline"), _("Year of the baseline")]
    write_heads(sheet, heads, figures=(6, 7))
    write_years(book, sheet, len(heads))
    after = len(heads) + len(book.years)
    facts = [_("Source"), _("Frequency"), _("Responsible"), _("Disaggregation"), pgettext("column", "Protected")]
    for place, head in enumerate(facts):
        sheet.text(HEAD_ROW, after + place, head, Emphasis.HEAD)
    row = FIRST_ROW
    for row, indicator in enumerate(found, start=FIRST_ROW):
        _write_indicator(book, indicator, row)
    sheet.page.autofilter(HEAD_ROW, 0, row, after + len(facts) - 1)


def _write_indicator(book: ActionPlanBook, indicator: Indicator, row: int) -> None:
    sheet = book.indicators
    facts = [indicator.code, indicator.title, indicator.objective.code, indicator.unit]
    facts += [indicator.get_direction_display(), indicator.get_kind_display()]
    for column, fact in enumerate(facts):
        sheet.text(row, column, fact)
    hidden = f"{MARK} {_('Baseline')}" if indicator.hides_baseline else ""
    sheet.number(row, 6, None if hidden else indicator.public_baseline)
    sheet.number(row, 7, indicator.baseline_year)
    targets: dict[int, IndicatorTarget] = {target.year: target for target in indicator.targets.all()}
    for column, year in enumerate(book.years, start=8):
        sheet.number(row, column, targets[year].value if year in targets else None)
    rest = [indicator.source_label, indicator.how_often, indicator.responsible, indicator.disaggregation, hidden]
    for column, fact in enumerate(rest, start=8 + len(book.years)):
        sheet.text(row, column, fact)


def write_notes(book: ActionPlanBook) -> None:
    """What the file is, of which content, and how to read it."""
    sheet, version = book.notes, book.version
    book.begin(sheet, pgettext("sheet", "Notes"), note="", widths=[34, 100], frozen_columns=1)
    frame = book.frame
    facts = [
        (_("Municipality"), frame.owner),
        (_("Document"), version.plan.title),
        (_("Period"), f"{version.plan.first_year}–{version.plan.last_year}"),
        (_("Version"), version.number),
        (_("State"), version.get_state_display()),
        (_("Decision of the council"), frame.decision or "–"),
        (_("Content hash (SHA-256)"), frame.sha256),
        (_("Check the content at"), frame.verify_address),
        (_("Made on"), short_time(frame.made_at)),
        (_("Language"), dict(settings.LANGUAGES)[translation.get_language() or "sq"]),
        (_("Amounts"), _("Whole new lek (ALL). The gap is cost less funding; it is never entered.")),
        (
            _("Formulas"),
            _("Costs stand in the action plan, money in the funding lines; everything else adds them up."),
        ),
        (_("What binds"), _("Only the version adopted by the council binds; a changed copy of this file does not.")),
        (MARK, _("Protected: so few persons are counted that they could be recognised.")),
    ]
    write_heads(sheet, [_("About this file"), ""])
    for row, (name, fact) in enumerate(facts, start=FIRST_ROW):
        sheet.text(row, 0, name, Emphasis.SECOND)
        sheet.text(row, 1, fact)
