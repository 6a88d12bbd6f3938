"""How often one decision may be returned: a row, which the municipality's lawyer confirms."""

from __future__ import annotations

from municipality.models import Threshold

WITHOUT_A_ROW = 1  # what law 107/2016 and law 139/2015, art. 64, are read to say


def returns_allowed(code: str) -> int:
    """The number of returns by a row of the thresholds; one where the row is not there."""
    value = Threshold.objects.filter(code=code).values_list("value", flat=True).first()
    return WITHOUT_A_ROW if value is None else value
