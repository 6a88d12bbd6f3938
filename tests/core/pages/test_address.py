"""What an address says: understood, or as if it had not been said; never an error, never a query of nonsense."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from core.pages.address import AddressForm, WordsField, initial_lists_of, initial_of, page_of_rows

NONSENSE = ["", "abc", "-1", "1" * 400, "\0", "%00", "[]", "1,2"]


class SwitchesForm(AddressForm):
    level = forms.TypedChoiceField(choices=[(1, 1), (2, 2)], coerce=int, required=False)
    key = forms.UUIDField(required=False)
    all = forms.BooleanField(required=False)
    words = WordsField(most=5)


def said(text: str) -> dict[str, Any]:
    form = SwitchesForm(QueryDict(text))
    return {name: form.said(name) for name in form.fields}


def test_what_is_understood_is_said() -> None:
    key = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    found = said(f"level=2&key={key}&all=1&words=+ujë+")

    assert found | {"key": str(found["key"])} == {"level": 2, "key": key, "all": True, "words": "ujë"}


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_counts_as_not_said_and_takes_nothing_else_along(text: str) -> None:
    query = QueryDict(mutable=True)
    query["level"], query["key"], query["words"] = text, text, "ab"
    form = SwitchesForm(query)

    assert not form.said("level")
    assert form.said("key") is None
    assert form.said("words") == "ab"


def test_nothing_in_the_address_says_nothing() -> None:
    assert not any(said("").values())


def test_words_are_cut_and_hold_nothing_that_no_text_may_hold() -> None:
    assert said("words=a%00bcdefgh")["words"] == "abcde"


def test_a_link_hands_on_only_what_a_form_is_asked_for() -> None:
    request = RequestFactory().get("/?parent=7&other=8&contribution=1&contribution=2")

    assert initial_of(request, "parent", "missing") == {"parent": "7"}
    assert initial_lists_of(request, contributions="contribution", periods="period") == {
        "contributions": ["1", "2"],
        "periods": [],
    }


@pytest.mark.parametrize(("asked", "rows"), [("2", [3, 4]), ("abc", [1, 2]), ("99", [5]), ("0", [5]), ("", [1, 2])])
def test_a_page_that_is_none_is_the_first_or_the_last(asked: str, rows: list[int]) -> None:
    page = page_of_rows(RequestFactory().get("/", {"page": asked}), [1, 2, 3, 4, 5], 2)

    assert list(page) == rows
