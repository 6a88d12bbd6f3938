"""How far an indicator has come, in percent of the way from baseline to target (docs/law.md#progress)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from monitoring.enums import Light

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class LightThresholds:
    """Lower bounds in percent: at `green` and above green, at `amber` and above amber (editable settings)."""

    green: Decimal = Decimal(90)
    amber: Decimal = Decimal(60)


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """`percent` is None where there is no way to measure one (no data, or the target equals the baseline)."""

    percent: Decimal | None
    light: Light

    @property
    def rounded(self) -> int | None:
        """Whole percent; up to the target it is cut, so that no figure stands over a limit that was not reached."""
        if self.percent is None:
            return None
        return int(self.percent.to_integral_value(ROUND_HALF_UP if self.percent >= WHOLE else ROUND_FLOOR))


NO_DATA = IndicatorProgress(None, Light.GREY)
PROTECTED = IndicatorProgress(None, Light.PROTECTED)


def measure_progress(
    *,
    baseline: Decimal | None,
    target: Decimal | None,
    actual: Decimal | None,
    is_falling: bool,
    thresholds: LightThresholds,
) -> IndicatorProgress:
    """Progress and light of one indicator for one target.

    (actual - baseline) / (target - baseline), whatever the direction. Without a baseline actual / target, and of a
    falling indicator the whole way once its target is held; where the target equals the baseline, or there is none and
    the target is 0 or below, green when the actual is not worse than the target (docs/law.md#progress).
    """
    if actual is None or target is None:
        return NO_DATA
    if baseline is None:
        if target <= 0:
            return _held(target=target, actual=actual, is_falling=is_falling)
        if is_falling:
            return _lit(Decimal(100) if actual <= target else target / actual * 100, thresholds)
        return _lit(actual / target * 100, thresholds)
    if target == baseline:
        return _held(target=target, actual=actual, is_falling=is_falling)
    return _lit((actual - baseline) / (target - baseline) * 100, thresholds)


def _held(*, target: Decimal, actual: Decimal, is_falling: bool) -> IndicatorProgress:
    is_worse = actual > target if is_falling else actual < target
    return IndicatorProgress(None, Light.RED if is_worse else Light.GREEN)


def _lit(percent: Decimal, thresholds: LightThresholds) -> IndicatorProgress:
    if percent >= thresholds.green:
        return IndicatorProgress(percent, Light.GREEN)
    return IndicatorProgress(percent, Light.AMBER if percent >= thresholds.amber else Light.RED)
