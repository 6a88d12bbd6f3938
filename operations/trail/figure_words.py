"""What publications and the figures in them are called: a release knows both by keys alone.

Each app says it of its own. A key begins with its kind; one that only its own publication knows has no kind, and is
said by that publication.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from core.released import SHARED

_LATER = re.compile(r"#\d+$")
Parts = Sequence[str]
SayFigures = Callable[[Sequence[Parts]], Iterable[str]]


class NamedPublication(NamedTuple):
    label: Any
    model: str
    own_figures: SayFigures | None


_publications: dict[str, NamedPublication] = {}
_kinds: dict[str, SayFigures] = {}


def name_publication(name: str, label: Any, *, model: str, own_figures: SayFigures | None = None) -> str:
    """What the releases under this name are called, and of which rows their scopes tell. Returns the name."""
    _publications[name] = NamedPublication(label, model, own_figures)
    return name


def name_figures(kind: str, say: SayFigures) -> None:
    """`say` gets the parts of several keys of the kind, without it, and says each in words, in their order."""
    _kinds[kind] = say


def figure_kinds() -> frozenset[str]:
    return frozenset(_kinds)


def kind_of(key: str) -> str:
    """What a key begins with; empty where it belongs to its publication alone."""
    return key.removeprefix(SHARED).partition(":")[0] if key.startswith(SHARED) else ""


def publications_in_words(of: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Each publication, by name and scope, with what it is called and of which row it tells; one query a model."""
    asked = list(dict.fromkeys(of))
    rows: dict[str, Mapping[str, Any]] = {}
    for model in {_publications[name].model for name, _scope in asked if name in _publications}:
        keys = [
            _row_of(scope) for name, scope in asked if name in _publications and _publications[name].model == model
        ]
        rows[model] = rows_by(apps.get_model(model), "pk", keys)
    found = {}
    for name, scope in asked:
        known = _publications.get(name)
        row = rows[known.model].get(_row_of(scope)) if known else scope
        found[name, scope] = ": ".join(str(each) for each in (known.label if known else name, row) if each)
    return found


def _row_of(scope: str) -> str:
    return scope.rpartition(":")[2]


def figures_in_words(keys: Iterable[str], name: str = "") -> dict[str, str]:
    """Each key with what it counts; `name` is the publication whose own keys may be among them."""
    found: dict[str, str] = {}
    for kind, of_kind in _by_kind(keys).items():
        publication = _publications.get(name)
        say = _kinds.get(kind) if kind else publication and publication.own_figures
        if say is None:
            found |= dict.fromkeys(of_kind, _("another figure"))
        else:
            parts = [_parts(key, kind) for key in of_kind]
            found |= zip(of_kind, map(str, say(parts)), strict=True)
    return found


def _by_kind(keys: Iterable[str]) -> dict[str, list[str]]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        by_kind[kind_of(key)].append(key)
    return by_kind


def _parts(key: str, kind: str) -> Parts:
    """Without the mark of a later figure under the same name; a code within may hold such signs itself."""
    plain = _LATER.sub("", key.removeprefix(SHARED))
    return plain.split(":")[1:] if kind else plain.split("|")


def rows_by(model: type[Model], field: str, values: Iterable[str]) -> Mapping[str, Any]:
    """The newest row for each value of a field, by the value as text."""
    rows = model._default_manager.filter(**{f"{field}__in": {value for value in values if value}}).order_by("pk")
    return {str(getattr(row, field)): row for row in rows}
