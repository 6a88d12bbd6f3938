"""The dashboard: late first, pictures, filters, the trend; and target against achieved over all periods."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.enums import ReportState, ValueState
from monitoring.figures import period_figures
from monitoring.models import Period
from monitoring.reporting.dashboard import DashboardFilter, PlanLinks, narrowed
from monitoring.reporting.freezing import freeze_figures
from monitoring.reporting.rolled import roll_up
from socialplan.content.models import MeasureGroup, MeasureUnit
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    PeriodFactory,
    YearlyReportFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory, OfficeFactory
from tests.factories.socialplan import IndicatorFactory, MeasureFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db
BOARD = "monitoring:dashboard"


@pytest.fixture
def period() -> Period:
    """A measure and an indicator of the office DSS beside those that name none."""
    MunicipalityFactory()
    office = OfficeFactory(code="dss")
    version = PlanVersionFactory(content=True)
    objective = version.specificobjectives.first()
    own = MeasureFactory(objective=objective, code="ZZ", office=office, due_on=date(2024, 9, 1))
    MeasureUnit.objects.create(version=version, measure=own, unit=AdministrativeUnitFactory(code="U1"))
    MeasureGroup.objects.create(version=version, measure=own, group=TargetGroupFactory(code="G1"))
    IndicatorFactory(objective=objective, code="ZI", responsible="DSS")
    found: Period = PeriodFactory(version=put_in_state(version, "in_force"))
    return found


def test_before_the_first_period_the_page_says_so(client_of: Any) -> None:
    MunicipalityFactory()
    page = client_of(UserFactory(role="staff")).get(reverse(BOARD))

    assert (page.status_code, page.context["period"]) == (200, None)


def test_late_measures_stand_before_the_pictures(period: Period, client_of: Any) -> None:
    page = client_of(UserFactory(role="staff")).get(reverse(BOARD))
    words = page.content.decode()

    assert [line.code for line in page.context["figures"].late] == ["ZZ"]
    assert 0 < words.index("ZZ") < words.index("<figure")
    assert len(page.context["pictures"]) >= 3
    assert page.context["overdue"]


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        ({"office": "dss"}, ["ZI", "ZZ"]),
        ({"goal": "nothing"}, []),
        ({"unit": "x"}, []),
        ({"group": "x"}, []),
        ({"unit": "U1"}, ["ZZ"]),
        ({"group": "G1", "goal": ""}, ["ZZ"]),
    ],
)
def test_a_choice_leaves_its_rows_and_their_sums(period: Period, chosen: dict[str, str], codes: list[str]) -> None:
    BudgetExecutionFactory(period=period, measure=period.version.measures.get(code="ZZ"), spent=7, committed=7)
    BudgetExecutionFactory(period=period, spent=100, committed=100)

    found = narrowed(period_figures(period), lambda: PlanLinks.of(period.version), DashboardFilter(**chosen))

    assert [line.code for line in (*found.indicators, *found.measures)] == codes
    assert found.total.spent == (7 if codes else 0)


@pytest.mark.parametrize("chosen", [{}, {"office": "dss"}, {"office": "dss", "unit": "U1", "group": "G1"}])
def test_the_dashboard_asks_no_more_where_it_is_narrowed(
    period: Period, client_of: Any, chosen: dict[str, str]
) -> None:
    """Six queries beside those of the login, once its periods are rolled up."""
    roll_up(period)
    client = client_of(UserFactory(role="staff"))
    client.get(reverse(BOARD))

    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse(BOARD), chosen)

    of_page = [each for each in asked if "accounts_" not in each["sql"] and "django_session" not in each["sql"]]
    assert not page.context["form"].errors
    assert [line.code for line in page.context["figures"].measures if line.code == "ZZ"] == ["ZZ"]
    assert len(of_page) <= 6, "\n".join(each["sql"] for each in of_page)


def test_what_nobody_may_choose_is_told_at_the_field(period: Period, client_of: Any) -> None:
    page = client_of(UserFactory(role="staff")).get(reverse(BOARD), {"goal": "QS99", "period": "9" * 30})

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"goal", "period"}


def test_target_and_achieved_of_all_periods_stand_in_one_sheet(period: Period, client_of: Any) -> None:
    indicator = period.version.indicators.get(code="ZI")
    later = PeriodFactory(
        version=period.version, title_sq="2025", title_en="", target_year=2025, starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31), cut_off_on=date(2026, 1, 31),
    )  # fmt: skip
    for each, amount in ((period, 11.25), (later, 22.75)):
        IndicatorValueFactory(period=each, indicator=indicator, amount=amount, state=ValueState.APPROVED)

    answer = client_of(UserFactory(role="staff")).get(reverse("monitoring:years_file", args=[period.pk]))

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    heads = next(row for row in rows if row[0] == "Treguesi")
    row = next(row for row in rows if str(row[0]).startswith("ZI"))
    assert [head for head in heads if "arritur" in str(head)] == ["Periudha e parë: arritur", "2025: arritur"]
    assert [cell for cell in row if cell in {11.25, 22.75}] == [11.25, 22.75]


def test_a_councillor_sees_no_more_than_the_public(period: Period, client_of: Any) -> None:
    few = period.version.indicators.exclude(code="ZI").first()
    IndicatorValueFactory(period=period, indicator=few, amount=3, state=ValueState.APPROVED)
    councillor = client_of(UserFactory(role="councillor"))
    before = councillor.get(reverse(BOARD)).context["period"]
    YearlyReportFactory(period=period, state=ReportState.PUBLISHED, figures=freeze_figures(period))

    seen = councillor.get(reverse(BOARD)).context["figures"]

    assert before is None
    assert all(line.actual is None for line in seen.indicators if line.is_hidden)
    assert seen.groups == ()
