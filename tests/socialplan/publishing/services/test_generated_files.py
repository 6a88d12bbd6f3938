from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from core.workflow import StepRefused
from operations.database.grants import as_owner
from operations.enums import JobState
from operations.models import Event, Job
from operations.queue import jobs
from socialplan.content.enums import PlanState
from socialplan.content.models import FundingSource
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.models import PlanReport
from socialplan.publishing.outputs import OUTPUTS
from socialplan.publishing.services.generated_files import request_file
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanReportFactory, PlanVersionFactory, publish, put_in_state
from tests.socialplan.conftest import Journey

pytestmark = pytest.mark.django_db
PDF = OutputKind.PLAN_PDF


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def ask(version: Any, actor: Any, kind: str = PDF, language: str = "sq") -> PlanReport:
    return request_file(version, kind, language=language, actor=actor)


def fetch(client: Any, report: PlanReport) -> int:
    answer = client.get(report.get_absolute_url())
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    return int(answer.status_code)


def test_asked_twice_by_whomever_it_is_the_same_report() -> None:
    version = PlanVersionFactory(content=True)

    first = ask(version, UserFactory(role="staff"))

    assert ask(version, UserFactory(role="expert")) == first
    assert ask(version, UserFactory(role="expert"), language="en") != first
    assert Event.objects.filter(action="publishing.request_report").count() == 2
    assert (first.state, len(first.content_sha256)) == (PlanState.DRAFTING, 64)


def test_a_changed_content_and_a_failed_job_make_a_new_report() -> None:
    version, staff = PlanVersionFactory(content=True), UserFactory(role="staff")
    first = ask(version, staff)

    version.chapters.update(title_sq="Tjetër")
    second = ask(version, staff)
    Job.objects.filter(pk=second.job_id).update(state=JobState.FAILED, failure="ValueError")

    assert len({first.pk, second.pk, ask(version, staff).pk}) == 3


def test_nobody_asks_for_what_she_may_not_read() -> None:
    version = PlanVersionFactory(content=True)

    with pytest.raises(PermissionDenied):
        ask(version, UserFactory(role="councillor"))
    with pytest.raises(StepRefused):
        ask(version, UserFactory(role="staff"), language="de")


def test_the_worker_makes_the_file_of_the_request(settings: Any) -> None:
    version = PlanVersionFactory(content=True)
    report = ask(version, UserFactory(role="staff"))

    jobs.run(report.job_id)

    report.job.refresh_from_db()
    assert report.job.result_file.name == f"plan-2024-2026-v{version.number}-sq.pdf"


@pytest.mark.django_db(transaction=True)
def test_what_is_no_longer_the_sealed_content_is_not_printed() -> None:
    """Only the owner of the tables can come so far: for the program's own login the title is fixed."""
    version = publish(PlanVersionFactory(content=True))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE content_plan DISABLE TRIGGER plan_sealed_fixed")
        cursor.execute("UPDATE content_plan SET title_sq = 'Tjetër titull'")
        cursor.execute("ALTER TABLE content_plan ENABLE TRIGGER plan_sealed_fixed")
    report = ask(version, UserFactory(role="staff"))

    jobs.run(report.job_id)

    report.job.refresh_from_db()
    assert (report.job.state, report.job.result_file) == (JobState.FAILED, None)
    assert report.job.failure


def test_the_page_of_files_asks_and_shows(client_of: Any) -> None:
    version, staff = PlanVersionFactory(content=True), UserFactory(role="staff")
    client = client_of(staff)
    address = reverse("publishing:version_files", args=[version.pk])

    sent = client.post(reverse("publishing:report_request", args=[version.pk, PDF]), {"language": "en"})

    assert sent.url == f"{address}#{PDF}"
    report = PlanReport.objects.get()
    state = reverse("publishing:report_state", args=[report.pk])
    assert state in client.get(address).content.decode()
    ready = PlanReportFactory(version=version, language="en", ready=True)
    shown = client.get(address).content.decode()
    assert state not in shown
    assert reverse("publishing:report_file", args=[ready.pk]) in shown
    assert client.get(state).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_files_costs_the_same_with_many(
    count: int, client_of: Any, django_assert_num_queries: Any
) -> None:
    version, client = PlanVersionFactory(content=True), client_of(UserFactory(role="staff"))
    PlanReportFactory.create_batch(count, version=version, ready=True)
    client.get(reverse("publishing:version_files", args=[version.pk]))

    with django_assert_num_queries(14):
        client.get(reverse("publishing:version_files", args=[version.pk]))


def test_a_draft_stays_inside_when_its_version_is_published(client: Any) -> None:
    version = PlanVersionFactory(content=True)
    draft = PlanReportFactory(version=version, state=PlanState.IN_REVIEW, ready=True)
    publish(version)
    adopted = PlanReportFactory(version=version, state=PlanState.ADOPTED, ready=True)

    assert fetch(client, draft) == 302
    assert fetch(client, adopted) == 200
    assert list(PlanReport.objects.public()) == [adopted]


def test_an_adopted_plan_is_not_public_before_it_is_announced(client: Any, client_of: Any) -> None:
    version = put_in_state(PlanVersionFactory(content=True), PlanState.ADOPTED)
    report = PlanReportFactory(version=version, state=PlanState.ADOPTED, ready=True)

    assert fetch(client, report) == 302
    assert not PlanReport.objects.public()
    assert fetch(client_of(UserFactory(role="councillor")), report) == 200


def test_every_kind_has_its_row() -> None:
    assert set(OUTPUTS) == set(OutputKind.values)


def test_a_file_that_is_not_ready_is_not_found(client_of: Any) -> None:
    report = PlanReportFactory()

    assert fetch(client_of(UserFactory(role="staff")), report) == 404


def test_adoption_asks_for_the_pdf_in_both_languages_once(journey: Journey, answered_round: Any) -> None:
    version = journey.to_adopted(answered_round)

    reports = PlanReport.objects.filter(version=version, state=PlanState.ADOPTED)
    assert sorted(reports.values_list("language", "state")) == [("en", PlanState.ADOPTED), ("sq", PlanState.ADOPTED)]
    assert set(reports.values_list("content_sha256", flat=True)) == {version.seal.sha256}
    assert ask(version, journey.people["staff"]) in reports
    assert reports.count() == 2


def test_no_file_is_made_of_rows_that_are_not_what_was_sealed(journey: Journey, answered_round: Any) -> None:
    version = journey.to_adopted(answered_round)
    report = PlanReport.objects.filter(version=version).first()
    FundingSource.objects.update(code="XX")  # what a sealed line points at

    jobs.run(report.job_id)

    report.job.refresh_from_db()
    assert report.job.state == JobState.FAILED
    assert "vulos" in report.job.failure
