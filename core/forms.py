"""Forms as the house lays them out: crispy without its own <form>, amounts and dates as people here write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import ModelChoiceIterator, ModelFormMetaclass
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet, ModelChoiceFilter

from core.amounts import check_year, read_decimal, read_lek, read_money, read_whole, unmistakable
from core.models import WEB_ADDRESS
from core.opened.rows import OpenedRow
from core.together.lists import read_rows

TEXT_LIMIT = 200_000
TOO_LONG = _("{count} characters too many: shorten the text, then it can be saved.")
EMPTY_CHOICE = _("– choose –")
FREE_CHOICE = _("– not chosen –")
DATE_EXAMPLE = _("For example 30.05.2024.")
DATE_FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")


class DateField(forms.DateField):
    """Accepts 30.05.2024 and 2024-05-30, whatever the language of the page."""

    default_validators: ClassVar = [check_year]

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

    def to_python(self, value: Any) -> int | None:
        text = _text(value)
        return read_whole(text) if text else None


class DecimalField(forms.DecimalField):
    """A number with decimals, read as it is printed in either language; what can be read in two ways is asked back."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        text = _text(value)
        return read_decimal(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """What is stored is shown so that it reads as itself; what was typed stays as typed."""
        return unmistakable(value) if isinstance(value, Decimal) else value


class AmountField(forms.DecimalField):
    """An amount of money, grouped or not; with `is_lek` whole lek only, as a whole number."""

    def __init__(self, *, is_lek: bool = False, **kwargs: Any) -> None:
        self.is_lek = is_lek
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-amount": ""})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        text = _text(value)
        if not text:
            return None
        return Decimal(read_lek(text)) if self.is_lek else read_money(text)

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        return int(amount) if self.is_lek and amount is not None else amount

    def prepare_value(self, value: Any) -> Any:
        """What is stored is shown as people here write it; what was typed stays as typed."""
        if not isinstance(value, int | Decimal):
            return value
        places = None if value == int(value) else 2
        return number_format(value, decimal_pos=places or 0, force_grouping=True)


def _text(value: Any) -> str:
    """What was typed; a number that code gives is written so that it reads as itself."""
    return unmistakable(Decimal(value)) if isinstance(value, int | Decimal) else (value or "").strip()


class CharField(forms.CharField):
    """Text in one Unicode form, without control characters, its limit said in the page."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if "\x00" in text:
            raise ValidationError(_("The text contains a character that cannot be stored."))
        return text


def _is_pair(names: Sequence[Any]) -> bool:
    """The Albanian and the English field of one thing, one after the other; the Albanian one may carry no mark."""
    if len(names) < 2 or not all(isinstance(each, str) for each in names[:2]):
        return False
    return names[1] == f"{names[0].removesuffix('_sq')}_en"


def pairs_beside(layout: LayoutObject) -> LayoutObject:
    """Both languages of one thing side by side where there is room, wherever in the layout they stand."""
    fields, beside = list(layout.fields), []
    while fields:
        if _is_pair(fields):
            beside.append(Div(fields.pop(0), fields.pop(0), css_class="language-pair"))
            continue
        each = fields.pop(0)
        beside.append(pairs_beside(each) if isinstance(each, Fieldset) else each)
    layout.fields = beside
    return layout


class HouseHelper(FormHelper):
    """Puts the languages of one thing side by side, in a layout that a form gives as in one that it does not."""

    given: LayoutObject | None = None

    def __init__(self, names: Callable[[], list[str]] = list) -> None:
        self.names = names
        super().__init__()

    @property
    def layout(self) -> LayoutObject | None:
        if self.given is not None:
            return self.given
        names = self.names()
        has_pair = any(_is_pair(names[place:]) for place in range(len(names)))
        return pairs_beside(Layout(*names)) if has_pair else None

    @layout.setter
    def layout(self, given: LayoutObject) -> None:
        self.given = pairs_beside(given)


def house_helper(names: Callable[[], list[str]] = list) -> FormHelper:
    """Crispy's helper without <form>, buttons or CSRF field: the template owns those."""
    helper = HouseHelper(names)
    helper.form_tag = False
    helper.disable_csrf = True
    helper.html5_required = False
    return helper


def name_empty_choice(field: forms.Field) -> None:
    """Say in words that a choice is still to be made, or may stay open, where Django would draw a line."""
    words, (dash,) = EMPTY_CHOICE if field.required else FREE_CHOICE, BLANK_CHOICE_DASH
    if isinstance(field, forms.ModelChoiceField) and (field.required or field.empty_label == dash[1]):
        field.empty_label = field.empty_label and words
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        offered: Any = field.choices
        choices = list(offered)
        if choices and tuple(choices[0]) == dash:
            field.choices = [("", words), *choices[1:]]


def offer_what_is_in_use(field: forms.ModelChoiceField[Any], chosen: Any) -> None:
    """Rows that their list has retired are not offered, except those chosen before; lists tell by `in_use()`."""
    rows: Any = field.queryset
    if hasattr(rows, "in_use"):
        before = chosen if isinstance(chosen, list | tuple) else [chosen]
        key = field.to_field_name or "pk"
        keys = [getattr(each, key, each) for each in before if each]
        field.queryset = rows.filter(models.Q(pk__in=rows.in_use().values("pk")) | models.Q(**{f"{key}__in": keys}))


class CrispyLayout:
    """Adds the helper, names empty choices, offers what is in use, and says counted limits of long texts."""

    fields: dict[str, forms.Field]
    initial: dict[str, Any]
    errors_are_listed = False  # until the page's `form_errors` has listed them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = house_helper(lambda: list(self.fields))
        for name, field in self.fields.items():
            if field.label:
                field.label = capfirst(field.label)  # as Django does for the fields of a model
            name_empty_choice(field)
            if isinstance(field, DateField) and not field.help_text:
                field.help_text = DATE_EXAMPLE
            if isinstance(field, forms.ModelChoiceField):
                offer_what_is_in_use(field, self.initial.get(name))
            if isinstance(field.widget, forms.Textarea):
                limit = getattr(field, "max_length", None) or TEXT_LIMIT
                field.widget.attrs.setdefault("maxlength", str(limit))
                field.widget.attrs.setdefault("data-counted", str(limit))
                field.widget.attrs.setdefault("data-too-long", TOO_LONG)


class WebAddressFormField(forms.URLField):
    """An address that a browser opens: http or https alone; without either, https is meant."""

    default_validators: ClassVar = [WEB_ADDRESS]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class CrispyForm(CrispyLayout, forms.Form):
    pass


class _InHand(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, self.queryset)


class ShortListField(forms.ModelChoiceField):
    """One of a few rows, which are read once: to offer them and to find the chosen one."""

    iterator = _InHand

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        for row in self.queryset or ():
            if str(row.pk) == str(getattr(value, "pk", value)):
                return row
        raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})


class ShortListFilter(ModelChoiceFilter):
    field_class = ShortListField


class ListFilter(FilterSet):
    """What narrows a list by its address; what is not understood narrows nothing. Short lists are read together."""

    class Meta:
        form = CrispyForm

    @cached_property
    def form(self) -> forms.Form:
        form: forms.Form = super().form
        read_rows([each.queryset for each in form.fields.values() if isinstance(each, ShortListField)])
        return form


def house_formfield(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """A model field's form field in the house's way; an explicit widget is kept."""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return field.formfield(form_class=DateField, **{k: v for k, v in kwargs.items() if k != "widget"})
    if isinstance(field, models.URLField):
        kwargs.setdefault("form_class", WebAddressFormField)
    if isinstance(field, models.DecimalField):
        kwargs["form_class"] = DecimalField
    elif isinstance(field, models.PositiveBigIntegerField):
        # what counts so far is money: whole lek
        kwargs |= {"form_class": AmountField, "is_lek": True}
    elif isinstance(field, models.IntegerField) and not field.choices and "widget" not in kwargs:
        kwargs["form_class"] = WholeNumberField
        if field.name == "year" or field.name.endswith("_year"):
            kwargs["validators"] = [*field.validators, check_year]
    return field.formfield(**kwargs)


class HouseModelFormMetaclass(ModelFormMetaclass):
    """Lets every model form use `house_formfield` without naming it in each Meta."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(house_formfield)
        return super().__new__(cls, name, bases, attrs)


class CrispyModelForm(OpenedRow, CrispyLayout, forms.ModelForm, metaclass=HouseModelFormMetaclass):
    pass
