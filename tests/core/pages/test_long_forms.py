"""No form shows more than eight fields at once: the long ones come in steps or in groups of at most eight."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.forms import AssessmentForm, NeedForm, ServiceForm
from assessments.fund.forms import CostingForm
from consultations.forms import EventForm, RoundForm
from consultations.models import ConsultationEvent
from core.pages.stepped import MOST_FIELDS
from municipality.forms import ProjectForm
from municipality.models import Project
from socialplan.drafting.forms.content import IndicatorForm, MeasureForm
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory, ProjectFactory

pytestmark = pytest.mark.django_db

STEPPED = (AssessmentForm, NeedForm, ServiceForm, CostingForm, RoundForm, EventForm, ProjectForm)
GROUPED = (MeasureForm, IndicatorForm)
# hidden, or asked only where what was sent makes another's gap grow
OF_THE_MOMENT = {"expected_revision", "opened", "draft", "has_seen_growth"}


@pytest.mark.parametrize("form", [*STEPPED, *GROUPED], ids=lambda form: form.__name__)
def test_every_field_stands_in_one_part_of_at_most_eight(form: Any) -> None:
    parts = form.steps if form in STEPPED else form.groups
    names = [name for part in parts for name in part.names]

    assert sorted(names) == sorted({*form.base_fields} - OF_THE_MOMENT)
    assert max(len(part.names) for part in parts) <= MOST_FIELDS


def test_an_event_is_planned_by_its_first_step_and_keeps_it_in_the_others(client_of: Any) -> None:
    consultation = RoundFactory(state="planned")
    group, coordinator = TargetGroupFactory(is_protected=True), client_of(UserFactory(role="coordinator"))
    kind = ConsultationEventFactory(round=consultation).kind

    answer = coordinator.post(
        reverse("consultations:event_create", args=[consultation.pk]) + "?step=1",
        {
            "kind": kind.code,
            "title_sq": "Takimi",
            "held_on": "02.05.2024",
            "groups": [group.pk],
            "confidentiality": "",
        },
    )

    assert answer.status_code == 302, answer.context["form"].errors
    event = ConsultationEvent.objects.get(title_sq="Takimi")
    address = reverse("consultations:event_update", args=[event.pk])
    assert answer["Location"] == f"{address}?step=2"
    assert event.is_counts_only
    assert {*coordinator.get(answer["Location"]).context["form"].fields} == {*EventForm.steps[1].names}
    answer = coordinator.post(f"{address}?step=2", {"status": "held", "language": "sq", "end": "1"})
    event.refresh_from_db()
    assert answer["Location"] == event.get_absolute_url()
    assert (event.status, event.title_sq, list(event.groups.all())) == ("held", "Takimi", [group])
    assert event.is_counts_only


def test_each_step_of_the_project_changes_its_own_fields(client_of: Any, client: Client) -> None:
    MunicipalityFactory()
    project = ProjectFactory(title_sq="Projekti", groups_target=3)
    address = reverse("municipality:project_update")
    admin = client_of(UserFactory(role="admin"))

    assert {*admin.get(address).context["form"].fields} == {*ProjectForm.steps[0].names}
    answer = admin.post(f"{address}?step=3", {"groups_target": "7"})

    assert answer["Location"] == f"{address}?step=4"
    changed = Project.objects.get(pk=project.pk)
    assert (changed.title_sq, changed.groups_target) == ("Projekti", 7)
