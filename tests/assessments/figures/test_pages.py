import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.actions import AssessmentAction
from assessments.figures.services import save_definition
from assessments.figures.wider import wider_history
from assessments.models import DataPoint, FigureDefinition
from operations.deeds import record
from tests.assessments.test_views import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    NeedFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()
    small_number_thresholds()


def test_a_figure_is_entered_verified_by_a_second_person_and_corrected() -> None:
    edition, definition = AssessmentFactory(), FigureDefinitionFactory()
    staff, expert = signed_in(UserFactory(role="staff")), signed_in(UserFactory(role="expert"))
    fields = {
        "definition": definition.pk,
        "value": "83683",
        "starts_on": "18.09.2023",
        "ends_on": "18.09.2023",
        "sex": "all",
        "source": "Censusi 2023",
        "method": "census",
        "quality": "B",
    }

    answer = staff.post(reverse("assessments:datapoint_create", args=[edition.pk]), fields)
    point = DataPoint.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, point.get_absolute_url())
    verifying = reverse("assessments:datapoint_verify", args=[edition.pk])
    assert 'name="figures"' not in staff.get(verifying).content.decode()  # nobody verifies what she entered herself
    assert definition.name_sq in expert.get(verifying).content.decode()
    expert.post(verifying, {"figures": [point.pk]})
    staff.post(
        reverse("assessments:datapoint_correct", args=[point.pk]),
        {"value": "83684", "method": "census", "quality": "B", "correction_reason": "Shtypur gabim"},
    )

    point.refresh_from_db()
    assert (point.quality, point.corrected_by.value) == ("A", 83_684)
    assert "Shtypur gabim" in staff.get(point.corrected_by.get_absolute_url()).content.decode()
    assert "83684" in staff.get(reverse("assessments:datapoint_list", args=[edition.pk])).content.decode().replace(
        "\u00a0", ""
    ).replace(".", "").replace(" ", "")


def test_quality_a_is_not_offered_to_who_enters() -> None:
    page = signed_in(UserFactory(role="staff")).get(
        reverse("assessments:datapoint_create", args=[AssessmentFactory().pk])
    )

    assert '<option value="A"' not in page.content.decode()


def test_an_own_figure_slipped_into_the_verifying_form_is_refused() -> None:
    staff = UserFactory(role="staff")
    point = DataPointFactory(entered_by=staff)

    answer = signed_in(staff).post(
        reverse("assessments:datapoint_verify", args=[point.assessment_id]), {"figures": [point.pk]}
    )

    point.refresh_from_db()
    assert (answer.status_code, point.verified_by) == (200, None)


def test_the_county_and_the_country_stand_beside_the_figure_and_the_need() -> None:
    definition = FigureDefinitionFactory(
        county_value=Decimal(146_681),
        country_value=Decimal(2_402_113),
        wider_on=date(2023, 9, 18),
        wider_source="INSTAT, Censusi 2023",
    )
    need = NeedFactory(affected=500, covered=10)
    kept = {"assessment": need.assessment, "definition": definition, "group": need.group, "age_from": None}
    point = DataPointFactory(**kept, age_to=None, value=310, unit=None, sex="all")
    DataPointFactory(**kept, age_to=None, value=7_777, unit=None, sex="women")
    staff = signed_in(UserFactory(role="staff"))

    for address in (point.get_absolute_url(), need.get_absolute_url()):
        text = re.sub(r"[\s.]", "", staff.get(address).content.decode())
        assert "<strong>146681</strong>" in text
        assert "<strong>2402113</strong>" in text
        assert "INSTAT,Censusi2023" in text
    assert [each.pk for each in staff.get(need.get_absolute_url()).context["points"]] == [point.pk]


def test_a_value_of_the_country_without_source_is_refused() -> None:
    definition = FigureDefinitionFactory()
    staff = signed_in(UserFactory(role="staff"))
    address = reverse("assessments:definition_update", args=[definition.pk]) + "?step=3"

    refused = staff.post(address, {"country_value": "2 402 113"})
    taken = staff.post(
        address, {"country_value": "2 402 113", "wider_on": "18.09.2023", "wider_source": "INSTAT, Censusi 2023"}
    )

    definition.refresh_from_db()
    assert (refused.status_code, taken.status_code, definition.country_value) == (200, 302, 2_402_113)
    with pytest.raises(IntegrityError, match="figure_definition_wider_values_have_source"), transaction.atomic():
        FigureDefinition.objects.filter(pk=definition.pk).update(wider_source="")


def test_the_page_of_a_definition_tells_what_county_and_country_were_said_to_be() -> None:
    admin, kept = UserFactory(role="admin"), {"wider_on": date(2023, 9, 18), "wider_source": "Censusi 2023"}
    definition = save_definition(FigureDefinitionFactory.build(code="banoret"), actor=admin)
    for county in (146_681, 150_000, 150_000):
        for name, value in (kept | {"county_value": Decimal(county)}).items():
            setattr(definition, name, value)
        definition.order += 1  # saved for another reason
        save_definition(definition, actor=admin)
        definition.refresh_from_db()
        save_definition(definition, actor=admin)

    answer = signed_in(UserFactory(role="mayor")).get(definition.get_absolute_url())

    said = [(each.county, each.country, each.source, each.saved_by) for each in answer.context["wider"]]
    assert said == [(Decimal(county), None, "Censusi 2023", admin) for county in (150_000, 146_681)]
    assert "146681" in re.sub(r"[\s.,]", "", answer.content.decode())


def test_a_history_that_began_before_there_were_such_values_begins_with_the_first_of_them() -> None:
    admin = UserFactory(role="admin")
    definition = FigureDefinitionFactory()
    empty: dict[str, Any] = {"county_value": None, "country_value": None, "wider_on": None, "wider_source": ""}
    told = {"county_value": "12", "wider_on": "2023-09-18", "wider_source": "Censusi"}
    for after in ({}, empty, {"wider_source_en": "Census"}, told, told | {"wider_source_en": ""}):
        record(AssessmentAction.SAVE_DEFINITION, definition, actor=admin, after=after)

    assert [(each.county, each.source) for each in wider_history(definition)] == [(Decimal(12), "Censusi")]


def test_a_definition_without_wider_values_tells_of_none() -> None:
    definition = save_definition(FigureDefinitionFactory.build(), actor=UserFactory(role="admin"))

    assert signed_in(UserFactory(role="mayor")).get(definition.get_absolute_url()).context["wider"] == []


def test_who_entered_a_figure_reads_why_she_does_not_verify_it(client_of: Any) -> None:
    staff = UserFactory(role="staff")
    point = DataPointFactory(entered_by=staff)
    address = reverse("assessments:datapoint_verify", args=[point.assessment_id])

    words = client_of(staff).post(address, {"figures": [point.pk]}).content.decode()

    assert "Disa nga këto shifra janë tuajat" in words
    assert "një nga zgjedhjet" not in words


def test_who_entered_all_figures_reads_how_many_wait_for_somebody_else(client_of: Any) -> None:
    staff = UserFactory(role="staff")
    point = DataPointFactory(entered_by=staff)
    DataPointFactory(entered_by=staff, assessment=point.assessment)
    DataPointFactory(entered_by=staff)

    words = client_of(staff).get(reverse("assessments:datapoint_verify", args=[point.assessment_id])).content.decode()

    assert "2 shifra që keni regjistruar presin verifikim nga dikush tjetër." in words


def test_the_preview_of_a_pasted_block_tells_figures_of_one_year_apart(client_of: Any) -> None:
    point = DataPointFactory(unit=AdministrativeUnitFactory(name_sq="Orikum"))
    address = reverse("assessments:figure_grid_paste", args=[point.assessment_id, point.definition.code])

    words = client_of(UserFactory(role="staff")).post(
        address, {"place": str(point.pk), "column": "value", "text": "4321"}
    )

    (cell,) = words.context["plan"].cells
    assert cell.after == "4\u00a0321"
    assert cell.row == f"{point.ends_on.year} Orikum"
