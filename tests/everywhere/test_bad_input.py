"""Every form of the access table is sent nonsense: a sentence comes back, what was typed stays, nothing is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from urllib.parse import urljoin

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from operations.models import Event
from tests.access import ANONYMOUS, AccessRows, Page, by_rows
from tests.everywhere.test_access import PAGES

WORDS = "Fjalë & „<b>tjera</b>”"
LONG = {"textarea": "a" * 200_001, "input": "a" * 6_000}
NUMBERS = {"numeric", "decimal"}
PARTS = sorted({name.split(":")[0] for name in PAGES if ":" in name})
WITHOUT_FORMS = {"operations", "api"}

Form = Any


def nonsense(field: Any) -> str | None:
    """What no such field can take, or words that it keeps; None where the field is left as it is."""
    if field.tag == "textarea":
        return WORDS
    if field.tag == "select":
        return None
    kind = field.get("type", "text")
    if kind in {"hidden", "checkbox", "radio", "file", "submit"}:
        return None
    return (
        "dymbëdhjetë" if field.get("inputmode") in NUMBERS else {"email": "jo postë", "time": "25:61"}.get(kind, WORDS)
    )


def too_long(field: Any) -> str | None:
    return LONG[field.tag] if nonsense(field) == WORDS and field.get("type") != "password" else None


def unprintable(field: Any) -> str | None:
    return "një\x00dy" if nonsense(field) == WORDS else None


NONSENSE: tuple[Callable[[Any], str | None], ...] = (nonsense, too_long, unprintable)


def forms_of(body: bytes) -> list[Form]:
    """The forms of the page's own part that somebody types into."""
    return [
        form
        for form in lxml.html.fromstring(body).xpath("//main//form")
        if form.method == "POST" and any(nonsense(field) for field in fields_of(form))
    ]


def fields_of(form: Form) -> Iterator[Any]:
    return (field for field in form.xpath(".//input|.//textarea|.//select") if field.get("name"))


def fill(form: Form, spoil: Callable[[Any], str | None]) -> tuple[dict[str, Any], dict[str, str]]:
    """What is sent, and of it what was spoilt."""
    sent: dict[str, Any] = {
        name: form.fields[name] or "" for name in form.fields if name and form.fields[name] is not None
    }
    spoilt = {field.get("name"): text for field in fields_of(form) if (text := spoil(field)) is not None}
    for field in fields_of(form):
        if field.get("type") == "file":
            sent[field.get("name")] = SimpleUploadedFile("fotografi.exe", b"MZ\x90\x00", "application/octet-stream")
    return sent | spoilt, spoilt


def chosen_visitor(page: Page) -> str:
    """Who fills the form: a role that may, else anybody."""
    order = (Role.STAFF, Role.COORDINATOR, Role.ADMIN, Role.MAYOR, Role.SECRETARY, *Role, ANONYMOUS)
    return next((str(visitor) for visitor in order if page.expected(visitor) == 200), ANONYMOUS)


def kept(body: bytes, spoilt: dict[str, str]) -> list[str]:
    """Names of fields whose text the page that came back has lost."""
    found = {
        field.get("name"): (field.text or "") if field.tag == "textarea" else field.get("value", "")
        for field in lxml.html.fromstring(body).xpath("//main//*[self::input or self::textarea][@name]")
    }
    return [name for name, text in spoilt.items() if found.get(name, "").strip() != text.strip()]


def complaints(client: Client, address: str, form: Form, spoil: Callable[[Any], str | None]) -> Iterator[str]:
    sent, spoilt = fill(form, spoil)
    if not spoilt:
        return
    is_wrong = spoil is not nonsense or any(text != WORDS for text in spoilt.values())
    deeds = Event.objects.count()
    answer: Any = client.post(urljoin(address, form.action or ""), sent)
    where = f"{address} ({form.action or 'itself'})"
    if answer.status_code >= 500:
        yield f"{where}: {answer.status_code}"
    if not is_wrong:
        return
    if answer.status_code != 200:
        yield f"{where}: {answer.status_code} instead of the page with a sentence"
        return
    if Event.objects.count() != deeds:
        yield f"{where}: something was done"
    if b'role="alert"' not in answer.content and b"invalid-feedback" not in answer.content:
        yield f"{where}: no sentence"
    typed = {name: text for name, text in spoilt.items() if "\x00" not in text and "password" not in name}
    if lost := kept(answer.content, typed):
        yield f"{where}: lost {lost}"


@pytest.mark.parametrize("part", PARTS)
def test_nonsense_gets_a_sentence_and_loses_nothing(part: str, visitors: dict[str, str], standing: AccessRows) -> None:
    """Each form of a page three times, on the rows made once: the sending of each kind of nonsense is undone."""
    found, walked = [], 0
    here = {name: page for name, page in PAGES.items() if name.split(":")[0] == part}
    pages = {name: page for name, page in here.items() if page.method == "get" and page.status == 200}
    for name in by_rows(pages):
        page = pages[name]
        address = reverse(name, args=standing.of(page))
        with transaction.atomic():
            client = Client(raise_request_exception=False)
            if session := visitors[chosen_visitor(page)]:
                client.cookies["sessionid"] = session
            answer: Any = client.get(address, page.sent)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
            forms = forms_of(answer.content) if is_page and answer.content.strip() else []
            for form, spoil in product(forms, NONSENSE):
                with transaction.atomic():
                    walked += 1
                    told = complaints(client, address, form, spoil)
                    found += [f"{name} {spoil.__name__} {line}" for line in told]
                    transaction.set_rollback(True)
            transaction.set_rollback(True)

    assert found == []
    assert bool(walked) is (part not in WITHOUT_FORMS)
