"""What a report tells of persons is judged with every report before it: revisions, periods, sums to date, shares."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from core.suppression import ORDINARY, PROTECTED
from monitoring.enums import Light
from monitoring.figures import GroupLine, PeriodFigures, is_small, judged
from monitoring.indicator_line import IndicatorLine
from monitoring.models import Period
from monitoring.progress import IndicatorProgress, LightThresholds
from monitoring.releases import release_report
from monitoring.reporting.freezing import frozen_form, thaw_figures
from monitoring.reporting.tables import persons_table, results_table
from municipality.small_numbers import SmallNumberRules
from operations.models import SuppressionPattern
from operations.trail.patterns import audit_everything
from socialplan.content.enums import IndicatorKind
from socialplan.content.models import Indicator
from tests.factories.monitoring import set_thresholds

pytestmark = pytest.mark.django_db
RULES = SmallNumberRules(ORDINARY, PROTECTED)


@pytest.fixture(autouse=True)
def _thresholds() -> None:
    set_thresholds()


def flow(period: int, amounts: dict[int, int], *, is_hidden: bool = False) -> PeriodFigures:
    """A period's only result, with those before it."""
    earlier = {str(pk): Decimal(amount) for pk, amount in amounts.items() if pk < period}
    last = str(max(earlier, key=int)) if earlier else ""
    line = IndicatorLine(
        pk=1,
        code="T1",
        title_sq="Fëmijë të mbështetur",
        title_en="Children supported",
        unit="fëmijë",
        baseline=None,
        target=Decimal(100),
        actual=Decimal(amounts[period]),
        progress=IndicatorProgress(Decimal(amounts[period]), Light.RED),
        is_hidden=is_hidden,
        key="k",
        counts_people=True,
        kind=IndicatorKind.FLOW,
        earlier=earlier,
        last_period=last,
        last=earlier.get(last),
        to_date=sum(earlier.values(), Decimal(amounts[period])),
    )
    return PeriodFigures((line,), (), (), (), ())


def groups(women: int, men: int) -> PeriodFigures:
    line = GroupLine("F", "Fëmijë", "Children", is_protected=False, women=women, men=men, undeclared=0)
    return PeriodFigures((), (), (), (), (line,))


def test_the_sum_of_three_years_does_not_give_the_three_children_of_the_first():
    """3 hidden in the first year; 40, 50 and the sum of 93 of the third report would tell them exactly."""
    amounts = {1: 3, 2: 40, 3: 50}
    for period in amounts:
        told = release_report(Period(pk=period), flow(period, amounts, is_hidden=period == 1))

    (line,) = told.for_public().indicators
    assert (line.actual, line.last, line.to_date) == (50, 40, None)
    heads = [column.head.en for column in results_table(told.for_public()).columns]
    cells = dict(zip(heads, results_table(told.for_public()).rows[0].cells, strict=True))
    assert cells["To date"] != 93
    assert audit_everything() == []


def test_two_revisions_of_the_table_of_persons_do_not_give_a_third_figure():
    """37 women and 3 men, then 37 and 8: the total of the first less the women of the second would be the 3 men."""
    release_report(Period(pk=1), groups(37, 3))

    told = release_report(Period(pk=1), groups(37, 8))

    assert SuppressionPattern.objects.count() == 2
    women, _men, _undeclared, total = told.group_table(is_public=True)[0].cells
    assert women.value is None or total.value is None
    assert audit_everything() == []
    persons_table(told.group_table(is_public=True))


def test_the_marks_survive_the_freezing_and_a_later_threshold():
    told = release_report(Period(pk=1), groups(37, 3))

    thawed = thaw_figures(frozen_form(told))

    assert thawed.group_table(is_public=True) == told.group_table(is_public=True)
    assert [cell.value for cell in thawed.group_table(is_public=True)[0].cells[:2]] == [None, None]


def test_earlier_results_are_no_part_of_what_the_public_gets():
    told = release_report(Period(pk=2), flow(2, {1: 3, 2: 40}))

    (line,) = told.for_public().indicators
    assert line.earlier == {}
    assert thaw_figures(frozen_form(told)).indicators == told.indicators


@pytest.mark.parametrize(
    ("share", "is_hidden"),
    [((3, 80), True), ((77, 80), True), ((2, 4), True), ((30, 80), False), (None, True)],
)
def test_a_share_of_persons_hides_with_its_numerator_its_rest_or_its_base(share, is_hidden):
    indicator = Indicator(counts_people=True, kind=IndicatorKind.RATIO, key=UUID(int=1))
    parts = share and (Decimal(share[0]), Decimal(share[1]))

    assert is_small(indicator, Decimal(40), RULES, parts) is is_hidden
    line = judged(indicator, Decimal(50), Decimal(40), (LightThresholds(), RULES), share=parts)
    assert line.is_hidden is is_hidden
