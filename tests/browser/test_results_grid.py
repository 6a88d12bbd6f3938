"""Results entered in the grid by two offices: by keyboard, by paste, and at the same cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from monitoring.models import BudgetExecution, IndicatorValue, MeasureProgress, MeasureReach, Period, PeriodKind
from monitoring.services.periods import open_period
from socialplan.content.models import PlanVersion
from tests.browser.reader import BrowserReader, follow, open_row
from tests.browser.test_matrix import PASTE, saved

pytestmark = pytest.mark.browser


@pytest.fixture
def period() -> Period:
    """The year after the one that the yearly report's journey opens in the same demonstration."""
    version = PlanVersion.objects.of_plans().in_force().get()
    known = Period.objects.filter(version=version, target_year=2026).first()
    return known or open_period(
        version=version,
        kind=PeriodKind.objects.get(code="yearly"),
        actor=User.objects.get(email="staff@demo.example"),
        title_sq="Viti 2026",
        target_year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        cut_off_on=date(2027, 1, 31),
    )


def cell(page: Page, row: int, field: str) -> Locator:
    return page.locator(f"#m-{row} [data-f={field}]")


def test_results_are_entered_by_two_offices(reader: Callable[..., BrowserReader], period: Period) -> None:
    staff, finance = reader("staff"), reader("finance")
    page, sheet = staff.page, f"monitoring/periods/{period.pk}/grid"
    first, second = period.version.measures.order_by("position")[:2]
    for one in (staff, finance):
        one.go(f"{sheet}/measures/")

    cell(page, first.pk, "status").click()
    page.keyboard.press("Enter")
    cell(page, first.pk, "status").locator("select").select_option("delayed")
    page.keyboard.press("Tab")
    expect(page.locator("[data-save-line].is-failure")).to_be_visible()
    cell(page, first.pk, "deviation").click()
    page.keyboard.type("Prokurimi u anulua")
    page.keyboard.press("Tab")
    saved(page)
    expect(cell(page, first.pk, "share_done")).to_have_text("0")
    assert MeasureProgress.objects.get(period=period, measure=first).deviation == "Prokurimi u anulua"

    cell(finance.page, first.pk, "share_done").click()
    finance.page.keyboard.type("30")
    finance.page.keyboard.press("Enter")
    expect(cell(finance.page, first.pk, "share_done").locator(".cell-choice")).to_be_visible()
    cell(finance.page, first.pk, "share_done").locator(".cell-choice button").last.click()
    saved(finance.page)
    assert MeasureProgress.objects.get(period=period, measure=first).share_done == 30

    cell(page, second.pk, "status").click()
    page.evaluate(PASTE, "e përfunduar\t100\tU hap qendra")
    page.locator("button[name=confirm]").click()
    expect(page.locator(".alert-success")).to_be_visible()
    expect(cell(page, second.pk, "share_done")).to_have_text("100")
    staff.complaints.clear()  # the browser tells the refused request itself
    finance.complaints.clear()
    staff.look()


def test_a_column_of_values_is_pasted_and_taken_back(reader: Callable[..., BrowserReader], period: Period) -> None:
    staff = reader("staff")
    staff.go(f"monitoring/periods/{period.pk}/grid/indicators/")
    row = staff.page.locator("tr[data-m]").first
    row.locator("[data-f=amount]").click()
    staff.page.evaluate(PASTE, "12,5\n1 234\n0")
    staff.page.locator("button[name=confirm]").click()
    expect(staff.page.locator(".alert-success")).to_be_visible()
    assert IndicatorValue.objects.filter(period=period).count() == 3
    follow(staff.page.locator("[data-undo] button"))
    expect(staff.page.locator(".alert-success")).to_be_visible()
    assert not IndicatorValue.objects.filter(period=period).exists()


def test_beside_the_cell_stands_what_is_known_of_its_row_by_keyboard(
    reader: Callable[..., BrowserReader], period: Period
) -> None:
    staff = reader("staff")
    staff.go(f"monitoring/periods/{period.pk}/grid/indicators/")
    page = staff.page
    row = page.locator("tr[data-m]").first
    amount = row.locator("[data-f=amount]")
    amount.click()
    page.keyboard.press("F4")
    panel = page.locator("[data-panel]")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("548")  # the value of the first year
    history = panel.locator("table").first.locator("thead th").last.bounding_box()
    assert history is not None
    assert history["width"] >= 200, "the history has one word in a line"
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(amount).to_be_focused()


def test_persons_by_age_are_written_by_keyboard_in_the_folded_sheet(
    reader: Callable[..., BrowserReader], period: Period
) -> None:
    """The columns of another dimension are a link away; what is typed there stays when the sheet is folded again."""
    staff = reader("staff", width=360)
    fourth = period.version.measures.order_by("position")[3]
    staff.go(f"monitoring/periods/{period.pk}/grid/reach/")
    page = staff.page
    expect(cell(page, fourth.pk, "age-under_16")).to_have_count(0)
    page.locator("main a[href='?by=age']").focus()
    page.keyboard.press("Enter")
    expect(cell(page, fourth.pk, "sex-women")).to_have_count(0)

    open_row(page, fourth.pk)
    cell(page, fourth.pk, "all").click()
    page.keyboard.type("40")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # how they were counted stays as it is
    for words in ("12", "28"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    saved(page)
    expect(cell(page, fourth.pk, "age-under_16")).to_have_text("12")
    kept = MeasureReach.objects.filter(period=period, measure=fourth)
    assert {(each.dimension, each.part): each.persons for each in kept} == {
        ("all", "all"): 40,
        ("age", "under_16"): 12,
        ("age", "16_24"): 28,
    }
    page.locator("main a[href='?by=sex']").focus()
    page.keyboard.press("Enter")
    expect(cell(page, fourth.pk, "all")).to_have_text("40")
    staff.look()


def test_saves_that_overlap_are_nobody_elses_writing_and_no_key_falls_into_another_cell(
    reader: Callable[..., BrowserReader], period: Period
) -> None:
    """Answers come late: meanwhile one goes on in the same row, and in the same cell."""
    staff = reader("staff")
    page, third = staff.page, period.version.measures.order_by("position")[2]
    staff.go(f"monitoring/periods/{period.pk}/grid/measures/")
    page.route("**/cell/", lambda route: (page.wait_for_timeout(700), route.continue_()))

    cell(page, third.pk, "status").click()
    page.keyboard.press("Enter")
    cell(page, third.pk, "status").locator("select").select_option("delayed")
    page.keyboard.press("Tab")  # refused later: it says no reason
    cell(page, third.pk, "deviation").click()
    page.wait_for_timeout(900)  # the refusal comes before the first key
    page.keyboard.type("Prokurimi u anulua")
    cell(page, third.pk, "status").locator("select").focus()
    cell(page, third.pk, "share_done").click()  # the status goes once more, behind the one that takes it along
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    cell(page, third.pk, "share_done").click()
    page.keyboard.press("F2")
    cell(page, third.pk, "share_done").locator("input").fill("40")
    page.keyboard.press("Enter")
    saved(page)

    expect(page.locator(".is-saving, .is-unsaved")).to_have_count(0)
    expect(cell(page, third.pk, "share_done")).to_have_text("40")
    progress = MeasureProgress.objects.get(period=period, measure=third)
    assert (progress.status, progress.share_done, progress.deviation) == ("delayed", 40, "Prokurimi u anulua")


def test_a_whole_year_is_entered_in_twelve_pages(reader: Callable[..., BrowserReader], period: Period) -> None:
    """Thirty indicators and forty measures by pasted columns: results, what was done, persons reached, money."""
    staff = reader("finance")
    page, sheets = staff.page, f"monitoring/periods/{period.pk}/grid"
    loaded: list[str] = []
    page.on("load", lambda _page: loaded.append(page.url))
    indicators, measures = period.version.indicators.count(), period.version.measures.count()
    assert (indicators, measures) == (30, 40)
    for sheet, field, line, many in (
        ("indicators", "amount", "7\t\t\t\tRegjistri\t\tRegjistri u pastrua.", indicators),
        ("measures", "status", "e përfunduar\t100\tU krye.", measures),
        ("reach", "all", "12\tçdo person një herë", measures),
        ("money-MB", "allocated", "1 000 000\t900 000\t800 000", measures),
    ):
        page.goto(f"/{staff.language}/{sheets}/{sheet}/")
        page.locator(f"tr[data-m] [data-f={field}]").first.click()
        page.evaluate(PASTE, "\n".join([line] * many))
        page.locator("button[name=confirm]").click()
        expect(page.locator(".alert-success")).to_be_visible()
    assert len(loaded) <= 12, loaded
    assert IndicatorValue.objects.current().filter(period=period).exclude(amount=None).count() == indicators
    done = MeasureProgress.objects.filter(period=period, status="completed", share_done=100)
    assert done.count() == measures
    assert MeasureReach.objects.filter(period=period, dimension="all", persons=12).count() == measures
    assert BudgetExecution.objects.filter(period=period, source__code="MB", spent=800_000).count() == measures
