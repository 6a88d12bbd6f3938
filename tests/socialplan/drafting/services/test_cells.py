"""Cells of the matrix: what people type, two hands in one cell, who may."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.opened.digests import digest
from core.workflow import StepRefused
from socialplan.content.enums import PlanState
from socialplan.content.models import Measure
from socialplan.drafting.services.budget import BUDGET_OF_MEASURE, YearBudget
from socialplan.drafting.services.cells import CellConflict, set_cell
from socialplan.drafting.services.editable_parts import OpenedPage, set_part
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    MeasureCostFactory,
    MeasureFactory,
    put_in_state,
)
from tests.socialplan.drafting.hands import write


@pytest.fixture
def staff(db: None) -> Any:
    return UserFactory(role="staff")


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("title_sq", "  Masë   e re ", "Masë e re"),
        ("title_en", "New measure", "New measure"),
        ("office", "dss", "DSS"),
        ("office", "Drejtoria e sherbimeve sociale", "DSS"),
        ("office", "directorate of social services", "DSS"),
        ("partners", "OJF", "OJF"),
        ("due_on", "31.12.2025", "31.12.2025"),
        ("due_on", "2025-12-31", "31.12.2025"),
        ("budget_programme", "10430", "10430"),
        ("cost_2025", "1.800.000", "1\u00a0800\u00a0000"),
    ],
)
def test_a_cell_takes_what_people_type(measure: Any, staff: Any, field: str, typed: str, shown: str) -> None:
    outcome = write(measure, field, typed, staff)

    assert outcome.shown == shown
    assert outcome.revision == 2
    again = write(measure, field, shown, staff, expected_revision=2)
    assert again.revision == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title_sq", " ", "titullin në shqip"),
        ("title_sq", "x" * 301, "lejohen 300"),
        ("title_sq", "a\x00b", "nuk mund të ruhet"),
        ("office", "Zyra e askujt", "Nuk ka zyrë"),
        ("due_on", "31.12.2029", "2024–2026"),
        ("due_on", "nesër", "ditë.muaj.vit"),
        ("budget_programme", "123456789", "lejohen 8"),
        ("cost_2025", "-1", "më e vogël se zero"),
        ("cost_2025", "1 000 000 000 001", "më së shumti"),
        ("cost_2025", "1,5", "të plota"),
        ("cost_2030", "1", "nuk mund të shkruhet"),
        ("gap", "1", "nuk mund të shkruhet"),
        ("code", "1", "nuk mund të shkruhet"),
    ],
)
def test_a_cell_refuses_with_a_sentence(measure: Any, staff: Any, field: str, typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        write(measure, field, typed, staff)

    assert sentence in " ".join(refused.value.messages)
    assert Measure.objects.get(pk=measure.pk).revision == 1


def test_a_cost_carries_the_funding_that_is_entered(measure: Any, staff: Any) -> None:
    FundingLineFactory(cost=MeasureCostFactory(measure=measure))

    for typed in ("399 999", ""):
        with pytest.raises(ValidationError, match="400000"):
            write(measure, "cost_2024", typed, staff)
    assert write(measure, "cost_2024", "400 000", staff).gap == 0


def test_an_emptied_cost_is_no_longer_there(measure: Any, staff: Any) -> None:
    MeasureCostFactory(measure=measure)

    assert write(measure, "cost_2024", "", staff).value is None
    assert not measure.costs.exists()


def test_two_people_in_one_cell_meet_a_conflict_that_shows_the_others_value(
    measure: Any, staff: Any, colleague: Any
) -> None:
    write(measure, "title_sq", "E kolegut", colleague)

    with pytest.raises(CellConflict) as conflict:
        write(measure, "title_sq", "Imja", staff, was="Masa 1", expected_revision=1)

    assert (conflict.value.theirs, conflict.value.revision) == ("E kolegut", 2)
    assert write(measure, "title_sq", "Imja", staff, was="E kolegut", expected_revision=2).shown == "Imja"


def test_a_cost_written_on_the_budget_page_is_not_overwritten_unseen(measure: Any, staff: Any, colleague: Any) -> None:
    """The measure's revision does not count its budget, so the figures themselves are compared."""
    MeasureCostFactory(measure=measure)
    stands = BUDGET_OF_MEASURE.read(measure)
    page = OpenedPage({year: digest(BUDGET_OF_MEASURE.text(budget)) for year, budget in stands.items()})
    set_part(BUDGET_OF_MEASURE, measure, {"2024": YearBudget(700_000)}, actor=colleague, page=page)

    with pytest.raises(CellConflict) as conflict:
        write(measure, "cost_2024", "900 000", staff, was="1 000 000", expected_revision=measure.revision)

    assert conflict.value.theirs == "700\u00a0000"
    assert measure.costs.get().amount == 700_000


@pytest.mark.parametrize(
    ("stands", "was", "is_same"),
    [
        (1_250_000, "1\u00a0250\u00a0000", True),
        (1_250_000, "1,250,000", True),
        (1_250_000, "1250000", True),
        (None, "", True),
        (1_250_000, "", False),
        (None, "1,250,000", False),
        (1_250_000, "shumë", False),
    ],
)
def test_a_cost_is_held_against_what_the_page_showed_of_it(
    stands: int | None, was: str, is_same: bool, measure: Any, staff: Any
) -> None:
    """In the writing of either language, empty cells included; the revision alone does not answer for it."""
    if stands:
        MeasureCostFactory(measure=measure, amount=stands)

    if is_same:
        assert write(measure, "cost_2024", "2 000 000", staff, was=was).value == 2_000_000
        return
    with pytest.raises(CellConflict):
        write(measure, "cost_2024", "2 000 000", staff, was=was)
    assert measure.costs.values_list("amount", flat=True).first() == stands


def test_two_people_in_two_cells_of_a_row_do_not_disturb_each_other(measure: Any, staff: Any, colleague: Any) -> None:
    write(measure, "title_sq", "E kolegut", colleague)

    assert write(measure, "partners", "OJF", staff, expected_revision=1).revision == 3


def test_nobody_writes_cells_of_a_version_under_review(measure: Any, staff: Any) -> None:
    put_in_state(measure.version, PlanState.IN_REVIEW)

    with pytest.raises(StepRefused):
        write(measure, "title_sq", "E re", staff)


def test_an_organisation_writes_no_cell(measure: Any) -> None:
    with pytest.raises(PermissionDenied):
        write(measure, "title_sq", "E re", UserFactory(role="ngo"))


def test_a_measure_of_another_version_is_not_written_through_this_one(measure: Any, staff: Any) -> None:
    stranger = MeasureFactory()

    with pytest.raises(StepRefused):
        set_cell(
            measure.version, stranger.pk, field="title_sq", typed="E huaj", actor=staff, expected_revision=1, was=""
        )

    assert Measure.objects.get(pk=stranger.pk).title_sq == stranger.title_sq
