"""Lists read together are the lists that the query builder reads one by one: the same rows, with the same on them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.db.models import Count, F, Prefetch, Q, Value

from accounts.models import Membership, User
from assessments.models import Assessment, Need, Service
from consultations.models import ConsultationEvent, Contribution, Recommendation, Round
from core.together.by_key import PLACE_OF_KEY, ListsByKey
from core.together.relations import TogetherQuerySet, follow, read_together
from monitoring.models import IndicatorValue, Period, YearlyReport
from operations.models import Event
from socialplan.content.models import FundingLine, IndicatorTarget, Measure, PlanVersion, Seal
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    DispositionFactory,
    RecommendationFactory,
)
from tests.factories.monitoring import IndicatorValueFactory, YearlyReportFactory
from tests.factories.socialplan import MeasureFactory, PlanVersionFactory, publish

pytestmark = pytest.mark.django_db


def shown(row: Any, seen: frozenset[int] = frozenset()) -> Any:
    """All that a row holds without asking the database, whatever way it came there."""
    if not isinstance(row, models.Model) or id(row) in seen:
        return type(row).__name__, str(row)
    seen |= {id(row)}
    plain = {name: (type(value).__name__, value) for name, value in vars(row).items() if not name.startswith("_")}
    single = {name: shown(one, seen) for name, one in row._state.fields_cache.items()}
    kept = getattr(row, "_prefetched_objects_cache", {})
    many = {name: [shown(one, seen) for one in found] for name, found in kept.items()}
    lists = {
        name: [shown(one, seen) for one in value]
        for name, value in vars(row).items()
        if isinstance(value, list) and name in plain
    }
    return type(row).__name__, {name: value for name, value in plain.items() if name not in lists}, single, many, lists


def versions() -> Any:
    return PlanVersion.objects.select_related("plan", "announcement").prefetch_related(
        "state_changes__actor",
        "measures__costs__lines__source",
        "measures__indicator_links__indicator",
        "measures__need_links__need__units",
        Prefetch("indicators", queryset=IndicatorValue.indicator.field.related_model.objects.order_by("-pk")),
        Prefetch("measures", queryset=Measure.objects.filter(code="none"), to_attr="chosen"),
        "plan__round_links__round__groups",
        "derivatives__plan",
        "seal",
    )


LISTS = {
    "versions": versions,
    "their acts": PlanVersion.objects.with_acts,
    "seals, with a page of JSON": Seal.objects.all,
    "money": lambda: FundingLine.objects.select_related("cost__measure__objective__goal", "source"),
    "targets": IndicatorTarget.objects.all,
    "values": lambda: IndicatorValue.objects.select_related("period").prefetch_related("state_changes__actor"),
    "reports": lambda: YearlyReport.objects.prefetch_related("sections", "submissions__addressee", "period__values"),
    "none": YearlyReport.objects.none,
    "none by its filter": lambda: YearlyReport.objects.filter(pk__in=[]),
    "not there": lambda: Service.objects.filter(code="-").prefetch_related("groups"),
    "some of an order": lambda: Measure.objects.order_by("-pk")[1:3],
    "annotated": lambda: Measure.objects.annotate(many=Count("costs"), said=Value("ë"), same=F("code")),
    "values of a list": lambda: Measure.objects.values_list("code", "version__plan__title_sq").order_by("pk"),
    "one column": lambda: Measure.objects.order_by("pk").values_list("pk", flat=True),
    "dictionaries": lambda: Measure.objects.values("code", "due_on").order_by("pk"),
    "apart": lambda: Round.objects.order_by("state").values_list("state", flat=True).distinct(),
    "of two": lambda: Measure.objects.values_list("code").union(Need.objects.values_list("code")).order_by("code"),
    "with half of the columns": lambda: Measure.objects.only("code").order_by("pk"),
    "events of meetings": lambda: ConsultationEvent.objects.prefetch_related("groups", "attendance", "round__groups"),
    "recommendations": lambda: Recommendation.objects.prefetch_related("needs", "contributions", "dispositions"),
    "contributions": lambda: Contribution.objects.select_related("round", "organisation"),
    "people": lambda: User.objects.with_roles().order_by("pk"),
    "memberships": lambda: Membership.objects.approved().select_related("user__office"),
    "periods": lambda: Period.objects.filter(Q(lock_reason="") | Q(pk=0)).select_related("kind"),
    "editions": lambda: Assessment.objects.prefetch_related("needs__units", "needs__service_types"),
    "what was done": lambda: Event.objects.order_by("-sequence")[:5],
}  # fmt: skip


@pytest.fixture
def filled() -> None:
    version = publish(PlanVersionFactory(content=True))
    PlanVersionFactory(plan=version.plan, derived_from=version)
    draft = PlanVersionFactory(content=True)
    draft.measures.update(due_on=date(2025, 3, 1))
    YearlyReportFactory(period=IndicatorValueFactory(amount=Decimal("12.50")).period)
    event = ConsultationEventFactory()
    recommended = RecommendationFactory(round=event.round)
    DispositionFactory(recommendation=recommended)
    CodingFactory(recommendation=recommended)
    MembershipFactory(user=UserFactory(role="ngo"))


def test_each_list_holds_what_it_holds_when_it_is_read_alone(filled: None) -> None:
    alone, together = ({name: rows() for name, rows in LISTS.items()} for _way in range(2))
    for rows in alone.values():
        rows._reads_together = False
        list(rows)

    read_together(*together.values())

    assert sum(len(rows) > 0 for rows in alone.values()) > 20
    for name in LISTS:
        assert ([shown(each) for each in together[name]], name) == ([shown(each) for each in alone[name]], name)


def test_lists_are_read_by_one_statement_and_their_relations_by_one_a_level(
    filled: None, django_assert_num_queries: Any
) -> None:
    first = PlanVersion.objects.prefetch_related("measures__costs", "indicators", "state_changes", "plan__versions")
    other = Round.objects.prefetch_related("groups", "events__groups")

    with django_assert_num_queries(3):
        read_together(first, other, Need.objects.all())
        for version in first:
            list(version.indicators.all())
            assert version.plan
            for measure in version.measures.all():
                list(measure.costs.all())


def test_more_lists_than_a_statement_takes_are_read_by_several(
    filled: None, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    """A municipality of many years has more public rounds than the database takes columns."""
    monkeypatch.setattr("core.together.lists.MOST_LISTS", 4)
    found = [Measure.objects.filter(pk__gte=number) for number in range(9)]
    alone = [list(rows.all()) for rows in found]

    with django_assert_num_queries(3):
        read_together(*found)
        assert [list(rows) for rows in found] == alone


def test_what_was_read_before_is_not_read_again(filled: None, django_assert_num_queries: Any) -> None:
    rows = PlanVersion.objects.prefetch_related("measures")
    list(rows)

    with django_assert_num_queries(0):
        read_together(rows)
        follow([(rows, ["measures"])])


def test_a_list_read_together_can_be_narrowed_and_asked_anew(filled: None) -> None:
    rows, others = Measure.objects.order_by("pk"), Need.objects.all()
    read_together(rows, others)
    kept = len(rows)

    assert rows.filter(code="none").count() == 0
    assert len(rows.all()) == kept
    MeasureFactory(objective=PlanVersion.objects.get(measures__due_on=date(2025, 3, 1)).specificobjectives.get())
    assert len(rows.all()) == kept + 1


def test_a_wrong_name_is_told(filled: None) -> None:
    with pytest.raises(AttributeError, match="nothing"):
        follow([(PlanVersion.objects.all(), ["nothing"])])


def test_a_kind_that_json_would_change_is_read_alone(filled: None, django_assert_num_queries: Any) -> None:
    spans = Round.objects.annotate(span=Value(timedelta(days=1), output_field=models.DurationField()))

    with django_assert_num_queries(2):
        read_together(spans, Need.objects.all(), Measure.objects.all())

    assert {each.span for each in spans} == {timedelta(days=1)}


def test_a_queryset_that_asks_for_it_reads_its_relations_together(
    filled: None, django_assert_num_queries: Any
) -> None:
    rows = TogetherQuerySet(PlanVersion).together().prefetch_related("measures", "indicators", "state_changes")

    with django_assert_num_queries(2):
        found = list(rows.order_by("pk"))
        assert [len(each.measures.all()) for each in found]


def test_lists_of_a_key_are_what_the_builder_reads_for_it() -> None:
    """In whichever place of the statement the key stands, and for one that leads to nothing."""
    first, second = (MeasureFactory(title_sq=title) for title in ("Masë 'një'", "%s {}"))
    lists = ListsByKey(
        {
            "measures": Measure.objects.filter(version=PLACE_OF_KEY)
            .order_by("pk")
            .values_list("pk", "title_sq", "key"),
            "beside": Measure.objects.filter(~Q(version=PLACE_OF_KEY), title_sq="%s {}").values_list("pk"),
        }
    )

    for measure, beside in ((first, [[second.pk]]), (second, [])):
        found = {name: json.loads(answer) for name, answer in lists.read(measure.version_id).items()}
        assert found == {"measures": [[measure.pk, measure.title_sq, str(measure.key)]], "beside": beside}
    assert lists.read(0)["measures"] == "[]"
    with pytest.raises(ValueError, match="stored"):
        lists.read(None)


@pytest.mark.parametrize("rows", [Measure.objects.none(), Event.objects.annotate(at=Value(timedelta(1)))])
def test_a_list_that_only_the_builder_can_read_has_no_statement_of_its_own(rows: Any) -> None:
    with pytest.raises(ValueError, match="events"):
        ListsByKey({"events": rows.values_list()})
