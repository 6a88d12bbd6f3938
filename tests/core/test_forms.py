"""Dates and amounts as people here write them, and what a field refuses."""

from datetime import date

import pytest
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.template import engines
from django.utils import translation

from consultations.forms.desk import MomentField
from core.forms import CharField, CrispyForm, DateField, WholeNumberField, house_formfield
from core.suppression import ProtectedCount


@pytest.mark.parametrize("typed", ["30.05.2024", "30/05/2024", "2024-05-30", " 30.5.2024 "])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_date_reads_the_same_in_both_languages(typed, language):
    with translation.override(language):
        assert DateField().clean(typed) == date(2024, 5, 30)


@pytest.mark.parametrize("typed", ["31.02.2024", "maj", "05.30.2024", "1"])
def test_a_wrong_date_gets_a_sentence(typed):
    with translation.override("en"), pytest.raises(ValidationError, match=r"day\.month\.year"):
        DateField().clean(typed)


@pytest.mark.parametrize("typed", ["01.01.0202", "2204-05-30", "30.05.1724"])
def test_a_day_of_a_year_that_nobody_means_is_asked_back(typed):
    with translation.override("en"):
        for field in (DateField(), MomentField(label="")):
            moment = typed if isinstance(field, DateField) else f"{typed} 14:30"
            with pytest.raises(ValidationError, match="cannot be right"):
                field.clean(moment)


def test_a_year_of_any_table_is_asked_back_where_nobody_means_it():
    years = [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.IntegerField) and (field.name == "year" or field.name.endswith("_year"))
    ]
    assert len(years) > 10
    for field in years:
        form_field = house_formfield(field)
        for year in ("202", "20244"):
            with pytest.raises(ValidationError):
                form_field.clean(year)
        assert form_field.clean("2024") == 2024


@pytest.mark.parametrize(
    "typed", ["1800000", "1 800 000", "1.800.000", "1\u00a0800\u00a0000", "1\u202f800\u202f000", " 1800000 "]
)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_grouped_digits_are_one_amount(typed, language):
    with translation.override(language):
        assert WholeNumberField().clean(typed) == 1_800_000


@pytest.mark.parametrize("typed", ["shumë", "12,5", "1 80", "0x10", "1e5"])
def test_a_wrong_number_gets_a_sentence(typed):
    with translation.override("en"), pytest.raises(ValidationError, match="whole number"):
        WholeNumberField().clean(typed)


def test_a_null_sign_in_a_text_is_refused():
    with pytest.raises(ValidationError):
        CharField().clean("a\x00b")


def shown(text, **context):
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize(
    ("language", "amount"), [("sq", "1\u00a0800\u00a0000\u00a0ALL"), ("en", "1,800,000\u00a0ALL")]
)
def test_money_is_grouped_in_the_readers_way(language, amount):
    with translation.override(language):
        assert shown("{{ amount|money }}", amount=1_800_000) == amount


@pytest.mark.parametrize(("language", "share"), [("sq", "37,0\u00a0%"), ("en", "37.0\u00a0%")])
def test_percent_has_the_readers_decimal_sign(language, share):
    with translation.override(language):
        assert shown("{{ share|percent }}", share=37.04) == share


@pytest.mark.parametrize("name", ["money", "thousands", "grouped", "percent"])
def test_nothing_is_a_dash(name):
    assert shown("{{ amount|" + name + " }}", amount=None) == "\u2013"


def test_a_hidden_figure_never_reaches_the_public():
    drawn = shown("{% figure count %}", count=ProtectedCount(3, is_hidden=True))

    assert "3" not in drawn
    assert "■" in drawn
    assert shown("{% figure count %}", count=ProtectedCount(12, is_hidden=False)) == "12"


def test_staff_see_the_true_figure_with_the_mark():
    drawn = shown("{% figure count True %}", count=ProtectedCount(3, is_hidden=True))

    assert drawn.startswith("3 ")
    assert "■" in drawn


DASHES = [("", "---------"), ("a", "A")]


class ChoosingForm(CrispyForm):
    needed = forms.ChoiceField(choices=DASHES)
    free = forms.ChoiceField(choices=DASHES, required=False)
    given = forms.ChoiceField(choices=DASHES[1:])


def test_a_choice_still_to_be_made_is_said_in_words():
    with translation.override("sq"):
        form = ChoosingForm()
        first = {name: str(next(iter(field.choices))[1]) for name, field in form.fields.items()}

    assert first == {"needed": "– zgjidhni –", "free": "– pa zgjedhur –", "given": "A"}


class BilingualForm(CrispyForm):
    title_sq = forms.CharField()
    title_en = forms.CharField(required=False)
    held_on = DateField(required=False)
    seen_on = DateField(required=False, help_text="The day of the visit.")
    kind = forms.ChoiceField(choices=[("a", "A")])


def test_both_languages_of_one_thing_stand_side_by_side():
    page = (
        engines["django"]
        .from_string("{% load crispy_forms_tags %}{% crispy form %}")
        .render({"form": BilingualForm()})
    )

    pair = page.split('class="language-pair"')[1].split('id="div_id_held_on"')[0]
    assert 'name="title_sq"' in pair
    assert 'name="title_en"' in pair
    assert [page.count(f'name="{name}"') for name in BilingualForm.base_fields] == [1] * 5


def test_a_layout_of_its_own_keeps_its_parts_and_a_form_without_pairs_has_none():
    form = BilingualForm()
    form.helper.layout = Layout(Fieldset("Names", "title_sq", "title_en"), "kind")

    first, second = form.helper.layout.fields
    assert isinstance(first.fields[0], Div)
    assert first.fields[0].fields == ["title_sq", "title_en"]
    assert second == "kind"
    assert CrispyForm().helper.layout is None


def test_a_date_shows_an_example_where_nothing_else_stands_beside_it():
    with translation.override("en"):
        form = BilingualForm()
        assert str(form.fields["held_on"].help_text) == "For example 30.05.2024."
        assert str(form.fields["seen_on"].help_text) == "The day of the visit."


class RefusingForm(CrispyForm):
    name = forms.CharField(required=False)

    def clean(self):
        raise forms.ValidationError("Neither of both.")


@pytest.mark.parametrize("listed", ["", "{% form_errors form %}"], ids=["alone", "listed"])
def test_what_concerns_no_single_field_is_said_once(listed):
    page = "{% load crispy_forms_tags %}" + listed + "{% crispy form %}"

    assert shown(page, form=RefusingForm({})).count("Neither of both.") == 1
