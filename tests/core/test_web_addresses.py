"""An address that a page links to is one that a browser opens."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from core.models import WebAddressField
from municipality.forms import MunicipalityForm
from socialplan.approval.acts.publication import PublicationForm
from socialplan.approval.forms.acts import AnnouncementForm

FORMS = [(AnnouncementForm, "url"), (PublicationForm, "url"), (MunicipalityForm, "website")]


@pytest.mark.parametrize("address", ["ftp://vlora.example/a.pdf", "ftps://vlora.example/a", "javascript:alert(1)"])
@pytest.mark.parametrize(("form", "name"), FORMS, ids=[form.__name__ for form, _name in FORMS])
def test_a_form_refuses_another_protocol(form: type, name: str, address: str) -> None:
    with pytest.raises(ValidationError):
        form.base_fields[name].clean(address)  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["http://vlora.example/", "https://vlora.example/vendime?nr=1", "vlora.example"])
@pytest.mark.parametrize(("form", "name"), FORMS, ids=[form.__name__ for form, _name in FORMS])
def test_a_form_takes_an_address_of_the_web(form: type, name: str, address: str) -> None:
    assert form.base_fields[name].clean(address).startswith("http")  # type: ignore[attr-defined]


def test_no_table_keeps_another_kind_of_address() -> None:
    kept = [field for model in apps.get_models() for field in model._meta.get_fields()]

    assert [field for field in kept if isinstance(field, models.URLField) and type(field) is not WebAddressField] == []
