"""A name shows what stands in it; an e-mail address cannot look like another."""

from __future__ import annotations

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import Organisation
from tests.factories.accounts import OrganisationFactory

OURS = ("core", "operations", "municipality", "accounts", "assessments", "consultations", "socialplan", "monitoring")
SHORT = [
    field
    for model in apps.get_models()
    if model.__module__.split(".")[0] in OURS
    for field in model._meta.concrete_fields
    if isinstance(field, models.CharField)
]


def test_no_short_text_of_any_model_turns_around() -> None:
    """Neither where a form checks it nor where it is written."""
    turned = "Bashkia \u202e.al"

    assert SHORT
    assert {field.get_prep_value(turned) for field in SHORT} == {"Bashkia [U+202E].al"}
    assert {field.to_python("\u2066x\u2069") for field in SHORT} == {"[U+2066]x[U+2069]"}


@pytest.mark.django_db
def test_what_is_stored_shows_the_mark() -> None:
    organisation = OrganisationFactory(name="Dielli\u200f")

    assert Organisation.objects.get(pk=organisation.pk).name == "Dielli[U+200F]"


@pytest.mark.parametrize(
    "address",
    ["dpo@vl\u043era.al", "adm\u0131n@vlora.al", "\u212aeeper@vlora.al", "a\u202e@vlora.al", "a@vlor\u00eb.al"],
)
def test_no_form_and_no_model_takes_an_address_that_looks_like_another(address: str) -> None:
    ours = [field for field in SHORT if isinstance(field, models.EmailField)]
    for field in (forms.EmailField(), *ours):
        with pytest.raises(ValidationError):
            field.run_validators(address)
    assert len(ours) > 2
