from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.amounts import currency_of, in_lek, read_decimal, read_lek, read_money, read_whole, unmistakable

SPACES = (" ", "\u00a0", "\u2007", "\u2009", "\u202f")
MONEY = [
    ("1 800 000", "1800000"),
    ("1.800.000", "1800000"),
    ("1,800,000", "1800000"),
    ("1’800’000", "1800000"),
    ("1\u00a0800\u202f000", "1800000"),
    ("1800000", "1800000"),
    ("1.800", "1800"),
    ("1,800", "1800"),
    ("12.500,50", "12500.50"),
    ("12,500.5", "12500.5"),
    ("1800,00", "1800"),
    ("  1 800 000 ALL ", "1800000"),
    ("1 800 lekë", "1800"),
    ("ALL 1,800,000", "1800000"),
    ("ALL\u00a01,800,000", "1800000"),
    ("Lekë 1.800.000", "1800000"),
    ("1,800,000.00 Lekë", "1800000"),
    ("1.800.000,-", "1800000"),
    ("1.800.000,–", "1800000"),
    ("€ 12.500", "12500"),
    ("€12,500.00", "12500"),
    ("12.500,50 €", "12500.50"),
    ("12 500 EUR", "12500"),
    ("$1,200", "1200"),
    ("0", "0"),
]


@pytest.mark.parametrize(("typed", "amount"), MONEY)
def test_an_amount_is_read_as_people_and_spreadsheets_write_it(typed: str, amount: str) -> None:
    assert read_money(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0,75", "0.75"),
        ("1 234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1 234", "1234"),
        ("1234", "1234"),
        ("1234,500", "1234.5"),
        ("98,4550", "98.455"),
        ("-3", "-3"),
        ("\u22123,25", "-3.25"),
        ("\u2212 1 234,5", "-1234.5"),
        ("0", "0"),
    ],
)
@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_number_with_decimals_is_read_as_it_is_printed(typed: str, number: str, space: str, language: str) -> None:
    with override(language):
        assert read_decimal(typed.replace(" ", space)) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1.234", {"sq": ("1234", "1,2340"), "en": ("1234", "1.2340")}),
        ("1,234", {"sq": ("1234", "1,2340"), "en": ("1234", "1.2340")}),
        ("0.500", {"sq": ("500", "0,5"), "en": ("500", "0.5")}),
        ("\u221212.500", {"sq": ("-12500", "-12,5"), "en": ("-12500", "-12.5")}),
    ],
)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_what_has_two_readings_is_asked_back_with_both_and_each_is_then_read(
    typed: str, readings: dict[str, tuple[str, str]], language: str
) -> None:
    with override(language):
        with pytest.raises(ValidationError) as refused:
            read_decimal(typed)
        sentence = refused.value.message
        assert all(reading in sentence.split(typed, 1)[1] for reading in readings[language]), sentence
        grouped, decimal = (read_decimal(reading) for reading in readings[language])
    assert abs(grouped) > abs(decimal) > 0


@pytest.mark.parametrize("read", [read_whole, read_lek, read_money, read_decimal])
def test_half_of_one_is_never_five_hundred(read) -> None:
    with override("sq"), pytest.raises(ValidationError, match="0,5"):
        read("0.500")


def test_a_whole_number_reads_one_sign_before_three_digits_as_thousands() -> None:
    assert [read_whole(typed) for typed in ("1.234", "1,234", "1 234", "\u22125", "7,0")] == [1234, 1234, 1234, -5, 7]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1.8.00",
        "1 80 000",
        "1.800,000.00",
        "1.8E+06",
        "12,5,5",
        "=A1",
        "dy milionë",
        "١٢",
        "9" * 17,
        "NaN",
        "-",
        "€",
    ],
)
@pytest.mark.parametrize("read", [read_whole, read_lek, read_money, read_decimal])
def test_what_is_no_number_is_refused(typed: str, read) -> None:
    with pytest.raises(ValidationError):
        read(typed)


@pytest.mark.parametrize("typed", ["-5", "−5", "€ -5", "1.800,000", "12,5000"])
def test_an_amount_is_not_below_nothing_and_has_two_decimals_at_most(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_money(typed)


def test_lek_are_whole_and_no_other_currency() -> None:
    assert read_lek("1 800,00") == 1800
    with pytest.raises(ValidationError, match="të plota"):
        read_lek("1 800,50")
    with pytest.raises(ValidationError, match="nuk është në lekë"):
        read_lek("€ 12.500")


def test_the_currency_beside_an_amount_is_named() -> None:
    typed = ("€ 12.500", "12 500 EUR", "ALL 5", "5 lekë", "$5", "5", "asgjë", "Allin 5")

    assert [currency_of(each) for each in typed] == ["EUR", "EUR", "ALL", "ALL", "USD", "", "", ""]


def test_a_donors_amount_is_rounded_to_whole_lek() -> None:
    assert in_lek(Decimal("12500.50"), Decimal("98.45")) == 1_230_674
    assert in_lek(Decimal(1), Decimal("0.5")) == 1


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from([*SPACES, ".", ",", "’"]))
def test_grouping_never_changes_an_amount(amount: int, sign: str) -> None:
    assert read_lek(f"{amount:,}".replace(",", sign)) == read_whole(f"{amount:,}".replace(",", sign)) == amount


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False), st.sampled_from(["sq", "en"]))
def test_what_a_field_shows_reads_as_itself(number: Decimal, language: str) -> None:
    with override(language):
        assert read_decimal(unmistakable(number)) == number
        printed = number_format(number, decimal_pos=1, force_grouping=True)
        assert read_decimal(printed) == Decimal(f"{number:.1f}") or abs(read_decimal(printed) - number) < Decimal(
            "0.2"
        )


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_a_sentence(typed: str) -> None:
    with suppress(ValidationError):
        assert read_money(typed) >= 0
    for read in (read_decimal, read_whole):
        with suppress(ValidationError):
            read(typed)
