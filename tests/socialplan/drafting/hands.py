"""Hands that write cells of the matrix, as a page would."""

from typing import Any

from socialplan.content.models import Measure
from socialplan.drafting.services.cells import CellOutcome, set_cell


def write(measure: Measure, field: str, typed: str, actor: Any, **given: Any) -> CellOutcome:
    """From a page that shows what stands there, unless `was` says otherwise."""
    year = field.removeprefix("cost_")
    stands = measure.costs.filter(year=year).first() if year.isdecimal() else None
    given = {"was": str(stands.amount) if stands else "", "expected_revision": measure.revision} | given
    return set_cell(measure.version, measure.pk, field=field, typed=typed, actor=actor, **given)
