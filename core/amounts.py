"""Numbers as people here write and print them, for form and paste: 12,5 · 1 234,5 · 1.234,5 · ALL 1,800,000 · −3.

What can be read in two ways is refused with both of them, never guessed. Only where three decimals cannot be, because
a count is whole and money has two, does a sign before exactly three digits part thousands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _

SPACES = re.compile(r"\s+")
MINUS = ("-", "\u2212")
LEK = "ALL"
YEARS = range(1900, 2101)
#: What a spreadsheet or a person puts before or after an amount, by currency.
UNITS = {"all": LEK, "lekë": LEK, "leke": LEK, "lek": LEK, "l": LEK, "€": "EUR", "eur": "EUR", "euro": "EUR"} | {
    sign: code for code, sign in (("USD", "$"), ("USD", "usd"), ("GBP", "£"), ("GBP", "gbp"), ("CHF", "chf"))
}
_NAMES = "|".join(re.escape(name) for name in sorted(UNITS, key=len, reverse=True))
UNIT_BEFORE = re.compile(rf"(?i)({_NAMES})(?![^\W\d]) ?")
UNIT_AFTER = re.compile(rf"(?i) ?(?<![^\W\d])({_NAMES})$")
NO_DECIMALS = re.compile(r"(?<=[0-9])[.,](?:-{1,2}|[–—])$")  # 1.800.000,-
PLAIN = re.compile(r"[0-9]+")
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([ .,'’])[0-9]{3})(?:\1[0-9]{3})*")
TWO_WAYS = re.compile(r"(?P<whole>[0-9]{1,3})[.,](?P<part>[0-9]{3})")
WITH_DECIMALS = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?:([ .,'’])[0-9]{3})(?:\2[0-9]{3})*|[0-9]+)(?P<sign>[.,])(?P<part>[0-9]+)"
)
MOST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Number:
    """What was typed: its digits without grouping and decimals, read as one whole where both readings are open."""

    is_negative: bool
    whole: str
    part: str
    is_open: bool
    currency: str

    @property
    def as_decimal(self) -> Decimal:
        return self._signed(f"{self.whole}.{self.part or 0}")

    @property
    def as_grouped(self) -> Decimal:
        return self._signed(f"{self.whole}{self.part}") if self.is_open else self.as_decimal

    def _signed(self, digits: str) -> Decimal:
        return -Decimal(digits) if self.is_negative else Decimal(digits)


def read_number(typed: str, refusal: str) -> Number:
    """The parts of a number; ValidationError with the sentence `refusal` where there is none."""
    text, currency = _without_unit(SPACES.sub(" ", typed).strip())
    is_negative = text.startswith(MINUS)
    text, after = _without_unit(text[1:].strip() if is_negative else text)
    digits, part = _parted(text, refusal)
    if len(digits) > MOST_DIGITS:
        raise ValidationError(_("This amount is too large."))
    return Number(is_negative, digits, part, TWO_WAYS.fullmatch(text) is not None, currency or after)


def _without_unit(text: str) -> tuple[str, str]:
    currency = ""
    for unit in (UNIT_BEFORE.match(text), UNIT_AFTER.search(text)):
        if unit and unit[0] != text:
            currency = UNITS[unit[1].lower()]
            text = text.replace(unit[0], "", 1) if unit.start() == 0 else text[: unit.start()]
    return NO_DECIMALS.sub("", text), currency


def _parted(text: str, refusal: str) -> tuple[str, str]:
    if found := TWO_WAYS.fullmatch(text):
        return found["whole"], found["part"]
    if PLAIN.fullmatch(text) or GROUPED.fullmatch(text):
        return re.sub(r"[^0-9]", "", text), ""
    if (found := WITH_DECIMALS.fullmatch(text)) and found["sign"] not in found["whole"]:
        return re.sub(r"[^0-9]", "", found["whole"]), found["part"]
    raise ValidationError(refusal)


def read_decimal(typed: str) -> Decimal:
    """A number that may have decimals and be below nothing; "1.234" and "0.500" are asked back."""
    number = read_number(typed, _("Write a number, for example 12,5."))
    if number.is_open:
        raise _asked_back(typed, number)
    return number.as_decimal


def read_whole(typed: str) -> int:
    """A whole number, grouped or not: "1.234" is one thousand two hundred and thirty-four."""
    refusal = _("Write a whole number with digits only, for example 1800000.")
    number = read_number(typed, refusal)
    value = _grouped(typed, number)
    if number.currency or value != value.to_integral_value():
        raise ValidationError(refusal)
    return int(value)


def read_money(typed: str) -> Decimal:
    """An amount of money, which has two decimals at most: "1.234" is one thousand two hundred and thirty-four."""
    number = read_number(typed, refusal := _("Write an amount with digits only, for example 1 800 000."))
    if number.is_negative:
        raise ValidationError(_("An amount cannot be below nothing."))
    if not number.is_open and len(number.part) > 2:
        raise ValidationError(refusal)
    return _grouped(typed, number)


def read_lek(typed: str) -> int:
    """Whole lek: decimals of nothing are allowed, others are refused, and so is another currency."""
    amount = read_money(typed)
    if currency_of(typed) not in {"", LEK}:
        raise ValidationError(_("This amount is not in lek: write it in new lek (ALL)."))
    if amount != amount.to_integral_value():
        raise ValidationError(_("Amounts in lek are whole: write them without decimals."))
    return int(amount)


def currency_of(typed: str) -> str:
    """The currency that stands beside an amount; empty where none does."""
    try:
        return read_number(typed, "").currency
    except ValidationError:
        return ""


def _grouped(typed: str, number: Number) -> Decimal:
    """The sign parts thousands, unless nothing but noughts stands before it."""
    if number.is_open and number.whole.startswith("0"):
        raise _asked_back(typed, number)
    return number.as_grouped


def _asked_back(typed: str, number: Number) -> ValidationError:
    readings = {
        "typed": typed.strip(),
        "grouped": f"{number.as_grouped:f}",
        "decimal": unmistakable(number.as_decimal),
    }
    return ValidationError(
        _("“%(typed)s” can be read in two ways: write %(grouped)s or %(decimal)s, whichever is meant.") % readings
    )


def unmistakable(number: Decimal) -> str:
    """A number as the reader writes it, without groups, and never with exactly three decimals."""
    plain = f"{number.normalize():f}"
    whole, _sign, part = plain.partition(".")
    if not part:
        return whole
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{part}{'0' if len(part) == 3 else ''}"


def in_lek(amount: Decimal, rate: Decimal) -> int:
    """A donor's amount times its rate, rounded to whole lek."""
    return int((amount * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def check_year(value: date | int) -> None:
    """ValidationError for a day or a year that no paper of a municipality can be of."""
    year = value.year if isinstance(value, date) else value
    if year not in YEARS:
        raise ValidationError(_("The year %(year)s cannot be right.") % {"year": f"{year:04}"})
