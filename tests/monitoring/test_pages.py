from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from monitoring.models import MeasureProgress, Period
from monitoring.reporting.documents import render_report
from monitoring.services.periods import open_period
from socialplan.content.enums import PlanKind, PlanState
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import PeriodFactory, PeriodKindFactory, YearlyReportFactory, measure_of
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db


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


def test_a_period_follows_the_plan_and_never_the_strategy(client_of: Any) -> None:
    plan = PlanVersionFactory(content=True, state=PlanState.IN_FORCE)
    strategy = PlanVersionFactory(plan__kind=PlanKind.MONITORING_STRATEGY, state=PlanState.IN_FORCE)
    staff = UserFactory(role="staff")
    days = {"starts_on": "01.01.2025", "ends_on": "31.12.2025", "cut_off_on": "31.01.2026"}
    days["kind"] = str(PeriodKindFactory().pk)

    client_of(staff).post(reverse("monitoring:period_create"), {"title_sq": "2025", "target_year": "2025", **days})

    assert Period.objects.get().version == plan
    with pytest.raises(ValidationError, match="Strategjia"):
        open_period(version=strategy, actor=staff)
