"""What is told of a row's conditions without the database is what the database says."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from core.grid.conditions import keeps_conditions
from monitoring.models import BudgetExecution, IndicatorValue, MeasureProgress, PartValue

pytestmark = pytest.mark.django_db
FIGURES = (None, Decimal(-1), Decimal(0), Decimal(7))
ROWS: list[models.Model] = [
    *(
        model(standing=standing, note=note, amount=amount, numerator=over, denominator=under, **more)
        for model, more in ((IndicatorValue, {}), (PartValue, {"dimension": "sex", "part": "women"}))
        for standing, note in product(("measured", "not_collected", "?"), ("", "Pse"))
        for amount, over, under in product(FIGURES, (None, Decimal(2)), (None, Decimal(0), Decimal(3)))
    ),
    *(
        MeasureProgress(status=status, share_done=share, deviation=why)
        for status, share, why in product(("on_track", "completed", "delayed", "?"), (0, 100, 120), ("", "Pse"))
    ),
    *(
        BudgetExecution(spent=spent, committed=committed, reason=why)
        for spent, committed, why in product((0, 5, 10**13), (0, 5), ("", "Pse"))
    ),
]


def asked_of_the_database(row: Any) -> bool:
    checks = [each for each in row._meta.constraints if isinstance(each, models.CheckConstraint)]
    try:
        for each in checks:
            each.validate(type(row), row)
    except ValidationError:
        return False
    return True


def test_a_clear_yes_is_the_databases_yes_and_no_is_no() -> None:
    told = [(keeps_conditions(row), asked_of_the_database(row)) for row in ROWS]

    assert [pair for pair in told if pair[0] != pair[1]] == []
    assert {True, False} == {pair[0] for pair in told}
