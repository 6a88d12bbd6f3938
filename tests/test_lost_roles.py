"""Who loses a role loses at once every file, job result and link that came with it: over all kinds and addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.login.login_links import login_path
from accounts.models import User
from monitoring.tasks import REPORT_PDF
from operations.deeds import Entry
from operations.enums import JobState
from operations.files import file_purposes, store_file
from operations.models import Job, StoredFile
from operations.queue.jobs import JOB_RESULTS, job_kinds
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.enums import DocumentKind
from socialplan.approval.rules import PAPERS
from socialplan.approval.services.attachments import keep_paper
from socialplan.publishing.models import PlanReport
from socialplan.publishing.tasks import JOB_KINDS, PREFIX
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import YearlyReportFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import DocumentImportFactory, PlanVersionFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 of a role"
NAME = "only-for-the-role.pdf"
DOCUMENTS = "socialplan.document"
OPEN, CLOSED = {200, 302}, {403}
ROOT = Path(settings.BASE_DIR)
APPS = ("core", "operations", "municipality", "accounts", "assessments", "consultations", "socialplan", "monitoring")


@pytest.fixture
def staff(db: None) -> User:
    MunicipalityFactory()
    return UserFactory(role="staff")


def lose(user: User) -> None:
    services.revoke_role(user.assignments.get(), actor=UserFactory(role="admin"))


def result(user: User) -> StoredFile:
    return store_file(PDF, NAME, uploaded_by=user, purpose=JOB_RESULTS)


def finished(kind: str, user: User, **more: Any) -> Job:
    made = {"state": JobState.DONE, "result_file": result(user)} | more
    payload = {"language": "sq"}
    if kind == REPORT_PDF:
        return Job.objects.create(
            kind=kind, payload=payload | {"report": YearlyReportFactory().pk}, requested_by=user, **made
        )
    version = PlanVersionFactory()
    job = Job.objects.create(kind=kind, payload=payload | {"version": version.pk}, requested_by=user, **made)
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
    found = {}
    for name, args in addresses.items():
        ask = client.post if name == "operations:job_retry" else client.get
        found[name] = status(ask(reverse(name, args=args)))
    return found


def test_every_kind_of_job_and_file_is_tried_here() -> None:
    assert {kind for kind in job_kinds() if not kind.startswith("tests.")} == {*JOB_KINDS.values(), REPORT_PDF}
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
        "socialplan/publishing/views/files.py": 1,
    }


@pytest.mark.parametrize("kind", [*sorted(JOB_KINDS.values()), REPORT_PDF])
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


FILES: dict[str, Any] = {
    JOB_RESULTS: lambda staff: finished(REPORT_PDF, staff).result_file,
    DOCUMENTS: uploaded_document,
    PAPERS: kept_paper,
}


@pytest.mark.parametrize("purpose", sorted(FILES))
def test_a_file_closes_with_the_role_of_whoever_uploaded_it(client_of: Any, staff: User, purpose: str) -> None:
    stored, client = FILES[purpose](staff), client_of(staff)
    assert (stored.purpose, stored.uploaded_by) == (purpose, staff)
    assert status(client.get(stored.get_absolute_url())) == 200

    lose(staff)

    assert client.get(stored.get_absolute_url()).status_code == 403


def test_a_login_link_of_a_lost_role_opens_nothing(client: Client) -> None:
    MunicipalityFactory()
    user = UserFactory(role="ngo")
    path = login_path(user)

    lose(user)

    assert client.post(path).status_code == 403
    assert "_auth_user_id" not in client.session
