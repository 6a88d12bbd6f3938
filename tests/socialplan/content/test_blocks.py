"""Data blocks: their figures, what they hide, and that they stay as they were when the version went to review."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.enums import AssessmentState
from assessments.gaps.matrix import gap_matrix
from assessments.models import AssessedService, Assessment, TargetGroup
from core.tables import HIDDEN, DataTable, RowKind, Words
from core.workflow import StepRefused
from socialplan.approval.services.steps import move_plan
from socialplan.content.blocks import block_tables, figures_of, placed_kinds, printed_tables
from socialplan.content.blocks.registry import FIXED, MAKERS
from socialplan.content.enums import BlockKind, PlanStep
from socialplan.content.models import DataBlock, PlanVersion
from socialplan.content.plan_json import content_sha256, seal_holds, version_content
from tests.factories.assessments import (
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import AdministrativeUnitFactory
from tests.factories.socialplan import (
    ChapterFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanFactory,
    PlanVersionFactory,
    RiskFactory,
    answer_needs,
    publish,
)
from tests.socialplan.conftest import Journey
from tests.socialplan.content.test_figures import BY_GOAL, BY_SOURCE, COST, GAP

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def amounts(table: DataTable, first: int = 2, last: int | None = -1) -> dict[str, tuple[int, ...]]:
    """Thousand lek by the first cell of each row."""
    return {
        str(row.cells[0]): tuple(amount // 1000 for amount in row.cells[first:last])  # type: ignore[operator,union-attr]
        for row in table.rows
    }


def placed(*kinds: str) -> str:
    return "".join(f'<div data-block="{kind}"></div>' for kind in kinds)


class TestMoney:
    """The sums of the demonstration plan to the last thousand."""

    def test_by_goal(self) -> None:
        (table,) = block_tables(BlockKind.BUDGET_BY_GOAL, demo_plan())

        assert amounts(table) == BY_GOAL | {"Totali": COST}
        assert [str(row.cells[-1]) for row in table.rows] == ["28.8", "14.9", "26.7", "14.5", "15.1", "100.0"]

    def test_by_source_with_the_gap_computed(self) -> None:
        by_source, by_certainty = block_tables(BlockKind.BUDGET_BY_SOURCE, demo_plan())

        assert amounts(by_source) == BY_SOURCE | {"Hendeku": GAP, "Totali": COST}
        shares = {str(row.cells[0]): str(row.cells[-1]) for row in by_source.rows}
        assert shares == {
            "MB": "37.0",
            "KG": "11.6",
            "SF": "25.1",
            "DON": "15.1",
            "Hendeku": "11.1",
            "Totali": "100.0",
        }
        assert by_certainty.rows[-1].cells[-2] == 192_330_000

    def test_by_year_and_by_budget_programme(self) -> None:
        by_year, by_programme = block_tables(BlockKind.BUDGET_BY_YEAR, demo_plan())

        assert [amounts(by_year, 1, 2)[str(year)] for year in (2024, 2025, 2026)] == [(36_990,), (89_480,), (89_980,)]
        assert amounts(by_year, -1, None) == {
            "2024": (3_340,),
            "2025": (10_220,),
            "2026": (10_560,),
            "Totali": (24_120,),
        }
        assert amounts(by_programme, 1, None)["10430"] == (22_690, 53_880, 52_280, 128_850)
        assert amounts(by_programme, 1, None)["Totali"] == COST

    def test_a_plan_without_costs_has_no_budget(self) -> None:
        version = PlanVersionFactory()

        assert [block_tables(kind, version) for kind in MAKERS if kind.startswith("budget")] == [[], [], []]


class TestContent:
    def test_the_action_plan_is_cut_at_objectives_and_adds_up(self) -> None:
        tables = block_tables(BlockKind.ACTION_MATRIX, demo_plan())

        rows = [row for table in tables for row in table.rows if row.kind is RowKind.PLAIN]
        totals = [row for table in tables for row in table.rows if row.kind is RowKind.TOTAL]
        assert (len(tables), len(rows), len(totals)) == (15, 40, 15)
        assert sum(row.cells[9] for row in totals) == 216_450_000  # type: ignore[misc]
        assert sum(row.cells[-1] for row in rows) == 24_120_000  # type: ignore[misc]
        multi = next(row for row in rows if str(row.cells[0]) == "1.2.1")
        assert multi.cells[6:] == (
            4_500_000, 14_200_000, 11_800_000, 30_500_000, None, None, 7_625_000, 18_300_000, 4_575_000,
        )  # fmt: skip

    def test_the_goal_tree_counts_measures_and_money(self) -> None:
        (table,) = block_tables(BlockKind.GOAL_TREE, demo_plan())

        goals = {str(row.cells[0]): row.cells[2:] for row in table.rows if row.kind is RowKind.GROUP}
        assert goals["QS1"] == (9, 62_250_000)
        assert table.rows[-1].cells[2:] == (40, 216_450_000)
        assert len(table.rows) == 5 + 15 + 1

    def test_the_thirty_indicators_with_their_targets(self) -> None:
        (table,) = block_tables(BlockKind.INDICATOR_TABLE, demo_plan())

        rows = {str(row.cells[0]): row for row in table.rows if row.kind is RowKind.PLAIN}
        assert len(rows) == 30
        assert rows["T1.1b"].cells[4] == 13_950
        assert rows["T1.1b"].cells[6:9] == (12_000, 9_300, 8_400)
        assert rows["T5.3a"].cells[4] is None

    def test_a_protected_baseline_is_a_mark(self) -> None:
        indicator = IndicatorFactory(baseline=3, counts_people=True, hides_baseline=True)

        (table,) = block_tables(BlockKind.INDICATOR_TABLE, indicator.version)

        assert table.rows[-1].cells[4] is HIDDEN

    def test_risks(self) -> None:
        risk = RiskFactory(response_sq="Rezervë", response_en="Reserve")

        (table,) = block_tables(BlockKind.RISK_REGISTER, risk.version)

        assert table.rows[0].cells[-1] == Words("Rezervë", "Reserve")


def one_edition(needs: int = 1) -> Any:
    """A published edition with two protected services of one type, one of them undisclosed, and an open one."""
    small_number_thresholds()
    survivors = TargetGroupFactory(is_protected=True)
    shelter, centre = ServiceTypeFactory(name_en="Shelter"), ServiceTypeFactory(name_en="Centre")
    unit = AdministrativeUnitFactory(name_sq="Orikum", name_en="Orikum")
    edition = AssessmentFactory()
    services = [
        ServiceFactory(service_type=shelter, unit=unit, is_undisclosed=True, capacity=8, users=6, waiting=0),
        ServiceFactory(service_type=shelter, capacity=24, users=19, waiting=0),
        ServiceFactory(service_type=centre, unit=unit, capacity=120, users=118, waiting=40),
    ]
    services[1].groups.set([survivors])
    for service in services:
        AssessedService.objects.create(
            assessment=edition,
            service=service,
            service_type=service.service_type,
            unit=service.unit,
            is_undisclosed=service.is_undisclosed,
            capacity=service.capacity,
            users=service.users,
            waiting=service.waiting,
        )
    need = NeedFactory(assessment=edition, group=survivors, affected=46, covered=3)
    RequirementLineFactory(need=need, number=1, persons=46, service_types=[shelter])
    NeedFactory.create_batch(needs - 1, assessment=edition)
    Assessment.objects.filter(pk=edition.pk).update(state=AssessmentState.PUBLISHED)
    edition.refresh_from_db()
    return edition


class TestNeeds:
    def version(self) -> PlanVersion:
        return PlanVersionFactory(plan=PlanFactory(assessment=one_edition()))

    def test_a_need_hides_what_its_small_number_would_give_away(self) -> None:
        (table,) = block_tables(BlockKind.NEED_TABLE, self.version())

        (row,) = table.rows
        assert row.cells[5:] == (46, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
        assert table.has_hidden

    def test_an_undisclosed_service_has_no_place(self) -> None:
        (table,) = block_tables(BlockKind.SERVICE_MAP, self.version())

        secret, _shelter, centre, total = table.rows
        assert str(secret.cells[4]) == "nuk bëhet i ditur"
        assert str(centre.cells[4]) == "Orikum"
        assert total.cells[5] == 152

    def test_no_sum_gives_a_small_number_away(self) -> None:
        (table,) = block_tables(BlockKind.SERVICE_MAP, self.version())

        assert [row.cells[6] for row in table.rows] == [HIDDEN, 19, 118, HIDDEN]
        assert [row.cells[7] for row in table.rows] == [HIDDEN, HIDDEN, 40, HIDDEN]

    def test_the_gap_of_a_need_with_a_hidden_figure_is_hidden_whole(self) -> None:
        version = self.version()

        matrix, *_units = block_tables(BlockKind.GAP_MATRIX, version)

        (row,) = matrix.rows
        assert row.cells[-4:] == (HIDDEN, HIDDEN, HIDDEN, HIDDEN)
        assert "Orikum" not in [str(cell) for cell in row.cells]
        assert [each.shared.gap for each in gap_matrix(version.plan.assessment).lines] == [46 - 8 - 24]

    def test_what_was_closed_after_the_edition_stays_closed(self) -> None:
        version = self.version()
        service = version.plan.assessment.assessed_services.get(capacity=120).service
        service.is_undisclosed, service.address = True, ""
        service.save()

        (table,) = block_tables(BlockKind.SERVICE_MAP, version)

        assert "Orikum" not in json.dumps(table.to_plain())

    def test_a_plan_that_rests_on_no_edition_has_no_such_tables(self) -> None:
        version = PlanVersionFactory()

        kinds = (BlockKind.NEED_TABLE, BlockKind.SERVICE_MAP, BlockKind.GAP_MATRIX)
        assert [block_tables(kind, version) for kind in kinds] == [[], [], []]


class TestFreezing:
    def test_the_figures_placed_in_the_chapters_are_frozen_with_the_fixed_ones(self, journey: Journey) -> None:
        ChapterFactory(version=journey.version, body_sq=placed("need_table"), body_en=placed("service_map"))

        version = journey.to_review()

        kinds = set(DataBlock.objects.filter(version=version).values_list("kind", flat=True))
        assert kinds == {*FIXED, "need_table", "service_map"}
        assert {row["kind"] for row in version_content(version)["datablocks"]} == kinds

    def test_frozen_figures_do_not_change_when_their_source_does(self, journey: Journey) -> None:
        edition = one_edition()
        journey.version.plan.assessment = edition
        journey.version.plan.save()
        answer_needs(journey.version)
        ChapterFactory(version=journey.version, body_sq=placed("need_table"))
        version = PlanVersion.objects.get(pk=journey.to_review().pk)
        before, sha256 = printed_tables(version, ["need_table"]), content_sha256(version)

        TargetGroup.objects.update(name_sq="Ndryshe")

        assert printed_tables(version, ["need_table"]) == before
        assert block_tables("need_table", version) != before["need_table"]
        assert content_sha256(version) == sha256

    def test_a_returned_version_shows_figures_of_the_day_and_freezes_alike(self, journey: Journey) -> None:
        first = content_sha256(journey.to_review())
        admin, staff = journey.people["admin"], journey.people["staff"]

        version = move_plan(journey.version, PlanStep.RETURN, actor=admin, comment="Më shkurt.")

        assert not version.datablocks.exists()
        version = move_plan(version, PlanStep.REVIEW, actor=staff)
        assert content_sha256(version) == first

    def test_what_the_council_amended_is_frozen_anew_and_what_was_found_stays(
        self, journey: Journey, answered_round: Any
    ) -> None:
        journey.version.plan.assessment = one_edition()
        journey.version.plan.save()
        answer_needs(journey.version)
        ChapterFactory(version=journey.version, body_sq=placed("need_table"))
        journey.to_council(answered_round)
        TargetGroup.objects.update(name_sq="Ndryshe")
        amended = PlanVersion.objects.get(pk=journey.amend().pk)
        assert "siç e ndryshoi" in json.dumps(figures_of(amended)["action_matrix"], ensure_ascii=False)

        version = journey.confirm()

        sealed = {row["kind"]: row["figures"] for row in json.loads(version.seal.canonical_json)["datablocks"]}
        assert "siç e ndryshoi" in json.dumps(sealed["action_matrix"], ensure_ascii=False)
        assert "Ndryshe" not in json.dumps(sealed["need_table"], ensure_ascii=False)
        assert seal_holds(version)

    def test_figures_of_an_unpublished_edition_do_not_go_to_review(self, journey: Journey) -> None:
        journey.version.plan.assessment = AssessmentFactory(verified=True)
        journey.version.plan.save()
        answer_needs(journey.version)
        ChapterFactory(version=journey.version, body_sq=placed("need_table"))

        with pytest.raises(StepRefused, match="Publikojeni"):
            journey.to_review()

    def test_a_version_sealed_before_blocks_were_frozen_prints_its_own_rows_alone(self) -> None:
        edition = one_edition()
        version = demo_plan()
        version.plan.assessment = edition
        version.plan.save()
        version = publish(version)

        tables = printed_tables(version, ["budget_by_goal", "need_table"])

        assert len(tables["budget_by_goal"]) == 1
        assert tables["need_table"] == []


def test_the_placed_kinds_are_those_of_both_languages_each_once() -> None:
    version = PlanVersionFactory()
    ChapterFactory(version=version, body_sq=placed("risk_register", "unknown"), body_en=placed("goal_tree"))
    ChapterFactory(version=version, body_sq=placed("risk_register"), body_en="")

    assert placed_kinds(version) == ["risk_register", "goal_tree"]


def test_all_figures_are_plain_data() -> None:
    version = demo_plan()
    ChapterFactory(version=version, body_sq=placed(*BlockKind.values))

    figures = figures_of(version)

    assert set(figures) == set(BlockKind.values)
    returned = json.loads(json.dumps(figures))
    assert {kind: [DataTable.from_plain(each) for each in tables] for kind, tables in returned.items()} == {
        kind: block_tables(kind, version) for kind in BlockKind.values
    }


@pytest.mark.parametrize("kind", BlockKind.values)
def test_a_block_asks_as_often_for_thirty_rows_as_for_one(kind: str) -> None:
    counts = []
    for rows in (1, 30):
        version = PlanVersionFactory(content=True, plan=PlanFactory(assessment=one_edition(rows)))
        objective = version.specificobjectives.get()
        for number in range(rows):
            MeasureFactory(objective=objective, code=f"9.{number}")
            RiskFactory(version=version, code=f"Z{number}")
            IndicatorFactory(objective=objective, code=f"X{number}")
        version = PlanVersion.objects.select_related("plan__assessment").get(pk=version.pk)
        with CaptureQueriesContext(connection) as asked:
            block_tables(kind, version)
        counts.append(len(asked))

    assert counts[0] == counts[1]
