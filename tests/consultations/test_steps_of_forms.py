"""A round in steps: the first one plans it, each other changes its own fields alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.forms import RoundForm
from consultations.models import Round
from core.pages.stepped import MOST_FIELDS
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client_of: Any) -> Client:
    return client_of(UserFactory(role="coordinator"))


def test_every_field_of_a_round_stands_in_one_step_of_at_most_eight() -> None:
    names = [name for step in RoundForm.steps for name in step.names]

    assert sorted(names) == sorted(RoundForm.Meta.fields)
    assert max(len(step.names) for step in RoundForm.steps) <= MOST_FIELDS


def test_the_first_step_plans_the_round_and_leads_to_the_second(coordinator: Client) -> None:
    group = TargetGroupFactory()

    answer = coordinator.post(
        reverse("consultations:round_create") + "?step=1",
        {"kind": "listening", "title_sq": "Dëgjimi", "groups": [group.pk]},
    )

    one = Round.objects.get()
    assert list(one.groups.all()) == [group]
    assert answer["Location"] == reverse("consultations:round_update", args=[one.pk]) + "?step=2"
    assert list(coordinator.get(answer["Location"]).context["form"].fields) == list(RoundForm.steps[1].names)


def test_another_step_leaves_groups_and_texts_as_they_are(coordinator: Client) -> None:
    one = RoundFactory(state="planned", title_sq="Dëgjimi", manner_sq="")
    one.groups.set([group := TargetGroupFactory()])

    answer = coordinator.post(
        reverse("consultations:round_update", args=[one.pk]) + "?step=3", {"manner_sq": "Me postë", "end": "1"}
    )

    one.refresh_from_db()
    assert answer["Location"] == one.get_absolute_url()
    assert (one.title_sq, one.manner_sq, list(one.groups.all())) == ("Dëgjimi", "Me postë", [group])
