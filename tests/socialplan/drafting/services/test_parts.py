"""Links of a measure and targets of an indicator: only what changed is written, what is emptied goes."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.opened.digests import digest
from operations.models import Event
from socialplan.content.models import Indicator, Measure
from socialplan.drafting.services.editable_parts import EditablePart, OpenedPage, set_part
from socialplan.drafting.services.parts import LINKS_OF_MEASURE, TARGETS_OF_INDICATOR, text_of_number
from tests.factories.assessments import NeedFactory, TargetGroupFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, MeasureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def put(part: EditablePart, row: Any, wanted: dict[str, Any], actor: Any) -> Any:
    shown = {name: digest(part.text(value)) for name, value in part.read(row).items()}
    return set_part(part, row, wanted, actor=actor, page=OpenedPage(shown))


@pytest.fixture
def measure() -> Measure:
    return MeasureFactory()


@pytest.fixture
def indicator() -> Indicator:
    return IndicatorFactory()


def test_a_link_that_stays_keeps_its_row_and_one_that_goes_takes_none_along(
    measure: Measure, people: dict[str, Any]
) -> None:
    first, second, third = (TargetGroupFactory() for _ in range(3))
    unit = AdministrativeUnitFactory()
    put(LINKS_OF_MEASURE, measure, {"group": [first, second], "unit": [unit]}, people["staff"])
    stayed = measure.group_links.get(group=second).pk

    put(LINKS_OF_MEASURE, measure, {"group": [second, third]}, people["staff"])

    assert set(measure.group_links.values_list("group", flat=True)) == {second.pk, third.pk}
    assert measure.group_links.get(group=second).pk == stayed
    assert measure.unit_links.get().unit == unit


def test_each_kind_of_link_is_told_by_its_own_name(measure: Measure, people: dict[str, Any]) -> None:
    need, indicator = NeedFactory(code="N7"), IndicatorFactory(objective=measure.objective, version=measure.version)

    put(LINKS_OF_MEASURE, measure, {"need": [need], "indicator": [indicator]}, people["staff"])

    event = Event.objects.get(action="drafting.set_links")
    assert event.after == {"need": {str(need.pk): "N7"}, "indicator": {str(indicator.pk): indicator.code}}
    assert event.before == {}


def test_a_target_is_changed_in_its_row_and_an_emptied_one_is_gone(
    indicator: Indicator, people: dict[str, Any]
) -> None:
    put(TARGETS_OF_INDICATOR, indicator, {"2024": Decimal(3), "2025": Decimal(5)}, people["staff"])
    row = indicator.targets.get(year=2024)

    put(TARGETS_OF_INDICATOR, indicator, {"2024": Decimal("3.5"), "2025": None}, people["staff"])

    (left,) = indicator.targets.all()
    assert (left.pk, left.value, left.revision) == (row.pk, Decimal("3.5"), row.revision + 1)


def test_a_target_that_does_not_fit_leaves_all_years_as_they_were(
    indicator: Indicator, people: dict[str, Any]
) -> None:
    put(TARGETS_OF_INDICATOR, indicator, {"2024": Decimal(3)}, people["staff"])

    with pytest.raises(ValidationError):
        put(TARGETS_OF_INDICATOR, indicator, {"2024": Decimal(4), "2025": Decimal(10) ** 30}, people["staff"])

    assert list(indicator.targets.values_list("year", "value")) == [(2024, Decimal(3))]


def test_every_year_of_the_plan_is_read_whether_it_has_a_target_or_not(indicator: Indicator) -> None:
    years = [str(year) for year in indicator.version.plan.years]

    assert TARGETS_OF_INDICATOR.read(indicator) == dict.fromkeys(years)


@pytest.mark.parametrize(("value", "text"), [("12.00", "12"), ("0.50", "0.5"), ("1E+3", "1000"), (None, "")])
def test_a_number_reads_without_what_stands_for_nothing(value: str | None, text: str) -> None:
    assert text_of_number(None if value is None else Decimal(value)) == text
