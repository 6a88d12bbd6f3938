"""Readers beside each other ask the database as often as the longest of them, and make what each makes alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Count, Max, Q

from assessments.models import Need, TargetGroup
from consultations.models import Round
from core.together.once import in_hand, one_page, read_once
from core.together.relations import read_lists, read_relations
from core.together.side_by_side import Reader, read, read_count, read_exists, read_figures, side_by_side
from municipality.calendar import threshold, unchecked_rules
from municipality.enums import ThresholdCode
from municipality.models import DeadlineRule, Threshold
from municipality.services import install_reference_data
from tests.factories.assessments import NeedFactory, TargetGroupFactory
from tests.factories.consultations import RoundFactory

pytestmark = pytest.mark.django_db


def titles() -> Reader[list[str]]:
    needs = Need.objects.order_by("pk")
    yield [needs]
    return [str(need) for need in needs]


def groups_of_rounds() -> Reader[list[list[str]]]:
    rounds = Round.objects.order_by("pk")
    yield [rounds]
    yield from read_relations([(rounds, ["groups"])])
    return [[str(group) for group in each.groups.all()] for each in rounds]


def nothing() -> Reader[str]:
    yield from read_lists()
    return "nothing"


@pytest.fixture
def filled() -> None:
    NeedFactory.create_batch(2)
    RoundFactory(groups=TargetGroupFactory.create_batch(3))


def test_as_often_as_the_longest_asks(filled: None, django_assert_num_queries: Any) -> None:
    alone = [read(titles()), read(groups_of_rounds()), read(nothing())]

    with django_assert_num_queries(2):
        together = read(side_by_side(titles(), groups_of_rounds(), nothing(), read_count(Need.objects.all())))

    assert together == [*alone, 2]
    assert [len(part) for part in alone] == [2, 1, 7]


def test_readers_stand_in_readers(filled: None, django_assert_num_queries: Any) -> None:
    def both() -> Reader[list[Any]]:
        return (yield from side_by_side(titles(), nothing()))

    with django_assert_num_queries(2):
        found = read(side_by_side(both(), groups_of_rounds()))

    assert found == [[read(titles()), "nothing"], read(groups_of_rounds())]


@pytest.mark.parametrize("many", [0, 1, 3])
def test_what_is_counted_is_what_the_builder_counts(many: int, django_assert_num_queries: Any) -> None:
    TargetGroupFactory.create_batch(many)
    rows, protected = TargetGroup.objects.all(), Q(is_protected=True)
    figures = {"all": Count("pk"), "protected": Count("pk", filter=protected), "last": Max("pk")}
    counted = rows.aggregate(**figures)

    with django_assert_num_queries(1):
        found = read(side_by_side(read_figures(rows, **figures), read_count(rows.distinct()), read_exists(rows)))

    assert found == [counted, many, bool(many)]
    assert read(read_figures(rows.none(), **figures)) == {"all": 0, "protected": 0, "last": None}


def test_a_page_reads_its_rules_once_and_the_next_one_anew(django_assert_num_queries: Any) -> None:
    install_reference_data()
    before = threshold(ThresholdCode.SMALL_NUMBER)
    with one_page(), django_assert_num_queries(1):
        assert threshold(ThresholdCode.SMALL_NUMBER) == before
        assert threshold(ThresholdCode.SMALL_NUMBER_PROTECTED)
        assert unchecked_rules()

    Threshold.objects.filter(code=ThresholdCode.SMALL_NUMBER).update(value=before + 1)

    assert threshold(ThresholdCode.SMALL_NUMBER) == before + 1
    with one_page():
        assert threshold(ThresholdCode.SMALL_NUMBER) == before + 1


def test_a_deed_reads_each_rule_anew() -> None:
    install_reference_data()
    before = threshold(ThresholdCode.SMALL_NUMBER)
    Threshold.objects.filter(code=ThresholdCode.SMALL_NUMBER).update(value=before + 1)

    assert threshold(ThresholdCode.SMALL_NUMBER) == before + 1


def test_unchecked_rules_are_counted_alike_with_the_book_and_without() -> None:
    install_reference_data()
    DeadlineRule.objects.filter(pk=DeadlineRule.objects.first().pk).update(checked_by="Juristi")
    counted = unchecked_rules()

    with one_page():
        threshold(ThresholdCode.SMALL_NUMBER)
        assert unchecked_rules() == counted > 0


def test_what_two_readers_want_at_once_is_read_once(filled: None, django_assert_num_queries: Any) -> None:
    with one_page(), django_assert_num_queries(2):
        first, second, _groups = read(side_by_side(read_once(titles), read_once(titles), groups_of_rounds()))
        assert first is second is read(read_once(titles)) is in_hand(titles)

    assert in_hand(titles) is None


def test_whoever_asks_in_between_lets_the_others_go_on(filled: None, django_assert_num_queries: Any) -> None:
    """A part that reads for itself while another waits for the same finds it, and neither waits for ever."""

    def asks_at_once() -> Reader[int]:
        yield []
        return len(read(read_once(groups_of_rounds)))

    with one_page(), django_assert_num_queries(2):
        found, many = read(side_by_side(read_once(groups_of_rounds), asks_at_once()))

    assert (len(found), many) == (1, 1)
