"""A block pasted into the matrix: preview, whole or not at all."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core.clipboard import write_block
from core.workflow import StepRefused
from operations.models import Event
from socialplan.content.models import Measure, MeasureCost
from socialplan.drafting.services.paste import PastePlan, paste_block, plan_paste
from tests.factories.accounts import UserFactory
from tests.socialplan.drafting.hands import write


@pytest.fixture
def staff(db: None) -> Any:
    return UserFactory(role="staff")


def planned(objective: Any, lines: list[list[str]], column: str = "title_sq", first: Any = None) -> PastePlan:
    return plan_paste(objective.version, write_block(lines), objective=objective, first=first, column=column)


def pasted(objective: Any, lines: list[list[str]], actor: Any, column: str = "title_sq", first: Any = None) -> None:
    plan = planned(objective, lines, column, first)
    where = {"objective": objective, "first": first, "column": column}
    paste_block(objective.version, write_block(lines), **where, shown=plan.digest, actor=actor)


def test_a_preview_says_what_changes_and_what_is_refused_and_changes_nothing(objective: Any, measure: Any) -> None:
    plan = planned(objective, [["Masa 1", "One", "XX"], ["E dyta", "", "DSS"]], first=measure)

    assert [(cell.row, cell.column, cell.before, cell.after) for cell in plan.changed] == [
        ("1.1.1", "Masa (anglisht)", "Recruit social workers", "One"),
        ("1.1.2", "Masa (shqip)", "Masa 2", "E dyta"),
        ("1.1.2", "Masa (anglisht)", "Recruit social workers", ""),
        ("1.1.2", "Zyra përgjegjëse", "", "DSS"),
    ]
    assert [(cell.row, cell.after) for cell in plan.refused] == [("1.1.1", "XX")]
    assert "Nuk ka zyrë" in plan.refused[0].refusal
    assert not plan.may_be_pasted
    assert Measure.objects.get(pk=measure.pk).title_en == "Recruit social workers"


def test_a_block_goes_in_whole_and_rows_below_the_last_are_new(objective: Any, staff: Any) -> None:
    first = objective.measures.get(code="1.1.3")
    lines = [["E treta", "Third", "DSS", "OJF", "31.12.2025", "10430", "1 800 000", "", "2.000"]]
    lines += [["E katërta", "", "", "", "", "", "5"], ["E pesta"]]

    pasted(objective, lines, staff, first=first)

    rows = list(objective.measures.values_list("code", "title_sq", "office__code", "due_on"))
    assert rows[2:] == [
        ("1.1.3", "E treta", "DSS", date(2025, 12, 31)),
        ("1.1.4", "E katërta", None, None),
        ("1.1.5", "E pesta", None, None),
    ]
    costs = MeasureCost.objects.values_list("measure__code", "year", "amount")
    assert sorted(costs) == [("1.1.3", 2024, 1_800_000), ("1.1.3", 2026, 2_000), ("1.1.4", 2024, 5)]
    assert Event.objects.filter(action="drafting.paste_block").count() == 1


def test_a_block_is_not_pasted_when_the_matrix_moved_since_the_preview(
    objective: Any, measure: Any, staff: Any, colleague: Any
) -> None:
    plan = planned(objective, [["E re"]], first=measure)
    write(measure, "title_sq", "E kolegut", colleague)

    with pytest.raises(StepRefused, match="parapamja"):
        paste_block(
            objective.version,
            "E re\n",
            objective=objective,
            first=measure,
            column="title_sq",
            shown=plan.digest,
            actor=staff,
        )


def test_the_headings_of_a_copied_table_are_left_out(objective: Any, measure: Any) -> None:
    plan = planned(objective, [["Masa (shqip)", "Masa (anglisht)"], ["E re", "New"]], first=measure)

    assert plan.is_header_left_out
    assert [cell.after for cell in plan.changed] == ["E re", "New"]


@pytest.mark.parametrize(
    ("lines", "column", "sentence"),
    [
        ([], "title_sq", "zbrazët"),
        ([["x"]] * 501, "title_sq", "501 rreshta"),
        ([["1"] * 4], "cost_2024", "4 kolona"),
    ],
)
def test_a_block_of_the_wrong_shape_is_refused(
    objective: Any, lines: list[list[str]], column: str, sentence: str
) -> None:
    plan = planned(objective, lines, column)

    assert sentence in " ".join(plan.complaints)
    assert not plan.may_be_pasted


def test_new_rows_need_a_title(objective: Any) -> None:
    plan = planned(objective, [["10"]], "cost_2024")

    assert "titullin në shqip" in plan.refused[0].refusal


def test_formulas_and_markup_are_only_text(objective: Any, staff: Any, client_of: Any) -> None:
    pasted(objective, [["=HYPERLINK(1)", "<script>alert(1)</script>"]], staff)

    page = client_of(staff).get(reverse("drafting:matrix", args=[objective.version.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "=HYPERLINK(1)" in page


@pytest.mark.parametrize("count", [3, 90])
def test_a_block_is_pasted_with_the_same_queries_whatever_its_rows(
    staff: Any, objective: Any, count: int, django_assert_num_queries: Any
) -> None:
    first = objective.measures.first()
    lines = [[f"Masa e re {number}", "", "", "", "", "", str(number)] for number in range(count + 3)]
    plan = planned(objective, lines, first=first)

    with django_assert_num_queries(20):
        paste_block(
            objective.version,
            write_block(lines),
            objective=objective,
            first=first,
            column="title_sq",
            shown=plan.digest,
            actor=staff,
        )

    assert objective.measures.count() == count + 3
    assert list(objective.measures.values_list("code", flat=True))[-1] == f"1.1.{count + 3}"
