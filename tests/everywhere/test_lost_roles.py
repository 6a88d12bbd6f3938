"""Who loses a role loses at once every file, job result and link that came with it: over all kinds and addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.login.login_links import login_path
from accounts.models import User
from assessments.enums import LIST, MENDING, PACKAGE, PUBLISHING, READING, REPORT, TABLE, TAKING, UNDOING, ImportKind
from assessments.lists.exports import sights_of
from consultations.models import EventFile
from consultations.outputs.job_kinds import ATTENDANCE
from consultations.outputs.job_kinds import PAPER as ROUND_PAPER
from consultations.outputs.job_kinds import REPORT as ROUND_REPORT
from consultations.services.attendees import EVENT_FILES, attach_event_file
from monitoring.models import ReportFile
from monitoring.rules import EVIDENCE, PROOFS
from monitoring.tasks import JOB_KINDS as REPORT_KINDS
from monitoring.tasks import PREFIX as REPORT_PREFIX
from operations.deeds import Entry
from operations.enums import JobState
from operations.files import file_purposes, store_file
from operations.models import Job, StoredFile
from operations.queue.jobs import JOB_RESULTS, job_kinds
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.enums import DocumentKind
from socialplan.approval.rules import PAPERS
from socialplan.approval.services.attachments import keep_paper
from socialplan.publishing.consulted import MADE
from socialplan.publishing.consulted import PREFIX as CONSULTED_PREFIX
from socialplan.publishing.models import PlanReport
from socialplan.publishing.rules import WORD_TEMPLATES
from socialplan.publishing.tasks import JOB_KINDS, PREFIX, TRANSPARENCY
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ConsultationEventFactory
from tests.factories.monitoring import YearlyReportFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import DocumentImportFactory, PlanVersionFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 of a role"
NAME = "only-for-the-role.pdf"
DOCUMENTS = "socialplan.document"
OPEN, CLOSED = {200, 302}, {403}
SHEET_KINDS = (READING, TAKING, UNDOING, TABLE, LIST, MENDING)
ASSESSMENT_KINDS = (PACKAGE, REPORT, PUBLISHING, *SHEET_KINDS)
OF_A_SHEET = {"kind": ImportKind.FIGURES, "assessment": None, "sheet": 0, "import": 0}
CONSULTED_KINDS = sorted(f"{CONSULTED_PREFIX}{kind}" for kind in MADE)
ROOT = Path(settings.BASE_DIR)
APPS = ("core", "operations", "municipality", "accounts", "assessments", "consultations", "socialplan", "monitoring")


@pytest.fixture
def staff(db: None) -> User:
    MunicipalityFactory()
    return UserFactory(role="staff")


def lose(user: User) -> None:
    """The one role, and with it all that the role opened."""
    services.revoke_role(user.assignments.get(), actor=UserFactory(role="admin"))


def result(user: User) -> StoredFile:
    return store_file(PDF, NAME, uploaded_by=user, purpose=JOB_RESULTS)


def finished(kind: str, user: User, **more: Any) -> Job:
    made = {"state": JobState.DONE, "result_file": result(user)} | more
    payload: dict[str, Any] = {"language": "sq"} | (OF_A_SHEET if kind in SHEET_KINDS else {})
    if kind == PUBLISHING:
        payload |= {"assessment": 0}
    if kind == LIST:
        payload |= {"kind": ImportKind.NEEDS, "sights": sights_of(user)}
    if kind in {*ASSESSMENT_KINDS, ROUND_REPORT, ROUND_PAPER, ATTENDANCE, TRANSPARENCY}:
        return Job.objects.create(kind=kind, payload=payload, requested_by=user, **made)
    if kind in REPORT_KINDS.values():
        report = YearlyReportFactory()
        job = Job.objects.create(kind=kind, payload=payload | {"report": report.pk}, requested_by=user, **made)
        ReportFile.objects.create(
            job=job, report=report, kind=kind.removeprefix(REPORT_PREFIX), language="sq", state=report.state
        )
        return job
    version = PlanVersionFactory()
    job = Job.objects.create(kind=kind, payload=payload | {"version": version.pk}, requested_by=user, **made)
    if kind in CONSULTED_KINDS:
        return job
    PlanReport.objects.create(
        job=job, version=version, kind=kind.removeprefix(PREFIX), language="sq", state=version.state
    )
    return job


def status(answer: Any) -> int:
    """The answer's status, its content read to the end."""
    if answer.streaming:
        assert b"".join(answer.streaming_content) == PDF
    return int(answer.status_code)


def answers(client: Client, job: Job) -> dict[str, int]:
    """Every address that shows something of a job, or does something with it."""
    addresses = {
        f"operations:{name}": [job.pk] for name in ("job_detail", "job_progress", "job_file", "job_retry")
    } | {"operations:file_download": [job.result_file_id]}
    for report in PlanReport.objects.filter(job=job):
        addresses |= {"publishing:report_state": [report.pk], "publishing:report_file": [report.pk]}
    for file in ReportFile.objects.filter(job=job):
        addresses |= {"monitoring:report_download": [file.pk]}
    found = {}
    for name, args in addresses.items():
        ask = client.post if name == "operations:job_retry" else client.get
        found[name] = status(ask(reverse(name, args=args)))
    return found


def test_every_kind_of_job_and_file_is_tried_here() -> None:
    assert {kind for kind in job_kinds() if not kind.startswith("tests.")} == {
        *JOB_KINDS.values(),
        *REPORT_KINDS.values(),
        *CONSULTED_KINDS,
        *ASSESSMENT_KINDS,
        ROUND_REPORT,
        ROUND_PAPER,
        ATTENDANCE,
        TRANSPARENCY,
    }
    assert {purpose for purpose in file_purposes() if not purpose.startswith("tests.")} == set(FILES)


def test_no_other_page_hands_out_stored_files() -> None:
    """An address added to these asks a permission, and is tried above."""
    calls = {
        str(path.relative_to(ROOT)): path.read_text().count("as_attachment(") + path.read_text().count("FileResponse(")
        for name in APPS
        for path in (ROOT / name).rglob("*.py")
    }

    assert {name: count for name, count in calls.items() if count} == {
        "operations/views.py": 4,
        "assessments/views/exports.py": 1,  # a sheet written for this one answer, kept nowhere
        "socialplan/publishing/views/files.py": 1,
        "monitoring/views/reports.py": 1,
        "consultations/views/drafts.py": 1,  # for who sees the round: of a published notice everybody
    }


@pytest.mark.parametrize(
    "kind",
    sorted(
        {*JOB_KINDS.values(), *REPORT_KINDS.values(), *CONSULTED_KINDS, *ASSESSMENT_KINDS, ROUND_REPORT, ROUND_PAPER}
        | {ATTENDANCE, TRANSPARENCY}
    ),
)
def test_a_job_and_its_result_close_with_the_role(client_of: Any, staff: User, kind: str) -> None:
    job, client = finished(kind, staff), client_of(staff)
    assert set(answers(client, job).values()) <= OPEN
    assert NAME in client.get(reverse("operations:job_list")).content.decode()

    lose(staff)

    assert set(answers(client, job).values()) == CLOSED
    assert NAME not in client.get(reverse("operations:job_list")).content.decode()


def uploaded_document(staff: User) -> StoredFile:
    stored = store_file(PDF, NAME, uploaded_by=staff, purpose=DOCUMENTS)
    DocumentImportFactory(version=PlanVersionFactory(), file=stored)
    return stored


def kept_paper(staff: User) -> StoredFile:
    version, kind = PlanVersionFactory(), DocumentKind(DocumentKind.values[0])
    entry = Entry().checked(staff, version)
    paper = keep_paper(version, Paper(PDF, NAME), kind=kind, actor=staff, entry=entry)
    assert paper is not None
    return paper.file


def file_of_an_event(staff: User) -> StoredFile:
    attached = EventFile(event=ConsultationEventFactory(), title="Lista")
    return attach_event_file(attached, SimpleUploadedFile(NAME, PDF), actor=staff).file


FILES: dict[str, Any] = {
    JOB_RESULTS: lambda staff: finished(REPORT_KINDS["pdf"], staff).result_file,
    DOCUMENTS: uploaded_document,
    PAPERS: kept_paper,
    EVENT_FILES: file_of_an_event,
    PROOFS: lambda staff: store_file(PDF, NAME, uploaded_by=staff, purpose=PROOFS),
    EVIDENCE: lambda staff: store_file(PDF, NAME, uploaded_by=staff, purpose=EVIDENCE),
    WORD_TEMPLATES: lambda admin: store_file(PDF, NAME, uploaded_by=admin, purpose=WORD_TEMPLATES),
}
KEPT_BY = {WORD_TEMPLATES: "admin"}


@pytest.mark.parametrize("purpose", sorted(FILES))
def test_a_file_closes_with_the_role_of_whoever_uploaded_it(client_of: Any, staff: User, purpose: str) -> None:
    user = UserFactory(role=KEPT_BY[purpose]) if purpose in KEPT_BY else staff
    stored, client = FILES[purpose](user), client_of(user)
    assert (stored.purpose, stored.uploaded_by) == (purpose, user)
    assert status(client.get(stored.get_absolute_url())) == 200

    lose(user)

    assert client.get(stored.get_absolute_url()).status_code == 403


def test_a_login_link_of_a_lost_role_opens_nothing(client: Client) -> None:
    MunicipalityFactory()
    user = UserFactory(role="ngo")
    path = login_path(user)

    lose(user)

    assert client.post(path).status_code == 403
    assert "_auth_user_id" not in client.session
