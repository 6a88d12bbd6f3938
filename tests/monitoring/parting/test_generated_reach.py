"""Persons of chance, by sex, of a year and its halves: whoever knows what they mean narrows no few of them down."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from monitoring.models import MeasureReach, Period
from monitoring.parting.reach import ReachLine
from operations.trail.patterns import audit_everything
from tests.factories.monitoring import PeriodFactory, PeriodKindFactory, measure_of
from tests.monitoring.parting.test_reach import period_of, released
from tests.operations.trail.reader import Told, ends_of

pytestmark = pytest.mark.django_db
WHOLE, WOMEN, MEN = COLUMNS = ("all", "women", "men")
YEAR, FIRST, SECOND = range(3)
THRESHOLDS = {False: 5, True: 10}


def persons(chance: Random) -> dict[int, dict[str, int]]:
    """Who came in the year came in one half or in both."""
    found: dict[int, dict[str, int]] = {at: {} for at in range(3)}
    for sex in (WOMEN, MEN):
        first, second = (chance.choice([0, 2, 3, 4, 6, 8, 11, 14, 30, 90]) for _half in range(2))
        both = chance.randint(0, min(first, second, 3))
        found[YEAR][sex], found[FIRST][sex], found[SECOND][sex] = first + second - both, first, second
    for counts in found.values():
        counts[WHOLE] = counts[WOMEN] + counts[MEN]
    return found


def write(period: Period, counts: dict[str, int]) -> None:
    for column in COLUMNS:
        of = {"dimension": "all", "part": "all"} if column == WHOLE else {"dimension": "sex", "part": column}
        MeasureReach.objects.create(period=period, measure=measure_of(period), persons=counts[column], **of)


def what_a_reader_knows() -> list[Told]:
    """Women and men are all; who came in a half came in the year, and who came in the year came in a half."""
    told: list[Told] = [(f"{at}:{WHOLE}", (f"{at}:{WOMEN}", f"{at}:{MEN}"), True) for at in range(3)]
    for column in COLUMNS:
        halves = (f"{FIRST}:{column}", f"{SECOND}:{column}")
        told += [(f"{YEAR}:{column}", (half,), False) for half in halves]
        told += [(f"both:{column}", halves, True), (f"both:{column}", (f"{YEAR}:{column}",), False)]
    return told


def shown(line: ReachLine) -> dict[str, int | None]:
    by_sex = {part.code: part.amount for part in line.by("sex")}
    return {WHOLE: line.persons} | {sex: None if (n := by_sex[sex]) is None else int(n) for sex in (WOMEN, MEN)}


@pytest.mark.parametrize("is_protected", [False, True])
@pytest.mark.parametrize("seed", [0, 1, 4, 6, 10, 24, 26, 31, 37, 59])
def test_no_few_are_narrowed_down_by_who_knows_what_the_numbers_mean(seed: int, is_protected: bool) -> None:
    chance = Random(seed)
    counts, year = persons(chance), period_of(is_protected=is_protected)
    kind = PeriodKindFactory(code="half", months=6)
    days = ((year.starts_on, date(2024, 9, 30)), (date(2024, 10, 1), year.ends_on))
    periods = [year] + [PeriodFactory(version=year.version, kind=kind, starts_on=on, ends_on=to) for on, to in days]
    order, told = chance.sample(range(3), 3), {}
    for at in order:
        write(periods[at], counts[at])
        told[at] = shown(released(periods[at]).for_public().reach[0])

    known = {f"{at}:{column}": value for at in told for column, value in told[at].items() if value is not None}
    hidden = [f"{at}:{column}" for at in told for column in COLUMNS if f"{at}:{column}" not in known]
    unknown = [*hidden, *(f"both:{column}" for column in COLUMNS)]
    ends = [ends_of(name, unknown, known, what_a_reader_knows()) for name in hidden]

    threshold = THRESHOLDS[is_protected]
    assert [found for found in ends if found[2] - found[1] < threshold] == [], (order, counts, known)
    assert audit_everything() == []
