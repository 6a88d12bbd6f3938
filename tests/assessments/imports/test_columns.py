"""One cell, one value or one sentence: what is doubtful is asked, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from assessments.imports.columns import clean_text, is_nothing, read_day, read_number, read_truth, read_whole
from assessments.imports.personal import personal_heading, personal_kind
from core.sheet_reader.cells import CellContent, SheetCell


def text(words: str) -> SheetCell:
    return SheetCell(CellContent.TEXT, words)


NUMBERS = {
    "0": "0",
    "1234": "1234",
    "1 234 567": "1234567",
    "1.234.567": "1234567",
    "1.234,5": "1234.5",
    "1,234.5": "1234.5",
    "12,5": "12.5",
    "12.50": "12.50",
    "0,2345": "0.2345",
    "-3": "-3",
    "−3": "-3",
    "1\u00a0234": "1234",
}


@pytest.mark.parametrize("typed", NUMBERS)
def test_numbers_as_people_here_write_them(typed: str) -> None:
    assert read_number(text(typed)) == Decimal(NUMBERS[typed])


@pytest.mark.parametrize("typed", ["1.234", "1,234", "12.345", "-1.234", "0.123"])
def test_a_number_that_could_be_two_is_asked_back_with_both(typed: str) -> None:
    with pytest.raises(ValidationError, match=typed.replace(".", "").replace(",", "")):
        read_number(text(typed))


def test_a_whole_number_is_asked_back_without_a_broken_one_to_choose() -> None:
    with override("sq"), pytest.raises(ValidationError) as refusal:
        read_whole(SheetCell(CellContent.TEXT, "1.234"))
    with override("sq"), pytest.raises(ValidationError) as broken:
        read_whole(SheetCell(CellContent.TEXT, "1.234,5"))

    assert "1234" in refusal.value.messages[0]
    assert "1,234" not in refusal.value.messages[0]
    assert "1234,5" in broken.value.messages[0].replace("\N{NO-BREAK SPACE}", "")


@pytest.mark.parametrize("typed", ["1.2.3", "1,2,3", "dymbëdhjetë", "12 persona", "1..2", "", "1e5", "٣", "1.234.56"])
def test_what_is_no_number_is_said(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_number(text(typed))


def test_a_number_of_the_spreadsheet_itself_is_not_doubtful() -> None:
    assert read_number(SheetCell(CellContent.NUMBER, "1.234")) == Decimal("1.234")
    with pytest.raises(ValidationError):
        read_whole(SheetCell(CellContent.NUMBER, "1.234"))
    with pytest.raises(ValidationError):
        read_number(SheetCell(CellContent.DAY, "2024-05-30"))


@pytest.mark.parametrize("typed", ["30.05.2024", "30/05/2024", "2024-05-30"])
def test_days(typed: str) -> None:
    assert read_day(text(typed)) == date(2024, 5, 30)


@pytest.mark.parametrize("typed", ["2024-02-30", "30.02.2024", "01.01.0202", "5/30/2024", "nesër", "01.01.3024", ""])
def test_impossible_days_are_said(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_day(text(typed))


def test_nothing_zero_and_blank_are_three_things() -> None:
    assert [is_nothing(cell) for cell in (text("n/a"), text("N/A"), text("0"), text(""), None)] == [True] * 2 + [
        False
    ] * 3
    assert read_truth(text("Po")) is True
    assert read_truth(text("no")) is False


def test_one_form_of_letters_and_line_ends() -> None:
    assert clean_text(" e\u0308\r\nb ") == "ë\nb"


PERSONAL = {
    "identity": ["I90101123A", "nr J12345678K."],
    "email": ["ana@bashkia.example"],
    "phone": ["+355 69 123 4567", "069 123 45 67", "0691234567", "00355681234567"],
    "position": ["40.46863, 19.48991"],
    "": [
        "VKB nr. 94, datë 28.12.2020",
        "83 683",
        "Regjistri 2023, faqe 12",
        "0,69",
        "1.069.123",
        "N01",
        "2023-12-31",
        "fëmijë 6–18 vjeç",
        "17.3.2024 069/2",
    ],
}


@pytest.mark.parametrize(("kind", "words"), [(kind, each) for kind, known in PERSONAL.items() for each in known])
def test_what_tells_of_a_person(kind: str, words: str) -> None:
    assert personal_kind([words]) == kind


def test_a_position_in_two_cells_is_seen() -> None:
    assert personal_kind(["40.46863", "19.48991"]) == "position"


def test_headings_of_personal_columns() -> None:
    assert [personal_heading(each) for each in ("Emër Mbiemër", "Nr. Personal", "Datëlindja", "E-mail", "Kodi")] == [
        "name",
        "identity",
        "birth",
        "email",
        "",
    ]
