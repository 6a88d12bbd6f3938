from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.enums import Light
from monitoring.progress import IndicatorProgress, LightThresholds, measure_progress

THRESHOLDS = LightThresholds()


def progress(
    baseline: int | None, target: int | None, actual: int | None, *, falling: bool = False
) -> IndicatorProgress:
    def number(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    return measure_progress(
        baseline=number(baseline),
        target=number(target),
        actual=number(actual),
        is_falling=falling,
        thresholds=THRESHOLDS,
    )


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "falling", "percent", "light"),
    [
        (540, 560, 548, False, 40, Light.RED),
        (13950, 12000, 13950, True, 0, Light.RED),
        (192, 200, 198, False, 75, Light.AMBER),
        (3, 3, 3, False, None, Light.GREEN),
        (78, 70, 74, True, 50, Light.RED),
        (0, 40, 36, False, 90, Light.GREEN),
        (71, 65, 66, True, 83, Light.AMBER),
        (None, 30, 47, False, 157, Light.GREEN),
        (22, 25, None, False, None, Light.GREY),
        (None, 50, None, False, None, Light.GREY),
        (5, None, 7, False, None, Light.GREY),
        (None, 5, 0, True, 100, Light.GREEN),
        (None, 5, 5, True, 100, Light.GREEN),
        (None, 5, 8, True, 62, Light.AMBER),
        (None, 0, 0, True, None, Light.GREEN),
        (None, 0, 1, True, None, Light.RED),
        (0, 1000, 896, False, 89, Light.AMBER),
        (0, 1000, 599, False, 59, Light.RED),
        (0, 1000, 996, False, 99, Light.GREEN),
        (0, 1000, 1066, False, 107, Light.GREEN),
        (-10, 10, 5, False, 75, Light.AMBER),
    ],
)
def test_progress_of_the_law_book_cases(
    baseline: int | None, target: int | None, actual: int | None, falling: bool, percent: int | None, light: Light
) -> None:
    result = progress(baseline, target, actual, falling=falling)

    assert (result.rounded, result.light) == (percent, light)


@pytest.mark.parametrize(
    ("actual", "falling", "light"), [(4, False, Light.RED), (6, True, Light.RED), (5, True, Light.GREEN)]
)
def test_a_target_equal_to_the_baseline_is_held_or_not(actual: int, falling: bool, light: Light) -> None:
    assert progress(5, 5, actual, falling=falling).light == light


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 20_000))
def test_reaching_the_target_is_always_green_and_rising_actuals_never_worsen(
    base: int, step: int, actual: int
) -> None:
    order = [Light.RED, Light.AMBER, Light.GREEN]

    assert progress(base, base + step, base + step).light == Light.GREEN
    lower, higher = progress(base, base + step, actual), progress(base, base + step, actual + 1)
    assert order.index(lower.light) <= order.index(higher.light)
