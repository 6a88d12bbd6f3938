"""Compare and trace, walked in both languages on a desk and on a telephone: by staff, a councillor and anybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from consultations.models import Recommendation
from municipality.models import AdministrativeUnit
from socialplan.content.enums import NodeKind
from socialplan.content.models import DispositionTarget, Indicator, Measure, PlanVersion
from socialplan.drafting.services.content import store
from socialplan.drafting.services.copying import open_amendment
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize(("language", "width"), [("sq", 1280), ("sq", 360), ("en", 1280), ("en", 360)])
NEW_TITLE = "Ekip i zgjeruar për zonat rurale"


def in_force() -> PlanVersion:
    return PlanVersion.objects.of_plans().in_force().earliest("pk")


def chain() -> tuple[Recommendation, Measure, Indicator]:
    """A recommendation whose answer stands in the plan as a measure, and an indicator of its objective."""
    targets = DispositionTarget.objects.filter(node_kind=NodeKind.MEASURE, disposition__published_answer__isnull=False)
    target = targets.earliest("pk")
    measure = Measure.objects.get(version=in_force(), key=target.node_key)
    return target.disposition.recommendation, measure, measure.objective.indicators.earliest("pk")


@pytest.fixture
def draft() -> PlanVersion:
    """An amendment of the plan in force in which one measure is called otherwise."""
    staff = User.objects.get(email="staff@demo.example")
    old = in_force()
    found = PlanVersion.objects.filter(derived_from=old, state="drafting").first()
    version: PlanVersion = found or open_amendment(old, actor=staff)
    measure = version.measures.earliest("pk")
    if measure.title_sq != NEW_TITLE:
        measure.title_sq = measure.title_en = NEW_TITLE
        store(measure, actor=staff)
    return version


def stages(reader: BrowserReader) -> dict[str, int]:
    """How many steps stand at each stage of the trace."""
    found = reader.page.locator(".trace > li").evaluate_all(
        "stages => stages.map(one => [one.id, one.querySelectorAll('.trace-step').length])"
    )
    return {name.removeprefix("trace-"): count for name, count in found}


@BOTH
def test_anybody_goes_from_a_recommendation_to_the_result_and_back(
    reader: Callable[..., BrowserReader], language: str, width: int
) -> None:
    anybody = reader(language=language, width=width)
    recommendation, measure, indicator = chain()

    anybody.go(f"contribute/{recommendation.round_id}/")
    anybody.press(f"main a[href*='/trace/recommendation/{recommendation.pk}/']")
    assert all(stages(anybody)[kind] for kind in ("need", "answer", "measure", "money", "done", "indicator", "result"))
    assert stages(anybody)["contribution"] == 0

    anybody.press(f"main a[href*='/trace/indicator/{indicator.key}/']")
    assert stages(anybody)["result"] == 1
    anybody.press(f"main a[href*='/trace/measure/{measure.key}/']")
    anybody.press(f"main a[href*='/trace/recommendation/{recommendation.pk}/']")
    assert anybody.page.locator(".trace-step.is-subject").inner_text().startswith(recommendation.code)


@BOTH
def test_staff_see_more_and_see_what_the_public_sees(
    reader: Callable[..., BrowserReader], language: str, width: int
) -> None:
    staff = reader("staff", language=language, width=width)
    recommendation, measure, _indicator = chain()

    staff.go(f"consultations/recommendations/{recommendation.pk}/")
    staff.press(f"main a[href*='/trace/recommendation/{recommendation.pk}/']")
    assert stages(staff)["contribution"] >= 1
    staff.press("main a[href*='as=public']")
    assert stages(staff)["contribution"] == 0

    staff.go(f"plan/measures/{measure.pk}/")
    staff.press(f"main a[href*='/trace/measure/{measure.key}/']")
    need = measure.need_links.earliest("pk").need
    staff.press(f"#trace-need a[href*='/trace/need/{need.pk}/']")
    assert stages(staff)["measure"] >= 1


@BOTH
def test_a_draft_is_compared_with_the_version_in_force(
    reader: Callable[..., BrowserReader], draft: PlanVersion, language: str, width: int
) -> None:
    staff = reader("staff", language=language, width=width)

    staff.go(f"plan/versions/{draft.pk}/tree/")
    comparison = staff.press(f".version-nav a[href$='/plan/versions/{draft.pk}/compare/{in_force().pk}/']")
    assert NEW_TITLE in comparison
    summary = staff.press("main a[href$='/summary/']")
    assert "1" in summary
    staff.go(f"plan/versions/{draft.pk}/compare/")


@BOTH
def test_planners_read_what_the_plan_covers(
    reader: Callable[..., BrowserReader], draft: PlanVersion, language: str, width: int
) -> None:
    expert = reader("expert", language=language, width=width)

    expert.go(f"plan/versions/{draft.pk}/")
    expert.press(f"main a[href$='/plan/versions/{draft.pk}/coverage/']")
    total = expert.page.locator("#money ~ .data-table tr.total").inner_text()
    cost = sum(each.amount for each in draft.measurecosts.all())
    assert str(cost // 1000) in "".join(sign for sign in total if sign.isdigit())
    with expert.page.expect_download() as loading:
        expert.page.locator("main a[href$='/coverage.xlsx']").click()
    assert loading.value.suggested_filename == f"coverage-v{draft.number}.xlsx"


@BOTH
def test_staff_link_a_measure_on_one_page(
    reader: Callable[..., BrowserReader], draft: PlanVersion, language: str, width: int
) -> None:
    staff = reader("staff", language=language, width=width)
    measure = draft.measures.latest("pk")

    staff.go(f"plan/measures/{measure.pk}/links/")
    unit = staff.page.locator("main [name=units]").first
    is_linked = unit.is_checked()
    unit.click()
    staff.send()

    first = AdministrativeUnit.objects.all()[0]
    assert measure.unit_links.filter(unit=first).exists() is not is_linked
