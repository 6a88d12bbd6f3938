from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.clipboard import write_block
from core.workflow import StepRefused
from operations.models import Event
from socialplan.content.enums import PlanState
from socialplan.content.models import Measure, MeasureCost
from socialplan.drafting.models import ContentEdit
from socialplan.drafting.services.budget import BUDGET_OF_MEASURE, YearBudget
from socialplan.drafting.services.cells import CellConflict, CellOutcome, set_cell
from socialplan.drafting.services.editable_parts import OpenedPage, digest, set_part
from socialplan.drafting.services.paste import PastePlan, paste_block, plan_paste
from socialplan.drafting.services.undo import undo_last
from tests.factories.accounts import UserFactory
from tests.factories.municipality import OfficeFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    FundingSourceFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
    put_in_state,
)


@pytest.fixture
def staff(db: None) -> Any:
    return UserFactory(role="staff")


@pytest.fixture
def colleague(db: None) -> Any:
    return UserFactory(role="staff")


@pytest.fixture
def objective(db: None) -> Any:
    """QS1 and its objective 1.1 with the measures 1.1.1 to 1.1.3."""
    goal = StrategicGoalFactory(code="QS1", position=1)
    objective = SpecificObjectiveFactory(goal=goal, code="1.1", position=1)
    for number in (1, 2, 3):
        MeasureFactory(objective=objective, code=f"1.1.{number}", position=number, title_sq=f"Masa {number}")
    OfficeFactory(code="DSS", name_sq="Drejtoria e Shërbimeve Sociale", name_en="Directorate of Social Services")
    return objective


@pytest.fixture
def measure(objective: Any) -> Any:
    return objective.measures.first()


def write(measure: Measure, field: str, typed: str, actor: Any, **given: Any) -> CellOutcome:
    """From a page that shows what stands there, unless `was` says otherwise."""
    year = field.removeprefix("cost_")
    stands = measure.costs.filter(year=year).first() if year.isdecimal() else None
    given = {"was": str(stands.amount) if stands else "", "expected_revision": measure.revision} | given
    return set_cell(measure.version, measure.pk, field=field, typed=typed, actor=actor, **given)


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
        ("cost_2025", "1 000 000 000 001", "e shumta"),
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


def post(client: Any, row: Measure, **sent: str) -> Any:
    fields = {"measure": row.pk, "field": "title_sq", "typed": "E re", "was": "Masa 1", "revision": "1"}
    return client.post(reverse("drafting:matrix_cell", args=[row.version_id]), fields | sent)


def test_the_page_saves_a_cell_and_says_what_follows(client_of: Any, measure: Any, staff: Any) -> None:
    answer = post(client_of(staff), measure, field="cost_2024", typed="1 000", was="")

    assert answer.json() == {"shown": "1\u00a0000", "value": 1000, "revision": 2, "gap": 1000}


def test_the_page_says_a_refusal_and_a_conflict(client_of: Any, measure: Any, staff: Any, colleague: Any) -> None:
    client = client_of(staff)

    assert post(client, measure, typed="").status_code == 422
    write(measure, "title_sq", "E kolegut", colleague)
    conflict = post(client, measure)
    assert conflict.status_code == 409
    assert conflict.json()["theirs"] == "E kolegut"
    assert post(client, measure, measure="999999").status_code == 422
    assert post(client, measure, measure="x").status_code == 422


def test_a_new_measure_is_written_where_it_stands(client_of: Any, objective: Any, staff: Any) -> None:
    address = reverse("drafting:matrix_row", args=[objective.version.pk])
    client = client_of(staff)

    answer = client.post(address, {"objective": objective.pk, "typed": "E katërta"})
    assert answer.json()["address"].endswith(f"#m-{objective.measures.last().pk}")
    assert objective.measures.last().code == "1.1.4"
    assert client.post(address, {"objective": objective.pk, "typed": " "}).status_code == 422
    undo_last(objective.version, actor=staff)
    assert objective.measures.count() == 3


def test_the_paste_page_shows_then_does(client_of: Any, objective: Any, measure: Any, staff: Any) -> None:
    address = reverse("drafting:matrix_paste", args=[objective.version.pk])
    client = client_of(staff)
    sent = {"place": f"measure-{measure.pk}", "column": "title_sq", "text": "E re\tNew\n"}

    preview = client.post(address, sent)
    assert "E re" in preview.content.decode()
    measure.refresh_from_db()
    assert measure.title_sq == "Masa 1"
    shown = preview.context["plan"].digest
    stale = client.post(address, sent | {"confirm": "1", "shown": "x"})
    assert stale.status_code == 200
    assert stale.context["plan"].may_be_pasted
    assert client.post(address, sent | {"confirm": "1", "shown": shown}).status_code == 302
    measure.refresh_from_db()
    assert measure.title_sq == "E re"


def test_a_refused_block_stays_on_the_page(client_of: Any, objective: Any, staff: Any) -> None:
    address = reverse("drafting:matrix_paste", args=[objective.version.pk])
    sent = {"place": f"objective-{objective.pk}", "column": "title_sq", "text": "Titull\t\tZyra X\n"}

    answer = client_of(staff).post(address, sent)

    assert "Zyra X" in answer.context["form"]["text"].value()
    assert 'name="confirm"' not in answer.content.decode()


def test_taking_back_goes_back_to_the_page(client_of: Any, objective: Any, measure: Any, staff: Any) -> None:
    write(measure, "title_sq", "E re", staff)
    address = reverse("drafting:edit_undo", args=[objective.version.pk])
    client = client_of(staff)

    assert client.post(address, {"back": "/sq/plan/x/"})["Location"] == "/sq/plan/x/"
    assert client.post(address, {"back": "https://evil.example/"})["Location"].startswith("/sq/plan/versions/")


def test_rows_stand_in_the_order_of_the_plan(client_of: Any, objective: Any, staff: Any) -> None:
    StrategicGoalFactory(version=objective.version, code="QS0", position=0)
    MeasureFactory(objective=objective, code="1.1.0", position=0, title_sq="Masa 0")

    address = reverse("drafting:matrix", args=[objective.version.pk])
    grid = client_of(staff).get(f"{address}?goal={objective.goal.key}").context["grid"]

    assert [goal.code for goal in grid.goals] == ["QS0", "QS1"]
    assert [row.measure.code for row in grid.groups[0].rows] == ["1.1.0", "1.1.1", "1.1.2", "1.1.3"]
    assert [row.number for row in grid.groups[0].rows] == [3, 4, 5, 6]


def test_readers_see_the_matrix_and_cannot_write(client_of: Any, measure: Any) -> None:
    page = client_of(UserFactory(role="mayor")).get(reverse("drafting:matrix", args=[measure.version_id]))

    assert "Masa 1" in page.content.decode()
    assert "data-matrix" not in page.content.decode()


@pytest.mark.parametrize("count", [2, 60])
def test_the_matrix_asks_the_same_whatever_its_rows(
    client_of: Any, staff: Any, count: int, django_assert_num_queries: Any
) -> None:
    version = PlanVersionFactory()
    goal = StrategicGoalFactory(version=version)
    for number in range(count // 2):
        objective = SpecificObjectiveFactory(goal=goal, position=number)
        for measure in MeasureFactory.create_batch(2, objective=objective, office=OfficeFactory()):
            FundingLineFactory(cost=MeasureCostFactory(measure=measure), source=FundingSourceFactory())
    client = client_of(staff)

    with django_assert_num_queries(16):
        client.get(reverse("drafting:matrix", args=[version.pk]))


@pytest.mark.parametrize("count", [1, 60])
def test_a_cell_is_saved_with_few_queries(
    client_of: Any, staff: Any, count: int, django_assert_num_queries: Any
) -> None:
    measures = MeasureFactory.create_batch(count, objective=SpecificObjectiveFactory())
    client = client_of(staff)

    with django_assert_num_queries(15):
        assert post(client, measures[0], was=measures[0].title_sq).status_code == 200


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
