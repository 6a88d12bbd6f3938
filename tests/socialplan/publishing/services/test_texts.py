"""The texts of official papers: changed by whom it is given to, with what they said before."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.forms import modelform_factory

from accounts.enums import Role
from operations.models import Event
from socialplan.publishing.models import LegalBasis
from socialplan.publishing.services.texts import save_text
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def changed() -> Any:
    basis = LegalBasis.objects.create(code="ligji", text_sq="Ligji nr. 121/2016", source="DEMO")
    form = modelform_factory(LegalBasis, fields=["text_sq"])({"text_sq": "Ligji nr. 121/2016, neni 7"}, instance=basis)
    assert form.is_valid()
    return form


def test_a_changed_legal_basis_tells_what_it_said() -> None:
    row = save_text(changed(), actor=UserFactory(role=Role.ADMIN))

    assert row.text_sq == "Ligji nr. 121/2016, neni 7"
    event = Event.objects.get(action="publishing.save_legalbasis")
    assert event.before == {"text_sq": "Ligji nr. 121/2016"}
    assert event.after["text_sq"] == "Ligji nr. 121/2016, neni 7"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nobody_but_the_administrator_changes_them(role: str) -> None:
    form, actor = changed(), UserFactory(role=role)

    with pytest.raises(PermissionDenied):
        save_text(form, actor=actor)
    assert LegalBasis.objects.get().text_sq == "Ligji nr. 121/2016"
