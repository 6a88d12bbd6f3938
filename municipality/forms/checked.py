"""When a row was checked, and by whom."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.pages.stepped import FormStep

CHECKED = ["source", "source_en", "source_mark", "checked_by", "checked_on"]
#: The first step of a row holds its source; how sure that is, and who looked, is said in the last one.
SOURCE, CHECK = CHECKED[:2], CHECKED[2:]
LAST_STEP = FormStep(_("Who checked it"), tuple(CHECK))
SOURCE_AND_CHECK = FormStep(_("Where it stands, and who checked it"), tuple(CHECKED))
FIRST_CHECK = date(1990, 1, 1)


def plausible_check(day: date | None) -> date | None:
    """The day of a check; ValidationError for one to come, or from before the laws that are checked."""
    if day and not FIRST_CHECK <= day <= timezone.localdate():
        raise ValidationError(_("A check lies between the year 1990 and today."))
    return day
