"""What saved itself enters the history before what another deed did to the same row after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.opened.digests import digest
from operations.models import Event
from socialplan.content.models import Measure, StrategicGoal
from socialplan.drafting.models import EditingHold
from socialplan.drafting.services.budget import BUDGET_OF_MEASURE, YearBudget
from socialplan.drafting.services.cells import set_cell
from socialplan.drafting.services.chapters import shift_chapter
from socialplan.drafting.services.content import remove, store_by_itself
from socialplan.drafting.services.editable_parts import OpenedPage, set_part
from socialplan.drafting.services.editing import close_lapsed
from socialplan.drafting.services.ordering import move_row
from socialplan.drafting.services.paste import paste_block, plan_paste
from socialplan.drafting.services.tree import NodeChange, change_row, shift
from socialplan.drafting.services.undo import undo_last
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import (
    ChapterFactory,
    IndicatorFactory,
    MeasureFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
)
from tests.socialplan.approval.test_way_to_force import at_once

pytestmark = pytest.mark.django_db
ITSELF = "drafting.store_measure"
KEEP_ROWS = "operations.keep_rows"  # of rows that a factory has made without a deed


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def fresh(row: Any) -> Any:
    return type(row).objects.select_related("version__plan").get(pk=row.pk)


def write(row: Any, actor: Any, title: str) -> None:
    """The title of the row saves itself."""
    row = fresh(row)
    row.title_sq = title
    store_by_itself(row, actor=actor, expected_revision=row.revision, draft=title)


def told(since: int = 0) -> list[str]:
    return list(Event.objects.filter(sequence__gt=since).order_by("sequence").values_list("action", flat=True))


def last() -> int:
    newest = Event.objects.order_by("sequence").last()
    return newest.sequence if newest else 0


def cell(measure: Any, actor: Any) -> None:
    row = fresh(measure)
    set_cell(row.version, row.pk, field="cost_2024", typed="5", was="", expected_revision=row.revision, actor=actor)


def paste(measure: Any, actor: Any) -> None:
    row = fresh(measure)
    where: dict[str, Any] = {"objective": row.objective, "first": row, "column": "partners"}
    plan = plan_paste(row.version, "OJF", **where)
    paste_block(row.version, "OJF", shown=plan.digest, actor=actor, **where)


def budget(measure: Any, actor: Any) -> None:
    row, place = fresh(measure), BUDGET_OF_MEASURE
    page = OpenedPage({name: digest(place.text(value)) for name, value in place.read(row).items()})
    set_part(place, row, {"2024": YearBudget(5)}, actor=actor, page=page)


DEEDS: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "a cell": (cell, "drafting.set_cell"),
    "a pasted block": (paste, "drafting.paste_block"),
    "the budget": (budget, "drafting.set_budget"),
    "a move": (lambda row, actor: move_row(row, place=1, actor=actor), "drafting.move_measure"),
    "a shift in the tree": (lambda row, actor: shift(row, by=1, actor=actor), "drafting.move_measure"),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_on_the_row_comes_after_what_waited_there(name: str, people: dict[str, Any]) -> None:
    measure = MeasureFactory(title_sq="Para")
    other = MeasureFactory(version=measure.version, objective=measure.objective)
    write(measure, people["staff"], "Pas")
    write(other, people["staff"], "Tjetër")
    deed, action = DEEDS[name]

    deed(fresh(measure), people["expert"])

    assert told() == [ITSELF, action]
    first = Event.objects.get(action=ITSELF)
    assert (first.actor, first.before["title_sq"], first.after["title_sq"]) == (people["staff"], "Para", "Pas")
    # the other row waits on, and whoever writes here goes on
    assert list(EditingHold.objects.unrecorded().values_list("node_key", flat=True)) == [other.key]
    write(measure, people["staff"], "Pastaj")
    EditingHold.objects.update(until="2024-01-01T00:00Z")
    close_lapsed()
    assert told() == [ITSELF, action, ITSELF, ITSELF]


def test_a_chapter_that_is_moved_has_told_what_waited(people: dict[str, Any]) -> None:
    first = ChapterFactory(code="1", position=0)
    ChapterFactory(version=first.version, code="2", position=1)
    write(first, people["staff"], "Pas")

    shift_chapter(first, by=1, actor=people["expert"])

    assert told() == ["drafting.store_chapter", "drafting.move_chapter"]


def test_a_new_title_from_the_tree_comes_after_what_waited(people: dict[str, Any]) -> None:
    measure = MeasureFactory(title_sq="Para")
    write(measure, people["staff"], "Pas")

    change_row(fresh(measure), NodeChange(titles={"title_sq": "Nga pema"}), actor=people["expert"])

    events = Event.objects.order_by("sequence")
    assert [(each.actor, each.after["title_sq"]) for each in events] == [
        (people["staff"], "Pas"),
        (people["expert"], "Nga pema"),
    ]


@pytest.mark.parametrize("field", ["title_sq", "place"])
def test_taking_back_comes_after_what_waited(field: str, people: dict[str, Any]) -> None:
    measure = MeasureFactory(title_sq="Para", partners="")
    MeasureFactory(version=measure.version, objective=measure.objective)
    change = NodeChange(place=1) if field == "place" else NodeChange(titles={"title_sq": "Nga pema"})
    change_row(fresh(measure), change, actor=people["expert"])
    waiting = fresh(measure)
    waiting.partners = "OJF"
    store_by_itself(waiting, actor=people["staff"], expected_revision=waiting.revision, draft="a")
    before = last()

    undo_last(measure.version, actor=people["expert"])

    assert told(before)[0] == ITSELF
    assert told(before)[-1] == "drafting.undo_edit"


@pytest.mark.parametrize("level", ["goal", "objective"])
def test_what_goes_with_its_parent_has_told_what_waited(level: str, people: dict[str, Any]) -> None:
    measure = MeasureFactory(title_sq="Para")
    indicator = IndicatorFactory(version=measure.version, objective=measure.objective)
    goal = StrategicGoalFactory(version=measure.version)
    elsewhere = MeasureFactory(objective=SpecificObjectiveFactory(goal=goal))
    for row, actor in ((measure, "staff"), (indicator, "expert"), (elsewhere, "staff")):
        write(row, people[actor], "Pas")
    parent = measure.objective if level == "objective" else measure.objective.goal

    remove(fresh(parent), actor=people["expert"])

    assert told()[:2] == [ITSELF, "drafting.store_indicator"]
    assert len(told()) == 3
    assert told()[2].startswith("drafting.remove_")
    assert EditingHold.objects.get().node_key == elsewhere.key


def test_where_nothing_waits_it_costs_one_query(people: dict[str, Any]) -> None:
    measure = MeasureFactory()
    ChapterFactory(version=measure.version)
    deeds: list[Callable[[], Any]] = [
        lambda: cell(measure, people["staff"]),
        lambda: move_row(fresh(measure), place=0, actor=people["staff"]),
        lambda: remove(fresh(measure.objective.goal), actor=people["staff"]),
    ]
    for deed in deeds:
        with CaptureQueriesContext(connection) as asked:
            deed()
        assert sum("drafting_editinghold" in query["sql"] for query in asked.captured_queries) == 1
    assert not StrategicGoal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_cell_and_what_saves_itself_at_once_stand_as_they_happened(people: dict[str, Any]) -> None:
    """Whatever comes first: an event begins where the one before it ended."""
    measure = MeasureFactory(title_sq="Para")
    write(measure, people["staff"], "Pas")
    row = fresh(measure)
    put = {"field": "title_sq", "typed": "Nga matrica", "was": "Pas", "expected_revision": row.revision}

    def by_itself() -> None:
        again = fresh(measure)
        again.title_sq = "Pas pak"
        store_by_itself(again, actor=people["staff"], expected_revision=row.revision, draft="Pas")

    deeds = [by_itself, lambda: set_cell(row.version, row.pk, **put, actor=people["expert"])]
    assert at_once(2, lambda: deeds.pop()()) == ["done", "refused"]  # noqa: PLW0108  each thread takes its own
    EditingHold.objects.update(until="2024-01-01T00:00Z")
    close_lapsed()

    steps = [
        (each.before["title_sq"], each.after["title_sq"])
        for each in Event.objects.exclude(action=KEEP_ROWS).order_by("sequence")
    ]
    assert steps in ([("Para", "Pas pak")], [("Para", "Pas"), ("Pas", "Nga matrica")])
    assert Measure.objects.get().title_sq == steps[-1][1]
