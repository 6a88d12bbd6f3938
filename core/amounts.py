"""Amounts of money as people here write them, for form and paste: 1 800 000, 1.800.000, 12.500,50."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SPACES = re.compile(r"[\s\u00a0\u202f]+")
UNIT = re.compile(r"(?i)\s*(?:ALL|lekë|lek|€|EUR)$")
GROUPED = re.compile(r"\d{1,3}(?:([ .,])\d{3})(?:\1\d{3})*")
WITH_DECIMALS = re.compile(r"(?P<whole>\d{1,3}(?:([ .,])\d{3})(?:\2\d{3})*|\d+)(?P<sign>[.,])(?P<part>\d{1,2})")
MOST_DIGITS = 16


def read_decimal(typed: str) -> Decimal:
    """The number behind an amount with or without grouping; ValidationError with a sentence for anything else.

    A sign followed by exactly three digits groups them, as nobody writes three decimals of money.
    """
    text = UNIT.sub("", SPACES.sub(" ", typed).strip())
    if text.startswith(("-", "\u2212")):
        raise ValidationError(_("An amount cannot be below nothing."))
    if (text.isascii() and text.isdigit()) or GROUPED.fullmatch(text):
        whole, part = re.sub(r"\D", "", text), ""
    elif (found := WITH_DECIMALS.fullmatch(text)) and found["sign"] not in found["whole"]:
        whole, part = re.sub(r"\D", "", found["whole"]), found["part"]
    else:
        raise ValidationError(_("Write an amount with digits only, for example 1 800 000."))
    if len(whole) > MOST_DIGITS:
        raise ValidationError(_("This amount is too large."))
    return Decimal(f"{whole}.{part or 0}")


def read_lek(typed: str) -> int:
    """Whole lek: decimals of nothing are allowed, others are refused."""
    amount = read_decimal(typed)
    if amount != amount.to_integral_value():
        raise ValidationError(_("Amounts in lek are whole: write them without decimals."))
    return int(amount)


def in_lek(amount: Decimal, rate: Decimal) -> int:
    """A donor's amount times its rate, rounded to whole lek."""
    return int((amount * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))
