"""Numbers in prose, as a reader understands them."""

import pytest

from core.text.prose_numbers import numbers_in, unexplained


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("14 tregues janë të gjelbër, 5 të verdhë", {14, 5}),
        ("Three children were placed.", {3}),
        ("U vendosën tre fëmijë dhe shtatë gra.", {3, 7}),
        ("njëzet e tre persona; twenty-five women", {23, 25}),
        ("katërmbëdhjetë burra, dyqind e dymbëdhjetë gra", {14, 212}),
        ("three hundred and forty-two; dy mijë e pesëqind", {342, 2500}),
        ("1 234 persona, 12.345 lekë", {1234, 12345}),
        ("Më 12.05.2024, 37,5 për qind, Vendimi nr. 12/2024", set()),
        ("një grua, one woman", set()),
        ("two, three and seven", {2, 3, 7}),
        ("Asgjë.", set()),
    ],
)
def test_numbers_are_read_in_digits_and_in_both_languages(text, numbers):
    assert numbers_in(text) == numbers


def test_only_what_a_hidden_figure_alone_explains_is_named():
    texts = ["Tre fëmijë nga 40 persona", "në 12 njësi"]

    assert unexplained(texts, hidden={3, 40, 9}, public={40, 8}) == [3]
