"""Deeds of the yearly report: open, write, move, send, prove receipt, request its PDF."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from monitoring.enums import ReportState, ReportStep, SectionCode
from monitoring.figures import freeze_figures
from monitoring.models import (
    Addressee,
    Period,
    ReportRecommendation,
    ReportSection,
    ReportSubmission,
    SubmissionReceipt,
    YearlyReport,
)
from monitoring.workflow import REPORT_WORKFLOW
from operations.audit import record
from operations.jobs import enqueue
from operations.models import Job, StoredFile

SENDABLE = frozenset({ReportState.APPROVED, ReportState.PRESENTED, ReportState.SUBMITTED, ReportState.PUBLISHED})


@transaction.atomic
def open_report(*, period: Period, actor: User, revision_note: str = "") -> YearlyReport:
    """Begin the report of a period with its empty parts; where one is validated already, a new revision of it."""
    period = Period.objects.select_for_update().get(pk=period.pk)
    previous = period.reports.order_by("-revision").first()
    if previous is not None and previous.is_editable:
        raise ValidationError(_("The report of this period is already being written."))
    revision = 1 if previous is None else previous.revision + 1
    report = YearlyReport(period=period, revision=revision, revision_note=revision_note)
    report.full_clean()
    report.save()
    texts = {} if previous is None else {section.code: section for section in previous.sections.all()}
    ReportSection.objects.bulk_create(
        ReportSection(
            report=report,
            code=code,
            body_sq=texts[code].body_sq if code in texts else "",
            body_en=texts[code].body_en if code in texts else "",
        )
        for code in SectionCode.values
    )
    record(actor=actor, action="monitoring.open_report", subject=report, after={"revision": revision})
    return report


def _lock_open_report(report: YearlyReport) -> YearlyReport:
    report = YearlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.is_editable:
        raise StepRefused(_("This report is already validated; open a new revision to change it."))
    return report


@transaction.atomic
def write_section(report: YearlyReport, code: str, *, body_sq: str, body_en: str, actor: User) -> ReportSection:
    """Write one part of the report in both languages; refused once the report is validated."""
    section = _lock_open_report(report).sections.get(code=code)
    section.body_sq, section.body_en = body_sq, body_en
    section.full_clean()
    section.save()
    record(actor=actor, action="monitoring.write_section", subject=section)
    return section


@transaction.atomic
def add_recommendation(report: YearlyReport, *, actor: User, **fields: Any) -> ReportRecommendation:
    """Add a recommendation with its addressee and deadline; refused once the report is validated."""
    recommendation = ReportRecommendation(report=_lock_open_report(report), **fields)
    recommendation.full_clean()
    recommendation.save()
    record(actor=actor, action="monitoring.add_recommendation", subject=recommendation)
    return recommendation


@transaction.atomic
def move_report(
    report: YearlyReport,
    step: str,
    *,
    actor: User,
    comment: str = "",
    happened_on: date | None = None,
    is_back_entry: bool = False,
    source_document: str = "",
) -> YearlyReport:
    """Take one step with the report. Validation freezes its figures; a return to draft sets them free again."""
    report = YearlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    transition = REPORT_WORKFLOW.check(report, step, actor=actor, comment=comment)
    before = report.state
    report.state_changes.create(
        step=step,
        actor=actor,
        from_state=before,
        to_state=transition.target,
        comment=comment,
        happened_on=happened_on,
        is_back_entry=is_back_entry,
    )
    if step == ReportStep.VALIDATE:
        report.figures = freeze_figures(report.period)
    if step == ReportStep.RETURN:
        report.figures = None
    report.state = transition.target
    report.save(update_fields=["state", "figures", "updated_at"])
    record(
        actor=actor,
        action=f"monitoring.report_{step}",
        subject=report,
        before={"state": before},
        after={"state": report.state},
        happened_on=happened_on,
        is_back_entry=is_back_entry,
        source_document=source_document,
    )
    return report


@transaction.atomic
def send_report(
    report: YearlyReport,
    *,
    addressee: Addressee,
    sent_on: date,
    protocol_no: str,
    channel: str,
    actor: User,
) -> ReportSubmission:
    """Record that the report went to an addressee under an outgoing protocol number (domain.md §6.4).

    Raises StepRefused before the mayor's approval, ValidationError for a second sending or a missing number.
    """
    if not actor.has_perm("monitoring.send_report", report):
        raise PermissionDenied
    report = YearlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state not in SENDABLE:
        raise StepRefused(_("The report can be sent only after the mayor has approved it."))
    if sent_on <= report.period.ends_on:
        raise ValidationError({"sent_on": _("The report cannot be sent before its period has ended.")})
    submission = ReportSubmission(
        report=report, addressee=addressee, sent_on=sent_on, protocol_no=protocol_no.strip(), channel=channel
    )
    submission.full_clean()
    submission.save()
    record(
        actor=actor,
        action="monitoring.send_report",
        subject=submission,
        after={"addressee": addressee.code, "protocol_no": submission.protocol_no},
        happened_on=sent_on,
    )
    return submission


@transaction.atomic
def record_receipt(
    submission: ReportSubmission,
    *,
    received_on: date,
    their_protocol_no: str,
    actor: User,
    proof: StoredFile | None = None,
) -> SubmissionReceipt:
    """Record the addressee's proof of receipt. Raises ValidationError where it would precede the sending."""
    if not actor.has_perm("monitoring.send_report", submission.report):
        raise PermissionDenied
    if received_on < submission.sent_on:
        raise ValidationError({"received_on": _("It cannot be received before it was sent.")})
    receipt = SubmissionReceipt(
        submission=submission, received_on=received_on, their_protocol_no=their_protocol_no.strip(), proof=proof
    )
    receipt.full_clean()
    receipt.save()
    record(
        actor=actor,
        action="monitoring.record_receipt",
        subject=receipt,
        after={"their_protocol_no": receipt.their_protocol_no},
        happened_on=received_on,
    )
    return receipt


@transaction.atomic
def request_report_file(report: YearlyReport, *, language: str, actor: User) -> Job:
    """Ask for the report's PDF in a language; the worker makes it."""
    if not actor.has_perm("monitoring.request_report_file", report):
        raise PermissionDenied
    stamp = report.updated_at.isoformat()
    return enqueue(
        "monitoring.report_pdf",
        dedupe_key=f"monitoring.report_pdf:{report.pk}:{language}:{report.state}:{stamp}",
        payload={"report": report.pk, "language": language},
        requested_by=actor,
    )
