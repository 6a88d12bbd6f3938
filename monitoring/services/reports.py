"""Deeds of the yearly report: open, write, move, send, prove receipt."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.opened.rows import refuse_begun
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.enums import ReportEffect, ReportState, SectionCode
from monitoring.models import (
    Period,
    ReportRecommendation,
    ReportSection,
    ReportSubmission,
    SubmissionReceipt,
    YearlyReport,
)
from monitoring.rules import PROOFS
from monitoring.services.builder import check_reasons, free_report, freeze_report, lock_open_report
from monitoring.services.files import order_public_files
from monitoring.workflow import REPORT_WORKFLOW
from operations.deeds import NOW, Entry, StepHooks, effects_from, move, plain_fields, record
from operations.files import store_file
from operations.models import StoredFile
from socialplan.approval.acts.definition.paper import PAPER_TYPES, Paper
from socialplan.approval.models import PlanAddressee

SENDABLE = frozenset({ReportState.APPROVED, ReportState.PRESENTED, ReportState.SUBMITTED, ReportState.PUBLISHED})


@transaction.atomic
def open_report(*, period: Period, actor: User, revision_note: str = "", entry: Entry = NOW) -> YearlyReport:
    """Begin the report of a period with its empty parts; where one is validated already, a new revision of it."""
    require(actor, "monitoring.write_report")
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
    record(MonitoringAction.OPEN_REPORT, report, actor=actor, entry=entry, after={"revision": revision})
    return report


@transaction.atomic
def write_section(
    report: YearlyReport, code: str, *, actor: User, begins: bool = False, entry: Entry = NOW, **bodies: str
) -> ReportSection:
    """Write one part of the report in both languages (`body_sq`, `body_en`).

    StepRefused once the report is validated, and where its page saw no part (`begins`) and there is one.
    """
    report = lock_open_report(report, actor)
    found = report.sections.filter(code=code).first()
    refuse_begun(found, begins=begins)
    section = found or ReportSection(report=report, code=code)
    section.body_sq, section.body_en = bodies["body_sq"], bodies["body_en"]
    section.full_clean()
    section.save()
    record(MonitoringAction.WRITE_SECTION, section, actor=actor, entry=entry)
    return section


@transaction.atomic
def add_recommendation(
    report: YearlyReport, *, actor: User, entry: Entry = NOW, **fields: Any
) -> ReportRecommendation:
    """Add a recommendation with its addressee and deadline; refused once the report is validated."""
    recommendation = ReportRecommendation(report=lock_open_report(report, actor), **fields)
    recommendation.full_clean()
    recommendation.save()
    record(MonitoringAction.ADD_RECOMMENDATION, recommendation, actor=actor, entry=entry)
    return recommendation


HOOKS = StepHooks(
    effects_from(
        {
            ReportEffect.CHECK_REASONS: check_reasons,
            ReportEffect.FREEZE_FIGURES: freeze_report,
            ReportEffect.FREE_FIGURES: free_report,
        }
    )
)


@transaction.atomic
def move_report(
    report: YearlyReport, step: str, *, actor: User, comment: str = "", entry: Entry = NOW
) -> YearlyReport:
    """Take one step with the report. Validation freezes its figures; a return to draft sets them free again."""
    report = YearlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    move(report, step, workflow=REPORT_WORKFLOW, actor=actor, entry=entry, comment=comment, hooks=HOOKS)
    if report.is_published:
        order_public_files(report, actor=actor)
    return report


def _by_protocol(day: date, protocol_no: str) -> Entry:
    """A letter is its own paper: when it was sent or received stands in the register under its number."""
    return Entry(day, source_document=_("Protocol no. %(number)s") % {"number": protocol_no})


@transaction.atomic
def send_report(
    report: YearlyReport,
    *,
    addressee: PlanAddressee,
    sent_on: date,
    protocol_no: str,
    channel: str,
    actor: User,
) -> ReportSubmission:
    """Record that the report went to an addressee under an outgoing protocol number (docs/law.md#report-addressees).

    Raises StepRefused before the mayor's approval, ValidationError for a second sending or a missing number.
    """
    require(actor, "monitoring.send_report", report)
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
        MonitoringAction.SEND_REPORT,
        submission,
        actor=actor,
        entry=_by_protocol(sent_on, submission.protocol_no),
        after={"addressee": addressee.code, "protocol_no": submission.protocol_no},
    )
    return submission


def _stored_proof(proof: Paper | None, actor: User) -> StoredFile | None:
    if proof is None:
        return None
    try:
        return store_file(proof.content, proof.name, uploaded_by=actor, purpose=PROOFS, allowed=PAPER_TYPES)
    except ValidationError as refusal:
        raise ValidationError({"proof": refusal}) from refusal


@transaction.atomic
def record_receipt(
    submission: ReportSubmission,
    *,
    received_on: date,
    their_protocol_no: str,
    actor: User,
    proof: Paper | None = None,
    no_proof_reason: str = "",
) -> SubmissionReceipt:
    """Record the addressee's proof of receipt: its file, or why there is none.

    Raises ValidationError where it would precede the sending, for a file that is no document, and for neither.
    """
    require(actor, "monitoring.send_report", submission.report)
    if received_on < submission.sent_on:
        raise ValidationError({"received_on": _("It cannot be received before it was sent.")})
    receipt = SubmissionReceipt(
        submission=submission,
        received_on=received_on,
        their_protocol_no=their_protocol_no.strip(),
        proof=_stored_proof(proof, actor),
        no_proof_reason=no_proof_reason.strip(),
    )
    receipt.full_clean()
    receipt.save()
    record(
        MonitoringAction.RECORD_RECEIPT,
        receipt,
        actor=actor,
        entry=_by_protocol(received_on, receipt.their_protocol_no),
        after=plain_fields(receipt) | {"proof": receipt.proof.sha256 if receipt.proof else ""},
    )
    return receipt
