"""What a version lacks: each kind is found, leads to its place, stops its step, and only a warning may be kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.workflow import StepRefused
from operations.models import Event
from socialplan.approval.services.steps import move_plan
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import BlockKind, FindingCode, PlanKind, PlanStep
from socialplan.content.findings import CHECKS, findings, grouped
from socialplan.content.models import FindingAcceptance, PlanVersion
from socialplan.content.services.findings import keep_warning
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.consultations import DispositionFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory, ThresholdFactory
from tests.factories.socialplan import (
    ChapterFactory,
    FundingLineFactory,
    IndicatorFactory,
    MeasureCostFactory,
    MeasureFactory,
    NodeCommentFactory,
    OutlineChapterFactory,
    PlanVersionFactory,
    RiskFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def codes(version: PlanVersion) -> set[str]:
    return {finding.code for finding in findings(version)} - {FindingCode.ENGLISH_MISSING}


def complete() -> PlanVersion:
    """A version with one of each, which only lacks its consultation round."""
    version: PlanVersion = PlanVersionFactory(content=True)
    version.plan.round_links.create(round=RoundFactory(is_closed=True))
    return version


def test_a_complete_version_lacks_nothing() -> None:
    version = complete()

    assert codes(version) == set()


def without_text(version: PlanVersion) -> None:
    version.chapters.update(body_sq="<p> </p>")


def without_measures(version: PlanVersion) -> None:
    version.measures.all().delete()


def without_round(version: PlanVersion) -> None:
    version.plan.round_links.all().delete()


def empty_chapter(version: PlanVersion) -> None:
    ChapterFactory(version=version, body_sq="")


def outline_not_filled(version: PlanVersion) -> None:
    OutlineChapterFactory()


def comment_open(version: PlanVersion) -> None:
    NodeCommentFactory(row=version.chapters.get())


def measure_without_cost(version: PlanVersion) -> None:
    MeasureFactory(objective=version.specificobjectives.get())


def deadline_outside(version: PlanVersion) -> None:
    version.measures.update(due_on=date(2027, 1, 1))


def indicator_without_target(version: PlanVersion) -> None:
    IndicatorFactory(objective=version.specificobjectives.get())


def small_baseline(version: PlanVersion) -> None:
    ThresholdFactory(code="small_number", value=5)
    ThresholdFactory(code="small_number_protected", value=10)
    version.indicators.update(counts_people=True, baseline=3)


def unpublished_edition(version: PlanVersion) -> None:
    version.plan.assessment = AssessmentFactory()
    version.plan.save()
    version.chapters.update(body_sq=f'<p>a</p><div data-block="{BlockKind.NEED_TABLE}"></div>')


def need_without_measure(version: PlanVersion) -> None:
    need = NeedFactory(affected=10, covered=2)
    version.plan.assessment = need.assessment
    version.plan.save()
    version.measures.get().group_links.create(version=version, group=need.group)


def group_without_measure(version: PlanVersion) -> None:
    need = NeedFactory(affected=10, covered=10)
    version.plan.assessment = need.assessment
    version.plan.save()


def measure_without_indicator(version: PlanVersion) -> None:
    objective = SpecificObjectiveFactory(goal=version.strategicgoals.get())
    FundingLineFactory(cost=MeasureCostFactory(measure=MeasureFactory(objective=objective)))


def cost_without_source(version: PlanVersion) -> None:
    MeasureCostFactory(measure=version.measures.get(), year=2025)


def round_unanswered(version: PlanVersion) -> None:
    version.plan.round_links.create(round=RoundFactory())


def answer_without_place(version: PlanVersion) -> None:
    answer = DispositionFactory(recommendation__round__is_closed=True)
    version.plan.round_links.create(round=answer.recommendation.round)


SITUATIONS: dict[Callable[[PlanVersion], None], set[str]] = {
    without_text: {FindingCode.NO_TEXT, FindingCode.EMPTY_CHAPTER},
    without_measures: {FindingCode.NO_MEASURES},
    without_round: {FindingCode.NO_ROUND},
    empty_chapter: {FindingCode.EMPTY_CHAPTER},
    comment_open: {FindingCode.COMMENT_OPEN},
    outline_not_filled: {FindingCode.OUTLINE_CHAPTER},
    measure_without_cost: {FindingCode.MEASURE_WITHOUT_COST},
    deadline_outside: {FindingCode.DEADLINE_OUTSIDE},
    indicator_without_target: {FindingCode.INDICATOR_WITHOUT_TARGET},
    small_baseline: {FindingCode.SMALL_BASELINE},
    unpublished_edition: {FindingCode.EDITION_NOT_PUBLISHED},
    need_without_measure: {FindingCode.NEED_WITHOUT_MEASURE},
    group_without_measure: {FindingCode.GROUP_WITHOUT_MEASURE},
    measure_without_indicator: {FindingCode.MEASURE_WITHOUT_INDICATOR},
    cost_without_source: {FindingCode.COST_WITHOUT_SOURCE},
    round_unanswered: {FindingCode.ROUND_UNANSWERED},
    answer_without_place: {FindingCode.ANSWER_WITHOUT_PLACE},
}
NOT_MADE_BY_THE_APPLICATION = {
    FindingCode.FUNDING_ABOVE_COST,  # refused by the database's own trigger
    FindingCode.SERVICES_NOT_PROTECTED,  # tests of the data blocks
    FindingCode.NO_FOLLOWED_PLAN,  # tests of strategies
    FindingCode.NOTHING_CHANGED,  # tests of amendments
    FindingCode.AMENDMENT_WITHOUT_ROUND,
    FindingCode.ENGLISH_MISSING,
}


@pytest.mark.parametrize("lack", SITUATIONS, ids=lambda lack: lack.__name__)
def test_each_kind_is_found_and_stops_its_steps(
    lack: Callable[[PlanVersion], None], client_of: Any, people: dict[str, Any]
) -> None:
    MunicipalityFactory()
    version = complete()
    lack(version)
    version = PlanVersion.objects.get(pk=version.pk)
    expected = SITUATIONS[lack]

    assert codes(version) == expected
    missing = {step: PLAN_WORKFLOW[step].unmet(version) for step in {step for check in CHECKS for step in check.steps}}
    for check in CHECKS:
        for step in check.steps:
            assert (str(check.code.label) in missing[step]) == (check.code in expected), (check.code, step)
    page = client_of(people["staff"]).get(reverse("content:finding_list", args=[version.pk]))
    for finding in findings(version):
        assert finding.sentence in page.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


def test_every_kind_has_a_situation() -> None:
    assert set().union(*SITUATIONS.values()) | NOT_MADE_BY_THE_APPLICATION == set(FindingCode)


def test_funding_above_cost_is_found_where_the_rows_say_so(people: dict[str, Any]) -> None:
    version = complete()
    with transaction.atomic():
        version.measurecosts.update(amount=100)
        found = [finding for finding in findings(version) if finding.code == FindingCode.FUNDING_ABOVE_COST]
        transaction.set_rollback(True)

    assert [finding.place.label.split(" · ")[1] for finding in found] == ["2024"]


def test_a_strategy_needs_no_measures_and_no_round() -> None:
    version = PlanVersionFactory(plan__kind=PlanKind.MONITORING_STRATEGY)
    ChapterFactory(version=version)

    assert codes(version) == set()


def test_missing_english_is_a_hint_and_stops_nothing(people: dict[str, Any]) -> None:
    version = complete()
    RiskFactory(version=version, title_en="")
    version.chapters.update(title_en="", body_en="")

    hints = [finding for finding in findings(version) if finding.code == FindingCode.ENGLISH_MISSING]
    groups = grouped(findings(version), version.state)

    assert len(hints) == 2
    assert not any(finding.is_open for finding in hints)
    assert [group.step for group in groups] == [None]
    move_plan(version, PlanStep.REVIEW, actor=people["staff"])


def test_a_warning_is_kept_with_a_reason_and_then_stops_nothing(people: dict[str, Any]) -> None:
    version = complete()
    chapter = ChapterFactory(version=version, body_sq="")
    place = {"code": FindingCode.EMPTY_CHAPTER, "place": str(chapter.key)}
    with pytest.raises(StepRefused):
        move_plan(version, PlanStep.REVIEW, actor=people["staff"])
    with pytest.raises(PermissionDenied):
        keep_warning(version, **place, reason="Kopertina", actor=people["admin"])
    with pytest.raises(ValidationError):
        keep_warning(version, **place, reason="  ", actor=people["staff"])

    kept = keep_warning(version, **place, reason="Kopertina nuk ka tekst.", actor=people["staff"])

    assert not any(finding.is_open for finding in findings(version))
    assert Event.objects.filter(action="content.keep_warning").count() == 1
    with pytest.raises(StepRefused):
        keep_warning(version, **place, reason="Sërish", actor=people["staff"])
    move_plan(version, PlanStep.REVIEW, actor=people["staff"])
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingAcceptance.objects.filter(pk=kept.pk).update(reason="Tjetër")


@pytest.mark.parametrize("lack", [measure_without_cost, deadline_outside, round_unanswered, answer_without_place])
def test_what_must_be_mended_is_not_kept(lack: Callable[[PlanVersion], None], people: dict[str, Any]) -> None:
    version = complete()
    lack(version)
    version = PlanVersion.objects.get(pk=version.pk)
    finding = next(finding for finding in findings(version) if finding.is_open)

    with pytest.raises(StepRefused):
        keep_warning(version, code=finding.code, place=finding.place.key, reason="Jo", actor=people["staff"])
    assert not FindingAcceptance.objects.exists()


def test_the_page_keeps_a_warning_and_shows_why(client_of: Any, people: dict[str, Any]) -> None:
    MunicipalityFactory()
    version = complete()
    chapter = ChapterFactory(version=version, body_sq="")
    client = client_of(people["expert"])
    address = reverse("content:finding_keep", args=[version.pk, FindingCode.EMPTY_CHAPTER, chapter.key])

    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "Kopertina <b>e</b> planit"}).status_code == 302
    page = client.get(reverse("content:finding_list", args=[version.pk])).content.decode()
    assert "Kopertina &lt;b&gt;e&lt;/b&gt; planit" in page
    assert client.get(address).status_code == 404


def test_a_place_leads_to_its_form_or_to_the_page_that_shows_it(client_of: Any, people: dict[str, Any]) -> None:
    MunicipalityFactory()
    version = complete()
    measure = version.measures.get()
    parts = {"measure": "edit", "budget": "budget"}

    for part, page in parts.items():
        address = reverse("content:place", args=[version.pk, part, measure.key])
        assert f"/{page}/" in client_of(people["staff"]).get(address).headers["Location"]
        assert client_of(people["dpo"]).get(address).headers["Location"] == measure.get_absolute_url()
    gone = reverse("content:place", args=[PlanVersionFactory().pk, "measure", measure.key])
    assert client_of(people["staff"]).get(gone).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_keeps_its_queries(
    count: int, client_of: Any, people: dict[str, Any], django_assert_num_queries: Any
) -> None:
    MunicipalityFactory()
    version = complete()
    ThresholdFactory(code="small_number", value=5)
    ThresholdFactory(code="small_number_protected", value=10)
    goal = StrategicGoalFactory(version=version)
    need = NeedFactory(affected=10, covered=2)
    version.plan.assessment = need.assessment
    version.plan.save()
    OutlineChapterFactory.create_batch(count)
    NodeCommentFactory.create_batch(count, row=version.chapters.get())
    for _each in range(count):
        objective = SpecificObjectiveFactory(goal=goal)
        MeasureCostFactory(measure=MeasureFactory(objective=objective, title_en=""))
        NeedFactory(assessment=need.assessment)
        IndicatorFactory(objective=SpecificObjectiveFactory(goal=goal), counts_people=True, baseline=3)
        answer = DispositionFactory(recommendation__round__is_closed=True)
        version.plan.round_links.create(round=answer.recommendation.round)
    client = client_of(people["staff"])

    with django_assert_num_queries(14):
        page = client.get(reverse("content:finding_list", args=[version.pk]))
    assert sum(len(kind.findings) for group in page.context["groups"] for kind in group.kinds) > count * 5
