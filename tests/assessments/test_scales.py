"""What a step of a scale is called and counts for is a row; an edition keeps the scale it was opened with."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from assessments.enums import DELIVERED_POINTS, DELIVERED_STEPS, LegalDuty, Scale
from assessments.models import Assessment, ScaleStep
from assessments.priority import ranking
from assessments.reference import install_reference_rows
from assessments.services import open_assessment
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, small_number_thresholds

pytestmark = pytest.mark.django_db
CHECK = {"source": "Metodika", "source_mark": "design", "checked_by": "Drejtoria sociale", "checked_on": "05.01.2026"}


@pytest.fixture(autouse=True)
def _rows() -> None:
    small_number_thresholds()
    install_reference_rows(actor=UserFactory(role="admin"))


@pytest.fixture
def desk(client_of) -> Client:
    return client_of(UserFactory(role="admin"))


def edited(desk: Client, scale: str, step: str, points: int):
    row = ScaleStep.objects.get(scale=scale, step=step)
    told = {"name_sq": "me emër tjetër", "name_en": "by another name", "points": str(points)}
    return desk.post(reverse("assessments:scale_step_update", args=[row.pk]), told | CHECK)


def test_every_step_that_a_need_can_have_is_delivered_once() -> None:
    install_reference_rows(actor=UserFactory(role="admin"))

    found = list(ScaleStep.objects.values_list("scale", "step"))

    assert sorted(found) == sorted(
        [(Scale.SEVERITY, str(step)) for step in range(1, 6)] + [(Scale.LEGAL_DUTY, duty) for duty in LegalDuty.values]
    )
    assert len(DELIVERED_STEPS) == len(DELIVERED_POINTS) == len(found)


def test_a_changed_step_counts_for_the_next_edition_and_never_for_one_that_is_open(desk: Client) -> None:
    before = AssessmentFactory()
    old = NeedFactory(assessment=before, severity=3)

    assert edited(desk, "severity", "3", 60).status_code == 302
    now = open_assessment(
        Assessment(title_sq="Vlerësimi", starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 1)),
        actor=UserFactory(role="staff"),
    )
    new = NeedFactory(assessment=now, severity=3)

    assert ranking(Assessment.objects.get(pk=before.pk))[old.pk].parts["severity"] == 50
    assert ranking(Assessment.objects.get(pk=now.pk))[new.pk].parts["severity"] == 60
    assert Event.objects.filter(action="assessments.save_scale_step").exists()
    assert "me emër tjetër" in desk.get(new.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("step", "points"), [("3", 20), ("3", 80), ("5", 70), ("1", 30)])
def test_a_higher_step_never_counts_for_less(desk: Client, step: str, points: int) -> None:
    answer = edited(desk, "severity", step, points)

    assert list(answer.context["form"].errors) == ["points"]
    assert ScaleStep.objects.get(scale="severity", step=step).points == DELIVERED_POINTS[f"severity:{step}"]


def test_more_than_a_hundred_points_are_refused(desk: Client) -> None:
    assert list(edited(desk, "legal_duty", "full", 101).context["form"].errors) == ["points"]
