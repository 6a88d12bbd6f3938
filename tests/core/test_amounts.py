from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.amounts import in_lek, read_decimal, read_lek


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 800 000", "1800000"),
        ("1.800.000", "1800000"),
        ("1,800,000", "1800000"),
        ("1\u00a0800\u202f000", "1800000"),
        ("1800000", "1800000"),
        ("1.800", "1800"),
        ("12.500,50", "12500.50"),
        ("12,500.5", "12500.5"),
        ("1800,00", "1800"),
        ("  1 800 000 ALL ", "1800000"),
        ("1 800 lekë", "1800"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, amount: str) -> None:
    assert read_decimal(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    ["", "-5", "−5", "1.8.00", "1 80 000", "1.800,000.00", "1.8E+06", "12,5,5", "=A1", "dy milionë", "١٢", "9" * 17],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_decimal(typed)


def test_lek_are_whole() -> None:
    assert read_lek("1 800,00") == 1800
    with pytest.raises(ValidationError, match="të plota"):
        read_lek("1 800,50")


def test_a_donors_amount_is_rounded_to_whole_lek() -> None:
    assert in_lek(Decimal("12500.50"), Decimal("98.45")) == 1_230_674
    assert in_lek(Decimal(1), Decimal("0.5")) == 1


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from([" ", ".", ",", "\u00a0"]))
def test_grouping_never_changes_an_amount(amount: int, sign: str) -> None:
    assert read_lek(f"{amount:,}".replace(",", sign)) == amount


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_a_sentence(typed: str) -> None:
    with suppress(ValidationError):
        assert read_decimal(typed) >= 0
