"""Forms as the house lays them out: crispy without its own <form>, amounts and dates as people here write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import ModelFormMetaclass
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from core.amounts import read_decimal, read_lek

TEXT_LIMIT = 200_000
TOO_LONG = _("{count} characters too many: shorten the text, then it can be saved.")
EMPTY_CHOICE = _("– choose –")
DATE_FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")
_GROUPED = re.compile(r"\d{1,3}([ .\u00a0\u202f]\d{3})+")


class DateField(forms.DateField):
    """Accepts 30.05.2024 and 2024-05-30, whatever the language of the page."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault(
            "widget", forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write the date as day.month.year, for example 30.05.2024.")


class WholeNumberField(forms.IntegerField):
    """Accepts grouped digits: "1 800 000" and "1.800.000" are one million eight hundred thousand."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write a whole number with digits only, for example 1800000.")

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
            value = re.sub(r"\D", "", value)
        return super().to_python(value)


class AmountField(forms.DecimalField):
    """An amount of money, grouped or not; with `is_lek` whole lek only."""

    def __init__(self, *, is_lek: bool = False, **kwargs: Any) -> None:
        self.is_lek = is_lek
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-amount": ""})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        return Decimal(read_lek(text)) if self.is_lek else read_decimal(text)

    def prepare_value(self, value: Any) -> Any:
        """What is stored is shown as people here write it; what was typed stays as typed."""
        if not isinstance(value, int | Decimal):
            return value
        places = None if value == int(value) else 2
        return number_format(value, decimal_pos=places or 0, force_grouping=True)


class RateField(forms.DecimalField):
    """A rate of exchange: a comma or a point before its decimals, never grouped."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=14, decimal_places=6, **kwargs)
        self.error_messages["invalid"] = _("Write the rate as a number, for example 98,45.")

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return number_format(value.normalize()) if isinstance(value, Decimal) else value


class CharField(forms.CharField):
    """Text in one Unicode form, without control characters, its limit said in the page."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if "\x00" in text:
            raise ValidationError(_("The text contains a character that cannot be stored."))
        return text


def house_helper() -> FormHelper:
    """Crispy's helper without <form>, buttons or CSRF field: the template owns those."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.html5_required = False
    return helper


def name_empty_choice(field: forms.Field) -> None:
    """Say in words that a required choice is still to be made, where Django would draw a line."""
    if not field.required:
        return
    if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
        field.empty_label = EMPTY_CHOICE
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        offered: Any = field.choices
        choices = list(offered)
        if choices and tuple(choices[0]) == BLANK_CHOICE_DASH[0]:
            field.choices = [("", EMPTY_CHOICE), *choices[1:]]


class CrispyLayout:
    """Adds the helper, names empty choices, and says counted limits of long texts."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = house_helper()
        for field in self.fields.values():
            name_empty_choice(field)
            if isinstance(field.widget, forms.Textarea):
                limit = getattr(field, "max_length", None) or TEXT_LIMIT
                field.widget.attrs.setdefault("maxlength", str(limit))
                field.widget.attrs.setdefault("data-counted", str(limit))
                field.widget.attrs.setdefault("data-too-long", TOO_LONG)


class CrispyForm(CrispyLayout, forms.Form):
    pass


def house_formfield(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """A model field's form field in the house's way; an explicit widget is kept."""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return field.formfield(form_class=DateField, **{k: v for k, v in kwargs.items() if k != "widget"})
    if isinstance(field, models.URLField):
        kwargs.setdefault("assume_scheme", "https")
    is_whole = isinstance(field, models.IntegerField) and not field.choices
    if is_whole and "widget" not in kwargs:
        return field.formfield(form_class=WholeNumberField, **kwargs)
    return field.formfield(**kwargs)


class HouseModelFormMetaclass(ModelFormMetaclass):
    """Lets every model form use `house_formfield` without naming it in each Meta."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(house_formfield)
        return super().__new__(cls, name, bases, attrs)


class CrispyModelForm(CrispyLayout, forms.ModelForm, metaclass=HouseModelFormMetaclass):
    pass
