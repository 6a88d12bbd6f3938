"""Every number of every form is typed as it is printed: the house's three fields, and no spin box anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import override

from core.forms import AmountField, DecimalField, WholeNumberField
from monitoring.forms import SpendingForm, ValueForm
from socialplan.drafting.forms.content import IndicatorForm

PROJECT = (
    "core", "operations", "municipality", "accounts", "assessments", "consultations", "socialplan", "monitoring",
    "vlora_plan",
)  # fmt: skip
HOUSE = (AmountField, DecimalField, WholeNumberField)
PLAIN_FIELD = re.compile(
    r"forms\.(?:Integer|Decimal|Float)Field\((?!widget=forms\.HiddenInput)|NumberInput|NumberFilter"
)


def forms_of_the_project() -> Iterator[type[forms.BaseForm]]:
    assert get_resolver().url_patterns
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in PROJECT:
            yield form


def test_each_number_is_one_of_the_three_fields_of_the_house() -> None:
    fields = {
        (form.__qualname__, name): field
        for form in forms_of_the_project()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.IntegerField) and not isinstance(field.widget, forms.HiddenInput)
    }

    assert len(fields) > 20
    assert {type(field) for field in fields.values()} == set(HOUSE)
    assert [key for key, field in fields.items() if not isinstance(field, HOUSE)] == []
    assert [key for key, field in fields.items() if field.widget.input_type != "text"] == []


def test_no_source_makes_another_number_field_and_no_page_a_spin_box() -> None:
    root = Path(settings.BASE_DIR)
    sources = [path for folder in PROJECT for path in (root / folder).rglob("*.py") if path != root / "core/forms.py"]
    pages = [*(root / "templates").rglob("*.html"), *(root / "static/js").rglob("*.js")]

    assert len(sources) > 200
    assert [str(path) for path in sources if PLAIN_FIELD.search(path.read_text())] == []
    assert [str(path) for path in pages if re.search(r"""type=.?["']?number""", path.read_text())] == []


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (ValueForm.base_fields["amount"], "12,5", Decimal("12.5")),
        (IndicatorForm.base_fields["baseline"], "1 234,5", Decimal("1234.5")),
        (IndicatorForm.base_fields["baseline"], "\u22123", Decimal(-3)),
        (SpendingForm.base_fields["spent"], "ALL 1,800,000", 1_800_000),
        (SpendingForm.base_fields["spent"], "1.234", 1234),
    ],
)
def test_the_fields_of_the_pages_read_what_the_pages_print(
    field: forms.Field, typed: str, read: object, language: str
) -> None:
    with override(language):
        assert field.clean(typed) == read
        assert field.clean(field.prepare_value(read)) == read
        assert type(field.clean(typed)) is type(read)
