"""What counts the fields of a form counts as a person does, and no exception stays that is none any more."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.access import AccessRows
from tests.everywhere.links import visit
from tests.everywhere.short_forms import AT_ONCE, MOST, TABLES, too_long
from tests.everywhere.test_access import PAGES

PAIR = '<input type="text" name="title_sq"><input type="text" name="title_en">'
CHOICE = '<input type="radio" name="kind" value="1"><input type="radio" name="kind" value="2">'
UNSEEN = '<input type="hidden" name="once"><input type="submit" name="go"><textarea name="homepage"></textarea>'


def page_of(*fields: str, method: str = "post") -> HttpResponse:
    return HttpResponse(f'<form method="{method}" novalidate>{"".join(fields)}</form>')


def inputs(count: int) -> str:
    return "".join(f'<input type="text" name="field_{number}">' for number in range(count))


def test_nine_fields_are_too_many_and_pairs_choices_and_hidden_ones_count_as_one_reads_them() -> None:
    assert too_long("page", page_of(inputs(9))) == [[f"field_{number}" for number in range(9)]]
    assert too_long("page", page_of(inputs(6), PAIR, CHOICE, UNSEEN)) == []
    assert too_long("page", page_of(inputs(9), method="get")) == []


def test_groups_are_counted_one_by_one_only_where_all_is_sent_at_once() -> None:
    grouped = page_of(f"<fieldset>{inputs(8)}</fieldset>", PAIR)

    assert [len(names) for names in too_long("page", grouped)] == [9]
    assert too_long("consultations:contribute", grouped) == []
    assert too_long("consultations:contribute", page_of(f"<fieldset>{inputs(9)}</fieldset>")) != []


@pytest.mark.parametrize("name", sorted(AT_ONCE | TABLES))
def test_every_exception_is_one(name: str, visitors: dict[str, str], standing: AccessRows) -> None:
    page = PAGES[name]
    address = reverse(name, args=standing.of(page))
    answers = [visit(visitors[visitor], page, address) for visitor in sorted(page.allowed)]

    assert max(len(names) for answer in answers for names in too_long("as any other page", answer)) > MOST
