"""Long forms in steps: no step is longer than eight fields, each is saved by itself, none touches the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.enums import CountStatus
from assessments.figures.forms import DataPointForm, FigureDefinitionForm
from assessments.forms import AssessmentForm, NeedForm, RequirementLineForm, ServiceForm, StaffRequirementForm
from assessments.fund.forms import CallForm, CostingForm
from assessments.lists.forms import TargetGroupForm
from assessments.models import (
    Assessment,
    DataPoint,
    FigureDefinition,
    FundCall,
    Need,
    RequirementLine,
    Service,
    StaffRequirement,
    TargetGroup,
)
from assessments.service_map.forms import ProposalForm
from core.pages.stepped import MOST_FIELDS, PARAMETER, SteppedForm
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    FigureDefinitionFactory,
    NeedFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db
FIRST_OF_NEED = {
    "code": "N01",
    "name_sq": "Transport për terapi",
    "indicator_sq": "fëmijë pa transport",
    "estimate": "40",
    "severity": "3",
    "affected": "40",
    "source": "Drejtoria sociale",
}
LONGEST = (
    *(TargetGroupForm, ProposalForm),
    *(AssessmentForm, NeedForm, ServiceForm, CostingForm, RequirementLineForm),
    *(StaffRequirementForm, FigureDefinitionForm, DataPointForm, CallForm),
)
CHECKED = {"source": "VKB nr. 1", "source_mark": "design"}
# Of a page that adds a row: the page that goes on, the model, and the words of the first step.
FIRST_STEPS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "line_create": (
        "line_update",
        RequirementLine,
        {"counted_in": "places", "persons": "60", "basis": "take_up", "rate": "100", "per": "100", "source": "Norma"},
    ),
    "staff_create": (
        "staff_update",
        StaffRequirement,
        {
            "profession_sq": "punonjës social",
            "structure_sq": "NJVNR",
            "base": "83683",
            "per_post_low": "6000",
            "per_post_high": "10000",
            "filled": "6",
            "source": "Norma",
        },
    ),
    "definition_create": (
        "definition_update",
        FigureDefinition,
        {"code": "qen", "theme": "groups", "name_sq": "Qen", "counts": "other", "unit_label_sq": "qen"},
    ),
    "call_create": (
        "call_update",
        FundCall,
        {
            "title_sq": "Thirrja",
            "opens_on": "25.09.2026",
            "closes_on": "25.10.2026",
            "applicants": "Bashkitë",
            **CHECKED,
        },
    ),
}


@pytest.fixture
def staff(client_of: Callable[[User], Client]) -> Client:
    return client_of(UserFactory(role="staff"))


@pytest.mark.parametrize("form", LONGEST, ids=lambda form: form.__name__)
def test_every_field_stands_in_one_step_of_at_most_eight(form: Any) -> None:
    assert issubclass(form, SteppedForm)
    names = [name for step in form.steps for name in step.names]

    assert sorted(names) == sorted(form.Meta.fields)
    assert max(len(step.names) for step in form.steps) <= MOST_FIELDS == 8


def test_the_first_step_makes_a_need_and_leads_to_the_second(staff: Client) -> None:
    edition, group = AssessmentFactory(), TargetGroupFactory()
    address = reverse("assessments:need_create", args=[edition.pk])
    page = staff.get(address)

    answer = staff.post(address + "?step=1", FIRST_OF_NEED | {"group": group.pk})

    need = Need.objects.get()
    assert set(page.context["form"].fields) == set(NeedForm.steps[0].names)
    assert (need.code, need.estimate, need.group, need.unit_label_sq) == ("N01", 40, group, "persona")
    assert answer["Location"] == reverse("assessments:need_update", args=[need.pk]) + "?step=2"
    assert staff.get(answer["Location"]).status_code == 200


def test_a_step_changes_its_own_fields_alone(staff: Client) -> None:
    need = NeedFactory(name_sq="Emri", estimate=50, estimate_high=70, by_norm=True)
    unit = AdministrativeUnitFactory()
    need.units.add(unit)
    address = reverse("assessments:need_update", args=[need.pk])
    estimate = {
        "indicator_en": "",
        "unit_label_sq": "fëmijë",
        "unit_label_en": "",
        "estimate_high": "80",
        "year": "2024",
    }

    answer = staff.post(address + "?step=3", estimate)

    need.refresh_from_db()
    assert answer["Location"] == address + "?step=4"
    assert (need.estimate_high, need.unit_label_sq, need.year, need.counts_persons) == (80, "fëmijë", 2024, False)
    assert (need.name_sq, need.estimate, need.by_norm, list(need.units.all())) == ("Emri", 50, True, [unit])


def test_what_clashes_with_another_step_is_told_and_nothing_is_saved(staff: Client) -> None:
    need = NeedFactory(estimate=50, estimate_high=70)

    answer = staff.post(
        reverse("assessments:need_update", args=[need.pk]) + "?step=3",
        {"unit_label_sq": "fëmijë", "estimate_high": "30", "year": "2024"},
    )

    need.refresh_from_db()
    assert (answer.status_code, need.estimate_high) == (200, 70)
    assert answer.context["form"].non_field_errors()


def test_the_last_step_and_the_button_that_leaves_lead_to_the_row(staff: Client) -> None:
    need = NeedFactory(affected=50)
    address = reverse("assessments:need_update", args=[need.pk])
    last = {"covered": "5", "legal_duty": "none"}
    evidence = {"method": "register", "quality": "B", "by_voices": "on"}

    left = staff.post(address + "?step=4", evidence | {"end": "1"})
    ended = staff.post(address + "?step=5", last)

    assert [left["Location"], ended["Location"]] == [need.get_absolute_url()] * 2
    assert Need.objects.get().by_voices


def test_a_new_row_has_no_second_step_yet(staff: Client) -> None:
    page = staff.get(reverse("assessments:need_create", args=[AssessmentFactory().pk]) + "?step=3")

    assert set(page.context["form"].fields) == set(NeedForm.steps[0].names)
    assert [each.url for each in page.context["steps"]] == [""] * len(NeedForm.steps)


def test_a_service_is_made_by_its_first_step_and_keeps_its_groups_in_the_others(staff: Client) -> None:
    small_number_thresholds()
    kind, group = ServiceTypeFactory(), TargetGroupFactory()
    first = {"code": "S01", "name_sq": "Qendra", "service_type": kind.pk, "provider_type": "ngo", "capacity": "30"}
    answer = staff.post(reverse("assessments:service_create") + "?step=1", first | {"source": "Drejtoria"})
    service = Service.objects.get()
    staff.post(answer["Location"], {"groups": [group.pk], "age_from": "6", "sex": "all"})

    staff.post(
        reverse("assessments:service_update", args=[service.pk]) + "?step=5",
        {"counted_in": "places", "users": "12", "waiting": "0"},
    )

    service.refresh_from_db()
    assert (service.users, service.age_from, list(service.groups.all())) == (12, 6, [group])


def test_a_service_counts_and_is_listed_only_when_its_last_step_says_that_it_runs(staff: Client) -> None:
    small_number_thresholds()
    first = {"code": "S01", "name_sq": "Qendra", "service_type": ServiceTypeFactory().pk, "source": "Drejtoria"}
    address = reverse("assessments:service_create") + "?step=1"
    told = "është shënuar si i planifikuar"

    assert told in staff.get(address).content.decode()
    answer = staff.post(address, first | {"provider_type": "ngo", "capacity": "30", "end": "1"})

    service = Service.objects.get()
    change = reverse("assessments:service_update", args=[service.pk])
    assert answer["Location"] == service.get_absolute_url()
    staff.post(change + "?step=4", {"is_listed": "on"})
    service.refresh_from_db()
    assert (service.is_listed, service.count_status_on(service.source_on)) == (True, CountStatus.PLANNED)
    assert not Service.objects.listed().exists()
    last = staff.get(change + "?step=7")
    assert told in last.content.decode()

    staff.post(change + "?step=7", {"status": "active", "source_on": "01.03.2024"})

    assert Service.objects.listed().get().count_status_on(service.source_on) == CountStatus.COUNTED
    assert told not in staff.get(change + "?step=7").content.decode()


def test_a_service_that_becomes_undisclosed_in_one_step_lets_go_of_the_address_of_another(staff: Client) -> None:
    small_number_thresholds()
    service = ServiceFactory(address="Rruga e fshehur", phone="+355 33 000", email="strehe@example.org")
    service.served_units.add(AdministrativeUnitFactory())
    address = reverse("assessments:service_update", args=[service.pk]) + "?step=1"
    page = staff.get(address)
    assert [str(name) for name in page.context["form"].emptied] == [
        *("adresa", "telefoni i shërbimit", "e-maili i shërbimit", "njësitë administrative që mbulon"),
    ]
    assert "me ruajtjen fshihet edhe" in page.content.decode()

    answer = staff.post(
        address,
        {
            "code": service.code,
            "name_sq": "Strehëza",
            "service_type": service.service_type_id,
            "provider_type": "ngo",
            "capacity": "8",
            "source": "MKR",
            "is_undisclosed": "on",
        },
    )

    service.refresh_from_db()
    assert (answer.status_code, service.is_undisclosed) == (302, True)
    (said,) = get_messages(answer.wsgi_request)
    names = "adresa, telefoni i shërbimit, e-maili i shërbimit, njësitë administrative që mbulon"
    assert str(said) == f"Shërbimi u ruajt. Vendi i tij tani nuk bëhet i ditur; u fshinë: {names}."
    assert (service.address, service.phone, service.email, service.served_units.count()) == ("", "", "", 0)
    (event,) = Event.objects.filter(action="assessments.change_service")
    assert "fshehur" not in str((event.before, event.after))
    assert staff.get(address).context["form"].emptied == []


def test_the_next_edition_begins_with_all_texts_of_the_old_one(staff: Client) -> None:
    before = AssessmentFactory(method_sq="Regjistrat", weight_severity=40, weight_gap=15)

    staff.post(
        reverse("assessments:assessment_next", args=[before.pk]) + "?step=1",
        {"title_sq": "Tjetri", "starts_on": "01.01.2027", "ends_on": "30.06.2027"},
    )

    edition = Assessment.objects.get(follows=before)
    assert (edition.method_sq, edition.weight_severity, edition.weight_gap) == ("Regjistrat", 40, 15)


@pytest.mark.parametrize("name", FIRST_STEPS)
def test_the_first_step_of_each_long_form_saves_and_leads_on(name: str, staff: Client) -> None:
    update, model, words = FIRST_STEPS[name]
    args, kind = [], ServiceTypeFactory()
    if name == "line_create":
        args = [NeedFactory(affected=60).pk]
        words = words | {"service_types": [kind.pk]}
    elif name == "staff_create":
        args = [AssessmentFactory().pk]
    address = reverse(f"assessments:{name}", args=args)
    before = set(model.objects.values_list("pk", flat=True))

    answer = staff.post(address + "?step=1", words)

    row = model.objects.exclude(pk__in=before).get()
    assert answer["Location"] == reverse(f"assessments:{update}", args=[row.pk]) + "?step=2"
    while PARAMETER in answer["Location"]:
        page = staff.get(answer["Location"])
        assert len(page.context["form"].fields) <= MOST_FIELDS
        stands = {each.name: each.value() for each in page.context["form"] if each.value() not in ("", None)}
        answer = staff.post(answer["Location"], {name: said for name, said in stands.items() if said is not False})
        assert answer.status_code == 302, answer.context["form"].errors
    if name == "line_create":
        assert list(row.service_types.all()) == [kind]


def test_a_figure_is_saved_by_its_second_step_or_at_once_for_everybody(staff: Client) -> None:
    edition, definition, source = AssessmentFactory(), FigureDefinitionFactory(), "Regjistri & tjetër, " + "ë" * 280
    address = reverse("assessments:datapoint_create", args=[edition.pk])
    first = {
        "definition": definition.pk,
        "value": "1 234,5",
        "starts_on": "01.01.2024",
        "ends_on": "31.12.2024",
        "source": source,
        "method": "register",
        "quality": "B",
    }

    went_on = staff.post(address + "?step=1", first | {"once": "0f" * 16})

    assert not DataPoint.objects.exists()
    assert "value" not in went_on["Location"]
    assert "234" not in went_on["Location"].partition("begun")[0]
    page = staff.get(went_on["Location"])
    assert [each.name for each in page.context["form"].visible_fields()] == list(DataPointForm.steps[1].names)
    carried = {each.name: each.value() for each in page.context["form"] if each.value() is not None}
    assert (carried["value"], carried["source"]) == ("1 234,5", source)
    back = staff.get(page.context["steps"][0].url)
    assert back.context["form"]["value"].value() == "1 234,5"
    refused = staff.post(address + "?step=2", carried | {"sex": "women", "age_from": "900"})
    assert staff.get(refused.context["steps"][0].url).context["form"]["value"].value() == "1 234,5"
    saved = staff.post(address + "?step=2", carried | {"sex": "women", "age_from": "60"})
    point = DataPoint.objects.get()
    assert saved["Location"] == point.get_absolute_url()
    assert (str(point.value), point.sex, point.age_from, point.ends_on.year) == ("1234.50", "women", 60, 2024)

    staff.post(address + "?step=1", first | {"end": "1"})

    assert DataPoint.objects.filter(sex="all").count() == 1


def test_the_second_step_of_a_figure_without_the_first_begins_anew(staff: Client) -> None:
    page = staff.get(reverse("assessments:datapoint_create", args=[AssessmentFactory().pk]) + "?step=2")

    assert set(page.context["form"].fields) == set(DataPointForm.steps[0].names)


def test_a_group_is_made_by_its_first_step_and_its_second_leads_back_to_the_list(
    client_of: Callable[[User], Client],
) -> None:
    admin = client_of(UserFactory(role="admin"))
    first = {"code": "ZZ", "name_sq": "Grup i ri", "order": "9", "is_active": "on", "is_protected": "on"}

    answer = admin.post(reverse("assessments:group_create") + "?step=1", first)
    group = TargetGroup.objects.get(code="ZZ")
    assert answer["Location"] == reverse("assessments:group_update", args=[group.pk]) + "?step=2"
    assert group.is_protected
    answer = admin.post(answer["Location"], {"base_count": "40", "base_source": "NJVNR"})

    group.refresh_from_db()
    assert answer["Location"] == reverse("assessments:group_list")
    assert (group.name_sq, group.base_count, group.is_protected) == ("Grup i ri", 40, True)
