"""What goes out beside counts of persons says where it comes from, and what is derived is hidden with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.template import Context, Variable, VariableDoesNotExist
from django.template.base import FilterExpression, Node
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.outline import need_table
from assessments.resources import NeedResource
from core.suppression import MARK, ORDINARY, PROTECTED
from core.tables import HIDDEN, Words
from monitoring.enums import Light
from monitoring.figures import PeriodFigures, judged
from monitoring.progress import LightThresholds
from monitoring.reporting.tables import parts_table, persons_table, results_table
from municipality.small_numbers import SmallNumberRules
from socialplan.content.blocks import block_tables
from socialplan.content.enums import Direction
from socialplan.content.models import Indicator
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanFactory, PlanVersionFactory
from vlora_plan.disclosed import BLOCKS, NEEDS, PAGES, RESULT_TABLES, SHEET

RULES = SmallNumberRules(ORDINARY, PROTECTED)
THRESHOLDS = LightThresholds()
FRAME = {"core/partials/_page_header.html", "core/partials/_empty.html"}


def parts(thing: Any) -> Iterator[FilterExpression | IncludeNode]:
    """Every expression and every include of a parsed template, wherever it stands."""
    if isinstance(thing, FilterExpression):
        yield thing
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from parts(each)
    elif isinstance(thing, dict):
        yield from parts(list(thing.values()))
    elif isinstance(thing, Node) or type(thing).__module__.startswith("django.template"):
        if isinstance(thing, IncludeNode):
            yield thing
        kept = {name: value for name, value in vars(thing).items() if name not in {"origin", "token", "parent"}}
        yield from parts(kept)


def variables(found: FilterExpression) -> Iterator[str]:
    given_to_filters = [value for _filter, arguments in found.filters for is_name, value in arguments if is_name]
    for variable in (found.var, *given_to_filters):
        if isinstance(variable, Variable) and variable.lookups:
            yield ".".join(variable.lookups)


def paths_of(template: str) -> set[str]:
    """What a template and all that it includes read of their context, two names deep or more."""
    found: set[str] = set()
    seen, waiting = set(FRAME), [template]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for part in parts(list(get_template(name).template.nodelist)):
            if isinstance(part, IncludeNode):
                waiting.append(str(part.template.var))
            else:
                found.update(path for path in variables(part) if "." in path)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.template)
def test_everything_a_public_page_reads_says_where_it_comes_from(page):
    assert paths_of(page.template) == set(page.paths)


def test_everything_in_the_sheet_of_needs_says_where_it_comes_from():
    assert set(NeedResource().fields) == set(SHEET)


@pytest.fixture
def hidden_need(db: None) -> Any:
    """One need whose figures are hidden, asking for a type of service; beside it one that is public."""
    MunicipalityFactory()
    small_number_thresholds()
    assessment, service_type = AssessmentFactory(), ServiceTypeFactory()
    shown = NeedFactory(assessment=assessment, code="N1")
    shown.service_types.add(service_type)
    group = TargetGroupFactory(is_protected=True)
    hidden = NeedFactory(assessment=assessment, code="N2", group=group, affected=7, covered=2, estimate=7)
    hidden.service_types.add(service_type)
    for need, persons in ((shown, 80), (hidden, 7)):
        RequirementLineFactory(need=need, persons=persons, service_types=[service_type])
    AssessedServiceFactory(assessment=assessment, service__service_type=service_type)
    return hidden


@pytest.mark.parametrize("kind", BLOCKS)
def test_everything_in_a_block_on_needs_says_where_it_comes_from_and_hides_what_is_derived(kind, hidden_need):
    version = PlanVersionFactory(plan=PlanFactory(assessment=hidden_need.assessment))
    table = block_tables(kind, version)[0]

    heads = [column.head.en for column in table.columns]
    assert set(heads) == set(BLOCKS[kind])
    lines = [row for row in table.rows if str(row.cells[0]).startswith(hidden_need.code)]
    cells = [dict(zip(heads, row.cells, strict=True)) for row in lines]
    closed = [head for head, origin in BLOCKS[kind].items() if isinstance(origin, tuple)]
    if kind == "gap_matrix":  # a line of a need with a small number is closed whole
        closed = ["Required", "Gap alone", "Gap"]
    told = [row[head] for row in cells for head in closed]
    assert set(told) <= {HIDDEN}
    assert bool(told) is (kind != "service_map")


def resolved(path: str, **context: Any) -> Any:
    try:
        return Variable(path).resolve(Context(context))
    except VariableDoesNotExist:
        return None


def test_what_is_derived_from_a_hidden_need_is_nothing_on_page_and_sheet(hidden_need):
    rows = need_table(hidden_need.assessment, user=None)
    (row,) = [row for row in rows if row.need == hidden_need]

    derived = [path for path, origin in NEEDS.items() if isinstance(origin, tuple)]
    assert {path: resolved(path, row=row) for path in derived} == dict.fromkeys(derived)
    sheet = NeedResource().export([row]).dict[0]
    columns = {name: field.column_name for name, field in NeedResource().fields.items()}
    assert {sheet[columns[name]] for name, origin in SHEET.items() if isinstance(origin, tuple)} == {MARK}


counts = st.integers(0, 60)
indicators = st.fixed_dictionaries(
    {
        "baseline": st.none() | counts,
        "is_protected": st.booleans(),
        "counts_people": st.booleans(),
        "hides_baseline": st.booleans(),
        "direction": st.sampled_from(Direction),
    }
)


def line_of(place: int, fields: dict[str, Any], target: int | None, actual: int | None) -> Any:
    return judged(
        Indicator(pk=place, code=str(place), key=UUID(int=place), **fields), target, actual, (THRESHOLDS, RULES)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(indicators, st.none() | counts, st.none() | counts), min_size=1, max_size=6))
def test_progress_lights_and_their_counts_are_the_same_whatever_a_hidden_result_is(generated):
    lines = [line_of(place, *each) for place, each in enumerate(generated)]
    first = PeriodFigures(tuple(lines), (), (), (), ()).for_public()
    for place, (fields, target, _actual) in enumerate(generated):
        if not lines[place].is_hidden:
            continue
        for actual in range(61):
            other = line_of(place, fields, target, actual)
            if other.is_hidden:
                exchanged = (*lines[:place], other, *lines[place + 1 :])
                public = PeriodFigures(exchanged, (), (), (), ()).for_public()
                assert (public, public.lights) == (first, first.lights)
    assert first.lights.get(Light.PROTECTED, 0) == sum(line.is_hidden for line in lines)


def test_what_is_derived_from_a_hidden_result_is_nothing_or_protected():
    fields = {"baseline": 2, "counts_people": True, "is_protected": True, "direction": Direction.UP}
    line = replace(line_of(1, fields, 12, 4), last=Decimal(3), hides_last=True, to_date=Decimal(7), why_sq="Pak.")

    table = results_table(PeriodFigures((line.for_public(),), (), (), (), ()))

    heads = [column.head.en for column in table.columns]
    assert set(heads) == set(RESULT_TABLES["results"])
    told = dict(zip(heads, table.rows[0].cells, strict=True))
    hidden = [head for head, origin in RESULT_TABLES["results"].items() if isinstance(origin, tuple)]
    assert {head: told[head] for head in hidden} == {
        "To date": HIDDEN,
        "Progress": HIDDEN,
        "Light": Words.said(Light.PROTECTED.label),
        "Why": None,
    }
    assert (told["This period"], told["Last period"]) == (HIDDEN, HIDDEN)


def test_a_sum_over_periods_never_gives_a_hidden_part_of_it_away():
    fields = {"baseline": 2, "counts_people": True, "is_protected": False, "direction": Direction.UP}
    line = replace(line_of(1, fields, 120, 40), last=Decimal(3), hides_last=True, to_date=Decimal(43))

    shown = line.for_public()

    assert (shown.actual, shown.last, shown.to_date) == (40, None, None)


def test_every_table_of_persons_says_where_its_columns_come_from():
    assert {column.head.en for column in persons_table([]).columns} == set(RESULT_TABLES["persons"])
    assert {column.head.en for column in parts_table([]).columns} == set(RESULT_TABLES["parts"])
