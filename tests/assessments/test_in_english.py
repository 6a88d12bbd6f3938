"""What donors read in English has its own field; where it is empty, the Albanian words are marked."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from assessments.imports.tables import NEED_COLUMNS
from assessments.models import DataPoint
from assessments.services import begin_next_edition
from core.tables import Words
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, DataPointFactory, NeedFactory, small_number_thresholds
from tests.factories.socialplan import MeasureFactory

pytestmark = pytest.mark.django_db
TAG = re.compile(r"<[^>]+>")
MARK = "Censi 2023 (in Albanian)"


@pytest.mark.parametrize(("english", "told"), [("Census 2023", "Census 2023"), ("", MARK)])
def test_the_source_of_a_need_and_a_figure_in_both_languages(client_of, english: str, told: str) -> None:
    small_number_thresholds()
    edition = AssessmentFactory()
    need = NeedFactory(assessment=edition, source="Censi 2023", source_en=english)
    figure = DataPointFactory(assessment=edition, source="Censi 2023", source_en=english)
    desk = client_of(UserFactory(role="staff"))

    for row in (need, figure):
        with override("en"):
            assert told in TAG.sub("", desk.get(row.get_absolute_url()).content.decode())
        with override("sq"):
            page = desk.get(row.get_absolute_url()).content.decode()
        assert "Censi 2023" in page
        assert "in Albanian" not in page


@pytest.mark.parametrize(("english", "told"), [("Law 121/2016", "Law 121/2016"), ("", "Ligji nr. 121 (in Albanian)")])
def test_the_legal_source_of_a_need_and_of_an_edition(client_of, english: str, told: str) -> None:
    small_number_thresholds()
    law = {"legal_basis": "Ligji nr. 121", "legal_basis_en": english}
    need = NeedFactory(assessment=AssessmentFactory(**law), legal_duty="full", **law)
    desk = client_of(UserFactory(role="staff"))

    for row in (need, need.assessment):
        with override("en"):
            assert told in TAG.sub("", desk.get(row.get_absolute_url()).content.decode())


@pytest.mark.parametrize(("english", "told"), [("NGOs", "NGOs"), ("", "OJF (in Albanian)")])
def test_the_partners_of_a_measure_on_pages_and_in_papers(english: str, told: str) -> None:
    measure = MeasureFactory(partners="OJF", partners_en=english)

    assert Words.of_albanian(measure.partners, measure.partners_en) == Words("OJF", told)
    assert Words.of_albanian("", "") is None
    with override("en"):
        assert measure.partners_label == told
    with override("sq"):
        assert measure.partners_label == "OJF"


def test_a_sheet_carries_them_and_a_figure_takes_them_into_the_next_edition() -> None:
    assert {"source_en", "legal_basis_en"} <= set(NEED_COLUMNS)
    figure = DataPointFactory(source="Censi 2023", source_en="Census 2023")
    begun = AssessmentFactory.build(starts_on=figure.assessment.starts_on, ends_on=figure.assessment.ends_on)

    edition = begin_next_edition(figure.assessment, begun, actor=UserFactory(role="staff"))

    assert list(DataPoint.objects.filter(assessment=edition).values_list("source_en", flat=True)) == ["Census 2023"]


def test_the_sheet_of_needs_to_read_has_both(client_of) -> None:
    small_number_thresholds()
    need = NeedFactory(source="Censi 2023", source_en="Census 2023")

    answer = client_of(UserFactory(role="staff")).get(
        reverse("assessments:need_export", args=[need.assessment_id, "csv"])
    )

    assert "Census 2023" in answer.getvalue().decode()
