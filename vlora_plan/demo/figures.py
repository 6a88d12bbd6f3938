"""Figures of the demonstration: published counts of the place with their sources, and invented series beside them.

The counts of the population differ by more than double; that is why each says whom it counts, when and by whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from assessments.enums import FigureQuality, Method, SexScope
from assessments.figures.services import register_data_point, save_definition, verify_data_points
from assessments.models import Assessment, DataPoint, FigureDefinition, TargetGroup
from municipality.models import AdministrativeUnit
from operations.deeds import Entry
from vlora_plan.demo.data import SOURCE

CENSUS_2011 = "INSTAT, Censusi 2011 (banorë), sipas njësive"
BY_SUBTRACTION = "INSTAT, Censusi 2011 (banorë); e llogaritur nga shuma 104 827"
CENSUS_2023 = "Censusi 2023 (banorë), nga burim i dytë; për t'u krahasuar me INSTAT"
WIDER_SOURCE = "INSTAT, Censusi 2023, nga burime të dyta; për t'u krahasuar me INSTAT"
WIDER_SOURCE_EN = "INSTAT, Census 2023, from secondary sources; to be checked with INSTAT"
REGISTRY = "Gjendja civile, pasaporta e bashkisë (rreth vitit 2015)"
AGENCY_HEAD = "Gjendja civile, faqja e agjencisë së qeverisjes vendore, titulli (pa datë, vendosur te 2015)"
AGENCY_TOTAL = "Gjendja civile, faqja e agjencisë së qeverisjes vendore, shuma e tabelës (pa datë, vendosur te 2015)"
PASSPORT = "Pasaporta e bashkisë"
ENTERED, VERIFIED = date(2024, 2, 20), date(2024, 2, 27)


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the last day of a year, or of the day that is named."""

    code: str
    value: str
    day: date
    source: str = SOURCE
    unit: str = ""
    group: str = ""
    sex: SexScope = SexScope.ALL
    ages: tuple[int | None, int | None] = (None, None)
    method: Method = Method.REGISTER
    quality: FigureQuality = FigureQuality.ADMINISTRATIVE


IN_2011, IN_2015, IN_2023 = date(2011, 10, 1), date(2015, 12, 31), date(2023, 9, 18)
UNITS_2011 = (("vlore", 79_513), ("orikum", 5_503), ("novosele", 8_209), ("qender", 7_621))
PUBLISHED = (
    Known("area", "616.85", IN_2015, PASSPORT),
    Known("pop-resident", "104827", IN_2011, CENSUS_2011, method=Method.CENSUS),
    *(Known("pop-resident", str(n), IN_2011, CENSUS_2011, code, method=Method.CENSUS) for code, n in UNITS_2011),
    Known("pop-resident", "3981", IN_2011, BY_SUBTRACTION, "shushice", method=Method.CENSUS),
    Known("pop-resident", "83683", IN_2023, CENSUS_2023, method=Method.CENSUS, quality=FigureQuality.ESTIMATE),
    Known(
        "pop-resident", "66320", IN_2023, CENSUS_2023, "vlore", method=Method.CENSUS, quality=FigureQuality.ESTIMATE
    ),
    Known("pop-registered", "194147", IN_2015, REGISTRY),
    Known("pop-registered", "202373", IN_2015, AGENCY_HEAD),
    Known("pop-registered", "200514", IN_2015, AGENCY_TOTAL),
)
SERIES = {
    "unemployed": (3_410, 3_120, 2_870),
    "pupils": (10_240, 9_860, 9_510),
    "kindergarten": (2_310, 2_270, 2_190),
    "health-centres": (11, 11, 10),
    "family-doctors": (46, 44, 41),
    "social-workers": (4, 5, 6),
    "child-workers": (3, 3, 4),
    "budget-10140": (38_500_000, 41_200_000, 46_900_000),
    "budget-10430": (61_000_000, 64_700_000, 70_300_000),
    "cash-families": (1_180, 1_060, 940),
    "cash-aid": (98_000_000, 91_500_000, 84_200_000),
    "cash-disability": (3_640, 3_590, 3_560),
}
YEARS = (2021, 2022, 2023)
# Of the county and of the country by the census of 2023, where they were published.
WIDER = {
    "pop-resident": ("146681", "2402113"),
    "households": (None, "755950"),
    "household-size": (None, "3.2"),
    "pop-roma": (None, "9813"),
    "pop-egyptian": (None, "12375"),
}
WITHIN = {
    "group-disability": {"RE": 96, "GBV": 14, "CHP": 61, "PWD": 3_560, "ECO": 210},
    "group-ethnicity": {"RE": 1_610, "GBV": 22, "CHP": 88, "PWD": 96, "ECO": 340},
}
GROUP_PARTS = (("RE", 820, 790), ("GBV", 148, 12), ("CHP", 190, 204), ("PWD", 1_690, 1_870), ("ECO", 1_420, 1_180))


def _invented() -> list[Known]:
    found = [
        Known(code, str(value), date(year, 12, 31))
        for code, values in SERIES.items()
        for year, value in zip(YEARS, values, strict=True)
    ]
    found += [
        Known(code, value, IN_2023, group="RE") for code, value in (("pop-roma", "310"), ("pop-egyptian", "540"))
    ]
    for group, women, men in GROUP_PARTS:
        for sex, value in ((SexScope.WOMEN, women), (SexScope.MEN, men)):
            found.append(Known("group-size", str(value), date(2023, 12, 31), group=group, sex=sex))
    for code, values in WITHIN.items():
        found += [Known(code, str(value), date(2023, 12, 31), group=group) for group, value in values.items()]
    return found


def write_figures(assessment: Assessment, *, enters: User, verifies: User) -> None:
    """Entered by one person, and verified by another, except what a second source still has to confirm."""
    write_wider_values(actor=enters)
    definitions = {row.code: row for row in FigureDefinition.objects.all()}
    units = {row.code: row for row in AdministrativeUnit.objects.all()}
    groups = {row.code: row for row in TargetGroup.objects.all()}
    checked = []
    for known in (*PUBLISHED, *_invented()):
        point = register_data_point(
            DataPoint(
                assessment=assessment,
                definition=definitions[known.code],
                value=Decimal(known.value),
                starts_on=date(known.day.year, 1, 1) if known.source == SOURCE else known.day,
                ends_on=known.day,
                unit=units.get(known.unit),
                group=groups.get(known.group),
                sex=known.sex,
                age_from=known.ages[0],
                age_to=known.ages[1],
                source=known.source,
                method=known.method,
                quality=known.quality,
            ),
            actor=enters,
            entry=_on(ENTERED),
        )
        if known.source in {CENSUS_2011, BY_SUBTRACTION, PASSPORT}:
            checked.append(point.pk)
    verify_data_points(assessment, checked, actor=verifies, entry=_on(VERIFIED))


def write_wider_values(*, actor: User) -> None:
    for code, values in WIDER.items():
        definition = FigureDefinition.objects.get(code=code)
        definition.county_value, definition.country_value = (
            None if value is None else Decimal(value) for value in values
        )
        definition.wider_on, definition.wider_source = IN_2023, WIDER_SOURCE
        definition.wider_source_en = WIDER_SOURCE_EN
        save_definition(definition, actor=actor, entry=_on(ENTERED))


def _on(day: date) -> Entry:
    return Entry(day, is_back_entry=True, source_document=SOURCE)
