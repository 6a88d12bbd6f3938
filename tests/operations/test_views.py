from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from operations.enums import JobState
from operations.queue import jobs
from operations.trail import audit
from tests.factories.accounts import OrganisationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.operations import JobFactory
from tests.operations import handlers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds() -> None:
    jobs.job_handler("tests.letter", opens=handlers.everything)(handlers.letter)


def page(client: Any, name: str, *args: Any) -> Any:
    return client.get(reverse(f"operations:{name}", args=args))


def test_progress_is_told_by_pages_and_asks_again(client_of: Any) -> None:
    job = JobFactory(state=JobState.RUNNING, lease_until="2030-01-01T00:00Z", progress_done=12, progress_total=40)
    client = client_of(job.requested_by)

    text = page(client, "job_detail", job.pk).content.decode()
    part = " ".join(page(client, "job_progress", job.pk).content.decode().split())

    assert 'http-equiv="refresh"' in text
    assert 'value="12" max="40"' in part
    assert "every 1s" in part


def test_finished_job_offers_its_file_and_asks_no_more(client_of: Any) -> None:
    job = JobFactory()
    jobs.run(job.pk)
    client = client_of(job.requested_by)

    text = page(client, "job_detail", job.pk).content.decode()
    answer = page(client, "job_file", job.pk)

    assert "hx-trigger" not in text
    assert reverse("operations:job_file", args=[job.pk]) in text
    assert b"".join(answer.streaming_content) == handlers.PDF
    answer.close()


def test_unfinished_job_has_no_file(client_of: Any) -> None:
    job = JobFactory()

    assert page(client_of(job.requested_by), "job_file", job.pk).status_code == 404


def test_jobs_of_others_are_closed(client_of: Any) -> None:
    job = JobFactory(failed=True)
    client = client_of(UserFactory(role="staff"))

    for name in ("job_detail", "job_progress", "job_file"):
        assert page(client, name, job.pk).status_code == 403
    assert client.post(reverse("operations:job_retry", args=[job.pk])).status_code == 403


def test_failed_job_is_tried_again_from_its_page(client_of: Any) -> None:
    job = JobFactory(failed=True)
    client = client_of(job.requested_by)

    assert "csrfmiddlewaretoken" in page(client, "job_detail", job.pk).content.decode()
    client.post(reverse("operations:job_retry", args=[job.pk]))

    job.refresh_from_db()
    assert job.state == JobState.PENDING


def test_history_turns_its_pages_by_key(client_of: Any) -> None:
    subject = OrganisationFactory()
    with transaction.atomic():
        for _ in range(60):
            audit.write_event(actor=None, action="x.y", subject=subject)
    client = client_of(UserFactory(role="dpo"))

    first = page(client, "event_list").context
    second = client.get(reverse("operations:event_list"), {"before": first["older"]}).context

    assert [len(first["events"]), len(second["events"])] == [50, 10]
    assert second["older"] is None
    assert client.get(reverse("operations:event_list"), {"before": "x'"}).status_code == 200


@pytest.mark.parametrize("language", ["sq", "en"])
def test_history_names_roles_in_the_readers_words(client_of: Any, language: str) -> None:
    officer = UserFactory(role=Role.DPO)
    for role in set(Role) - {Role.DPO}:
        RoleAssignmentFactory(user=officer, role=role)
    with transaction.atomic():
        audit.write_event(actor=officer, action="x.y", subject=OrganisationFactory())
    client = client_of(officer)

    with translation.override(language):
        told = client.get(reverse("operations:event_list")).content.decode()
        labels = ", ".join(str(Role(role).label) for role in sorted(Role))

    assert labels in unescape(told)


def test_history_is_closed_to_staff(client_of: Any) -> None:
    assert page(client_of(UserFactory(role="staff")), "event_list").status_code == 403
