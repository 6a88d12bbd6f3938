"""A new database is migrated without drawing every model anew at every step.

Django draws the models that stand round a changed one again, so that the state before and the state after share none.
Nearly every model here leads to the user, so each of some seven hundred steps drew them all: four fifths of the time.
On the way forward a new model, a constraint and an index leave the models that stand already as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState

OPTIONS = ("_append_option", "_remove_option", "_alter_option")


@contextmanager
def models_drawn_once() -> Iterator[None]:
    """While a database with nothing in it is migrated forward."""
    before = {name: getattr(ProjectState, name) for name in ("add_model", *OPTIONS)}
    try:
        for name, method in before.items():
            setattr(ProjectState, name, _with_option(method) if name in OPTIONS else _with_model(method))
        yield
    finally:
        for name, method in before.items():
            setattr(ProjectState, name, method)


def _undrawn(change: Callable[..., None], state: ProjectState, *arguments: Any) -> Any:
    """Changes the state while it holds no drawn models and gives them back; those it has."""
    drawn = vars(state).pop("apps", None)
    change(state, *arguments)
    if drawn is not None:
        vars(state)["apps"] = drawn
    return drawn


def _with_model(change: Callable[..., None]) -> Callable[..., None]:
    def add(state: ProjectState, model_state: ModelState) -> None:
        if drawn := _undrawn(change, state, model_state):
            drawn.render_multiple([model_state])

    return add


def _with_option(change: Callable[..., None]) -> Callable[..., None]:
    def alter(state: ProjectState, app_label: str, model_name: str, option: str, *rest: Any) -> None:
        if drawn := _undrawn(change, state, app_label, model_name, option, *rest):
            meta = drawn.get_model(app_label, model_name)._meta
            setattr(meta, option, list(state.models[app_label, model_name].options[option]))
            meta._expire_cache()
            vars(meta).pop("total_unique_constraints", None)

    return alter
