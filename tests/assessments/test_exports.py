"""Sheets that go out: short ones are the answer of their address, long ones a worker writes; one rule for all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.services import revoke_role
from assessments.enums import ImportKind, ReportFormat, SheetFormat
from assessments.imports import tables
from assessments.imports.services import read_sheet
from assessments.lists.exports import ListSheet, request_sheet
from assessments.models import Assessment
from assessments.report.services import request_edition_file
from operations.enums import JobState, Queue
from operations.files import content_of
from operations.models import Job
from operations.queue import jobs
from tests.assessments.imports.sheets import NEED, pasted
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    NeedFactory,
    ServiceFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
AT_ONCE = 2


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A sheet of three rows is long."""
    small_number_thresholds()
    for kind, table in tables.TABLES.items():
        monkeypatch.setitem(tables.TABLES, kind, replace(table, at_once=AT_ONCE))
    return


@pytest.fixture
def edition() -> Assessment:
    TargetGroupFactory(code="RE")
    return AssessmentFactory()


def needs(edition: Assessment, many: int) -> list[Any]:
    for number in range(many):
        NeedFactory(assessment=edition, code=f"N{number:02}")
    return [edition.pk]


def services(edition: Assessment, many: int) -> list[Any]:
    for _number in range(many):
        ServiceFactory()
    return []


def rows_to_mend(edition: Assessment, many: int) -> list[Any]:
    bad = ({**NEED, "code": f"N{number:02}", "severity": "9"} for number in range(many))
    return [read_sheet(ImportKind.NEEDS, pasted(*bad), assessment=edition, actor=UserFactory(role="staff")).pk]


SHEETS = {
    "need_export": needs,
    "service_export": services,
    "import_mend": rows_to_mend,
}


def rows_of(job: Job) -> list[list[str]]:
    job.refresh_from_db()
    assert job.result_file is not None
    return list(csv.reader(io.StringIO(content_of(job.result_file).decode("utf-8-sig"))))


@pytest.mark.parametrize("name", SHEETS)
def test_an_address_of_a_file_gives_the_file_or_leads_to_where_it_is_asked_for(
    name: str, edition: Assessment, client_of: Login
) -> None:
    client = client_of(UserFactory(role="staff"))
    short = [*SHEETS[name](edition, AT_ONCE), "csv"]

    answer = client.get(reverse(f"assessments:{name}", args=short))

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))) == AT_ONCE + 1
    long = [*SHEETS[name](edition if name != "need_export" else AssessmentFactory(), AT_ONCE + 1), "csv"]
    asked_at = client.get(reverse(f"assessments:{name}", args=long)).url
    assert asked_at == reverse(f"assessments:{name}_create", args=long)
    assert client.get(asked_at).headers["Content-Type"].startswith("text/html")
    assert not Job.objects.exists()
    job_page = client.post(asked_at, {"once": "a" * 32}).url
    job = Job.objects.get()
    assert job_page == job.get_absolute_url()
    assert jobs.queue_of(job) == Queue.SHEETS
    jobs.run(job.pk)
    assert len(rows_of(job)) > AT_ONCE + 1


def test_a_list_shows_its_reader_no_more_in_a_file_than_on_the_page() -> None:
    secret = AdministrativeUnitFactory(code="FSHEHTE")
    for _number in range(3):
        ServiceFactory(is_undisclosed=True, unit=secret)
    outside, staff = UserFactory(role="ngo"), UserFactory(role="staff")
    made = []
    for user in (outside, staff):
        job = request_sheet(ListSheet(SheetFormat.CSV, ImportKind.SERVICES, None, user), actor=user)
        jobs.run(job.pk)
        made.append(rows_of(job))

    assert not any(cell == "FSHEHTE" for row in made[0] for cell in row)
    assert any(cell == "FSHEHTE" for row in made[1] for cell in row)


def test_who_sees_less_by_now_opens_no_file_of_before(client_of: Login) -> None:
    ServiceFactory(is_undisclosed=True)
    user = UserFactory(roles=["staff", "expert"])
    made, waiting = (
        request_sheet(ListSheet(SheetFormat.CSV, ImportKind.SERVICES, None, user), actor=user) for _twice in range(2)
    )
    jobs.run(made.pk)
    assert client_of(user).get(reverse("operations:job_file", args=[made.pk])).status_code == 200

    revoke_role(user.assignments.get(role=Role.STAFF), actor=UserFactory(role="admin"))
    jobs.run(waiting.pk)

    assert client_of(user).get(reverse("operations:job_file", args=[made.pk])).status_code == 403
    waiting.refresh_from_db()
    assert (waiting.state, waiting.result_file) == (JobState.FAILED, None)


def test_nobody_has_made_what_they_may_not_see(edition: Assessment) -> None:
    outside = UserFactory(role="ngo")
    with pytest.raises(PermissionDenied):
        request_sheet(ListSheet(SheetFormat.CSV, ImportKind.NEEDS, edition, outside), actor=outside)


@pytest.mark.parametrize(
    ("file_format", "queue"),
    [(ReportFormat.PDF, Queue.PDF), (ReportFormat.DOCX, Queue.PDF), (ReportFormat.XLSX, Queue.SHEETS)],
)
def test_a_sheet_waits_behind_no_page_that_is_laid_out(
    file_format: ReportFormat, queue: Queue, edition: Assessment, django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    nudged = []
    monkeypatch.setattr(jobs, "nudge", lambda task, *given, queue: nudged.append(queue))

    with django_capture_on_commit_callbacks(execute=True):
        request_edition_file(edition, file_format, language="sq", actor=UserFactory(role="staff"))

    assert nudged == [queue]
