"""The published results as an activity of the IATI standard (2.03): what is protected is not in it, not even as a gap.

The order of the elements is that of the standard's schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.utils import translation
from django.utils.translation import gettext as _

from core.printing.pdf import Progress
from core.tables import Words
from monitoring.indicator_line import IndicatorLine
from monitoring.models import YearlyReport
from monitoring.models.asked import BETWEEN_CODES
from monitoring.parting.parted import PartedLine, PartLine
from monitoring.reporting.reports import ReportContext
from municipality.letterhead import issuer
from socialplan.content.enums import Direction, IndicatorKind

VERSION = "2.03"
LOCAL_GOVERNMENT, IMPLEMENTING, IMPLEMENTATION = "11", "4", "2"
PLANNED_START, PLANNED_END = "1", "3"
SOCIAL_PROTECTION, OTHER_RESULT, EXPENDITURE = "16010", "9", "4"
UNIT, PERCENTAGE = "1", "2"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def render_iati(report: YearlyReport, *, language: str, progress: Progress | None = None) -> bytes:
    """One activity, the plan: a result a goal, an indicator with its period, target, total and published parts."""
    with translation.override(language):
        context = ReportContext.of(report)
        banner = Words.made(lambda: issuer().banner)
    made_at = report.updated_at.replace(microsecond=0).isoformat()
    root = Element("iati-activities", {"version": VERSION, "generated-datetime": made_at})
    _activity(SubElement(root, "iati-activity", _head(report, language)), context, banner)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _head(report: YearlyReport, language: str) -> dict[str, str]:
    return {
        "last-updated-datetime": report.updated_at.replace(microsecond=0).isoformat(),
        LANG: language,
        "default-currency": "ALL",
    }


def _activity(activity: Element, context: ReportContext, banner: Words) -> None:
    place, period = context.municipality, context.report.period
    plan = period.version.plan
    publisher = place.reference_for_donors
    SubElement(activity, "iati-identifier").text = f"{publisher}-plan-{plan.pk}"
    _narrated(activity, "reporting-org", place.name_sq, place.name_en, ref=publisher, type=LOCAL_GOVERNMENT)
    _narrated(activity, "title", plan.title_sq, plan.title_en)
    doubt = Words("", "") if place.is_reference_verified else Words.made(lambda: _doubt(publisher))
    parts_sq, parts_en = (
        (banner.sq, period.title_sq, doubt.sq),
        (banner.en, period.title_en or period.title_sq, doubt.en),
    )
    told = Words(" ".join(filter(None, parts_sq)), " ".join(filter(None, parts_en)))
    _narrated(activity, "description", told.sq, told.en)
    _narrated(activity, "participating-org", place.name_sq, place.name_en, role=IMPLEMENTING, type=LOCAL_GOVERNMENT)
    SubElement(activity, "activity-status", code=IMPLEMENTATION)
    first, last = plan.years[0], plan.years[-1]
    SubElement(activity, "activity-date", {"type": PLANNED_START, "iso-date": f"{first}-01-01"})
    SubElement(activity, "activity-date", {"type": PLANNED_END, "iso-date": f"{last}-12-31"})
    SubElement(activity, "recipient-country", code="AL", percentage="100")
    SubElement(activity, "sector", vocabulary="1", code=SOCIAL_PROTECTION, percentage="100")
    _money(activity, context)
    for goal in context.figures.by_goal:
        lines = [line for line in context.figures.indicators if line.goal == goal.code]
        if lines:
            _result(activity, (goal.title_sq, goal.title_en), lines, context)


def _doubt(publisher: str) -> str:
    """Said in the file itself, so that nobody takes the identifier for a registered one."""
    sentence = _("The identifier %(reference)s of the reporting organisation is to be verified: no register is cited.")
    return sentence % {"reference": publisher}


def _money(activity: Element, context: ReportContext) -> None:
    period, total = context.report.period, context.figures.total
    if total.planned:
        budget = SubElement(activity, "budget", type="1", status="1")
        _days(budget, date(period.target_year, 1, 1), date(period.target_year, 12, 31))
        _amount(budget, total.planned, date(period.target_year, 1, 1))
    if total.spent:
        paid = SubElement(activity, "transaction")
        SubElement(paid, "transaction-type", code=EXPENDITURE)
        SubElement(paid, "transaction-date", {"iso-date": period.ends_on.isoformat()})
        _amount(paid, total.spent, period.ends_on)


def _result(activity: Element, names: tuple[str, str], lines: Iterable[IndicatorLine], context: ReportContext) -> None:
    result = SubElement(activity, "result", type=OTHER_RESULT)
    _narrated(result, "title", *names)
    for line in lines:
        _indicator(result, line, context)


def _indicator(result: Element, line: IndicatorLine, context: ReportContext) -> None:
    marks = {"measure": PERCENTAGE if line.kind == IndicatorKind.RATIO else UNIT}
    if line.direction:
        marks["ascending"] = "0" if line.direction == Direction.DOWN else "1"
    if line.kind == IndicatorKind.FLOW:
        marks["aggregation-status"] = "1"
    indicator = SubElement(result, "indicator", marks)
    _narrated(indicator, "title", f"{line.code} {line.title_sq}", f"{line.code} {line.title_en or line.title_sq}")
    if line.baseline is not None and line.baseline_year:
        SubElement(indicator, "baseline", year=str(line.baseline_year), value=_number(line.baseline))
    period = SubElement(indicator, "period")
    _days(period, context.report.period.starts_on, context.report.period.ends_on)
    if line.target is not None:
        SubElement(period, "target", value=_number(line.target))
    if line.actual is not None:
        SubElement(period, "actual", value=_number(line.actual))
    for parted in context.figures.parts:
        if parted.key == line.key:
            _parts(period, parted)


def _parts(period: Element, parted: PartedLine) -> None:
    """An actual for each published part, and for each margin of two crossed dimensions."""
    for part in (*parted.parts, *parted.margins):
        if part.amount is not None and not part.is_hidden:
            actual = SubElement(period, "actual", value=_number(part.amount))
            for name, value in _places(parted, part):
                SubElement(actual, "dimension", name=name, value=value)


def _places(parted: PartedLine, part: PartLine) -> list[tuple[str, str]]:
    names, values = parted.dimension.split(BETWEEN_CODES), part.code.split(BETWEEN_CODES)
    return [(name, value) for name, value in zip(names, values, strict=True) if value]


def _narrated(parent: Element, name: str, albanian: str, english: str, **marks: str) -> None:
    element = SubElement(parent, name, marks)
    for language, text in (("sq", albanian), ("en", english or albanian)):
        SubElement(element, "narrative", {LANG: language}).text = text


def _days(parent: Element, first: date, last: date) -> None:
    SubElement(parent, "period-start", {"iso-date": first.isoformat()})
    SubElement(parent, "period-end", {"iso-date": last.isoformat()})


def _amount(parent: Element, amount: int, day: date) -> None:
    SubElement(parent, "value", {"currency": "ALL", "value-date": day.isoformat()}).text = str(amount)


def _number(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
