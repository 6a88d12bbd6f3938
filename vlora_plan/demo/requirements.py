"""The demonstration's requirement lines and staff ratios: invented, one line or more for each of the needs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from assessments.enums import CountedIn, GapReason, SexScope
from assessments.models import Assessment, RequirementLine, ServiceType, StaffRequirement
from assessments.services import register_line, save_staff_requirement
from municipality.models import AdministrativeUnit
from operations.deeds import Entry
from vlora_plan.demo.data import SOURCE

CITY, ORIKUM, NOVOSELE, CENTRE, SHUSHICE = "Vlorë", "Orikum", "Novoselë", "Qendër Vlorë", "Shushicë"
ALL_UNITS = (CITY, ORIKUM, NOVOSELE, CENTRE, SHUSHICE)
CASES = CountedIn.CASES
LOW, HIGH = 90, 115

# Where a service serves more than the unit in which it stands.
SERVED = {
    **dict.fromkeys(("S01", "S02", "S04", "S08", "S18", "S22", "S23", "S25"), ALL_UNITS),
    "S07": (CITY, ORIKUM),
    "S14": (CITY, NOVOSELE),
    "S15": (ORIKUM, NOVOSELE, CENTRE, SHUSHICE),
}
IN_CASES = frozenset({"S01", "S02", "S03", "S16", "S17", "S22"})
STAYS = {"S20": 3}
OF_COUNTY = {"S23": 28}  # how many of its places are kept for this municipality


@dataclass(frozen=True, slots=True)
class Line:
    """`persons` by unit, None for the whole municipality; `rate` in percent."""

    need: str
    types: tuple[str, ...]
    persons: dict[str | None, int]
    ages: tuple[int, int | None] = (0, None)
    counted_in: CountedIn = CountedIn.PLACES
    rate: int = 100
    sex: SexScope = SexScope.ALL
    change: str = "0"
    reason: GapReason | None = None


LINES = (
    Line("N01", ("PRE", "PRE-INFO"), {CITY: 52, NOVOSELE: 12}, counted_in=CASES),
    Line("N02", ("COM-MULTI", "COM-HALFDAY"), {CITY: 55, NOVOSELE: 16}, (6, 16)),
    Line("N03", ("PRE", "PRE-INFO"), {CITY: 45, NOVOSELE: 13}, counted_in=CASES),
    Line("N04", ("COM-MULTI",), {CITY: 95}, (18, 64), rate=40),
    Line("N05", ("COM-MULTI",), {CITY: 88}, (6, None), rate=30),
    Line("N06", ("COM-EM72",), {None: 46}, counted_in=CASES),
    Line("N07", ("SPEC",), {None: 92}, (14, None), counted_in=CASES),
    Line("N08", ("RES-SPEC",), {None: 54}, rate=50),
    Line("N09", ("COM-OTHER",), {None: 38}, (18, None), counted_in=CASES, sex=SexScope.MEN),
    Line("N10", ("SPEC",), {None: 61}, (0, 17), counted_in=CASES),
    Line("N11", ("PRE",), {None: 310}, (0, 17), counted_in=CASES),
    Line("N12", ("COM-OTHER",), {CITY: 44}, (0, 17)),
    Line("N13", ("COM-ALT",), {None: 17}, (0, 17), reason=GapReason.STAFF),
    Line("N14", ("COM-HALFDAY",), {CITY: 146}, (6, 15), change="-1"),
    Line("N15", ("PRE", "PRE-INFO"), {CITY: 120}, counted_in=CASES),
    Line("N16", ("COM-DAY",), {CITY: 150, ORIKUM: 40}, (6, 18)),
    Line("N17", ("PRE-EARLY", "PRE"), {CITY: 70, SHUSHICE: 12, CENTRE: 14}, (0, 6)),
    Line("N18", ("COM-HOME",), {CITY: 130}, (18, None)),
    Line("N19", ("COM-OTHER",), {CITY: 560}, rate=10, reason=GapReason.TRANSPORT),
    Line("N20", ("COM-DAY",), {CITY: 97}, (18, None)),
    Line("N21", ("PRE", "PRE-INFO"), {CITY: 143}, counted_in=CASES),
    Line("N22", ("COM-HOME",), {CITY: 70, SHUSHICE: 12, CENTRE: 14, NOVOSELE: 12, ORIKUM: 10}, (65, None), change="2"),
    Line("N23", ("PRE", "PRE-INFO"), {CITY: 210}, counted_in=CASES),
    Line("N24", ("COM-HOMELESS",), {CITY: 175}, (18, None), rate=20, reason=GapReason.PRICE),
    Line("N25", ("COM-MULTI",), {CITY: 160}, (18, 64), rate=40),
)


@dataclass(frozen=True, slots=True)
class Staff:
    profession_sq: str
    profession_en: str
    structure_sq: str
    structure_en: str
    base: int
    per_post: tuple[int, int]
    filled: str


STAFF = (
    Staff("Punonjës social", "Social worker", "NJVNR", "NARU", 83_683, (6_000, 10_000), "8"),
    Staff(
        "Punonjës për mbrojtjen e fëmijës",
        "Child protection worker",
        "Njësia e mbrojtjes së fëmijës",
        "Child protection unit",
        310,
        (25, 40),
        "4",
    ),
)


def write_requirements(assessment: Assessment, *, actor: User, entry: Entry) -> None:
    """Each line of the table, one a unit, and the staff ratios."""
    needs = {need.code: need for need in assessment.needs.select_related("assessment")}
    units = {unit.name_sq: unit for unit in AdministrativeUnit.objects.all()}
    types = {each.code: each for each in ServiceType.objects.all()}
    for line in LINES:
        for unit, persons in line.persons.items():
            row = RequirementLine(
                need=needs[line.need],
                number=1,
                unit=units.get(unit or ""),
                age_from=line.ages[0],
                age_to=line.ages[1],
                sex=line.sex,
                counted_in=line.counted_in,
                persons_low=persons * LOW // 100,
                persons=persons,
                persons_high=-(-persons * HIGH // 100),
                rate=Decimal(line.rate),
                yearly_change=Decimal(line.change),
                reason=line.reason or "",
                source=SOURCE,
            )
            chosen = [types[code] for code in line.types]
            register_line(row, actor=actor, service_types=chosen, entry=entry)
    for each in STAFF:
        staff = StaffRequirement(
            assessment=assessment,
            profession_sq=each.profession_sq,
            profession_en=each.profession_en,
            structure_sq=each.structure_sq,
            structure_en=each.structure_en,
            base=each.base,
            per_post_low=each.per_post[0],
            per_post_high=each.per_post[1],
            filled=Decimal(each.filled),
            source=SOURCE,
        )
        save_staff_requirement(staff, actor=actor, entry=entry)
