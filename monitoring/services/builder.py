"""Deeds of the report's builder: why a result is behind, what became of last year's advice, and the freezing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.opened.rows import refuse_begun
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.models import RecommendationFollowUp, ReportRecommendation, ResultNarrative, YearlyReport
from monitoring.releases import release_report
from monitoring.reporting.freezing import frozen_form, sha256_of_figures
from monitoring.reporting.promise import frozen_promise
from monitoring.reporting.prose import prose_of_report
from monitoring.reporting.quality import frozen_quality
from monitoring.reporting.reasons import report_figures, report_gaps
from monitoring.workflow import PERIOD_OVER
from operations.deeds import NOW, Entry, StepTaken, plain_fields, record
from operations.trail.prose import refuse_telling

Reason = tuple[str, str]


def lock_open_report(report: YearlyReport, actor: User) -> YearlyReport:
    """The report's row, locked; StepRefused once it is validated, PermissionDenied for who does not write it."""
    report = YearlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.is_editable:
        raise StepRefused(_("This report is already validated; open a new revision to change it."))
    require(actor, "monitoring.write_report", report)
    return report


@transaction.atomic
def explain_results(
    report: YearlyReport, reasons: Mapping[UUID, Reason], *, actor: User, entry: Entry = NOW
) -> list[ResultNarrative]:
    """Write why indicators are behind, by their key (Albanian, English); an empty reason takes the row away."""
    report = lock_open_report(report, actor)
    known = {row.indicator_key: row for row in report.narratives.all()}
    written = []
    for key, (why_sq, why_en) in reasons.items():
        row = known.get(key) or ResultNarrative(report=report, indicator_key=key)
        before = plain_fields(row) if row.pk else {}
        if (row.why_sq, row.why_en) == (why_sq, why_en):
            continue
        if not why_sq:
            if row.pk:
                record(MonitoringAction.EXPLAIN_RESULT, row, actor=actor, entry=entry, before=before, after={})
                row.delete()
            continue
        row.why_sq, row.why_en = why_sq, why_en
        row.full_clean()
        row.save()
        record(MonitoringAction.EXPLAIN_RESULT, row, actor=actor, entry=entry, before=before)
        written.append(row)
    return written


@transaction.atomic
def follow_up(
    report: YearlyReport,
    recommendation: ReportRecommendation,
    *,
    actor: User,
    begins: bool = False,
    entry: Entry = NOW,
    **fields: Any,
) -> RecommendationFollowUp:
    """Say what became of a recommendation of the report before; a second call replaces the first.

    StepRefused where its page saw no row (`begins`) and there is one.
    """
    report = lock_open_report(report, actor)
    previous = report.previous
    if previous is None or recommendation.report_id != previous.pk:
        raise StepRefused(_("This recommendation is not one of the report before."))
    row = report.follow_ups.filter(recommendation=recommendation).first()
    refuse_begun(row, begins=begins)
    before = plain_fields(row) if row else {}
    row = row or RecommendationFollowUp(report=report, recommendation=recommendation)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record(MonitoringAction.FOLLOW_UP, row, actor=actor, entry=entry, before=before)
    return row


def check_reasons(step: StepTaken) -> None:
    """StepRefused with the whole list while a row behind its target, or an old recommendation, says nothing."""
    report = step.document
    missing = [gap.sentence for gap in report_gaps(report, report_figures(report)) if gap.is_blocking]
    if missing:
        raise StepRefused(" ".join(missing))


def freeze_report(step: StepTaken) -> None:
    """Fix the figures with their hash, and what of them is hidden; nothing that changes elsewhere changes them."""
    report = step.document
    if step.day <= report.period.ends_on:
        raise StepRefused(str(PERIOD_OVER.otherwise))
    figures = release_report(report.period, report_figures(report))
    refuse_telling(prose_of_report(report, figures), comment=step.comment)
    report.figures = frozen_form(figures) | frozen_promise(report) | frozen_quality(report)
    report.figures_sha256 = sha256_of_figures(report.figures)


def free_report(step: StepTaken) -> None:
    step.document.figures, step.document.figures_sha256 = None, ""
