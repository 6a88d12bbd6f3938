"""A row of the plan with everything that hangs on it, kept as plain data so that a removal can be taken back."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from django.core import serializers
from django.db import models

from socialplan.content.models import (
    ContentRow,
    FundingLine,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureCost,
    MeasureGroup,
    MeasureIndicator,
    MeasureNeed,
    MeasureUnit,
    Risk,
    SpecificObjective,
    StrategicGoal,
)

# Parents before what hangs on them: in this order rows can be put back.
IN_ORDER: tuple[type[ContentRow], ...] = (
    StrategicGoal,
    SpecificObjective,
    Measure,
    Indicator,
    Risk,
    MeasureCost,
    FundingLine,
    IndicatorTarget,
    MeasureNeed,
    MeasureGroup,
    MeasureUnit,
    MeasureIndicator,
)


def snapshot(row: ContentRow) -> list[dict[str, Any]]:
    """The row and all below it; one query for each kind and way, whatever the number of rows."""
    found: dict[type[models.Model], dict[int, ContentRow]] = defaultdict(dict)
    found[type(row)][row.pk] = row
    for model in IN_ORDER:
        for relation in model._meta.related_objects:
            below = relation.related_model
            if found[model] and below in IN_ORDER:
                rows = below._default_manager.filter(**{f"{relation.field.name}__in": list(found[model])})
                found[below].update({each.pk: each for each in rows})
    everything = [each for model in IN_ORDER for each in found[model].values()]
    plain: list[dict[str, Any]] = json.loads(serializers.serialize("json", everything))
    return plain


def put_back(plain: list[dict[str, Any]]) -> None:
    """The rows of a snapshot as they were, keys and numbers included."""
    grouped: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for each in serializers.deserialize("json", json.dumps(plain)):
        grouped[type(each.object)].append(each.object)
    for model in IN_ORDER:
        model._default_manager.bulk_create(grouped[model])  # type: ignore[arg-type]
