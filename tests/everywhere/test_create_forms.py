"""Every form of a deed, found from the addresses: sent twice it is done once, and no clash is an error of the server.

Each form is filled by the kinds of its fields. What cannot be filled so is named, and has a test of its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from core.views import DeedFormView
from tests.access import ANONYMOUS
from tests.everywhere.test_access import PAGES


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


# What asks for more than its fields tell: these are refused, and are tried in the tests of their rooms.
NOT_FILLED = {
    "approval:act_create",
    "consultations:incident_settle",
    "consultations:scan_attach",
    "approval:opinion_create",
    "approval:version_announce",
    "approval:version_approve",
    "approval:version_confirm",
    "approval:version_decision",
    "approval:version_order",
    "approval:version_reexamine",
    "approval:version_step",
    "approval:version_submit",
    "assessments:costing_create",
    "assessments:datapoint_create",
    "assessments:datapoint_verify",
    "assessments:fund_part_create",
    "assessments:import_undo",
    "assessments:edition_import",
    "assessments:service_propose",
    "assessments:service_decide",
    "assessments:shared_import",
    "assessments:line_create",
    "assessments:line_update",
    "assessments:need_create",
    "assessments:need_grid_paste",
    "assessments:figure_grid_paste",
    "assessments:service_grid_paste",
    "assessments:service_create",
    "assessments:service_type_create",
    "assessments:service_type_update",
    "consultations:attendee_create",
    "consultations:contribution_code",
    "consultations:contribution_create",
    "consultations:draft_freeze",
    "consultations:event_file_create",
    "consultations:feedback_create",
    "consultations:recommendation_create",
    "consultations:answer_many",
    "consultations:complaint_decide",
    "consultations:minutes_point",
    "consultations:attendance_sheet",
    "consultations:door_count",
    "consultations:own_sheet",
    "consultations:recommendation_merge",
    "consultations:recommendation_split",
    "consultations:recommendation_update",
    "consultations:report_settle",
    "consultations:round_extend",
    "consultations:round_file_create",
    "drafting:disposition_target",
    "drafting:document_upload",
    "drafting:matrix_paste",
    "drafting:round_link",
    "drafting:version_outline",
    "monitoring:beneficiaries_edit",
    "monitoring:dimension_create",
    "monitoring:evidence_add",
    "monitoring:transfer_create",
    "monitoring:grid_paste",
    "monitoring:period_create",
    "monitoring:hand_in",
    "monitoring:grid_fill",
    "monitoring:treasury_take",
    "monitoring:values_approve",
    "monitoring:period_lock",
    "monitoring:period_unlock",
    "monitoring:receipt_create",
    "monitoring:report_send",
    "municipality:guide_units",
    "municipality:unit_block",
    "publishing:word_template_list",
}
# Forms that several people write in: the name of the opened page and the revision stand there for the token.
SHARED = {
    "drafting:content_create",
    "drafting:content_update",
    "drafting:indicator_targets",
    "drafting:measure_budget",
    "drafting:measure_links",
    "drafting:version_outline",  # shows no form where no chapter is missing
}
# Where the page itself is gone with what the deed did.
GONE = {"consultations:intake_correct", "content:finding_keep", "drafting:document_detail"}
# Shows its receipt at once; counted once by the key of its submission (tests/consultations/test_submission_key.py).
RECEIPT = "consultations:own_contribution_create"
# Not tried here: an import that takes nothing shows no form; who reads an alert holds an office that no visitor of the
# table has; and what was sealed stands in the answer itself, each showing recorded (tests/consultations, assessments).
ELSEWHERE = {
    "assessments:import_detail",
    "consultations:danger_correct",
    "consultations:danger_detail",
    "consultations:contribution_open",
}
DEEDS = sorted(set(deeds(get_resolver().url_patterns)) - {RECEIPT} - ELSEWHERE)


def rows() -> list[tuple[str, int]]:
    """How many rows each table has, but for sessions and what the machine notes of itself."""
    tables = [name for name in connection.introspection.table_names() if not name.startswith(("django_", "axes_"))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in sorted(tables)))
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
    return f'name="once" value="{shown.context["once"]}"' in shown.content.decode()


def opened(name: str, address: str, visitors: dict[str, str]) -> tuple[Client, Any]:
    """The page as somebody has it who is given its form."""
    for visitor in sorted(set(PAGES[name].allowed) - {ANONYMOUS}, reverse=True):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = visitors[visitor]
        shown: Any = client.get(address)
        if has_token(shown):
            break
    return client, shown


@pytest.mark.django_db
@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_sent_twice_is_done_once(name: str, visitors: dict[str, str]) -> None:
    with transaction.atomic():
        address = reverse(name, args=PAGES[name].args())
        client, shown = opened(name, address, visitors)
        assert shown.status_code == 200
        assert has_token(shown) is (name not in SHARED)
        sent = filled(shown.context["form"]) | {"once": shown.context["once"]}
        address += f"?step={shown.context['step']}" if getattr(shown.context["form"], "step", 0) else ""
        first, after_first = client.post(address, sent), rows()
        again, after_again = client.post(address, sent), rows()
        is_gone = name.endswith("_remove") or name in GONE
        clash = None if is_gone else client.post(address, sent | {"once": "1e" * 16})
        transaction.set_rollback(True)

    assert (first.status_code == 302) is (name not in NOT_FILLED)
    assert (again.status_code, after_again) == (first.status_code, after_first)
    if first.status_code == 302:
        assert again.url == first.url
    assert clash is None or clash.status_code < 500
