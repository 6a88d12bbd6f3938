"""A new database is migrated without drawing every model anew at every step.

Django draws the models that stand round a changed one again, so that the state before and the state after share none.
Nearly every model here leads to the user, so each of some seven hundred steps drew them all: four fifths of the time.
On the way forward a new model, a constraint and an index leave the models that stand already as they are, and a new
field is laid upon its own model alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Field, Model

OPTIONS = ("_append_option", "_remove_option", "_alter_option")


@contextmanager
def models_drawn_once() -> Iterator[None]:
    """While a database with nothing in it is migrated forward."""
    wrapped = {"add_model": _with_model, "add_field": _with_field} | dict.fromkeys(OPTIONS, _with_option)
    before = {name: getattr(ProjectState, name) for name in wrapped}
    try:
        for name, wrap in wrapped.items():
            setattr(ProjectState, name, wrap(before[name]))
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


def _with_field(change: Callable[..., None]) -> Callable[..., None]:
    def add(
        state: ProjectState, app_label: str, model_name: str, name: str, field: Field[Any, Any], *rest: Any
    ) -> None:
        drawn = _undrawn(change, state, app_label, model_name, name, field, *rest)
        if not drawn:
            return
        model = drawn.get_model(app_label, model_name)
        if _is_inherited(model) or model._meta.apps is not drawn:
            state.reload_model(app_label, model_name)
            return
        model.add_to_class(name, state.models[app_label, model_name].fields[name].clone())
        drawn.clear_cache()

    return add


def _is_inherited(model: type[Model]) -> bool:
    """A field of its own is then its heirs' as well."""
    return bool(model.__subclasses__())


def _with_option(change: Callable[..., None]) -> Callable[..., None]:
    def alter(state: ProjectState, app_label: str, model_name: str, option: str, *rest: Any) -> None:
        if drawn := _undrawn(change, state, app_label, model_name, option, *rest):
            meta = drawn.get_model(app_label, model_name)._meta
            setattr(meta, option, list(state.models[app_label, model_name].options[option]))
            meta._expire_cache()
            vars(meta).pop("total_unique_constraints", None)

    return alter
