"""The field of a chapter's text: cleaned, counted after cleaning, and kept as typed when it is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from core.text.richtext import NOTE_LIMIT
from socialplan.content.enums import BlockKind
from socialplan.content.models import Chapter
from socialplan.drafting.forms.content import ChapterForm
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import ChapterFactory
from tests.socialplan.addresses import named

pytestmark = pytest.mark.django_db
WORD_SPAN = '<span style="mso-fareast-language:EN-US">fjalë </span>'


def fields(chapter: Chapter, **changed: str) -> dict[str, str]:
    return {
        "code": chapter.code,
        "position": "0",
        "title_sq": chapter.title_sq,
        "body_sq": chapter.body_sq,
        "expected_revision": str(chapter.revision),
    } | changed


@pytest.fixture
def post(client_of: Any, people: dict[str, Any]) -> Any:
    MunicipalityFactory()
    client = client_of(people["staff"])

    def send(chapter: Chapter, **changed: str) -> Any:
        address = reverse("drafting:content_update", args=["chapter", chapter.pk])
        return client.post(address, fields(chapter, **changed))

    return send


def test_what_a_word_processor_leaves_behind_does_not_use_up_the_room(post: Any) -> None:
    chapter = ChapterFactory()
    pasted = f"<p class=MsoNormal>{WORD_SPAN * 4_000}</p>"
    assert len(pasted) > 200_000

    assert post(chapter, body_sq=pasted).status_code == 302
    chapter.refresh_from_db()
    assert chapter.body_sq == f"<p>{'fjalë ' * 4_000}</p>"


def test_a_text_over_the_limit_gets_a_sentence_and_is_kept(post: Any) -> None:
    chapter = ChapterFactory()
    long = f"<p>{'ë' * 200_000}</p>"

    page = post(chapter, body_sq=long, title_sq="Titulli i ri")

    assert "200000" in str(page.context["form"].errors["body_sq"]).replace("\u00a0", "").replace(" ", "")
    assert long in page.content.decode().replace("&lt;", "<").replace("&gt;", ">")
    assert "Titulli i ri" in page.content.decode()
    chapter.refresh_from_db()
    assert chapter.revision == 1


def test_a_footnote_over_its_limit_gets_a_sentence(post: Any) -> None:
    chapter = ChapterFactory()
    note = "n" * (NOTE_LIMIT + 1)

    page = post(chapter, body_sq=f'<p>a<span data-footnote="{note}"></span></p>')

    assert str(NOTE_LIMIT + 1) in str(page.context["form"].errors["body_sq"])
    assert note in page.content.decode()


@pytest.mark.parametrize("name", ["title_sq", "title_en", "body_sq", "body_en"])
def test_a_script_in_any_field_never_reaches_a_page(name: str, client_of: Any, people: dict[str, Any]) -> None:
    MunicipalityFactory()
    chapter = ChapterFactory()
    harmful = "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;"
    client = client_of(people["staff"])
    edit = reverse("drafting:content_update", args=["chapter", chapter.pk])

    assert client.post(edit, fields(chapter, **{name: harmful})).status_code == 302
    for page in ("version_detail", "version_read", "finding_list"):
        shown = client.get(reverse(named(page), args=[chapter.version_id])).content.decode()
        assert "<script>alert(1)" not in shown
        assert "<img src=x" not in shown
    assert "<script>alert(1)" not in client.get(edit).content.decode()


def test_the_editor_is_told_the_kinds_of_figures_in_the_readers_language() -> None:
    for language in ("sq", "en"):
        with translation.override(language):
            form = ChapterForm(version=ChapterFactory().version)
            widget = form.fields["body_sq"].widget.get_context("body_sq", "", {})["widget"]
            told = json.loads(widget["attrs"]["data-chapter-editor"])
            assert told["blocks"] == {kind.value: str(kind.label) for kind in BlockKind}
            assert told["words"]["bold"] == {"sq": "E trashë", "en": "Bold"}[language]
