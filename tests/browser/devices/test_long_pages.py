"""On a telephone no page is longer than about ten screens: what is long is folded under its name, and opens by a key.

On a desk and on paper nothing is folded.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.models import Assessment
from monitoring.models import Period, YearlyReport
from socialplan.content.models import PlanVersion
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser
MOST_PIXELS = 8_500
# of each folded table: what its rows show while they are closed, where several show the same
ALIKE = """() => [...document.querySelectorAll('main table.stacks.is-ready')].flatMap(table => {
  const rows = [...table.querySelectorAll(':scope > tbody > tr.is-folded')];
  const shown = rows.map(row => row.innerText.replace(/\\s+/g, ' ').trim());
  return shown.filter((words, at) => words && shown.indexOf(words) !== at);
})"""
PUBLIC = (
    "monitoring/progress/",
    "plan/public/{version}/measures/",
    "plan/public/data/",
    "assessments/{edition}/published/",
    "assessments/services/directory/",
)
STAFF = (
    "assessments/{edition}/",
    "assessments/{edition}/figures/",
    "assessments/{edition}/matrix/",
    "assessments/{edition}/needs/",
    "assessments/{edition}/ranking/",
    "assessments/figures/definitions/",
    "assessments/services/",
    "assessments/services/grid/",
    "monitoring/dashboard/",
    "monitoring/periods/{period}/",
    "monitoring/periods/{period}/grid/indicators/",
    "monitoring/periods/{period}/grid/measures/",
    "monitoring/periods/{period}/grid/money/",
    "monitoring/periods/{period}/grid/parts/",
    "monitoring/periods/{period}/grid/reach/",
    "monitoring/reports/{report}/",
    "municipality/calendar/2025/",
    "municipality/rules/",
    "plan/versions/{version}/",
    "plan/versions/{version}/read/",
)


def addresses(paths: tuple[str, ...]) -> list[str]:
    keys = {
        "edition": Assessment.objects.published().earliest("pk").pk,
        "version": PlanVersion.objects.earliest("pk").pk,
        "period": Period.objects.earliest("pk").pk,
        "report": YearlyReport.objects.earliest("pk").pk,
    }
    return [path.format(**keys) for path in paths]


@pytest.mark.parametrize(("role", "paths"), [("", PUBLIC), ("staff", STAFF)])
def test_no_page_is_longer_than_ten_screens(
    role: str, paths: tuple[str, ...], reader: Callable[..., BrowserReader]
) -> None:
    visitor = reader(role, width=360)
    long = {}
    for address in addresses(paths):
        visitor.page.goto(f"/sq/{address}")
        height = visitor.page.evaluate("document.documentElement.scrollHeight")
        if height > MOST_PIXELS:
            long[address] = height
    assert long == {}
    assert not visitor.complaints


@pytest.mark.parametrize(("role", "paths"), [("", PUBLIC), ("staff", STAFF)])
def test_closed_rows_of_a_table_are_told_apart_by_what_they_show(
    role: str, paths: tuple[str, ...], reader: Callable[..., BrowserReader]
) -> None:
    visitor = reader(role, width=360)
    alike = {}
    for address in addresses(paths):
        visitor.page.goto(f"/sq/{address}")
        visitor.page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        if found := visitor.page.evaluate(ALIKE):
            alike[address] = found[:3]
    assert alike == {}


def test_a_long_part_opens_by_a_key_on_a_telephone_and_stands_open_on_a_desk(
    reader: Callable[..., BrowserReader],
) -> None:
    version = PlanVersion.objects.earliest("pk")
    measure = version.measures.earliest("position")
    anybody = reader(width=360)
    anybody.go(f"plan/public/{version.pk}/measures/")
    page = anybody.page
    card = page.locator(".measure-name a").filter(has_text=measure.code).first
    expect(card).not_to_be_visible()

    page.locator("main details.unfolds-when-wide > summary").first.focus()
    page.keyboard.press("Enter")

    expect(card).to_be_visible()
    anybody.look()
    page.goto(f"/sq/plan/public/{version.pk}/measures/#objective-{measure.objective.key}")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    expect(page.locator(".measure-name a").last).to_be_visible()
    expect(page.locator("main details.unfolds-when-wide > summary").first).not_to_be_visible()


def test_an_address_opens_what_it_names(reader: Callable[..., BrowserReader]) -> None:
    version = PlanVersion.objects.earliest("pk")
    objective = version.measures.order_by("-position")[0].objective
    anybody = reader(width=360)

    anybody.page.goto(f"/sq/plan/public/{version.pk}/measures/#objective-{objective.key}")

    expect(anybody.page.locator(f"#objective-{objective.key}")).to_be_visible()


def test_cards_of_a_list_open_one_by_one_and_all_at_once(reader: Callable[..., BrowserReader]) -> None:
    edition = Assessment.objects.published().earliest("pk")
    staff = reader("staff", width=360)
    staff.go(f"assessments/{edition.pk}/needs/")
    page = staff.page
    first, last = page.locator("tr.is-folded").first, page.locator("table.stacks tbody tr").last
    expect(first).to_be_visible()  # the script has folded them
    cells = first.locator("td")
    hidden = cells.count()
    assert sum(cell.is_visible() for cell in cells.all()) < hidden

    first.locator(".row-fold").focus()
    page.keyboard.press("Enter")

    opened = page.locator("table.stacks tbody tr").first
    expect(opened.locator("td").last).to_be_visible()
    expect(opened.locator(".row-fold")).to_have_attribute("aria-expanded", "true")
    page.locator(".rows-open").click()
    expect(last.locator("td").last).to_be_visible()
    staff.look()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".rows-open")).not_to_be_visible()
    expect(last.locator("td").last).to_be_visible()


def test_a_sheet_opens_group_by_group_and_keeps_its_keys(reader: Callable[..., BrowserReader]) -> None:
    period = Period.objects.earliest("pk")
    staff = reader("staff", width=360)
    staff.go(f"monitoring/periods/{period.pk}/grid/money/")
    page = staff.page
    row = page.locator("tr[data-m]").first
    expect(row).not_to_be_visible()

    page.locator(".matrix .fold-name").first.focus()
    page.keyboard.press("Enter")

    expect(row).to_be_visible()
    staff.look()
    key = page.locator("tr[data-m]").last.get_attribute("id")
    page.goto(f"/sq/monitoring/periods/{period.pk}/grid/money/#{key}")
    page.reload()
    page.wait_for_function(f"document.activeElement.closest('tr')?.id === '{key}'")
    expect(page.locator(f"#{key}")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_printed_whole(scripts: bool, reader: Callable[..., BrowserReader]) -> None:
    version = PlanVersion.objects.earliest("pk")
    anybody = reader(width=360, scripts=scripts)
    anybody.page.goto(f"/sq/plan/public/{version.pk}/measures/")

    paper = PdfReader(io.BytesIO(anybody.page.pdf()))

    words = " ".join(page.extract_text() for page in paper.pages)
    shown = version.measures.order_by("position").values_list("code", flat=True)[:30]
    assert [code for code in shown if code not in words] == []
