"""Asking for the files of a monitoring report; the worker makes them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.models import ReportFile, YearlyReport
from monitoring.reporting.outputs import OUTPUTS, ReportOutput
from monitoring.tasks import JOB_KINDS
from operations.deeds import record
from operations.enums import JobState
from operations.queue.jobs import enqueue


@transaction.atomic
def request_report_file(report: YearlyReport, kind: str, *, language: str, actor: User) -> ReportFile:
    """One job per file as long as it would come out the same: asked twice, by whomever, it is the same one."""
    require(actor, "monitoring.request_report_file", report)
    output = OUTPUTS.get(kind)
    if output is None or language not in output.languages:
        raise StepRefused(_("This file is not made in that language."))
    return _file(report, output, language=language, actor=actor)


def order_public_files(report: YearlyReport, *, actor: User) -> None:
    """With the publication, and in its transaction, every file that everybody may fetch, in every language."""
    for output in OUTPUTS.values():
        for language in output.languages:
            _file(report, output, language=language, actor=actor)


def _file(report: YearlyReport, output: ReportOutput, *, language: str, actor: User) -> ReportFile:
    job = enqueue(
        JOB_KINDS[output.kind],
        dedupe_key=_key(report, output, language),
        payload={"report": report.pk, "language": language},
        requested_by=actor,
    )
    asked = {"report": report, "kind": output.kind, "language": language, "state": report.state}
    file, is_new = ReportFile.objects.get_or_create(job=job, defaults=asked)
    if is_new:
        record(MonitoringAction.REQUEST_REPORT_FILE, file, actor=actor)
    return file


def _key(report: YearlyReport, output: ReportOutput, language: str) -> str:
    """What the file depends on; while the report is written, every finished one makes room for the next."""
    alike = report.files.filter(kind=output.kind, language=language)
    sent = report.submissions.count() + report.submissions.filter(receipt__isnull=False).count()
    made = alike.filter(job__state=JobState.DONE).count() if report.is_editable else 0
    failed = alike.filter(job__state=JobState.FAILED).count()
    basis = (JOB_KINDS[output.kind], report.pk, language, report.state, report.updated_at.isoformat(), sent)
    return ":".join(str(each) for each in (*basis, made, failed))
