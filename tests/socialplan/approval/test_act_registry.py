"""The registry of acts against its folder and against the guards of the database."""

from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from socialplan.approval import acts as acts_folder
from socialplan.approval.acts.definition.base import Act
from socialplan.approval.acts.registry import ACTS, WITHDRAWABLE
from socialplan.content.models.recorded import DocumentedAct, act_models

FOLDER = Path(acts_folder.__file__).parent


def triggers_of(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


def test_each_file_of_an_act_is_in_the_registry() -> None:
    modules = {path.stem: import_module(f"{acts_folder.__name__}.{path.stem}") for path in FOLDER.glob("[a-z]*.py")}
    acts = {name: module.ACT for name, module in modules.items() if isinstance(getattr(module, "ACT", None), Act)}

    assert {name: act.kind for name, act in acts.items()} == {kind: kind for kind in ACTS}
    assert set(act_models()) == {kind for kind, act in ACTS.items() if act.fills_a_row}
    assert {kind: act.model for kind, act in ACTS.items() if act.fills_a_row} == act_models()


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.kind)
def test_an_act_is_told_and_recorded_somewhere(act: Act) -> None:
    assert bool(act.form) != bool(act.page)
    assert bool(act.line) == act.fills_a_row


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.kind)
def test_the_database_guards_the_table_of_each_act(act: Act) -> None:
    name = act.model._meta.model_name
    found = triggers_of(act.model._meta.db_table)

    assert {f"{name}_only_added", f"{name}_no_truncate"} <= found
    if issubclass(act.model, DocumentedAct) and not act.after:
        assert f"{name}_document" in found
    if act.after and act.fills_a_row:
        assert f"{name}_follows" in found


@pytest.mark.django_db
@pytest.mark.database
def test_the_database_knows_the_acts_that_are_withdrawn() -> None:
    found = {name for name in triggers_of("content_actwithdrawal") if name.startswith("withdrawal_of_")}

    assert found == {f"withdrawal_of_{kind}" for kind in WITHDRAWABLE}
