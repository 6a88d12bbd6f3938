import pytest

from core.together.side_by_side import read
from socialplan.content.figures import funding_matrix, read_budget
from socialplan.content.models import FundingLine, PlanVersion
from tests.factories.demo_plan import demo_plan

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# The demonstration plan, thousand ALL: 2024, 2025, 2026, total.
BY_GOAL = {
    "QS1": (9_780, 27_310, 25_160, 62_250),
    "QS2": (5_050, 13_250, 13_900, 32_200),
    "QS3": (9_500, 23_300, 25_000, 57_800),
    "QS4": (6_100, 12_650, 12_700, 31_450),
    "QS5": (6_560, 12_970, 13_220, 32_750),
}
BY_SOURCE = {
    "MB": (16_120, 31_945, 32_110, 80_175),
    "KG": (5_820, 9_400, 9_840, 25_060),
    "SF": (5_805, 24_640, 23_920, 54_365),
    "DON": (5_905, 13_275, 13_550, 32_730),
}
GAP = (3_340, 10_220, 10_560, 24_120)
COST = (36_990, 89_480, 89_980, 216_450)


def thousands(row: object) -> tuple[int, ...]:
    return tuple(amount // 1000 for amount in (*row.amounts, row.total))  # type: ignore[attr-defined]


def test_the_totals_of_the_demonstration_plan() -> None:
    version = demo_plan()
    budget = read(read_budget(version))

    assert {row.code: thousands(row) for row in budget.by_goal} == BY_GOAL
    assert {row.code: thousands(row) for row in budget.by_source} == BY_SOURCE
    assert thousands(budget.gap) == GAP
    assert thousands(budget.cost) == COST
    assert FundingLine.objects.filter(version=version).count() == 211
    annotated = PlanVersion.objects.with_budget().get()
    assert (annotated.cost, annotated.cost - annotated.funding) == (216_450_000, 24_120_000)


def test_the_gap_of_a_measure_is_computed() -> None:
    measure = demo_plan().measures.get(code="1.2.1")

    rows = funding_matrix(measure)

    assert [(row.year, row.cost) for row in rows] == [(2024, 4_500_000), (2025, 14_200_000), (2026, 11_800_000)]
    assert sum(row.gap for row in rows) == 30_500_000 * 15 // 100
