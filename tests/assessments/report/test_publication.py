"""A long edition is published by a worker; whoever asked, and what is missing, is judged again when he does."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import services as accounts
from accounts.models import User
from assessments.enums import PUBLISHING, AssessmentState
from assessments.models import Assessment
from assessments.report import publication
from assessments.report.publication import hand_in_publication
from assessments.services import move_assessment
from core.workflow import StepRefused
from operations.enums import JobState
from operations.models import Event, Job
from operations.queue import jobs
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, ServiceFactory, small_number_thresholds

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return UserFactory(role="coordinator")


@pytest.fixture
def edition(monkeypatch: pytest.MonkeyPatch) -> Assessment:
    """Verified, and long by its one need."""
    monkeypatch.setattr(publication, "AT_ONCE", 0)
    small_number_thresholds()
    ServiceFactory()
    need = NeedFactory()
    return move_assessment(need.assessment, "verify", actor=UserFactory(role="staff"))


def publish(edition: Assessment, client: Any, **words: str) -> Any:
    return client.post(reverse("assessments:assessment_step", args=[edition.pk, "publish"]), words)


def state_of(edition: Assessment) -> str:
    return str(Assessment.objects.get(pk=edition.pk).state)


def test_the_request_only_asks_for_it_and_the_page_tells_what_comes_of_it(
    edition: Assessment, coordinator: User, client_of: Any
) -> None:
    client = client_of(coordinator)

    answer = publish(edition, client, comment="Në rregull.")

    job = Job.objects.get()
    assert (answer.url, job.kind, state_of(edition)) == (job.get_absolute_url(), PUBLISHING, "verified")
    assert client.get(edition.get_absolute_url()).context["publication"] == job
    jobs.run(job.pk)
    assert state_of(edition) == AssessmentState.PUBLISHED
    change = edition.state_changes.order_by("-pk")[0]
    assert (change.actor, change.comment) == (coordinator, "Në rregull.")
    assert Event.objects.filter(action="assessments.publish_assessment").get().actor == coordinator
    assert client.get(job.get_absolute_url()).url == edition.get_absolute_url()
    assert client.get(edition.get_absolute_url()).context["publication"] is None


def test_a_short_edition_is_published_at_once(
    edition: Assessment, coordinator: User, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "AT_ONCE", 1)

    publish(edition, client_of(coordinator))

    assert (state_of(edition), Job.objects.count()) == (AssessmentState.PUBLISHED, 0)


def test_the_page_of_the_step_works_nothing_out_for_a_long_edition(
    edition: Assessment, coordinator: User, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.gaps.telling.counted", lambda _assessment: pytest.fail("worked out"))

    assert (
        client_of(coordinator).get(reverse("assessments:assessment_step", args=[edition.pk, "publish"])).status_code
        == 200
    )


def test_who_lost_the_role_meanwhile_publishes_nothing(edition: Assessment, coordinator: User, client_of: Any) -> None:
    job = hand_in_publication(edition, actor=coordinator)
    accounts.revoke_role(coordinator.assignments.get(), actor=UserFactory(role="admin"))

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, state_of(edition)) == (JobState.FAILED, AssessmentState.VERIFIED)
    page = client_of(UserFactory(role="staff")).get(edition.get_absolute_url())
    assert job.failure in page.content.decode()


def test_an_edition_that_was_returned_meanwhile_stays_a_draft(edition: Assessment, coordinator: User) -> None:
    job = hand_in_publication(edition, actor=coordinator)
    move_assessment(edition, "return", actor=UserFactory(role="admin"), comment="Mungon.")

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, state_of(edition)) == (JobState.FAILED, AssessmentState.DRAFTING)


def test_an_edition_verified_anew_is_not_published_by_what_was_asked_for_before(
    edition: Assessment, coordinator: User
) -> None:
    job = hand_in_publication(edition, actor=coordinator)
    move_assessment(edition, "return", actor=UserFactory(role="admin"), comment="Mungon.")
    move_assessment(edition, "verify", actor=UserFactory(role="expert"))

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, state_of(edition)) == (JobState.FAILED, AssessmentState.VERIFIED)
    assert "hap tjetër" in job.failure


def test_who_verified_it_does_not_have_it_published(edition: Assessment) -> None:
    """Four eyes, asked when the job is asked for and by the rules of the day on which it runs."""
    move_assessment(edition, "return", actor=UserFactory(role="admin"), comment="Mungon.")
    both = UserFactory(role="expert")
    other = UserFactory(role="coordinator")
    move_assessment(edition, "verify", actor=both)

    with pytest.raises(PermissionDenied):
        hand_in_publication(Assessment.objects.get(pk=edition.pk), actor=both)
    assert hand_in_publication(Assessment.objects.get(pk=edition.pk), actor=other).requested_by == other


def test_what_is_missing_is_refused_before_anybody_waits(
    coordinator: User, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "AT_ONCE", -1)
    edition = AssessmentFactory(verified=True)

    answer = publish(edition, client_of(coordinator))

    assert answer.context["form"].non_field_errors()
    assert not Job.objects.exists()


def test_it_is_asked_for_once_and_anew_after_a_refusal(edition: Assessment, coordinator: User) -> None:
    job = hand_in_publication(edition, actor=coordinator)
    assert hand_in_publication(edition, actor=coordinator) == job
    with pytest.raises(StepRefused):
        hand_in_publication(edition, actor=UserFactory(role="admin"))
    accounts.revoke_role(coordinator.assignments.get(), actor=UserFactory(role="admin"))
    jobs.run(job.pk)

    again = hand_in_publication(edition, actor=UserFactory(role="admin"))

    assert again != job
    jobs.run(again.pk)
    assert state_of(edition) == AssessmentState.PUBLISHED


def test_a_worker_that_was_stopped_just_after_it_finds_it_done(edition: Assessment, coordinator: User) -> None:
    job = hand_in_publication(edition, actor=coordinator)
    move_assessment(edition, "publish", actor=coordinator)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, edition.state_changes.filter(step="publish").count()) == (JobState.DONE, 1)
