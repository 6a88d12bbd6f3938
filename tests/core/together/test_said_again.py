"""A relation whose statement was put together before is asked for as the builder would ask now."""

from __future__ import annotations

import gc
from types import FunctionType, ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.options import Options

from core.together.lists import STATEMENT, AskedList, _is_plain, _statements
from core.together.relations import _Path, _Relation, _relations

pytestmark = pytest.mark.django_db
OURS = {"core", "operations", "municipality", "accounts", "assessments", "consultations", "monitoring"} | {
    "content",
    "drafting",
    "approval",
    "publishing",
}


def names_of(model: type[Model]) -> list[str]:
    """Of all that its rows lead to, and of all that points at them."""
    found = []
    for each in model._meta.get_fields():
        if each.is_relation and each.related_model:
            name = each.get_accessor_name() if hasattr(each, "get_accessor_name") else each.name
            found += [name] if name else []
    return found


def relation(model: type[Model], name: str, keys: tuple[int, ...]) -> _Relation:
    (made,) = _relations([model(pk=key) for key in keys], [_Path.of(name)])
    return made


MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]


@pytest.mark.parametrize("count", [1, 3])
def test_every_relation_is_asked_for_by_the_keys_of_who_asks(count: int) -> None:
    again = 0
    for model in MODELS:
        for name in names_of(model):
            pairs = []
            for start in (31, 57):  # whoever asks second is answered by the statement of the first
                made = relation(model, name, tuple(range(start, start + count)))
                if not made.unread:
                    continue
                rows: Any = made.ask()
                kept = vars(rows).pop(STATEMENT, None)
                pairs.append((kept, AskedList(rows)))
            for kept, anew in pairs:
                assert kept is None or (kept.sql, tuple(kept.params)) == (anew.sql, tuple(anew.params)), (model, name)
            again += sum(kept is not None for kept, _anew in pairs)
    assert again > 400


def test_nothing_of_who_asked_first_stays() -> None:
    """Else rows that were erased would live on in every process."""
    _statements.cache_clear()
    for model in MODELS:
        for name in names_of(model):
            made = relation(model, name, (8_101,))
            if made.unread:
                made.ask()
        assert rows_in(_statements) == [], model
    assert _statements.cache_info().currsize > 200


def rows_in(remembered: Any) -> list[Model]:
    """All rows that can be reached from it, by whatever way; what stays in any case is not gone into."""
    waiting, seen, found = [remembered.__wrapped__.__closure__, *gc.get_referents(remembered)], set[int](), []
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, (type, ModuleType, Options, Field, ForeignObjectRel)):
            continue
        seen.add(id(each))
        found += [each] if isinstance(each, Model) else []
        waiting += (each.__closure__ or ()) if isinstance(each, FunctionType) else gc.get_referents(each)
    return found


def test_columns_without_converters_are_those_the_builder_finds() -> None:
    """Of every column of every table; one that would be left out would come back as the database writes it."""
    plain = keys = 0
    for model in MODELS:
        compiler = model._base_manager.all().query.get_compiler(using="default")
        columns = [each for each, _sql, _alias in compiler.setup_query() or compiler.select]
        for column in columns:
            if _is_plain(column):
                assert compiler.get_converters([column]) == {}, column
                plain += 1
                keys += isinstance(column.target, ForeignKey)
    assert (plain > 1_000, keys > 200) == (True, True)
