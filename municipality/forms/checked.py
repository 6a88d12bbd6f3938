"""When a row was checked, and by whom."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CHECKED = ["source", "source_en", "source_mark", "checked_by", "checked_on"]
FIRST_CHECK = date(1990, 1, 1)


def plausible_check(day: date | None) -> date | None:
    """The day of a check; ValidationError for one to come, or from before the laws that are checked."""
    if day and not FIRST_CHECK <= day <= timezone.localdate():
        raise ValidationError(_("A check lies between the year 1990 and today."))
    return day
