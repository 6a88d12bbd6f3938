"""Rows written from one: each value at its place and escaped, whatever else the row says."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from core.pages.row_pattern import RowMarks, RowPattern

ROW = (
    """<li id="n-{{ key }}" data-pk="{{ pk|unlocalize }}" style="width: 50%">{{ title }} {title} %s {{ title }}</li>"""
)
HARD = ["Masa <b>", 'thënë "ashtu"', "50 % & më shumë", "{0} %(pk)s", "\ue000title\ue001", "<\0>", ""]


def rendered(**values: object) -> str:
    return str(engines["django"].from_string(ROW).render(values))


def pattern() -> RowPattern:
    return RowPattern(lambda marks: rendered(pk=marks.number("pk"), key=marks.key("key"), title=marks.text("title")))


@pytest.mark.parametrize("title", HARD)
def test_a_row_is_written_as_its_template_writes_it(title: str) -> None:
    values = {"pk": 1_234_567, "key": uuid4(), "title": title}

    assert pattern().written(values) == rendered(**values)


@pytest.mark.parametrize("titles", [HARD, HARD[:-2], [HARD[0], mark_safe("<b>")], ["x", 7, HARD[0]], []])
def test_many_rows_are_what_each_is_by_itself(titles: list[str]) -> None:
    rows = [{"pk": pk, "key": uuid4(), "title": title} for pk, title in enumerate(titles)]

    assert pattern().all_written(rows) == [rendered(**row) for row in rows]
    assert RowPattern(lambda marks: "50 %").all_written(rows) == ["50 %"] * len(rows)


def test_a_mark_that_the_template_changes_is_missed() -> None:
    """A number written with its thousands set apart would stand in every row as it is."""

    def render(marks: RowMarks) -> str:
        return f"<li>{marks.number('pk'):,}</li>"

    with pytest.raises(LookupError, match="pk"):
        RowPattern(render)


def test_a_key_that_the_template_writes_otherwise_is_missed() -> None:
    for write in (lambda key: key.hex, lambda key: str(key).upper()):
        with pytest.raises(LookupError, match="key"):
            RowPattern(lambda marks, write=write: f"<li id={write(marks.key('key'))}>")


def test_what_looks_like_a_mark_and_is_none_stays() -> None:
    found = RowPattern(lambda marks: f"\ue000other\ue001{marks.text('title')}")

    assert found.written({"title": "x", "unread": "y"}) == "\ue000other\ue001x"
