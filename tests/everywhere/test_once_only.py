"""The same form sent twice, one after the other or at one moment, does its deed once; other words are another deed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory

TOKEN = "0f" * 16
CHECKED = {"source": "VKB nr. 1", "source_mark": "design", "checked_by": "", "checked_on": ""}
# A create form by its address: who sends it, the model it adds to, its words, and what another one says instead.
FORMS: dict[str, tuple[Role, str, dict[str, Any], dict[str, Any]]] = {
    "municipality:unit_create": (
        Role.ADMIN,
        "municipality.AdministrativeUnit",
        {"code": "zz", "name_sq": "Zvërnec", "name_en": "", "order": "9"},
        {"code": "zy"},
    ),
    "municipality:office_create": (
        Role.ADMIN,
        "municipality.Office",
        {
            "code": "zyra-e-re",
            "name_sq": "Zyra e re",
            "name_en": "",
            "kind": "sector",
            "order": "9",
            "is_active": "on",
        },
        {"code": "zyra-tjeter"},
    ),
    "assessments:group_create": (
        Role.ADMIN,
        "assessments.TargetGroup",
        {"code": "ZZ", "name_sq": "Grup i ri", "name_en": "New group", "order": "9", "is_active": "on"},
        {"code": "ZY"},
    ),
    "assessments:provider_create": (
        Role.STAFF,
        "assessments.ServiceProvider",
        {"name": "Ofrues i ri", "kind": "ngo", "tax_number": "", "phone": "", "email": "", "is_active": "on"},
        {"name": "Ofrues tjetër"},
    ),
    "assessments:call_create": (
        Role.STAFF,
        "assessments.FundCall",
        {
            "title_sq": "Thirrja 2026",
            "opens_on": "25.09.2026",
            "closes_on": "25.10.2026",
            "applicants": "Bashkitë",
            **CHECKED,
        },
        {"title_sq": "Thirrja 2027"},
    ),
    "approval:committee_create": (
        Role.SECRETARY,
        "approval.Committee",
        {"code": "komision", "name_sq": "Komisioni i ri", "name_en": "", "is_active": "on", **CHECKED},
        {"code": "komision-2"},
    ),
    "approval:addressee_create": (
        Role.SECRETARY,
        "approval.PlanAddressee",
        {"code": "marres", "name_sq": "Marrësi i ri", "name_en": "", "seat": "", "is_active": "on", **CHECKED},
        {"code": "marres-2"},
    ),
    "monitoring:period_kind_create": (
        Role.ADMIN,
        "monitoring.PeriodKind",
        {"code": "lloj", "name_sq": "katërmujore", "months": "4", "days_to_hand_in": "15", **CHECKED},
        {"code": "lloj-2"},
    ),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> tuple[str, Any, Any, dict[str, Any], dict[str, Any]]:
    role, label, words, other = FORMS[request.param]
    return reverse(request.param), UserFactory(role=role), apps.get_model(label), words, other


@pytest.mark.django_db
def test_a_form_sent_again_is_answered_like_the_first(
    form: tuple[str, Any, Any, dict[str, Any], dict[str, Any]], client_of: Callable[[Any], Client]
) -> None:
    MunicipalityFactory()
    address, user, model, words, other = form
    client, before = client_of(user), model.objects.count()

    first, again = (client.post(address, {**words, "once": TOKEN}) for _ in range(2))

    assert (first.status_code, again.status_code) == (302, 302), first.context and first.context["form"].errors
    assert again.url == first.url
    assert model.objects.count() == before + 1
    changed = client.post(address, {**words, **other, "once": TOKEN})
    assert (changed.status_code, model.objects.count()) == (302, before + 2)


@pytest.mark.django_db
def test_the_page_gives_each_opening_a_token_of_its_own(
    form: tuple[str, Any, Any, dict[str, Any], dict[str, Any]], client_of: Callable[[Any], Client]
) -> None:
    MunicipalityFactory()
    client = client_of(form[1])

    shown = [client.get(form[0]) for _ in range(2)]

    assert all(f'value="{page.context["once"]}"' in page.content.decode() for page in shown)
    assert shown[0].context["once"] != shown[1].context["once"]


@pytest.mark.django_db
def test_a_clash_with_a_row_that_stands_is_a_sentence(
    form: tuple[str, Any, Any, dict[str, Any], dict[str, Any]], client_of: Callable[[Any], Client]
) -> None:
    MunicipalityFactory()
    address, user, model, words, _other = form
    client = client_of(user)
    client.post(address, {**words, "once": TOKEN})
    count = model.objects.count()

    answer = client.post(address, {**words, "once": "1e" * 16})

    assert (answer.status_code, model.objects.count()) == (200, count)
    assert answer.context["form"].errors


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tokens", [(TOKEN,) * 4, tuple(f"{number}e" * 16 for number in range(4))])
def test_forms_sent_at_one_moment_make_one_row(tokens: tuple[str, ...], client_of: Callable[[Any], Client]) -> None:
    """With one token all are answered alike; of four openings one is saved and the others get a sentence."""
    MunicipalityFactory()
    role, label, words, _other = FORMS["municipality:unit_create"]
    model, address, user = apps.get_model(label), reverse("municipality:unit_create"), UserFactory(role=role)
    clients = [client_of(user) for _ in tokens]

    def send(client: Client, token: str) -> int:
        try:
            return client.post(address, {**words, "once": token}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tokens)) as pool:
        codes = list(pool.map(send, clients, tokens))

    assert model.objects.filter(code=words["code"]).count() == 1
    assert sorted(codes) == ([302] * 4 if len(set(tokens)) == 1 else [200, 200, 200, 302])
