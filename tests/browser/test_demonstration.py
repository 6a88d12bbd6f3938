"""The pages of the loaded demonstration, in both languages, on a desk and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from consultations.codes import reference_code
from consultations.models import Contribution
from monitoring.models import Period, YearlyReport
from socialplan.content.models import DispositionTarget, Measure, PlanVersion
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize(("language", "width"), [("sq", 1280), ("en", 360)])


def followed() -> Contribution:
    """A contribution whose accepted recommendation stands in the plan as a measure."""
    target = DispositionTarget.objects.filter(node_kind="measure").earliest("pk")
    found: Contribution = target.disposition.recommendation.contributions.earliest("pk")
    return found


@BOTH
def test_anybody_reads_the_chain(reader: Callable[..., BrowserReader], language: str, width: int) -> None:
    anybody = reader(language=language, width=width)
    version = PlanVersion.objects.earliest("pk")

    anybody.go("")
    assert anybody.page.locator(".result-lines > li").count() == 5
    assert anybody.page.locator(".result-lines a").count() >= 5
    for path in ("contribute/", "plan/", "monitoring/progress/", "verify/", "account/login/"):
        anybody.go(path)
    assert getattr(version.plan, f"title_{language}") in anybody.go(f"plan/public/{version.pk}/")
    anybody.go(f"plan/public/measures/{Measure.objects.earliest('pk').pk}/")

    anybody.go("verify/")
    anybody.fill(sha256=version.seal.sha256)
    anybody.send()
    assert anybody.page.locator(".alert-success .hash").inner_text() == version.seal.sha256

    contribution = followed()
    anybody.go("follow/")
    anybody.fill(code=reference_code(contribution.submission_key).lower())
    assert contribution.text in anybody.send()
    assert anybody.page.locator("a[href*='plan/public/measures']").count() >= 1


@BOTH
def test_staff_read_the_plan_and_its_first_year(
    reader: Callable[..., BrowserReader], language: str, width: int
) -> None:
    staff = reader("staff", language=language, width=width)
    version, period, report = (
        PlanVersion.objects.earliest("pk"),
        Period.objects.earliest("pk"),
        YearlyReport.objects.earliest("pk"),
    )

    staff.go("")
    staff.go(f"plan/versions/{version.pk}/")
    staff.page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    staff.page.evaluate("document.querySelectorAll('main .rows-open').forEach((each) => each.click())")
    assert re.search(r"216\D?450\D", staff.page.locator("main").inner_text())
    staff.go(f"monitoring/periods/{period.pk}/")
    lights = {
        light: int(staff.page.locator(f".list-inline .light-{light} strong").first.inner_text())
        for light in ("green", "amber", "red", "grey")
    }
    assert lights == {"green": 14, "amber": 5, "red": 9, "grey": 2}
    staff.go(f"monitoring/reports/{report.pk}/")
    for path in ("assessments/", "assessments/services/", "consultations/rounds/", "consultations/recommendations/"):
        staff.go(path)
