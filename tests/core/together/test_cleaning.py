"""Rows cleaned together are told what each would be told alone, and the database is asked as often as for one."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factory.django import DjangoModelFactory

from core.together.cleaning import RowToClean, clean_together
from tests.factories.assessments import (
    DataPointFactory,
    FigureDefinitionFactory,
    FundCostingFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceProviderFactory,
    StaffRequirementFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db

FACTORIES: list[type[DjangoModelFactory[Any]]] = [
    NeedFactory,
    ServiceFactory,
    ServiceProviderFactory,
    AdministrativeUnitFactory,
    StaffRequirementFactory,
    FigureDefinitionFactory,
    DataPointFactory,
    RequirementLineFactory,
    FundCostingFactory,
]
ODD = (None, "", "%s %% {0} '" * 40, -1, 3, 10**12, Decimal("-0.5"))


def spoiled(row: Any, other: Any) -> list[Any]:
    """The row with one column after the other as it must not be, or as it stands elsewhere, and with two at once."""
    columns = [each for each in row._meta.concrete_fields if not each.primary_key and not each.generated]
    rows = [row]
    for place, column in enumerate(columns):
        name, before = column.attname, columns[place - 1].attname
        values = [value for value in ODD if value != "" or column.empty_strings_allowed]
        for odd in (*({name: value} for value in values), {name: 1, before: -1}, vars(other)):
            each = copy.copy(row)
            for changed in {name, before} & odd.keys():
                setattr(each, changed, odd[changed])
            rows.append(each)
    return rows


def words_of(refusal: ValidationError | None) -> dict[str, list[str]]:
    return {} if refusal is None else {name: list(map(str, each)) for name, each in refusal.message_dict.items()}


def alone(row: Any) -> dict[str, list[str]] | None:
    """None for a value over which `full_clean` itself falls."""
    try:
        copy.copy(row).full_clean()
    except ValidationError as refusal:
        return words_of(refusal)
    except Exception:  # noqa: BLE001
        return None
    return {}


def together(rows: list[Any]) -> list[dict[str, list[str]]]:
    return [words_of(each) for each in clean_together(RowToClean(copy.copy(row)) for row in rows)]


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda each: each._meta.model.__name__)
def test_each_row_is_told_what_it_would_be_told_alone(factory: Any) -> None:
    other = factory()
    stored = type(other).objects.get(pk=factory().pk)
    answers = [(row, told) for row in spoiled(stored, other) if (told := alone(row)) is not None]

    assert together([row for row, _told in answers]) == [told for _row, told in answers]
    assert len({str(told) for _row, told in answers}) > 10


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda each: each._meta.model.__name__)
def test_a_new_row_is_told_so_too_and_a_second_like_it_that_it_stands_already(factory: Any) -> None:
    other = factory()
    new = copy.copy(type(other).objects.get(pk=factory().pk))
    new.delete()
    new.pk, new._state.adding = None, True
    answers = [(row, told) for row in spoiled(new, other)[::3] if (told := alone(row)) is not None]

    assert [together([row])[0] for row, _told in answers] == [told for _row, told in answers]
    twice = together([new, new])
    copy.copy(new).save()
    assert twice == [{}, alone(new)]


def statements(rows: list[Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        clean_together(map(RowToClean, rows))
    return len(asked)


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda each: each._meta.model.__name__)
def test_the_database_is_asked_as_often_for_thirty_rows_as_for_one(factory: Any) -> None:
    rows = [factory() for _number in range(30)]
    spoiled_ones = [copy.copy(row) for row in rows]
    for row in spoiled_ones:
        row.source, row.name_sq, row.value, row.covered = "", "", -1, 10**6

    assert statements(rows) == statements(rows[:1])
    assert statements(spoiled_ones) == statements(spoiled_ones[:1])


def test_what_is_left_out_is_not_asked_about() -> None:
    need = NeedFactory()
    need.covered, need.severity, need.name_sq = 10**6, 9, ""

    for left_out in ({"covered"}, {"severity", "covered"}, {"name_sq"}, {"affected", "severity"}):
        with pytest.raises(ValidationError) as refusal:
            need.full_clean(exclude=left_out)
        assert words_of(clean_together([RowToClean(need, left_out)])[0]) == words_of(refusal.value)


def test_of_no_rows_nothing_is_asked() -> None:
    assert clean_together([]) == []
