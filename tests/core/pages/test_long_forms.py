"""No form asks for more than eight things at once: the long ones come in steps, or say why they do not."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms.forms import BaseForm
from django.test import Client
from django.urls import get_resolver, reverse

from consultations.forms import EventForm
from consultations.models import ConsultationEvent, HelpLine
from core.pages.stepped import MOST_FIELDS, SteppedForm
from municipality.forms import ProjectForm
from municipality.models import Project
from tests.everywhere.short_forms import things
from tests.factories.accounts import UserFactory
from tests.factories.assessments import NeedFactory, TargetGroupFactory
from tests.factories.consultations import CodingFactory, ConsultationEventFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory, ProjectFactory

pytestmark = pytest.mark.django_db
PROGRAM = {
    "accounts",
    "assessments",
    "consultations",
    "core",
    "monitoring",
    "municipality",
    "operations",
    "socialplan",
    "vlora_plan",
}

# Sent at once, in groups of at most eight fields, with the reason why no step can be saved by itself.
AT_ONCE = {
    "ContributionForm": "anybody's words without an account: nothing of them is kept before they are sent",
    "ContributionEntryForm": "a contribution is never changed once it is in",
    "AttendeeForm": "a name is listed together with what the person agreed to, and is not changed afterwards",
    "DecisionForm": "the council's act, which stands as it was recorded",
    "CommitteeOpinionForm": "the committee's act, which stands as it was recorded",
    "DeadlineRuleForm": "a rule changes only with its source and check, and a second person confirms the whole",
    "MajorityRuleForm": "as a deadline",
    "CalendarDayForm": "as a deadline",
    "PeriodForm": "its days are checked against one another; asked which plan only where there are several",
    "FirstRunForm": "before it nobody can log in, and nothing is there to be saved",
}
# Hidden or unseen, or asked only where what was sent makes another's gap grow.
OF_THE_MOMENT = {"expected_revision", "opened", "draft", "has_seen_growth", "submission", "proof", "homepage"}


def all_forms() -> list[Any]:
    """Every form of the program; the addresses load the modules that hold them."""
    assert get_resolver().url_patterns
    own = {form.__name__: form for form in forms_of(BaseForm) if form.__module__.split(".")[0] in PROGRAM}
    return [own[name] for name in sorted(own)]


def forms_of(base: type) -> list[type]:
    return [each for form in base.__subclasses__() for each in (form, *forms_of(form))]


def fields_of(form: Any) -> list[str]:
    hidden = {name for name, field in form.base_fields.items() if field.widget.is_hidden}
    return [name for name in form.base_fields if name not in hidden | OF_THE_MOMENT]


def test_every_long_form_of_the_program_comes_in_steps_or_says_why_not() -> None:
    long = [
        form for form in all_forms() if hasattr(form, "base_fields") and len(things(fields_of(form))) > MOST_FIELDS
    ]

    assert {form.__name__ for form in long if not getattr(form, "steps", ())} == {*AT_ONCE}
    assert all(issubclass(form, SteppedForm) for form in long if form.__name__ not in AT_ONCE)


def test_every_field_stands_in_one_step_of_at_most_eight() -> None:
    """What no step names would be shown on none."""
    for form in all_forms():
        parts = [*getattr(form, "steps", ()), *getattr(form, "groups", ())]
        if not parts:
            continue
        names = [name for part in parts for name in part.names]
        assert sorted(names) == sorted(fields_of(form)), form
        assert max(len(things(list(part.names))) for part in parts) <= MOST_FIELDS == 8, form


@pytest.mark.parametrize("name", sorted(AT_ONCE))
def test_what_is_sent_at_once_is_laid_out_in_groups(name: str) -> None:
    """The few whose layout depends on the row are looked at on their pages (tests/everywhere/short_forms.py)."""
    [form] = [each for each in all_forms() if each.__name__ == name]

    assert getattr(form, "groups", ()) or name in {"DecisionForm", "CommitteeOpinionForm"}


def test_a_row_of_a_list_is_added_by_its_first_step_and_ended_at_the_list(client_of: Any) -> None:
    user = client_of(UserFactory(role="coordinator"))
    address = reverse("consultations:help_line_create")

    answer = user.post(
        f"{address}?step=1",
        {"name_sq": "Linja", "phone": "116", "hours_sq": "24 orë", "is_in_use": "on", "source": "Zyra"},
    )

    line = HelpLine.objects.get(phone="116")
    update = reverse("consultations:help_line_update", args=[line.pk])
    assert answer["Location"] == f"{update}?step=2"
    answer = user.post(
        f"{update}?step=2",
        {"order": "9", "source_mark": "found", "checked_by": "Policia", "checked_on": "02.05.2024"},
    )
    line.refresh_from_db()
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == reverse("consultations:help_line_list")
    assert (line.name_sq, line.is_in_use, line.checked_by) == ("Linja", True, "Policia")


def test_the_second_step_of_a_recommendation_leaves_what_it_rests_on(client_of: Any) -> None:
    recommendation = CodingFactory(recommendation__round=RoundFactory(is_closed=True)).recommendation
    before = list(recommendation.contributions.values_list("pk", flat=True))
    need = NeedFactory()
    address = reverse("consultations:recommendation_update", args=[recommendation.pk])

    answer = client_of(UserFactory(role="coordinator")).post(f"{address}?step=2", {"needs": [need.pk]})

    recommendation.refresh_from_db()
    assert answer["Location"] == recommendation.get_absolute_url(), answer.context["form"].errors
    assert list(recommendation.needs.all()) == [need]
    assert list(recommendation.contributions.values_list("pk", flat=True)) == before


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
