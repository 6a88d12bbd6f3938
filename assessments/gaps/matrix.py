"""The gap matrix of an edition, true figures: what each requirement line asks for, gets, and lacks, and why.

Every gap that a page, a plan or a package shows comes from `gap_matrix`. The sharing itself is in `sharing.py`, the
rule of what counts for whom in `fitting.py`; docs/gaps.md tells the method.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from assessments.enums import CountedIn, CountStatus, GapReason, Misfit
from assessments.gaps.fitting import Offer, misfit, offer_of, stored_offer
from assessments.gaps.sharing import AskedPlaces, Shared, share_out
from assessments.models import Assessment, Need, RequirementLine, Service, StaffRequirement
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from municipality.models import AdministrativeUnit

BOUNDS = ("low", "point", "high")
GRAVEST = 5
AGES = frozenset({Misfit.AGE, Misfit.AGE_PARTLY})


@dataclass(frozen=True, slots=True)
class MeasureSum:
    """Figures of one measure together; places, persons, households or hours are never mixed."""

    counted_in: str
    required: int
    given: int
    gap_alone: int
    gap: int
    gap_low: int
    gap_high: int

    @property
    def label(self) -> str:
        return str(CountedIn(self.counted_in).label)

    @property
    def percent_given(self) -> int:
        """Whole percent of what is required, rounded down; 100 where nothing is."""
        return self.given * 100 // self.required if self.required else 100


@dataclass(frozen=True, slots=True)
class Source:
    """So many places of one service for a line."""

    service: Service
    places: int


@dataclass(frozen=True, slots=True)
class Unfit:
    """A service of the right type that counts 0, and why."""

    service: Service
    why: Misfit


@dataclass(frozen=True, slots=True)
class LineGap:
    """One requirement line: the point figures, the gap at the low and the high estimate, and what stands behind."""

    line: RequirementLine
    shared: Shared
    gap_low: int
    gap_high: int
    fits: frozenset[str]
    sources: tuple[Source, ...]
    unfit: tuple[Unfit, ...]

    @property
    def reason(self) -> GapReason | None:
        """As the edition says, else as it follows from the service map; None without a gap."""
        if not self.shared.gap:
            return None
        return GapReason(self.line.reason) if self.line.reason else self._reason_of_map()

    @property
    def reason_label(self) -> str:
        return str(self.reason.label) if self.reason else ""

    def _reason_of_map(self) -> GapReason:
        if self.fits:
            return GapReason.PLACES
        whys = {each.why for each in self.unfit}
        if Misfit.NOT_RUNNING in whys:
            return GapReason.LICENCE if self._has_expired else GapReason.NONE_HERE
        return GapReason.AGE if whys and whys <= AGES else GapReason.NONE_HERE

    @property
    def _has_expired(self) -> bool:
        return any(each.why == Misfit.NOT_RUNNING and each.service.licence_until for each in self.unfit)

    def together(self) -> MeasureSum:
        shared = self.shared
        figures = (shared.required, shared.given, shared.gap_alone, shared.gap, self.gap_low, self.gap_high)
        return MeasureSum(self.line.counted_in, *figures)


@dataclass(frozen=True, slots=True)
class YearGap:
    """The gap of one measure in one year, from the low to the high estimate, against the places of the edition."""

    year: int
    counted_in: str
    low: int
    point: int
    high: int

    @property
    def label(self) -> str:
        return str(CountedIn(self.counted_in).label)


@dataclass(frozen=True)
class NeedGap:
    need: Need
    lines: tuple[LineGap, ...]
    years: tuple[YearGap, ...] = ()

    @cached_property
    def sums(self) -> list[MeasureSum]:
        return summed(line.together() for line in self.lines)


@dataclass(frozen=True, slots=True)
class UnitGap:
    """The lines of one unit, served by disclosed services alone; `has_service` is False for a territorial gap."""

    unit: AdministrativeUnit
    sums: list[MeasureSum]
    has_service: bool


@dataclass(frozen=True)
class Matrix:
    """`apart` are services whose places do not count today, by standing."""

    needs: list[NeedGap]
    without_line: list[Need]
    units: list[UnitGap]
    apart: list[Offer]
    staff: list[StaffRequirement]
    asked: list[AskedPlaces] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[LineGap]:
        return [line for need in self.needs for line in need.lines]

    @property
    def sums(self) -> list[MeasureSum]:
        return summed(line.together() for line in self.lines)

    @property
    def without_service(self) -> list[AdministrativeUnit]:
        return [each.unit for each in self.units if not each.has_service]

    def of_need(self, need: Need) -> NeedGap:
        return next((each for each in self.needs if each.need.pk == need.pk), NeedGap(need, ()))


def summed(parts: Iterable[MeasureSum]) -> list[MeasureSum]:
    """One sum a measure, in the order of the measures."""
    by_measure: dict[str, list[MeasureSum]] = defaultdict(list)
    for part in parts:
        by_measure[part.counted_in].append(part)
    names = ("required", "given", "gap_alone", "gap", "gap_low", "gap_high")
    return [
        MeasureSum(measure, *(sum(getattr(part, name) for part in by_measure[measure]) for name in names))
        for measure in CountedIn.values
        if measure in by_measure
    ]


@dataclass(frozen=True)
class Supply:
    """Lines and services of an edition as they meet; runs of the sharing over them."""

    lines: list[RequirementLine]
    offers: list[Offer]
    units: list[AdministrativeUnit]

    @cached_property
    def misfits(self) -> dict[int, dict[str, Misfit | None]]:
        """By line and service of a type it names: why it does not count, None where it does."""
        all_units = frozenset(unit.pk for unit in self.units)
        by_type: dict[int, list[Offer]] = defaultdict(list)
        for offer in self.offers:
            by_type[offer.service_type].append(offer)
        return {
            line.pk: {
                offer.key: misfit(line, offer, all_units=all_units)
                for service_type in line.service_types.all()
                for offer in by_type[service_type.pk]
            }
            for line in self.lines
        }

    def asked(self, bound: str = "point", *, years: int = 0) -> list[AskedPlaces]:
        return [
            AskedPlaces(
                line.key,
                line.required(bound, years=years),
                frozenset(key for key, why in self.misfits[line.pk].items() if why is None),
                GRAVEST - line.need.severity,
            )
            for line in self.lines
        ]

    def run(self, asked: list[AskedPlaces]) -> dict[str, Shared]:
        return share_out(asked, {offer.key: offer.reach.places for offer in self.offers})

    def gaps(self, bound: str, *, years: int = 0) -> dict[str, int]:
        return {key: each.gap for key, each in self.run(self.asked(bound, years=years)).items()}

    def disclosed(self) -> Supply:
        return Supply(self.lines, [offer for offer in self.offers if not offer.is_undisclosed], self.units)

    def with_offer(self, changed: Offer, *, replaces: str) -> Supply:
        """As if this service were so, in the place of that code."""
        others = [offer for offer in self.offers if offer.key not in {changed.key, replaces}]
        return Supply(self.lines, [*others, changed], self.units)


def supply_of(assessment: Assessment) -> Supply:
    return read(read_supply(assessment))


def read_supply(assessment: Assessment) -> Reader[Supply]:
    """The edition's own service map once verified, the map of today while drafting."""
    of_edition = RequirementLine.objects.filter(need__assessment=assessment).select_related("need__group", "unit")
    lines, units = of_edition.prefetch_related("service_types"), AdministrativeUnit.objects.all()
    offers, _lists = yield from side_by_side(read_offers(assessment), read_lists(lines, units))
    return Supply(list(lines), offers, list(units))


def read_offers(assessment: Assessment) -> Reader[list[Offer]]:
    if assessment.is_editable:
        return (yield from read_offers_on(timezone.localdate()))
    rows = assessment.assessed_services.select_related("service__service_type", "service__unit")
    rows = rows.prefetch_related("service__groups", "service__served_units")
    yield from read_lists(rows)
    return [stored_offer(row) for row in rows]


def read_offers_on(day: date) -> Reader[list[Offer]]:
    services = Service.objects.not_closed().select_related("service_type", "unit")
    shown = services.prefetch_related("groups", "served_units")
    yield from read_lists(shown)
    return [offer_of(service, day) for service in shown]


def gap_matrix(assessment: Assessment, *, years: Sequence[int] = ()) -> Matrix:
    return read(read_gap_matrix(assessment, years=years))


def read_gap_matrix(assessment: Assessment, *, years: Sequence[int] = ()) -> Reader[Matrix]:
    """Everything about the gaps of an edition; `years` are those the requirements are projected to."""
    needs, staff = assessment.needs.select_related("group"), assessment.staff_requirements.all()
    supply, _lists = yield from side_by_side(read_supply(assessment), read_lists(needs, staff))
    asked = supply.asked()
    lines = _line_gaps(supply, asked)
    projected = _projected(supply, lines, years)
    by_need: dict[int, list[LineGap]] = defaultdict(list)
    for each in lines:
        by_need[each.line.need_id].append(each)
    return Matrix(
        needs=[
            NeedGap(need, tuple(by_need[need.pk]), tuple(projected[need.pk])) for need in needs if need.pk in by_need
        ],
        without_line=[need for need in needs if need.pk not in by_need],
        units=_unit_gaps(supply),
        apart=[offer for offer in supply.offers if offer.count_status != CountStatus.COUNTED],
        staff=list(staff),
        asked=asked,
    )


def _line_gaps(supply: Supply, asked: list[AskedPlaces]) -> list[LineGap]:
    shared, low, high = supply.run(asked), supply.gaps("low"), supply.gaps("high")
    services = {offer.key: offer.service for offer in supply.offers}
    return [
        LineGap(
            line,
            shared[one.key],
            low[one.key],
            high[one.key],
            one.fits,
            tuple(Source(services[key], count) for key, count in shared[one.key].sources.items()),
            tuple(Unfit(services[key], why) for key, why in supply.misfits[line.pk].items() if why is not None),
        )
        for line, one in zip(supply.lines, asked, strict=True)
    ]


def _projected(supply: Supply, lines: list[LineGap], years: Sequence[int]) -> dict[int, list[YearGap]]:
    """By need: each year and measure. The years are counted from the year of each need's estimate."""
    found: dict[int, list[YearGap]] = defaultdict(list)
    for year in years:
        gaps = {bound: _gaps_in(supply, bound, year) for bound in BOUNDS}
        sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        for each in lines:
            place = sums[each.line.need_id, each.line.counted_in]
            for number, bound in enumerate(BOUNDS):
                place[number] += gaps[bound][each.line.key]
        for (need, counted_in), figures in sums.items():
            found[need].append(YearGap(year, counted_in, *figures))
    return found


def _gaps_in(supply: Supply, bound: str, year: int) -> dict[str, int]:
    asked = [
        replace(one, required=line.required(bound, years=max(year - line.need.year, 0)))
        for line, one in zip(supply.lines, supply.asked(bound), strict=True)
    ]
    return {key: each.gap for key, each in supply.run(asked).items()}


def _unit_gaps(supply: Supply) -> list[UnitGap]:
    """Territorial gaps: undisclosed services share in the municipality's run alone, so they are left out here."""
    open_supply = supply.disclosed()
    by_unit: dict[int | None, list[MeasureSum]] = defaultdict(list)
    for each in _line_gaps(open_supply, open_supply.asked()):
        by_unit[each.line.unit_id].append(each.together())
    running = [offer for offer in open_supply.offers if offer.count_status == CountStatus.COUNTED]
    served = {unit.pk for offer in running for unit in supply.units if _reaches(offer, unit)}
    return [UnitGap(unit, summed(by_unit[unit.pk]), unit.pk in served) for unit in supply.units]


def _reaches(offer: Offer, unit: AdministrativeUnit) -> bool:
    """A service for the whole municipality fills no unit's want of one of its own."""
    return offer.reach.units is not None and unit.pk in offer.reach.units


@dataclass(frozen=True, slots=True)
class Growth:
    """A line whose gap a change of the service map makes larger."""

    line: RequirementLine
    before: int
    after: int


def what_grows(changed: Offer, *, replaces: str = "") -> list[Growth]:
    """Gaps of the editions being drafted that grow elsewhere if a service were so; more places alone never do that."""
    found: list[Growth] = []
    for assessment in Assessment.objects.drafting():
        supply = supply_of(assessment)
        before, after = supply.gaps("point"), supply.with_offer(changed, replaces=replaces).gaps("point")
        found += [
            Growth(line, before[line.key], after[line.key])
            for line in supply.lines
            if after[line.key] > before[line.key]
        ]
    return found
