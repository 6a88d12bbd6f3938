"""Every form of a deed, found from the addresses: sent twice it is done once, and no clash is an error of the server.

Each form is sent with valid words: those that the kinds of its fields tell, else those of `valid_forms`.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from core import once_only
from core.views import DeedFormView
from tests.access import ANONYMOUS
from tests.everywhere.test_access import PAGES
from tests.everywhere.valid_forms import VALID, Opened


def deeds(patterns: list[Any], namespace: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += deeds(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            if view and issubclass(view, DeedFormView) and not str(pattern.name).endswith("_autosave"):
                found.append(f"{namespace}{pattern.name}")
    return found


# Forms that several people write in: the name of the opened page and the revision stand there for the token.
SHARED = {
    "drafting:content_create",
    "drafting:content_update",
    "drafting:indicator_targets",
    "drafting:measure_budget",
    "drafting:measure_links",
}
# Where the page itself is gone with what the deed did.
GONE = {
    "approval:version_reexamine",
    "assessments:import_undo",
    "consultations:intake_correct",
    "content:finding_keep",
    "drafting:document_detail",
}
# Shows its receipt at once; counted once by the key of its submission (tests/consultations/test_submission_key.py).
RECEIPT = "consultations:own_contribution_create"
# Not tried here: an import that takes nothing shows no form; who reads an alert holds an office that no visitor of the
# table has; and what was sealed stands in the answer itself, each showing recorded (tests/consultations, assessments).
ELSEWHERE = {
    "assessments:import_detail",
    "consultations:danger_correct",
    "consultations:danger_detail",
    "consultations:contribution_open",
    "consultations:minutes_point_open",
}
# The page writes a row that is there, and its deed takes one answer alone: the second is refused.
ANSWERED_ONCE = {"assessments:service_propose", "consultations:report_settle", "consultations:start_proposal_answer"}
DEEDS = sorted(set(deeds(get_resolver().url_patterns)) - {RECEIPT} - ELSEWHERE)


@cache
def counting() -> str:
    noted = ("django_", "axes_", "operations_seenhead")
    tables = [name for name in connection.introspection.table_names() if not name.startswith(noted)]
    return " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in sorted(tables))


def rows() -> list[tuple[str, int]]:
    """How many rows each table has, but for sessions and what the machine notes of itself."""
    with connection.cursor() as cursor:
        cursor.execute(counting())
        return sorted(cursor.fetchall())


def filled(form: Any) -> dict[str, Any]:
    """What a person could send: what stands there, and something fitting where a field is still empty."""
    sent: dict[str, Any] = {}
    for bound in form:
        stands = bound.value()
        shown = bound.field.widget.format_value(stands) if hasattr(bound.field.widget, "format_value") else stands
        value = shown if stands not in (None, "", []) else fitting(bound.field)
        if value in (None, False, ""):
            continue
        sent[bound.html_name] = value[0] if isinstance(value, list) and len(value) == 1 else value
    return sent


FITTING: list[tuple[type[forms.Field], str]] = [
    (forms.FileField, ""),
    (forms.BooleanField, "on"),
    (forms.SlugField, "fjale-per-prove"),
    (forms.DateTimeField, f"{timezone.localtime():%Y-%m-%d %H:%M}"),
    (forms.DateField, f"{timezone.localdate() - timedelta(days=3):%d.%m.%Y}"),
    (forms.IntegerField, "2"),
    (forms.DecimalField, "2"),
    (forms.EmailField, "dikush.tjeter@example.org"),
    (forms.URLField, "https://example.org/"),
]


def fitting(field: forms.Field) -> Any:
    """Something that such a field takes, where it must be filled."""
    if not field.required:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return str(getattr(field.queryset.first(), field.to_field_name or "pk", ""))
    if isinstance(field, forms.ChoiceField):
        return next((str(value) for value, _label in field.choices if value), "")
    words = "Fjalë"[: getattr(field, "max_length", None) or 5]
    if "year" in str(field.label).lower() or "viti" in str(field.label).lower():
        return "2024"
    return next((value for kind, value in FITTING if isinstance(field, kind)), words)


def has_token(shown: Any) -> bool:
    return f'name="once" value="{shown.context.get("once")}"' in shown.content.decode()


def has_digests(shown: Any) -> bool:
    """Whether the page says what it showed of the row that it changes."""
    return "&quot;" in (re.findall(r'name="opened" value="([^"]*)"', shown.content.decode()) or [""])[0]


def is_of_stored_row(form: Any) -> bool:
    return isinstance(form, forms.ModelForm) and not form.instance._state.adding


def args_of(name: str) -> list[Any]:
    valid = VALID.get(name)
    return ((valid and valid.args) or PAGES[name].args)()


def opened(name: str, args: list[Any], visitors: dict[str, str]) -> tuple[Opened, Any]:
    """The page as somebody has it who is given its form."""
    address = reverse(name, args=args)
    for visitor in sorted(set(PAGES[name].allowed) - {ANONYMOUS}, reverse=True):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = visitors[visitor]
        shown: Any = client.get(address)
        if has_token(shown):
            break
    assert shown.status_code == 200, name
    form = shown.context["form"]
    address += f"?step={shown.context['step']}" if shown.context.get("step") else ""
    return Opened(client, address, args, form), shown


def written(name: str, page: Opened, shown: Any) -> dict[str, Any]:
    """What a person sends from the opened page; files are read by sending, so each sending has them anew."""
    valid = VALID[name].sent(page) if name in VALID else {}
    return filled(page.form) | valid | {"once": shown.context["once"]}


def send(page: Opened, sent: dict[str, Any]) -> Any:
    for value in sent.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return page.client.post(page.address, sent)


def grown(before: list[tuple[str, int]], after: list[tuple[str, int]]) -> set[str]:
    """The tables with more rows, but for the history and what has arrived."""
    return {name for name, _count in set(after) - set(before)} - {"operations_event", "operations_sentform"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_sent_twice_is_done_once(name: str, visitors: dict[str, str]) -> None:
    with transaction.atomic():
        page, shown = opened(name, args_of(name), visitors)
        assert has_token(shown) is (name not in SHARED)
        assert has_digests(shown) or name in SHARED | ANSWERED_ONCE or not is_of_stored_row(page.form)
        sent, before = written(name, page, shown), rows()
        first, after_first = send(page, sent), rows()
        again, after_again = send(page, sent), rows()
        is_gone = name.endswith("_remove") or name in GONE
        clash = None if is_gone else send(page, sent | {"once": "1e" * 16})
        transaction.set_rollback(True)

    assert first.status_code == 302, first.context["form"].errors
    assert not name.endswith("_create") or grown(before, after_first), "a row is made"
    assert (again.status_code, again.url, after_again) == (302, first.url, after_first)
    assert clash is None or clash.status_code < 500


@pytest.mark.parametrize("name", [name for name in DEEDS if name not in SHARED])
def test_a_form_overtaken_by_itself_is_answered_alike(
    name: str, visitors: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first arrival is done between the second one's first question and its next: nothing is done again."""
    with transaction.atomic():
        page, shown = opened(name, args_of(name), visitors)
        sent = written(name, page, shown)
        first, after_first = send(page, sent), rows()
        keeper = type(once_only.keeper())
        answers, asked = keeper.answer_of, []

        def answer_of(self: Any, key: str) -> str:
            asked.append(key)
            return "" if len(asked) == 1 else answers(self, key)

        monkeypatch.setattr(keeper, "answer_of", answer_of)
        again, after_again = send(page, sent), rows()
        transaction.set_rollback(True)

    assert asked
    assert (again.status_code, again.headers.get("Location"), after_again) == (302, first.url, after_first)
