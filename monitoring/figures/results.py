"""Each indicator in a period: its result, its light, what came before it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from core.together.relations import read_lists
from core.together.side_by_side import Reader, side_by_side
from monitoring.earlier import NOTHING_KNOWN, KnownResult, read_known
from monitoring.figures.amended import read_new_keys
from monitoring.figures.small import ShareParts, is_small, share_of
from monitoring.indicator_line import IndicatorLine
from monitoring.models import IndicatorValue, Period
from monitoring.parting.sub_periods import NO_PARTS, SubResults, read_sub_results
from monitoring.progress import LightThresholds, measure_progress
from municipality.calendar import thresholds
from municipality.enums import ThresholdCode
from municipality.rule_book import read_rule_book
from municipality.small_numbers import SmallNumberRules, small_number_rules
from socialplan.content.enums import Direction, IndicatorKind
from socialplan.content.models import Indicator, IndicatorTarget


def light_thresholds() -> LightThresholds:
    green, amber = thresholds(ThresholdCode.LIGHT_GREEN, ThresholdCode.LIGHT_AMBER)
    return LightThresholds(green=Decimal(green), amber=Decimal(amber))


def read_indicator_lines(period: Period) -> Reader[tuple[IndicatorLine, ...]]:
    indicators = period.version.indicators.select_related("objective__goal").prefetch_related(
        Prefetch("targets", IndicatorTarget.objects.order_by("year"), to_attr="all_targets"),
        Prefetch("values", IndicatorValue.objects.current().approved().filter(period=period), to_attr="actuals"),
    )
    known, new, inside, *_lists = yield from side_by_side(
        read_known(period),
        read_new_keys(period),
        read_sub_results(period),
        read_lists(indicators),
        read_rule_book(),
    )
    thresholds, rules = light_thresholds(), small_number_rules()
    return tuple(
        replace(
            _indicator_line(
                indicator,
                period,
                (known.get(indicator.key, NOTHING_KNOWN), inside.get(indicator.key, NO_PARTS)),
                (thresholds, rules),
            ),
            new_since=new.get(indicator.key, ""),
        )
        for indicator in indicators
    )


def _indicator_line(
    indicator: Any,
    period: Period,
    outside: tuple[KnownResult, SubResults],
    by: tuple[LightThresholds, SmallNumberRules],
) -> IndicatorLine:
    known, inside = outside
    targets, earlier = {row.year: row.value for row in indicator.all_targets}, known.earlier
    first = targets.get(period.target_year)
    own = indicator.actuals[0].amount if indicator.actuals else None
    actual = inside.total if own is None else own
    end_year = max(targets, default=None)
    share = share_of(indicator.actuals)
    target = known.changed.value if known.changed else first
    line = replace(
        judged(indicator, target, actual, by, share=share),
        earlier=dict(earlier.amounts),
        last_period=earlier.last_period,
        goal=indicator.objective.goal.code,
        last=earlier.last,
        hides_last=is_small(indicator, earlier.last, by[1]),
        to_date=earlier.to_date(indicator, actual),
        end_target=targets[end_year] if end_year else None,
        end_year=end_year,
        carried_on=earlier.newest_on if indicator.kind == IndicatorKind.CUM and actual is None else "",
        inside=dict(inside.amounts),
        inside_reported=len(inside.amounts),
        inside_expected=inside.expected,
    )
    if known.changed is None:
        return line
    return replace(
        line,
        first_target=first,
        first_percent=judged(indicator, first, actual, by, share=share).progress.percent,
        changed_from=known.changed.valid_from.isoformat(),
        change_reason=known.changed.reason,
    )


def judged(
    indicator: Indicator,
    target: Decimal | None,
    actual: Decimal | None,
    by: tuple[LightThresholds, SmallNumberRules],
    *,
    share: ShareParts | None = None,
) -> IndicatorLine:
    """How far an indicator has come, and whether the public may know."""
    thresholds, rules = by
    progress = measure_progress(
        baseline=indicator.baseline,
        target=target,
        actual=actual,
        is_falling=indicator.direction == Direction.DOWN,
        thresholds=thresholds,
    )
    return IndicatorLine(
        pk=indicator.pk,
        code=indicator.code,
        title_sq=indicator.title_sq,
        title_en=indicator.title_en,
        unit=indicator.unit_label,
        baseline=indicator.baseline,
        target=target,
        actual=actual,
        progress=progress,
        is_hidden=is_small(indicator, actual, rules, share) or (indicator.hides_baseline and actual is not None),
        hides_baseline=indicator.hides_baseline,
        unit_en=indicator.unit_label_en,
        key=str(indicator.key),
        baseline_year=indicator.baseline_year,
        baseline_source=indicator.source,
        baseline_source_en=indicator.source_en,
        counts_people=indicator.counts_people,
        is_protected=indicator.is_protected,
        kind=indicator.kind,
        direction=indicator.direction,
        numerator=share[0] if share else None,
        denominator=share[1] if share else None,
    )
