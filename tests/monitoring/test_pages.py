from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from monitoring.models import MeasureProgress, Period
from monitoring.reports import render_report
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import PeriodFactory, YearlyReportFactory, measure_of
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


def period_with(indicators: int) -> Period:
    version = PlanVersionFactory(content=True)
    objective = version.specificobjectives.first()
    for number in range(indicators - 1):
        IndicatorFactory(objective=objective, code=f"X{number}")
    return PeriodFactory(version=put_in_state(version, "in_force"))


@pytest.mark.parametrize("count", [1, 30])
def test_a_period_costs_the_same_queries_with_many_indicators(
    count: int, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    period, client = period_with(count), client_of(UserFactory(role="staff"))

    with django_assert_max_num_queries(36):
        assert client.get(period.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_periods_costs_the_same_queries(
    count: int, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    first = PeriodFactory()
    for number in range(count - 1):
        PeriodFactory(
            version=first.version, cut_off_on=f"2025-02-{number % 28 + 1:02}", ends_on=f"2025-01-{number + 1:02}"
        )
    client = client_of(UserFactory(role="staff"))

    with django_assert_max_num_queries(14):
        page = client.get(reverse("monitoring:period_list"))
    assert page.content.decode().count("<h2") == count


def test_a_refused_entry_keeps_what_was_typed_and_says_why(client_of: Any) -> None:
    period = PeriodFactory()
    client = client_of(UserFactory(role="staff"))
    address = reverse("monitoring:progress_edit", args=[period.pk, measure_of(period).pk])

    page = client.post(address, {"status": "delayed", "share_done": "30", "narrative_sq": "Filluan punimet"})

    assert "Filluan punimet" in page.content.decode()
    assert "shmangia dhe arsyeja" in page.content.decode()
    assert not MeasureProgress.objects.exists()


def test_an_entry_is_saved_and_read_back(client_of: Any) -> None:
    period = PeriodFactory()
    client = client_of(UserFactory(role="staff"))
    address = reverse("monitoring:progress_edit", args=[period.pk, measure_of(period).pk])

    page = client.post(address, {"status": "on_track", "share_done": "30"})

    assert page.status_code == 302
    assert MeasureProgress.objects.get().share_done == 30


@pytest.mark.parametrize(("language", "word"), [("sq", "Raporti i monitorimit"), ("en", "Monitoring report")])
def test_the_printed_report_speaks_the_language_asked_for(language: str, word: str) -> None:
    MunicipalityFactory()
    report = YearlyReportFactory(submittable=True)

    reader = PdfReader(BytesIO(render_report(report, language=language)))

    assert word in reader.pages[0].extract_text()
