from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from socialplan.approval.models import Announcement, CouncilDecision, Opinion
from socialplan.content.enums import FundingState
from socialplan.content.models import Measure, MeasureCost, Plan
from tests.factories.socialplan import (
    ChapterFactory,
    FundingLineFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanFactory,
    PlanVersionFactory,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
VOTES = {
    "outcome": "adopted",
    "seats": 41,
    "quorum": 21,
    "present": 36,
    "votes_for": 31,
    "votes_against": 0,
    "abstained": 4,
    "did_not_vote": 1,
    "majority_rule": "default",
    "happened_on": date(2024, 5, 30),
}


@pytest.mark.parametrize(
    ("years", "name"), [((2026, 2024), "plan_years_in_order"), ((1990, 2024), "plan_years_plausible")]
)
def test_years_of_a_plan(years: tuple[int, int], name: str) -> None:
    with pytest.raises(IntegrityError, match=name):
        Plan.objects.create(title_sq="Plani", first_year=years[0], last_year=years[1])


def add_row(factory: Any, **fields: Any) -> None:
    """Codes may cross while rows change places, but not at the end of the transaction."""
    with transaction.atomic():
        factory(**fields)
        connection.check_constraints()


@pytest.mark.parametrize("factory", [ChapterFactory, MeasureFactory, IndicatorFactory])
def test_a_code_stands_once_in_a_version(factory: Any) -> None:
    row = factory(code="1")
    again = {"code": "1"} | ({"version": row.version} if factory is ChapterFactory else {"objective": row.objective})

    with pytest.raises(IntegrityError, match="code_once_per_version"):
        add_row(factory, **again)


def test_a_source_pays_once_in_each_certainty() -> None:
    line = FundingLineFactory(amount=100_000)

    add_row(FundingLineFactory, cost=line.cost, amount=100_000, state=FundingState.SECURED)
    with pytest.raises(IntegrityError, match="fundingline_source_and_state_once_per_cost"):
        add_row(FundingLineFactory, cost=line.cost, amount=100_000)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"currency": "EUR"}, "fundingline_currency_whole_or_absent"),
        ({"rate": 100}, "fundingline_currency_whole_or_absent"),
        (
            {"currency": "euro", "original_amount": 1000, "rate": 100, "rate_on": date(2024, 5, 2)},
            "fundingline_currency_whole_or_absent|value too long",
        ),
        (
            {"currency": "EUR", "original_amount": 1000, "rate": 100, "rate_on": date(2024, 5, 2), "amount": 99_998},
            "fundingline_amount_follows_rate",
        ),
    ],
)
def test_a_donors_amount_keeps_currency_rate_and_date(fields: dict[str, Any], name: str) -> None:
    cost = MeasureCostFactory()

    with pytest.raises(DatabaseError, match=name):
        add_row(FundingLineFactory, cost=cost, **fields)
    euros = {"currency": "EUR", "original_amount": "1000.50", "rate": "99.870000", "rate_on": date(2024, 5, 2)}
    add_row(FundingLineFactory, cost=cost, amount=99_920, **euros)


def test_a_line_in_lek_is_checked_without_a_complaint_of_the_database(caplog: Any) -> None:
    line = FundingLineFactory()

    line.full_clean()

    assert [record.message for record in caplog.records] == []


def test_a_share_of_women_is_at_most_the_whole() -> None:
    with pytest.raises(IntegrityError, match="measure_women_share_within_100"):
        MeasureFactory(women_share=101)


def test_one_version_in_force_per_plan() -> None:
    plan = PlanFactory()
    publish(PlanVersionFactory(plan=plan))

    with pytest.raises(IntegrityError, match="planversion_one_in_force_per_plan"):
        publish(PlanVersionFactory(plan=plan))


def lower_cost(cost: MeasureCost, amount: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        MeasureCost.objects.filter(pk=cost.pk).update(amount=amount)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_funding_never_exceeds_the_cost() -> None:
    line = FundingLineFactory()

    with pytest.raises(IntegrityError, match="socialplan_funding_within_cost"):
        lower_cost(line.cost, line.amount - 1)


def test_a_funding_line_is_above_nothing() -> None:
    with pytest.raises(IntegrityError, match="fundingline_positive"):
        FundingLineFactory(amount=0)


@pytest.mark.parametrize("factory", [MeasureCostFactory, IndicatorTargetFactory])
def test_years_lie_in_the_plan(factory: type) -> None:
    with pytest.raises(IntegrityError, match="socialplan_year_outside_plan"):
        factory(year=2027)


def test_a_row_and_its_parent_are_of_one_version() -> None:
    measure = MeasureFactory()

    with pytest.raises(IntegrityError, match="socialplan_parent_of_another_version"):
        Measure.objects.filter(pk=measure.pk).update(version=PlanVersionFactory())


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"did_not_vote": 0}, "councildecision_votes_add_up"),
        ({"seats": 35}, "councildecision_present_within_seats"),
        ({"quorum": 37}, "councildecision_quorum_held"),
        ({"outcome": "maybe"}, "councildecision_outcome_known"),
    ],
)
def test_votes_of_the_council(change: dict[str, object], name: str) -> None:
    with pytest.raises(IntegrityError, match=name):
        CouncilDecision.objects.create(version=PlanVersionFactory(), number="1", year=2024, **(VOTES | change))


def test_a_decision_number_is_used_once_a_year() -> None:
    CouncilDecision.objects.create(version=PlanVersionFactory(), number="1", year=2024, **VOTES)
    CouncilDecision.objects.create(version=PlanVersionFactory(), number="1", year=2025, **VOTES)

    with pytest.raises(IntegrityError, match="councildecision_number_once_a_year"):
        CouncilDecision.objects.create(version=PlanVersionFactory(), number="1", year=2024, **VOTES)


def test_an_opinion_gives_its_reasons() -> None:
    opinion = {"kind": "legal", "content_sha256": "0" * 64, "happened_on": date(2024, 5, 15)}
    Opinion.objects.create(version=PlanVersionFactory(), verdict="favourable", **opinion)

    with pytest.raises(IntegrityError, match="opinion_reasoned_unless_favourable"):
        Opinion.objects.create(version=PlanVersionFactory(), verdict="unfavourable", **opinion)


def test_in_force_after_the_announcement() -> None:
    with pytest.raises(IntegrityError, match="announcement_in_force_after_announced"):
        Announcement.objects.create(
            version=PlanVersionFactory(),
            happened_on=date(2024, 6, 3),
            in_force_on=date(2024, 6, 2),
            rule_code="entry_into_force",
        )
