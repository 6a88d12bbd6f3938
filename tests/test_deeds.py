"""One recorder, one mover and one way to refuse: held over all the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.workflow import Transition
from operations.actions import REGISTERED, AuditAction
from operations.deeds import record
from operations.trail.audit import write_event
from socialplan.approval.acts.registry import ACTS, recording
from socialplan.content.models.content import ContentRow, OrderedRow
from socialplan.drafting.actions import DraftingAction
from tests.factories.accounts import OrganisationFactory, UserFactory
from vlora_plan.workflow_table import WORKFLOWS

ROOT = Path(settings.BASE_DIR)
APPS = ("core", "operations", "municipality", "accounts", "assessments", "consultations", "socialplan", "monitoring")
SOURCE = {
    path: path.read_text(encoding="utf-8")
    for app in (*APPS, "vlora_plan")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
}
MAY_RAISE = {"views.py", "step_views.py"}
STEPS = [(name, each) for name, workflow in WORKFLOWS.items() for each in workflow]


def kinds_of(model: type[Any]) -> Iterator[type[Any]]:
    for each in model.__subclasses__():
        yield from kinds_of(each)
        if not each._meta.abstract:
            yield each


def test_only_require_and_pages_refuse_a_person() -> None:
    raised = [
        str(path.relative_to(ROOT))
        for path, text in SOURCE.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Raise) and node.exc is not None and "PermissionDenied" in ast.unparse(node.exc)
        if "views" not in path.parts and path.name not in MAY_RAISE
    ]

    assert raised == ["core/workflow.py"]


def test_only_the_recorder_writes_events_and_only_of_registered_deeds() -> None:
    writers = {str(path.relative_to(ROOT)) for path, text in SOURCE.items() if "write_event(" in text}
    assert writers == {"operations/trail/audit.py", "operations/deeds.py"}

    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, text in SOURCE.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"record", "_record"}
        if node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert named == []


@pytest.mark.django_db
def test_a_text_is_no_deed() -> None:
    with pytest.raises(TypeError):
        record("accounts.create_account", OrganisationFactory(), actor=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("action", REGISTERED.values(), ids=str)
def test_a_deed_is_a_verb_and_a_noun_and_is_used(action: AuditAction) -> None:
    app, _dot, code = action.value.partition(".")
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", code)
    if type(action).__name__ == "ActAction":
        return
    assert type(action).__module__.split(".")[-2] == app
    kind, verb = type(action).__name__, code.partition("_")[0]
    uses = (f"{kind}.{action.name}", f'{kind}.of("{verb}"', f'{kind}.of("add" if is_new else "{verb}"')
    assert any(use in text for use in uses for text in SOURCE.values()), action


def test_every_kind_of_row_and_act_has_its_deeds() -> None:
    rows = [each for each in kinds_of(ContentRow) if each.__name__ != "DataBlock"]
    assert {DraftingAction.of(verb, row) for verb in ("store", "remove") for row in rows} <= set(DraftingAction)
    assert {DraftingAction.of("move", row) for row in kinds_of(OrderedRow)} <= set(DraftingAction)
    assert {recording(kind) for kind, act in ACTS.items() if act.fills_a_row} <= set(REGISTERED.values())


@pytest.mark.parametrize(("name", "transition"), STEPS, ids=lambda value: str(getattr(value, "step", value)))
def test_every_step_is_named_in_the_history(name: str, transition: Transition) -> None:
    assert isinstance(transition.action, AuditAction)
    assert str(transition.step) in transition.action.value


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_history_shows_words_for_every_deed_in_both_languages(language: str, client: Any) -> None:
    subject = OrganisationFactory()
    codes = list(REGISTERED)
    client.force_login(UserFactory(role="admin", language=language))
    for start in range(0, len(codes), 50):
        shown = codes[start : start + 50]
        for code in shown:
            write_event(actor=None, action=code, subject=subject)
        page = client.get(reverse("operations:event_list"), headers={"accept-language": language}).content.decode()
        assert [code for code in shown if code in page] == []


@pytest.mark.parametrize("action", REGISTERED.values(), ids=str)
def test_a_deed_has_its_words_in_both_languages(action: AuditAction) -> None:
    with translation.override("en"):
        english = str(action.label)
    with translation.override("sq"):
        albanian = str(action.label)

    assert english
    assert albanian
    assert english != albanian
    assert "_" not in english + albanian
