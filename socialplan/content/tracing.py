"""Measures, their money, indicators and other places of the plan as stops of the trace; keys hold across versions.

A reader looks at one version of each plan: the one she chose, else the one in force, else the newest she may read. The
public may read what was announced and not repealed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.tracing import NEED
from consultations.tracing import RECOMMENDATION, open_answers, reads_recommendations
from core.i18n import short_date
from core.templatetags.ui import money
from core.together.prepared import prepared
from core.together.relations import read_lists, read_relations
from core.together.side_by_side import Reader, read_shared, side_by_side
from core.tracing import (
    Fact,
    Loading,
    Pairs,
    Step,
    TraceDirection,
    TraceLink,
    TraceReader,
    TraceStop,
    numbers_of,
    read_pairs,
    same_key,
    uuids_of,
)
from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import ADOPTED_STATES, NodeKind, PlanState
from socialplan.content.models import (
    DispositionTarget,
    FundingLine,
    FundingSource,
    Indicator,
    Measure,
    MeasureIndicator,
    MeasureNeed,
    PlanVersion,
)
from socialplan.content.rules import READABLE_BY_COUNCIL

MEASURE = "measure"
INDICATOR = "indicator"
MONEY = "money"
PLACE = "place"
Keys = tuple[UUID, ...]
Versions = tuple[int, ...]
OTHER_PLACES = (NodeKind.CHAPTER, NodeKind.GOAL, NodeKind.OBJECTIVE, NodeKind.RISK)


def readable_versions(*, works: bool, reads: bool) -> QuerySet[PlanVersion]:
    """The versions of social plans for who works on them, who reads them inside, or the public: what holds or held."""
    versions = PlanVersion.objects.of_plans()
    if works:
        return versions
    announced = PlanVersion.objects.published().filter(state__in=ADOPTED_STATES)
    readable = Q(pk__in=announced.values("pk"))
    if reads:
        readable |= Q(state__in=READABLE_BY_COUNCIL)
    return versions.filter(readable)


def read_versions(reader: TraceReader) -> Reader[list[PlanVersion]]:
    """The readable versions, of each plan the newest first."""
    may = reader.may("content.work_on_version"), reader.may("content.view_plan")
    rows = reader.shared("versions", lambda: _with_plan(*may))
    yield from read_shared(rows)
    return list(rows)


@prepared
def _with_plan(works: bool, reads: bool) -> QuerySet[PlanVersion]:
    versions = readable_versions(works=works, reads=reads)
    return versions.select_related("plan", "announcement").order_by("-plan__first_year", "plan_id", "-number")


def read_looked_at(reader: TraceReader) -> Reader[list[int]]:
    """One version a plan."""
    return looked_at_of((yield from read_versions(reader)), reader)


def looked_at_of(versions: Iterable[PlanVersion], reader: TraceReader) -> list[int]:
    """Of each plan the version that was chosen, else the one in force, else the newest that was, else the newest."""

    def rank(version: PlanVersion) -> tuple[int, int]:
        if version.pk == reader.version:
            return 0, 0
        place = 1 if version.state == PlanState.IN_FORCE else 2 if version.state in ADOPTED_STATES else 3
        return place, -version.number

    found: dict[int, PlanVersion] = {}
    for version in versions:
        best = found.setdefault(version.plan_id, version)
        if rank(version) < rank(best):
            found[version.plan_id] = version
    return [version.pk for version in found.values()]


def read_version_of(kind: str, key: str, reader: TraceReader) -> Reader[int | None]:
    """The version in which a place is looked at: if the usual one no longer has it, the newest that had it."""
    model: Any = {MEASURE: Measure, INDICATOR: Indicator}.get(kind)
    if model is None:
        return reader.version
    having = _having(model, uuids_of({key}))
    versions, _lists = yield from side_by_side(read_versions(reader), read_lists(having))
    looked_at, found = looked_at_of(versions, reader), set(having)
    rows = [each for each in versions if each.pk in found]
    return min(rows, key=lambda each: (each.pk not in looked_at, -each.number)).pk if rows else None


@prepared
def _having(model: Any, keys: Keys) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = model.objects.filter(key__in=keys).order_by().values_list("version", flat=True)
    return rows


def _said_of(version: PlanVersion) -> str:
    return f"{version} ({version.get_state_display()})"


def load_measures(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    measures = yield from _rows_looked_at(Measure, keys, reader, "office")
    yield from read_lists(measures)
    yield from _hang_on_versions(measures, reader)
    return {str(measure.key): _measure_step(measure, reader) for measure in measures}


def _rows_looked_at(model: Any, keys: Collection[str], reader: TraceReader, *beside: str) -> Reader[QuerySet[Any]]:
    looked_at = yield from read_looked_at(reader)
    return _rows_at(model, uuids_of(keys), tuple(looked_at), *beside)


@prepared
def _rows_at(model: Any, keys: Keys, versions: Versions, *beside: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(key__in=keys, version__in=versions)
    return rows.select_related(*beside) if beside else rows


def _hang_on_versions(rows: Iterable[Any], reader: TraceReader) -> Reader[None]:
    """Their versions are in hand, each with its plan."""
    versions = {version.pk: version for version in (yield from read_versions(reader))}
    for row in rows:
        row.version = versions[row.version_id]


def _measure_step(measure: Measure, reader: TraceReader) -> Step:
    if reader.may("content.view_plan", measure.version):
        url = measure.get_absolute_url()
    else:
        url = reverse("publishing:measure_public", args=[measure.pk])
    deadline = short_date(measure.due_on) if measure.due_on else "\u2013"
    return Step(
        kind=MEASURE,
        key=str(measure.key),
        code=measure.code,
        label=measure.title,
        url=url,
        facts=(
            Fact(_("Version of the plan"), _said_of(measure.version)),
            Fact(_("Responsible"), str(measure.office or "\u2013")),
            Fact(_("Deadline"), deadline),
        ),
    )


@prepared
def _with_budget(keys: Keys, versions: Versions) -> QuerySet[Any]:
    rows: Any = _rows_at.make(Measure, keys, versions)
    budget: QuerySet[Any] = rows.with_budget()
    return budget


@prepared
def _given(keys: Keys, versions: Versions) -> QuerySet[Any, Any]:
    measures = _rows_at.make(Measure, keys, versions).order_by().values("pk")
    lines = FundingLine.objects.filter(cost__measure__in=measures).order_by("source__position", "source__code")
    by_source = lines.values("cost__measure", "source__code", "source__name_sq", "source__name_en")
    return by_source.annotate(total=Sum("amount"))


def load_money(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    """What a measure costs over all years, from whom money is expected, and what is missing; keyed by the measure."""
    looked_at = tuple((yield from read_looked_at(reader)))
    measures, grouped = _with_budget(uuids_of(keys), looked_at), _given(uuids_of(keys), looked_at)
    paid: dict[int, list[Fact]] = defaultdict(list)
    yield from read_lists(measures, grouped)
    for line in grouped:
        source = FundingSource(name_sq=line["source__name_sq"], name_en=line["source__name_en"])
        paid[line["cost__measure"]].append(Fact(source.name, money(line["total"])))
    return {
        str(measure.key): Step(
            kind=MONEY,
            key=str(measure.key),
            label=_("Measure %(code)s") % {"code": measure.code},
            facts=(
                Fact(_("Cost"), money(measure.cost)),
                *paid[measure.pk],
                Fact(_("Gap"), money(measure.gap)),
            ),
        )
        for measure in measures
    }


def load_indicators(keys: Collection[str], reader: TraceReader) -> Reader[Loading]:
    indicators = yield from _rows_looked_at(Indicator, keys, reader)
    yield from read_lists(indicators)
    yield from _hang_on_versions(indicators, reader)
    return Loading({str(indicator.key) for indicator in indicators}, _read_steps(indicators, reader))


def _read_steps(indicators: Iterable[Indicator], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    chosen = list(indicators)
    yield from read_relations([(chosen, ["targets"])])
    return {str(indicator.key): _indicator_step(indicator, reader) for indicator in chosen}


def _indicator_step(indicator: Indicator, reader: TraceReader) -> Step:
    sees_all = reader.may("content.work_on_version", indicator.version)
    baseline = indicator.baseline if sees_all else indicator.public_baseline
    targets = [f"{target.year}: {_number(target.value)}" for target in indicator.targets.all()]
    return Step(
        kind=INDICATOR,
        key=str(indicator.key),
        code=indicator.code,
        label=indicator.title,
        url=reverse("content:place", args=[indicator.version_id, INDICATOR, indicator.key]) if sees_all else "",
        facts=(
            Fact(_("Version of the plan"), _said_of(indicator.version)),
            Fact(_("Unit"), indicator.unit),
            Fact(_("Baseline"), _number(baseline)),
            Fact(_("Targets"), "; ".join(targets) or "\u2013"),
        ),
    )


def _number(value: Any) -> str:
    return "\u2013" if value is None else number_format(value.normalize(), force_grouping=True)


def load_places(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    """Chapters, goals, objectives and risks at which an answer points."""
    found, of_kind = {}, {}
    for kind in OTHER_PLACES:
        model: Any = PlanVersion._meta.get_field(NODE_RELATIONS[kind]).related_model
        of_kind[kind] = yield from _rows_looked_at(model, keys, reader)
    yield from read_lists(*of_kind.values())
    for kind, rows in of_kind.items():
        yield from _hang_on_versions(rows, reader)
        for row in rows:
            label, version = (
                f"{kind.label.capitalize()}: {row.title}",
                Fact(_("Version of the plan"), _said_of(row.version)),
            )
            found[str(row.key)] = Step(PLACE, str(row.key), label, code=row.code, facts=(version,))
    return found


def _targets(*, is_inside: bool) -> QuerySet[DispositionTarget]:
    """Where the answers open to such a reader are reflected, in whatever version."""
    return DispositionTarget.objects.filter(disposition__in=open_answers(is_inside=is_inside)).order_by()


@prepared
def _reflected(numbers: tuple[int, ...], kinds: tuple[NodeKind, ...], is_inside: bool) -> QuerySet[Any, Any]:
    targets = _targets(is_inside=is_inside).filter(disposition__recommendation__in=numbers, node_kind__in=kinds)
    return targets.values_list("disposition__recommendation", "node_key")


@prepared
def _reflected_at(keys: Keys, is_inside: bool) -> QuerySet[Any, Any]:
    targets = _targets(is_inside=is_inside).filter(node_key__in=keys)
    return targets.values_list("node_key", "disposition__recommendation")


@prepared
def _linked_measures(needs: tuple[int, ...]) -> QuerySet[Any, Any]:
    return MeasureNeed.objects.filter(need__in=needs).order_by().values_list("need", "measure__key", "version")


@prepared
def _linked_needs(keys: Keys, versions: Versions) -> QuerySet[Any, Any]:
    links = MeasureNeed.objects.filter(measure__key__in=keys, version__in=versions)
    return links.order_by().values_list("measure__key", "need")


@prepared
def _own_indicators(keys: Keys, versions: Versions) -> QuerySet[Any, Any]:
    linked = _rows_at.make(Measure, keys, versions).filter(indicator_links__isnull=False)
    return linked.order_by().values_list("key", "indicator_links__indicator__key")


@prepared
def _indicators_of_objective(keys: Keys, versions: Versions) -> QuerySet[Any, Any]:
    measures = _rows_at.make(Measure, keys, versions)
    without = measures.filter(indicator_links=None, objective__indicators__isnull=False)
    return without.order_by().values_list("key", "objective__indicators__key")


@prepared
def _own_measures(keys: Keys, versions: Versions) -> QuerySet[Any, Any]:
    linked = _rows_at.make(Indicator, keys, versions).filter(measure_links__isnull=False)
    return linked.order_by().values_list("key", "measure_links__measure__key")


@prepared
def _measures_of_objective(keys: Keys, versions: Versions) -> QuerySet[Any, Any]:
    has_own = MeasureIndicator.objects.filter(measure=OuterRef("objective__measures"))
    indicators = _rows_at.make(Indicator, keys, versions)
    of_objective = indicators.filter(~Exists(has_own), objective__measures__isnull=False)
    return of_objective.order_by().values_list("key", "objective__measures__key")


def _places_of(*kinds: NodeKind) -> Any:
    def follow(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
        return (yield from read_pairs(_reflected(numbers_of(keys), kinds, reads_recommendations(reader))))

    return follow


def _recommendations_at(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    return (yield from read_pairs(_reflected_at(uuids_of(keys), reads_recommendations(reader))))


def _measures_of_needs(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    links = _linked_measures(numbers_of(keys))
    versions, _lists = yield from side_by_side(read_looked_at(reader), read_lists(links))
    return [(str(need), str(measure)) for need, measure, version in links if version in versions]


def _needs_of_measures(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    looked_at = yield from read_looked_at(reader)
    return (yield from read_pairs(_linked_needs(uuids_of(keys), tuple(looked_at))))


def _indicators_of_measures(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    """Those linked with a measure; for one with none, those of its objective."""
    at = uuids_of(keys), tuple((yield from read_looked_at(reader)))
    linked, also = _own_indicators(*at), _indicators_of_objective(*at)
    return chain(*(yield from side_by_side(read_pairs(linked), read_pairs(also))))


def _measures_of_indicators(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    at = uuids_of(keys), tuple((yield from read_looked_at(reader)))
    linked, also = _own_measures(*at), _measures_of_objective(*at)
    return chain(*(yield from side_by_side(read_pairs(linked), read_pairs(also))))


PLACES = TraceStop(PLACE, gettext_lazy("Other places in the plan"), load_places)
MEASURES = TraceStop(MEASURE, gettext_lazy("Measures of the plan"), load_measures, is_beginning=True)
AMOUNTS = TraceStop(MONEY, gettext_lazy("Money"), load_money)
INDICATORS = TraceStop(INDICATOR, gettext_lazy("Indicators"), load_indicators, is_beginning=True)
STOPS = (PLACES, MEASURES, AMOUNTS, INDICATORS)
LINKS = (
    TraceLink(NEED, MEASURE, TraceDirection.FORWARD, _measures_of_needs),
    TraceLink(MEASURE, NEED, TraceDirection.BACK, _needs_of_measures),
    TraceLink(RECOMMENDATION, MEASURE, TraceDirection.FORWARD, _places_of(NodeKind.MEASURE)),
    TraceLink(RECOMMENDATION, INDICATOR, TraceDirection.FORWARD, _places_of(NodeKind.INDICATOR)),
    TraceLink(RECOMMENDATION, PLACE, TraceDirection.ASIDE, _places_of(*OTHER_PLACES)),
    TraceLink(MEASURE, RECOMMENDATION, TraceDirection.BACK, _recommendations_at),
    TraceLink(INDICATOR, RECOMMENDATION, TraceDirection.BACK, _recommendations_at),
    TraceLink(MEASURE, INDICATOR, TraceDirection.FORWARD, _indicators_of_measures),
    TraceLink(INDICATOR, MEASURE, TraceDirection.BACK, _measures_of_indicators),
    TraceLink(MEASURE, MONEY, TraceDirection.ASIDE, same_key),
)
