"""The activity file: elements in the schema's order, one total and one actual a published cell, nothing suppressed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from core.suppression import MARK
from monitoring.reporting.freezing import frozen_form
from monitoring.reporting.iati import render_iati
from monitoring.reporting.outputs import OUTPUTS
from monitoring.reporting.tables import parts_table
from municipality.models import Municipality
from operations.files import MADE_TYPES, check_upload
from tests.factories.monitoring import YearlyReportFactory
from tests.monitoring.parting.test_parted import parts, period_of, released, shown, value

pytestmark = pytest.mark.django_db
# Of the standard's schema 2.03: the children of each element that occurs here, in their order.
ORDER: dict[str, tuple[str, ...]] = {
    "iati-activities": ("iati-activity",),
    "iati-activity": (
        "iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status",
        "activity-date", "recipient-country", "sector", "budget", "transaction", "result",
    ),
    "budget": ("period-start", "period-end", "value"),
    "transaction": ("transaction-type", "transaction-date", "value"),
    "result": ("title", "indicator"),
    "indicator": ("title", "baseline", "period"),
    "period": ("period-start", "period-end", "target", "actual"),
    "actual": ("dimension",),
    **dict.fromkeys(("reporting-org", "title", "description", "participating-org"), ("narrative",)),
}  # fmt: skip
OPTIONAL = {"budget", "transaction", "baseline", "target", "actual", "dimension", "result"}
MANY = {"iati-activity", "activity-date", "result", "indicator", "actual", "dimension", "narrative"}
NEEDED = {
    "iati-activities": {"version"}, "reporting-org": {"ref", "type"}, "participating-org": {"role"},
    "activity-status": {"code"}, "activity-date": {"iso-date", "type"}, "sector": {"code"}, "result": {"type"},
    "recipient-country": {"code"}, "indicator": {"measure"}, "baseline": {"year"}, "period-start": {"iso-date"},
    "period-end": {"iso-date"}, "dimension": {"name", "value"}, "value": {"value-date"},
    "transaction-type": {"code"}, "transaction-date": {"iso-date"},
}  # fmt: skip


def complaints(element: ElementTree.Element) -> list[str]:
    """What the schema would say of an element and all in it."""
    found = [f"{element.tag} lacks {name}" for name in NEEDED.get(element.tag, set()) - set(element.keys())]
    order = ORDER.get(element.tag, ())
    names = [child.tag for child in element]
    found += [f"{element.tag} holds {name}" for name in names if name not in order]
    places = [order.index(name) for name in names if name in order]
    if places != sorted(places):
        found.append(f"{element.tag}: {names} out of order")
    found += [f"{element.tag} lacks {name}" for name in order if name not in names and name not in OPTIONAL]
    found += [f"{element.tag} repeats {name}" for name in set(names) - MANY if names.count(name) > 1]
    if "iso-date" in element.keys():  # noqa: SIM118
        date.fromisoformat(element.attrib["iso-date"])
    return found + [each for child in element for each in complaints(child)]


@pytest.mark.parametrize(("kind", "direction"), [("FLOW", "UP"), ("STOCK", "DOWN")])
def test_the_file_keeps_the_schema_and_tells_every_published_cell_once(kind: str, direction: str) -> None:
    period = period_of(kind=kind, direction=direction, baseline=4, baseline_year=2023, disaggregation="sex,age")
    value(period, 40)
    parts(period, "sex", women=37, men=3, unknown=0)
    parts(period, "age", under_16=21, **{"16_24": 19})
    figures = released(period)
    report = YearlyReportFactory(period=period, figures=frozen_form(figures), state="validated")

    content = render_iati(report, language="en")

    assert check_upload(content, allowed=MADE_TYPES) == OUTPUTS["iati"].content_type
    root = ElementTree.fromstring(content)
    assert complaints(root) == []
    (indicator,) = [each for each in root.iter("indicator") if "X9" in (each.findtext("title/narrative") or "")]
    assert indicator.attrib["ascending"] == ("1" if direction == "UP" else "0")
    assert indicator.get("aggregation-status") == ("1" if kind == "FLOW" else None)
    actuals = indicator.findall("period/actual")
    totals = [each.attrib["value"] for each in actuals if not len(each)]
    assert totals == ["40"]
    cells = {
        (mark.attrib["name"], mark.attrib["value"]): Decimal(each.attrib["value"]) for each in actuals for mark in each
    }
    assert len(cells) == len(actuals) - 1
    published = {key: cell for key, cell in shown(figures).items() if isinstance(cell, Decimal)}
    assert sorted(cells.values()) == sorted(published.values())
    assert ("sex", "men") not in cells
    assert MARK not in content.decode()
    assert not re.search(r'value="(3|37)"', content.decode())
    assert len(parts_table(figures.parts).rows) == 5


def test_no_baseline_where_none_is_known_and_nothing_of_a_hidden_result() -> None:
    period = period_of(is_protected=True, disaggregation="sex")
    value(period, 9)
    parts(period, "sex", women=5, men=4)
    report = YearlyReportFactory(period=period, figures=frozen_form(released(period)), state="validated")

    root = ElementTree.fromstring(render_iati(report, language="sq"))

    (indicator,) = [each for each in root.iter("indicator") if "X9" in (each.findtext("title/narrative") or "")]
    assert indicator.find("baseline") is None
    assert indicator.find("period/actual") is None
    assert complaints(root) == []


@pytest.mark.parametrize(
    ("marks", "reference", "is_doubted"),
    [
        ({}, "AL-vlore", True),
        ({"donor_reference": "AL-NIPT-K12345678A"}, "AL-NIPT-K12345678A", True),
        (
            {"donor_reference": "AL-NIPT-K12345678A", "donor_reference_checked_on": date(2025, 1, 2)},
            "AL-NIPT-K12345678A",
            False,
        ),
    ],
)
def test_an_identifier_that_nobody_verified_says_so_in_the_file(
    marks: dict[str, Any], reference: str, is_doubted: bool
) -> None:
    period = period_of()
    Municipality.objects.update(territory="vlore", **marks)
    report = YearlyReportFactory(period=period, figures=frozen_form(released(period)), state="validated")

    root = ElementTree.fromstring(render_iati(report, language="en"))

    told = " ".join(each.text or "" for each in root.iterfind("iati-activity/description/narrative"))
    assert root.find("iati-activity/reporting-org").attrib["ref"] == reference  # type: ignore[union-attr]
    assert ("to be verified" in told, "duhet verifikuar" in told) == (is_doubted, is_doubted)
    assert complaints(root) == []
