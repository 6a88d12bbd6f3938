"""Markup in any text of the database is shown as text on every page, whoever put it there and past whatever form."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from tests.access import AccessRows, Page, by_rows
from tests.everywhere.test_access import PAGES
from tests.everywhere.test_bad_input import PARTS, chosen_visitor

WORDS_OF_THE_PROGRAM = {
    "password",
    "key",
    "token_digest",
    "kind",
    "code",
    "state",
}  # what is looked up, never shown as it is
WITHOUT_PAGES = {"api"}  # what it gives is for programs
GONE = {"content:finding_keep"}  # nothing is missing any more once every text is filled
MARK = '"><i onx=p(1)>'
TEXTS = (models.CharField, models.TextField)
PLACES = {
    model: fields
    for model in apps.get_models()
    if model._meta.app_label in {*PARTS, "accounts", "vlora_plan"}
    if (
        fields := [
            field.name
            for field in model._meta.concrete_fields
            if field.name not in WORDS_OF_THE_PROGRAM
            and isinstance(field, TEXTS)
            and not field.choices
            and not field.unique
            and (field.max_length or 99) >= len(MARK)
        ]
    )
}


def filled() -> list[type[models.Model]]:
    """The models that have any row at all, asked at once."""
    question = " UNION ALL ".join(
        f"(SELECT {number} FROM {connection.ops.quote_name(model._meta.db_table)} LIMIT 1)"
        for number, model in enumerate(PLACES)
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        numbers = {number for (number,) in cursor.fetchall()}
    return [model for number, model in enumerate(PLACES) if number in numbers]


def is_marked(model: type[models.Model], *names: str) -> bool:
    try:
        with transaction.atomic():
            return bool(model._default_manager.update(**dict.fromkeys(names, MARK)))
    except DatabaseError:
        return False


def spoil() -> set[str]:
    """Put the mark into every text of every row there is; what a guard or a constraint refuses stays as it was."""
    done = set()
    for model in filled():
        names = PLACES[model]
        marked = names if is_marked(model, *names) else [name for name in names if is_marked(model, name)]
        done |= {f"{model._meta.label}.{name}" for name in marked}
    return done


def is_shown(name: str, page: Page, part: str) -> bool:
    return name.partition(":")[0] == part and page.method == "get" and page.expected(chosen_visitor(page)) == 200


@pytest.mark.parametrize("part", PARTS)
def test_markup_is_shown_as_text(part: str, visitors: dict[str, str], standing: AccessRows) -> None:
    """The rows of pages that stand on the same are made and spoilt once; each visit is undone."""
    broken, shown, spoilt = [], 0, set()
    pages = {name: page for name, page in PAGES.items() if name not in GONE and is_shown(name, page, part)}
    standing.clear()
    for name in by_rows(pages):
        page = pages[name]
        is_made_now = standing.made_by is not page.args
        address = reverse(name, args=standing.of(page))
        if is_made_now:
            spoilt |= spoil()
        with transaction.atomic():
            client = Client(raise_request_exception=False)
            if session := visitors[chosen_visitor(page)]:
                client.cookies["sessionid"] = session
            answer: Any = client.get(address, page.sent)
            if answer.status_code != 200:
                broken.append(f"{name}: {answer.status_code}")
            elif answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                body = answer.content.decode()
                shown += "&lt;i onx=p(1)&gt;" in body
                if "<i onx" in body:
                    broken.append(f"{name}: the mark is markup")
            transaction.set_rollback(True)
    standing.clear()

    assert broken == []
    assert bool(shown) is (part not in WITHOUT_PAGES)
    assert spoilt
