"""Why a result stands where it stands, and what a report still lacks before it may be validated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.ui import trimmed
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.checks import read_check_findings
from monitoring.enums import Light, SectionCode
from monitoring.figures import PeriodFigures, read_period_figures
from monitoring.indicator_line import IndicatorLine
from monitoring.models import IndicatorValue, RecommendationFollowUp, ReportRecommendation, YearlyReport
from monitoring.parting.parted import read_parted_lines, uneven
from monitoring.parting.reach import read_reach_lines, uneven_reach
from monitoring.reporting.freezing import thaw_figures


@dataclass(frozen=True, slots=True)
class ReportGap:
    """Something a report lacks: what it is, and where it is put right; a blocking one stops the validation."""

    sentence: str
    address: str
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """An indicator behind its target, as the form asks for its reason; `note` is what the office said of the value."""

    key: str
    name: str
    light: Light
    label: str
    note: str
    is_hidden: bool
    why_sq: str
    why_en: str


def reason_rows(report: YearlyReport, figures: PeriodFigures) -> list[ReasonRow]:
    """Every indicator behind its target, in the plan's order."""
    values = IndicatorValue.objects.current().approved().filter(period=report.period)
    notes = {str(key): note for key, note in values.values_list("indicator__key", "note")}
    return [
        ReasonRow(
            key=line.key,
            name=f"{line.code} {line.title}",
            light=line.progress.light,
            label=_("%(actual)s %(unit)s, target %(target)s")
            % {"actual": trimmed(line.actual), "unit": line.counted_in, "target": trimmed(line.target)},
            note=notes.get(line.key, ""),
            is_hidden=line.is_hidden,
            why_sq=line.why_sq,
            why_en=line.why_en,
        )
        for line in figures.indicators
        if line.is_behind
    ]


def report_figures(report: YearlyReport) -> PeriodFigures:
    return read(read_report_figures(report))


def read_report_figures(report: YearlyReport) -> Reader[PeriodFigures]:
    """The frozen figures once validated; until then those of today, with the reasons that the report gives."""
    if report.figures is not None:
        return thaw_figures(report.figures)
    return with_reasons((yield from read_period_figures(report.period)), report)


def with_reasons(figures: PeriodFigures, report: YearlyReport) -> PeriodFigures:
    reasons = {str(each.indicator_key): (each.why_sq, each.why_en) for each in report.narratives.all()}

    def reasoned(line: IndicatorLine) -> IndicatorLine:
        why_sq, why_en = reasons.get(line.key, ("", ""))
        return replace(line, why_sq=why_sq, why_en=why_en)

    return replace(figures, indicators=tuple(reasoned(line) for line in figures.indicators))


def to_follow_up(report: YearlyReport) -> list[ReportRecommendation]:
    return read(read_to_follow_up(report))


def read_to_follow_up(report: YearlyReport) -> Reader[list[ReportRecommendation]]:
    """What the report before recommended, in its order."""
    recommended = ReportRecommendation.objects.filter(report__in=report.earlier.values("pk")[:1])
    yield [recommended]
    return list(recommended)


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    recommendation: ReportRecommendation
    follow_up: RecommendationFollowUp | None


def read_follow_up_rows(report: YearlyReport) -> Reader[list[FollowUpRow]]:
    """Each recommendation of the report before, with what this one says of it so far."""
    follow_ups = report.follow_ups.all()
    recommended, _lists = yield from side_by_side(read_to_follow_up(report), read_lists(follow_ups))
    said = {each.recommendation_id: each for each in follow_ups}
    return [FollowUpRow(each, said.get(each.pk)) for each in recommended]


def report_gaps(report: YearlyReport, figures: PeriodFigures) -> list[ReportGap]:
    """Everything the report lacks; what blocks its validation comes first."""
    waiting = read(read_gaps_beside_figures(report))
    return gaps_of(report, figures, waiting)


def read_gaps_beside_figures(report: YearlyReport) -> Reader[list[ReportGap]]:
    """What the report lacks whatever its figures are, in the order of `gaps_of`."""
    found = yield from side_by_side(_warned(report), _uneven(report), _not_followed_up(report))
    return [gap for gaps in found for gap in gaps]


def gaps_of(report: YearlyReport, figures: PeriodFigures, beside: list[ReportGap]) -> list[ReportGap]:
    """Everything the report lacks, with what was read of it beside the figures; what blocks its validation first."""
    found = [*_unexplained(report, figures), *beside, *_unwritten(report)]
    return sorted(found, key=lambda gap: not gap.is_blocking)


def _unexplained(report: YearlyReport, figures: PeriodFigures) -> Iterator[ReportGap]:
    reasons = reverse("monitoring:report_reasons", args=[report.pk])
    for line in figures.indicators:
        if line.is_behind and not line.why_sq:
            words = {"indicator": f"{line.code} {line.title}", "light": line.progress.light.label}
            yield ReportGap(_("%(indicator)s (%(light)s): say why.") % words, reasons, is_blocking=True)
    for measure in figures.measures:
        if measure.is_behind and not measure.why:
            address = reverse("monitoring:progress_edit", args=[report.period_id, measure.pk])
            words = {"measure": f"{measure.code} {measure.title}"}
            yield ReportGap(_("%(measure)s (late or delayed): say why.") % words, address, is_blocking=True)


def _warned(report: YearlyReport) -> Reader[list[ReportGap]]:
    """What a cross-check warns of and nobody has given a reason for."""
    if report.figures is not None:
        return []
    address = reverse("monitoring:check_list", args=[report.period_id])
    findings = yield from read_check_findings(report.period)
    return [ReportGap(found.sentence, address, is_blocking=found.stops) for found in findings if not found.reason]


def _uneven(report: YearlyReport) -> Reader[list[ReportGap]]:
    """Parts that do not fit the approved value, as it may have been corrected after the handing in."""
    if report.figures is not None:
        return []
    values = IndicatorValue.objects.current().filter(period=report.period_id).select_related("indicator")
    reached, _values = yield from side_by_side(read_reach_lines(report.period), read_lists(values))
    parted = yield from read_parted_lines(report.period, [value.indicator for value in values])
    by_key = {str(value.indicator.key): value for value in values}
    parts = reverse("monitoring:grid", args=[report.period_id, "parts"])
    reach = reverse("monitoring:grid", args=[report.period_id, "reach"])
    sentences = [(sentence, parts) for line in parted for sentence in uneven(line, by_key[line.key])]
    sentences += [(sentence, reach) for line in reached for sentence in uneven_reach(line)]
    return [ReportGap(sentence, address, is_blocking=True) for sentence, address in sentences]


def _not_followed_up(report: YearlyReport) -> Reader[list[ReportGap]]:
    rows = yield from read_follow_up_rows(report)
    sentence = _("Last report's recommendation “%(text)s”: say what became of it.")
    return [
        ReportGap(
            sentence % {"text": str(row.recommendation)},
            reverse("monitoring:follow_up", args=[report.pk, row.recommendation.pk]),
            is_blocking=True,
        )
        for row in rows
        if row.follow_up is None
    ]


def _unwritten(report: YearlyReport) -> Iterator[ReportGap]:
    written = {section.code for section in report.sections.all() if section.body_sq}
    for code in SectionCode:
        if code not in written:
            address = reverse("monitoring:section_edit", args=[report.pk, code])
            yield ReportGap(_("Part “%(part)s” has no text yet.") % {"part": code.label}, address, is_blocking=False)
