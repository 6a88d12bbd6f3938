import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override, pgettext
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import User
from assessments.enums import Method
from assessments.models import Assessment, Need, Service
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    NeedFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

SECRET = "Njësia e Fshehur"


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()
    small_number_thresholds()


def signed_in(user: User) -> Client:
    """A client past the second factor, whatever the role."""
    client = Client()
    client.force_login(user, backend="accounts.login.backends.PasswordBackend")
    device = user.totpdevice_set.create(name="prova", confirmed=True)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return client


def need_fields(**changed: Any) -> dict[str, Any]:
    return {
        "code": "N01",
        "group": TargetGroupFactory().pk,
        "name_sq": "Mungesë dokumentesh",
        "indicator_sq": "persona pa dokumente",
        "unit_label_sq": "persona",
        "counts_persons": "on",
        "estimate": "64",
        "year": "2023",
        "source": "NJVNR",
        "method": "register",
        "quality": "B",
        "severity": "4",
        "affected": "64",
        "covered": "18",
        "legal_duty": "none",
    } | changed


def test_staff_registers_a_need() -> None:
    assessment, client = AssessmentFactory(), signed_in(UserFactory(role="staff"))

    answer = client.post(reverse("assessments:need_create", args=[assessment.pk]), need_fields())

    need = Need.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, need.get_absolute_url())
    assert (need.assessment, need.uncovered, need.gap_percent) == (assessment, 46, 72)


@pytest.mark.parametrize(
    "changed",
    [
        {"covered": "65"},
        {"estimate": "gjashtë"},
        {"estimate_low": "70"},
        {"severity": "9"},
        {"name_sq": "x" * 301},
        {"override_rank": "1"},
        {"year": "20233"},
    ],
)
def test_a_wrong_need_is_shown_again_with_what_was_typed(changed: dict[str, str]) -> None:
    assessment, client = AssessmentFactory(), signed_in(UserFactory(role="staff"))

    answer = client.post(reverse("assessments:need_create", args=[assessment.pk]), need_fields(**changed))

    assert (answer.status_code, Need.objects.count()) == (200, 0)
    assert answer.context["form"].errors
    assert "NJVNR" in answer.content.decode()


def test_a_code_taken_in_the_edition_is_a_sentence() -> None:
    need, client = NeedFactory(code="N01"), signed_in(UserFactory(role="staff"))

    answer = client.post(reverse("assessments:need_create", args=[need.assessment_id]), need_fields())

    assert (answer.status_code, Need.objects.count()) == (200, 1)
    assert answer.context["form"].non_field_errors()


def test_an_undisclosed_service_with_an_address_is_refused() -> None:
    client = signed_in(UserFactory(role="staff"))
    fields = {
        "code": "S20",
        "name_sq": "Qendër emergjence",
        "service_type": ServiceTypeFactory().pk,
        "provider_type": "municipal",
        "age_from": "0",
        "sex": "all",
        "is_undisclosed": "on",
        "address": "Rruga e fshehur",
        "capacity": "8",
        "counted_in": "places",
        "users": "6",
        "waiting": "0",
        "licence_kind": "community",
        "licence_state": "held",
        "status": "active",
        "source": "MKR",
        "source_on": "01.12.2023",
    }

    refused = client.post(reverse("assessments:service_create"), fields)
    accepted = client.post(reverse("assessments:service_create"), fields | {"address": ""})

    assert (refused.status_code, accepted.status_code) == (200, 302)
    assert Service.objects.get().address == ""


def undisclosed_service() -> Service:
    unit = AdministrativeUnitFactory(code="nj-fshehur", name_sq=SECRET, name_en=SECRET)
    kind = ServiceTypeFactory()
    service = ServiceFactory(is_undisclosed=True, unit=unit, service_type=kind, users=6)
    need = NeedFactory()
    need.service_types.add(kind)
    AssessedServiceFactory(assessment=need.assessment, service=service, is_undisclosed=True, unit=None)
    return service


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"staff"}))
def test_an_undisclosed_place_leaks_to_nobody_but_staff(role: str) -> None:
    service, client = undisclosed_service(), signed_in(UserFactory(role=role))

    detail = client.get(service.get_absolute_url()).content.decode()
    listed = client.get(reverse("assessments:service_list"))
    by_unit = client.get(reverse("assessments:service_list"), {"unit": service.unit_id})
    sheet = client.get(reverse("assessments:service_export", args=["csv"])).getvalue().decode()
    book = load_workbook(BytesIO(client.get(reverse("assessments:service_export", args=["xlsx"])).getvalue()))
    cells = [str(cell) for line in book.active.iter_rows(values_only=True) for cell in line]

    assert SECRET not in detail
    assert [row.service.shown_unit for row in listed.context["rows"]] == [None]
    assert list(by_unit.context["rows"]) == []
    assert ("nj-fshehur" in sheet, "nj-fshehur" in cells) == (False, False)


def test_staff_sees_the_unit_of_an_undisclosed_service() -> None:
    service, client = undisclosed_service(), signed_in(UserFactory(role="staff"))

    assert SECRET in client.get(service.get_absolute_url()).content.decode()


def test_a_published_edition_shows_the_public_no_undisclosed_place_and_no_small_number(client: Client) -> None:
    service = undisclosed_service()
    assessment = service.assessed.get().assessment
    NeedFactory(assessment=assessment, name_sq="Nevojë e rrallë", affected=17, covered=3, estimate=17)
    Assessment.objects.update(state="published")

    answer = client.get(reverse("assessments:assessment_public", args=[assessment.pk]))

    rare = next(row for row in answer.context["rows"] if row.need.affected == 17)
    assert (rare.figures.affected, rare.figures.covered, rare.figures.uncovered) == (17, None, None)
    assert (rare.figures.gap_percent, rare.figures.estimate, rare.priority) == (None, None, None)
    page = re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.DOTALL)
    assert f"{SECRET}: 0" in answer.content.decode()  # the map names every unit, and counts no such service in it
    assert SECRET not in page


def test_a_draft_edition_is_not_public(client: Client) -> None:
    assert client.get(reverse("assessments:assessment_public", args=[AssessmentFactory().pk])).status_code == 404


def test_an_organisation_reads_users_of_a_protected_group_under_the_mark() -> None:
    service = ServiceFactory(users=6, annual_cost=3_800_000)
    service.groups.add(TargetGroupFactory(is_protected=True))

    outside = signed_in(UserFactory(role="ngo")).get(service.get_absolute_url()).context["row"]
    inside = signed_in(UserFactory(role="staff")).get(service.get_absolute_url()).context["row"]

    assert (outside.figures.users, outside.figures.cost_per_user, outside.figures.is_marked) == (None, None, True)
    assert (inside.figures.users, inside.figures.cost_per_user, inside.figures.is_marked) == (6, 633333, True)


def test_a_step_that_cannot_be_taken_is_a_sentence() -> None:
    assessment, client = AssessmentFactory(), signed_in(UserFactory(role="staff"))

    answer = client.post(reverse("assessments:assessment_step", args=[assessment.pk, "verify"]), follow=True)

    assert answer.context["form"].non_field_errors() == ["Vlerësimi ende nuk ka nevoja."]


def test_a_small_part_of_the_users_hides_its_sister_part() -> None:
    service = ServiceFactory(users=30, users_women=28, users_men=2, waiting=0)

    figures = signed_in(UserFactory(role="councillor")).get(service.get_absolute_url()).context["row"].figures

    assert (figures.users, figures.users_women, figures.users_men, figures.waiting) == (30, None, None, 0)


def test_where_no_figure_waits_nothing_is_offered_to_verify() -> None:
    edition = AssessmentFactory()
    page = signed_in(UserFactory(role="staff")).get(reverse("assessments:datapoint_verify", args=[edition.pk]))

    words = page.content.decode()
    assert "Asnjë shifër e regjistruar nga të tjerët nuk pret" in words
    assert "Verifikoni shifrat e zgjedhura" not in words


@pytest.mark.parametrize("name", ["assessment_ranking", "assessment_compare", "need_list", "assessment_detail"])
def test_a_need_is_named_once_in_each_list(name: str) -> None:
    small_number_thresholds()
    before, now = AssessmentFactory(), AssessmentFactory()
    for edition in (before, now):
        NeedFactory(assessment=edition, code="N07", affected=80, covered=20)

    page = signed_in(UserFactory(role="staff")).get(
        reverse(f"assessments:{name}", args=[now.pk]), {"other": before.pk}
    )

    words = re.sub(r"<[^>]*>|\s+", " ", page.content.decode())
    assert "N07" in words
    assert not re.search(r"N07\s+N07", words)
    assert name != "assessment_compare" or "Ndryshimi" in words


@pytest.mark.parametrize(
    ("state", "reader", "said"),
    [
        ("verified", "staff", "Hapi tjetër: Botoni vlerësimin; detyrë e: koordinator"),
        ("drafting", "coordinator", "Hapi tjetër: Verifikoni vlerësimin; detyrë e: punonjës i bashkisë"),
        ("verified", "expert", "Hapi tjetër: Botoni vlerësimin; detyrë e: koordinator"),
        ("verified", "coordinator", None),
        ("published", "staff", None),
    ],
)
def test_who_cannot_take_the_next_step_reads_whose_it_is(
    client: Client, state: str, reader: str, said: str | None
) -> None:
    small_number_thresholds()
    edition = NeedFactory().assessment
    Assessment.objects.filter(pk=edition.pk).update(state=state)
    client.force_login(UserFactory(role=reader))

    page = client.get(edition.get_absolute_url()).content.decode()

    assert (said in page) if said else ("Hapi tjetër:" not in page)


def test_an_empty_list_of_editions_says_who_opens_one(client: Client) -> None:
    for role, is_told in (("coordinator", True), ("staff", False)):
        client.force_login(UserFactory(role=role))
        page = client.get(reverse("assessments:assessment_list")).content.decode()
        assert "Ende nuk është hapur asnjë vlerësim." in page, role
        assert ("E hap personeli i bashkisë" in page) is is_told, role


def test_an_estimate_alone_stands_without_the_marks_of_a_low_and_a_high_one(client: Client) -> None:
    small_number_thresholds()
    client.force_login(UserFactory(role="staff"))
    alone = NeedFactory(estimate=120, estimate_low=None, estimate_high=None)
    open_above = NeedFactory(estimate=120, estimate_low=100, estimate_high=None)

    shown = [client.get(each.get_absolute_url()).content.decode() for each in (alone, open_above)]

    plain = [re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page)) for page in shown]
    assert "Vlerësimi sasior 120 " in plain[0]
    assert "100 – 120 – ? " in plain[1]


def test_a_code_is_a_noun_above_a_column_and_a_deed_on_a_button() -> None:
    with override("sq"):
        assert (gettext("Code"), pgettext("button", "Code"), str(Method.CENSUS.label)) == ("Kodi", "Kodoni", "censi")
