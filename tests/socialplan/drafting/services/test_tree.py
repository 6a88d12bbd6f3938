from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.workflow import StepRefused
from municipality.models import AdministrativeUnit
from socialplan.content.models import Measure, PlanVersion, Risk, SpecificObjective
from socialplan.content.plan_json import version_content
from socialplan.drafting.services.tree import NodeChange, add_row, change_row, remove_row, shift
from socialplan.drafting.services.undo import undo_last
from tests.factories.accounts import UserFactory
from tests.factories.demo_plan import demo_plan
from tests.factories.socialplan import (
    FundingLineFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    RiskFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
)
from tests.socialplan.addresses import named


@pytest.fixture
def staff(db: None) -> Any:
    return UserFactory(role="staff")


@pytest.fixture
def version(db: None) -> Any:
    """Two goals with two objectives each, two measures and an indicator under every objective, numbered in order."""
    version = PlanVersionFactory()
    for goal_number in (1, 2):
        goal = StrategicGoalFactory(version=version, code=f"QS{goal_number}", position=goal_number)
        for number in (1, 2):
            place, code = 2 * goal_number + number - 2, f"{goal_number}.{number}"
            objective = SpecificObjectiveFactory(goal=goal, code=code, position=place)
            for last in (1, 2):
                MeasureFactory(objective=objective, code=f"{code}.{last}", position=2 * place + last - 2)
            IndicatorFactory(objective=objective, code=f"T{code}a", position=place)
    RiskFactory(version=version, code="RR1", position=1)
    return version


def codes(version: PlanVersion) -> list[str]:
    return list(version.measures.values_list("code", flat=True))


def at(version: PlanVersion, code: str) -> Measure:
    return version.measures.get(code=code)


def under(version: PlanVersion, row: Any) -> str:
    row.refresh_from_db()
    return f"{row.objective.code} → {row.code}"


def test_a_row_goes_up_and_its_code_follows(version: Any, staff: Any) -> None:
    row = at(version, "1.1.2")

    shift(row, by=-1, actor=staff)

    assert under(version, row) == "1.1 → 1.1.1"
    assert codes(version) == ["1.1.1", "1.1.2", "1.2.1", "1.2.2", "2.1.1", "2.1.2", "2.2.1", "2.2.2"]


def test_at_the_edge_a_row_goes_on_to_the_neighbour(version: Any, staff: Any) -> None:
    first, last = at(version, "2.1.1"), at(version, "1.1.2")

    shift(first, by=-1, actor=staff)
    shift(last, by=1, actor=staff)

    assert under(version, first) == "1.2 → 1.2.4"
    assert under(version, last) == "1.2 → 1.2.1"


@pytest.mark.parametrize(("code", "by"), [("1.1.1", -1), ("2.2.2", 1)])
def test_nothing_goes_beyond_the_ends(version: Any, staff: Any, code: str, by: int) -> None:
    with pytest.raises(StepRefused):
        shift(at(version, code), by=by, actor=staff)


def test_goals_and_risks_stay_at_their_ends(version: Any, staff: Any) -> None:
    for row in (version.strategicgoals.first(), version.risks.get()):
        with pytest.raises(StepRefused):
            shift(row, by=-1, actor=staff)


def test_a_goal_takes_everything_below_it_along(version: Any, staff: Any) -> None:
    measure = at(version, "2.1.2")

    shift(version.strategicgoals.last(), by=-1, actor=staff)

    assert under(version, measure) == "1.1 → 1.1.2"


def test_a_row_is_renamed_and_moved_in_one_go_and_taken_back_in_one(version: Any, staff: Any) -> None:
    row, parent = at(version, "1.1.1"), version.specificobjectives.get(code="2.2")
    before = version_content(version)

    change_row(row, NodeChange({"title_sq": "E re", "title_en": "New"}, 0, parent), actor=staff)
    assert under(version, row) == "2.2 → 2.2.1"
    undo_last(version, actor=staff)

    assert version_content(version) == before


def test_a_place_after_the_last_is_the_last(version: Any, staff: Any) -> None:
    row = at(version, "1.1.1")

    change_row(row, NodeChange(place=98), actor=staff)

    assert under(version, row) == "1.1 → 1.1.2"


def test_a_move_is_not_taken_back_over_somebody_elses(version: Any, staff: Any) -> None:
    row = at(version, "1.1.1")
    shift(row, by=1, actor=staff)
    shift(row, by=-1, actor=UserFactory(role="expert"))

    with pytest.raises(StepRefused):
        undo_last(version, actor=staff)


def test_a_new_row_stands_last_and_can_be_taken_back(version: Any, staff: Any) -> None:
    objective = version.specificobjectives.get(code="1.1")
    before = version_content(version)

    row = add_row(Measure(version=version, objective=objective, title_sq="E re"), actor=staff)
    assert under(version, row) == "1.1 → 1.1.3"
    undo_last(version, actor=staff)

    assert version_content(version) == before


def test_a_new_row_somebody_went_on_with_is_not_taken_back(version: Any, staff: Any) -> None:
    row = add_row(Risk(version=version, title_sq="E re"), actor=staff)
    change_row(row, NodeChange({"title_sq": "Tjetër"}), actor=UserFactory(role="expert"))

    with pytest.raises(StepRefused):
        undo_last(version, actor=staff)
    assert Risk.objects.filter(pk=row.pk).exists()


def test_a_removal_is_taken_back_with_everything_that_hung_on_it(version: Any, staff: Any) -> None:
    measure = at(version, "1.1.1")
    FundingLineFactory(cost=MeasureCostFactory(measure=measure))
    indicator = version.indicators.get(code="T1.1a")
    IndicatorTargetFactory(indicator=indicator)
    measure.indicator_links.create(version=version, indicator=indicator)
    unit = AdministrativeUnit.objects.create(code="VL", name_sq="Vlorë")
    measure.unit_links.create(version=version, unit=unit)
    before = version_content(version)

    for row in (version.strategicgoals.first(), indicator, measure):
        remove_row(type(row).objects.get(pk=row.pk), actor=staff)
        assert version_content(version) != before
        undo_last(version, actor=staff)
        assert version_content(version) == before


def test_a_removal_is_not_taken_back_when_its_parent_went_too(version: Any, staff: Any) -> None:
    objective = version.specificobjectives.get(code="1.1")
    remove_row(at(version, "1.1.1"), actor=staff)
    remove_row(objective, actor=UserFactory(role="expert"))

    with pytest.raises(StepRefused):
        undo_last(version, actor=staff)


def test_a_removal_is_not_taken_back_when_what_it_pointed_at_went_too(version: Any, staff: Any) -> None:
    measure, indicator = at(version, "1.1.1"), version.indicators.get(code="T1.2a")
    measure.indicator_links.create(version=version, indicator=indicator)
    remove_row(measure, actor=staff)
    remove_row(indicator, actor=UserFactory(role="expert"))

    with pytest.raises(StepRefused, match="nuk është më"):
        undo_last(version, actor=staff)
    assert not version.measures.filter(pk=measure.pk).exists()


def test_a_title_is_needed_and_fits(version: Any, staff: Any) -> None:
    for title in ("", "x" * 301):
        with pytest.raises(ValidationError):
            change_row(at(version, "1.1.1"), NodeChange({"title_sq": title}), actor=staff)


def test_an_organisation_moves_nothing(version: Any) -> None:
    with pytest.raises(PermissionDenied):
        shift(at(version, "1.1.2"), by=-1, actor=UserFactory(role="ngo"))


def address(name: str, *args: Any) -> str:
    return reverse(named(name), args=args)


def test_the_page_moves_a_row_without_scripts(client_of: Any, version: Any, staff: Any) -> None:
    row = at(version, "1.1.2")
    client = client_of(staff)

    answer = client.post(address("tree_shift", version.pk), {"shift": f"up:measure:{row.pk}"})

    assert answer["Location"].endswith(f"#n-{row.key}")
    assert under(version, row) == "1.1 → 1.1.1"
    for nonsense in ("", "up:measure:999999", "up:chapter:1", "up:measure:x", "up:measure:²"):
        assert client.post(address("tree_shift", version.pk), {"shift": nonsense}).status_code == 302


def test_a_script_gets_the_tree_as_it_is_then(client_of: Any, version: Any, staff: Any) -> None:
    row = at(version, "1.1.2")
    client = client_of(staff)
    sent = {"path": address("tree_shift", version.pk), "data": {"shift": f"up:measure:{row.pk}"}}

    told = client.post(**sent, headers={"Accept": "application/json"}).json()
    assert told["focus"] == f"n-{row.key}"
    assert told["tree"].index(str(row.key)) < told["tree"].index(str(at(version, "1.1.2").key))
    refused = client.post(
        address("tree_shift", version.pk),
        {"shift": f"up:goal:{version.strategicgoals.first().pk}"},
        headers={"Accept": "application/json"},
    )
    assert (refused.status_code, refused.json()["error"]) == (422, "Ky është tashmë i pari.")


def test_titles_are_written_in_place(client_of: Any, version: Any, staff: Any) -> None:
    row = at(version, "1.1.1")
    client = client_of(staff)
    sent = {"title_sq": "E re", "title_en": "New", "expected_revision": "1"}
    page = address("tree_node", "measure", row.pk)

    told = client.post(page, sent, headers={"Accept": "application/json"})
    assert told.json() == {"title": "E re", "revision": 2}
    stale = client.post(page, sent, headers={"Accept": "application/json"})
    assert stale.status_code == 422
    empty = client.post(page, sent | {"title_sq": ""}, headers={"Accept": "application/json"})
    assert empty.status_code == 422
    assert under(version, row) == "1.1 → 1.1.1"


def test_the_page_of_a_row_moves_it_to_another_parent(client_of: Any, version: Any, staff: Any) -> None:
    row, parent = at(version, "1.1.1"), version.specificobjectives.get(code="2.1")
    client = client_of(staff)
    page = address("tree_node", "measure", row.pk)
    sent = {"title_sq": row.title_sq, "title_en": row.title_en, "expected_revision": "1", "parent": parent.pk}

    assert client.get(page).context["form"]["place"].value() == 1
    assert client.post(page, sent | {"place": "2"}).status_code == 302
    assert under(version, row) == "2.1 → 2.1.2"
    foreign = SpecificObjectiveFactory()
    assert client.post(page, sent | {"parent": foreign.pk, "expected_revision": "3"}).status_code == 200


@pytest.mark.parametrize("kind", ["goal", "objective", "measure", "indicator", "risk"])
def test_a_row_of_each_kind_is_added_where_one_stands(client_of: Any, version: Any, staff: Any, kind: str) -> None:
    parents = {
        "objective": version.strategicgoals,
        "measure": version.specificobjectives,
        "indicator": version.specificobjectives,
    }
    parent = parents[kind].last().pk if kind in parents else ""
    page = address("tree_add", version.pk, kind)
    client = client_of(staff)

    assert client.get(f"{page}?parent={parent}").status_code == 200
    assert client.post(page, {"title_sq": "", "parent": parent}).status_code == 200
    answer = client.post(page, {"title_sq": "E re", "parent": parent, "unit_label": "persona"})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).content.decode().count("E re") >= 1
    assert client.get(address("tree_add", version.pk, "chapter")).status_code == 404


def test_a_row_is_removed_from_its_page(client_of: Any, version: Any, staff: Any) -> None:
    objective = SpecificObjective.objects.get(code="1.1")

    client_of(staff).post(address("tree_remove", "objective", objective.pk))

    assert codes(version) == ["1.1.1", "1.1.2", "2.1.1", "2.1.2", "2.2.1", "2.2.2"]


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_tree_asks_the_same_whatever_its_size(
    client_of: Any, staff: Any, version: Any, size: str, django_assert_num_queries: Any
) -> None:
    if size == "large":
        version = demo_plan()
    client = client_of(staff)

    with django_assert_num_queries(12):
        assert client.get(address("tree", version.pk)).status_code == 200


@pytest.mark.parametrize("count", [1, 40])
def test_a_move_asks_the_same_whatever_the_size(staff: Any, count: int, django_assert_max_num_queries: Any) -> None:
    objective = SpecificObjectiveFactory(code="1.1", position=1)
    measures = [MeasureFactory(objective=objective, position=place) for place in range(1, count + 3)]

    with django_assert_max_num_queries(30):
        shift(measures[1], by=-1, actor=staff)
