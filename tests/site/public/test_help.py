"""Help: one glossary for repository and page, guides made of the texts beside the fields, found by the search."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments.forms import NeedForm
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.help import printed
from vlora_plan.help.glossary import glossary, in_order
from vlora_plan.help.guides import GUIDES

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `", re.MULTILINE)


def test_every_word_of_the_help_is_one_of_the_one_glossary():
    known = set(ROW.findall((Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text()))

    assert {(term.term_sq, term.term_en) for term in glossary().values()} - known == set()
    assert all(term.meaning_sq and term.meaning_en for term in glossary().values())
    assert [term.term_sq for term in in_order()][:1] == ["Afat"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("code", sorted(GUIDES))
def test_a_guide_says_what_stands_beside_the_fields(code: str, language: str, client: Client) -> None:
    MunicipalityFactory()
    with translation.override(language):
        address = reverse("site:guide", args=[code])
        hints = [str(field.help_text) for field in NeedForm.base_fields.values() if field.help_text]

    answer = client.get(address)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("guide-part") == len(GUIDES[code].parts)
    if code == "staff":
        assert hints
        assert answer.context["guide"].parts[1].fields
        assert all(hint.split(".")[0][:20] in page for hint in hints if "’" not in hint and '"' not in hint)


@pytest.mark.django_db
def test_a_word_of_the_field_is_found_with_its_meaning(client: Client) -> None:
    MunicipalityFactory()

    found = client.get(reverse("site:search"), {"q": "hendekun"}).context["found"]

    assert [(group.code, group.hits[0].url) for group in found.groups] == [("help", "/sq/help/words/#gap")]
    assert not found.is_likeness


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(GUIDES))
def test_a_guide_is_printed_once_for_all_readers_and_anew_where_it_says_something_else(
    code: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = MunicipalityFactory()
    made: list[str] = []
    monkeypatch.setattr(printed, "render_pdf", lambda *args, title, **kwargs: made.append(title) or b"%PDF-")
    address = reverse("site:guide_pdf", args=[code])

    answers = [client.get(address), client.get(address)]
    type(place).objects.update(name_sq="Bashkia tjetër")
    client.get(address)

    assert [answer.content for answer in answers] == [b"%PDF-"] * 2
    assert answers[0].headers["Content-Type"] == "application/pdf"
    assert len(made) == 2
