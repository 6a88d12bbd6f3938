"""Keys of released figures in words, one kind after the other, and the publications they stand in."""

from __future__ import annotations

import pytest

from assessments.models.editions import TELLING
from consultations.facts.speakers import NAME as SPEAKERS
from consultations.releases import NAME as ATTENDANCE
from operations.trail.figure_words import figures_in_words, publications_in_words
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    NeedFactory,
    ServiceFactory,
    TargetGroupFactory,
)
from tests.factories.consultations import ConsultationEventFactory
from tests.factories.monitoring import PeriodFactory
from tests.factories.socialplan import IndicatorFactory, MeasureFactory

pytestmark = pytest.mark.django_db


def said(key: str, name: str = "") -> str:
    return figures_in_words([key], name)[key]


def test_of_an_edition() -> None:
    need, service, group = NeedFactory(code="N01"), ServiceFactory(), TargetGroupFactory()

    assert said("@need:N01:affected") == f"{need}: persona të prekur"
    assert said("@need:N01:uncovered#2") == f"{need}: persona të pambuluar"
    assert said("@line:N01/02:gap") == "rreshti N01/02: vende që mungojnë"
    assert said(f"@map:users|{service.pk}") == f"{service}: përdoruesit aktualë"
    assert said(f"@map:waiting|type {service.service_type_id}") == f"{service.service_type}: në listën e pritjes"
    assert said("@map:users") == "Të gjitha shërbimet: përdoruesit aktualë"
    assert said(f"@base:{group.pk}") == f"{group}: personat e grupit"


def test_of_a_figure_with_all_that_makes_it_one() -> None:
    point = DataPointFactory(source="INSTAT: Censi")
    key = f"@figure:{point.definition_id}:{point.unit_id or ''}:women::2023-01-01:2023-12-31:INSTAT: Censi"

    words = said(key)

    assert words.startswith(f"{point.definition} (")
    assert words.endswith("gra, 2023, INSTAT: Censi)")


def test_of_a_report() -> None:
    period, measure, indicator = PeriodFactory(), MeasureFactory(), IndicatorFactory()

    assert said(f"@reach:{measure.key}:{period.pk}") == f"{measure}, {period}: persona të arritur"
    assert said(f"@result:{indicator.key}:{period.pk}") == f"{indicator}, {period}: rezultati"
    assert said(f"@result:{indicator.key}:{period.pk}:under") == f"{indicator}, {period}: baza"
    assert said(f"@result:{indicator.key}:{period.pk}:without:3:4") == f"{indicator}, {period}: pjesa tjetër"
    assert said(f"@to date:{indicator.key}:{period.pk}") == f"{indicator}, {period}: shuma deri tani"
    assert said(f"@part:{indicator.key}:{period.pk}:own:unknown:") == f"{indicator}, {period}: e paregjistruar"
    assert said(f"@part:{indicator.key}:{period.pk}:own*other:a*:") == f"{indicator}, {period}: a"
    assert said(f"@reached:{period.pk}:*|women") == f"persona të arritur, {period}: Të gjitha grupet, Gra dhe vajza"


def test_of_a_round_in_its_own_publications() -> None:
    event, group = ConsultationEventFactory(), TargetGroupFactory()

    assert said(f"{event.pk}|women", ATTENDANCE) == f"{event}: Gra"
    assert said("all|total", ATTENDANCE) == "Të gjitha veprimtaritë: të pranishëm"
    assert said(f"group|{group.pk}", SPEAKERS) == f"Kontribute: {group}"
    assert said("sex|-", SPEAKERS) == "Kontribute: pa u thënë"
    assert said("all", SPEAKERS) == "Kontribute: gjithsej"


def test_a_publication_is_called_by_its_name_and_what_it_tells_of(django_assert_num_queries) -> None:
    edition, other = AssessmentFactory(), AssessmentFactory()
    asked = [(TELLING, edition.release_scope), (TELLING, other.release_scope), (TELLING, "edition:0"), ("own", "x:1")]

    with django_assert_num_queries(1):
        found = publications_in_words(asked)

    assert list(found.values()) == [
        f"Vlerësimi i nevojave: {edition}",
        f"Vlerësimi i nevojave: {other}",
        "Vlerësimi i nevojave",
        "own: x:1",
    ]


@pytest.mark.parametrize("code", ["N:1", "N#1", "N|1"])
def test_a_code_may_hold_the_signs_between_the_parts(code: str) -> None:
    need = NeedFactory(code=code)

    assert said(f"@need:{code}:covered#12") == f"{need}: persona të mbuluar me shërbime"
    assert said(f"@line:{code}/01:given") == f"rreshti {code}/01: vende që jepen"


@pytest.mark.parametrize("key", ["@nothing of ours:3", "alone"])
def test_what_no_app_says_is_named_as_a_figure_all_the_same(key: str) -> None:
    assert said(key) == "një shifër tjetër"


def test_many_keys_of_one_kind_are_read_at_once(django_assert_max_num_queries) -> None:
    keys = [f"@need:N{number:02}:covered" for number in range(40)]

    with django_assert_max_num_queries(1):
        assert list(figures_in_words(keys)) == keys
