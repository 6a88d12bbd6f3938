"""Taking back the last edit: whole, and never over somebody else's."""

from typing import Any

import pytest

from core.clipboard import write_block
from core.workflow import StepRefused
from operations.models import Event
from socialplan.content.models import MeasureCost
from socialplan.drafting.models import ContentEdit
from socialplan.drafting.services.paste import PastePlan, paste_block, plan_paste
from socialplan.drafting.services.undo import undo_last
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import (
    MeasureCostFactory,
)
from tests.socialplan.drafting.hands import write


@pytest.fixture
def staff(db: None) -> Any:
    return UserFactory(role="staff")


def test_a_cell_is_an_event_and_can_be_taken_back(measure: Any, staff: Any) -> None:
    write(measure, "cost_2025", "500", staff)
    write(measure, "title_sq", "E re", staff, expected_revision=2)

    assert Event.objects.filter(action="drafting.set_cell").last().after == {"title_sq": "E re"}
    undo_last(measure.version, actor=staff)
    undo_last(measure.version, actor=staff)
    measure.refresh_from_db()
    assert measure.title_sq == "Masa 1"
    assert not measure.costs.exists()
    with pytest.raises(StepRefused):
        undo_last(measure.version, actor=staff)


def test_what_somebody_changed_since_is_not_taken_back(measure: Any, staff: Any, colleague: Any) -> None:
    write(measure, "title_sq", "E re", staff)
    write(measure, "title_sq", "E kolegut", colleague, expected_revision=2)

    with pytest.raises(StepRefused, match=r"1\.1\.1"):
        undo_last(measure.version, actor=staff)

    measure.refresh_from_db()
    assert measure.title_sq == "E kolegut"
    assert ContentEdit.objects.last_of(measure.version, staff).undone_at is None


def planned(objective: Any, lines: list[list[str]], column: str = "title_sq", first: Any = None) -> PastePlan:
    return plan_paste(objective.version, write_block(lines), objective=objective, first=first, column=column)


def pasted(objective: Any, lines: list[list[str]], actor: Any, column: str = "title_sq", first: Any = None) -> None:
    plan = planned(objective, lines, column, first)
    where = {"objective": objective, "first": first, "column": column}
    paste_block(objective.version, write_block(lines), **where, shown=plan.digest, actor=actor)


def test_a_pasted_block_is_taken_back_whole(objective: Any, staff: Any) -> None:
    before = list(objective.measures.values("code", "title_sq", "title_en", "office", "due_on", "position"))
    lines = [["E para", "One", "DSS", "", "31.12.2025", "", "7"]] * 5

    pasted(objective, lines, staff, first=objective.measures.first())
    assert objective.measures.count() == 5
    undo_last(objective.version, actor=staff)

    assert list(objective.measures.values("code", "title_sq", "title_en", "office", "due_on", "position")) == before
    assert not MeasureCost.objects.exists()


def test_a_pasted_row_that_somebody_went_on_with_stays(objective: Any, staff: Any, colleague: Any) -> None:
    pasted(objective, [["E katërta"]], staff)
    new = objective.measures.last()
    MeasureCostFactory(measure=new)

    with pytest.raises(StepRefused, match="E katërta"):
        undo_last(objective.version, actor=staff)
    assert objective.measures.filter(pk=new.pk).exists()
