"""A failed job tried again: by those who may, with a new token."""

import pytest
from django.core.exceptions import PermissionDenied

from core.workflow import StepRefused
from operations.enums import JobState
from operations.models import Event
from operations.queue import jobs
from operations.services import retry_job
from tests.factories.accounts import UserFactory
from tests.factories.operations import JobFactory
from tests.operations import handlers

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _letters() -> None:
    """The kind of the factory's jobs, whichever test ran before."""
    jobs.job_handler("tests.letter", opens=handlers.everything)(handlers.letter)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    told: list[int] = []
    monkeypatch.setattr(jobs, "publish", lambda job: told.append(job.pk))
    return told


@pytest.mark.django_db
def test_failed_job_is_tried_again_and_its_token_goes_on(published: list[int]) -> None:
    job = JobFactory(failed=True)

    retry_job(job, actor=job.requested_by)
    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 4)
    assert [event.action for event in Event.objects.order_by("pk")] == [
        "operations.retry_job",
        "operations.keep_result",
    ]


@pytest.mark.django_db
def test_retry_is_refused_to_others_and_for_jobs_that_did_not_fail() -> None:
    job = JobFactory()

    with pytest.raises(StepRefused):
        retry_job(job, actor=job.requested_by)
    with pytest.raises(PermissionDenied):
        retry_job(job, actor=UserFactory(role="staff"))
