"""Years that somebody here can mean: one with a digit missing or too many is asked back, wherever it is typed."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

YEARS = range(1900, 2101)


def check_year(value: date | int) -> None:
    """ValidationError for a day or a year that no paper of a municipality can be of."""
    year = value.year if isinstance(value, date) else value
    if year not in YEARS:
        raise ValidationError(_("The year %(year)s cannot be right.") % {"year": f"{year:04}"})
