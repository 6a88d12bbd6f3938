"""Tree, matrix and budget with the keyboard, by one and by two people, in both languages, wide and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from socialplan.content.models import Measure, PlanVersion
from socialplan.drafting.services.copying import open_amendment
from tests.browser.reader import BrowserReader, follow
from tests.documents import plan_docx
from tests.factories.socialplan import MeasureFactory

pytestmark = pytest.mark.browser

PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""

DISABLED = """() => {
  const luminance = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((each) => each / 255);
    const [red, green, blue] = parts.map((each) => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4);
    return .2126 * red + .7152 * green + .0722 * blue;
  };
  const ground = getComputedStyle(document.body).backgroundColor;
  const contrast = (look) => {
    const button = document.createElement("button");
    button.className = `btn ${look}`;
    button.disabled = true;
    document.querySelector("main").append(button);
    const { color, backgroundColor, opacity } = getComputedStyle(button);
    const under = backgroundColor === "rgba(0, 0, 0, 0)" ? ground : backgroundColor;
    const [dark, light] = [luminance(color), luminance(under)].sort((one, other) => one - other);
    return opacity * (light + .05) / (dark + .05);
  };
  const looks = ["primary", "outline-primary", "outline-secondary", "outline-danger", "link"];
  return looks.map((each) => `btn-${each}`).filter((each) => contrast(each) < 3);
}"""


@pytest.fixture
def version() -> PlanVersion:
    """A version that may be changed, with the forty measures of the plan in force."""
    staff = User.objects.get(email="staff@demo.example")
    drafts = PlanVersion.objects.filter(state="drafting", derived_from__isnull=False)
    return drafts.first() or open_amendment(PlanVersion.objects.in_force().earliest("pk"), actor=staff)


def cell(page: Page, measure: Measure, field: str) -> Locator:
    return page.locator(f"#m-{measure.pk} [data-f={field}]")


def matrix_of(version: PlanVersion, measure: Measure) -> str:
    return f"plan/versions/{version.pk}/matrix/?goal={measure.objective.goal.key}#m-{measure.pk}"


def saved(page: Page) -> None:
    expect(page.locator("[data-save-line]")).to_contain_text(
        page.locator("[data-save-line]").get_attribute("data-saved")
    )


def measures(version: PlanVersion) -> list[Measure]:
    return list(version.measures.select_related("objective__goal").order_by("position"))


def test_the_matrix_is_written_with_the_keyboard(reader: Callable[..., BrowserReader], version: PlanVersion) -> None:
    staff = reader("staff")
    page, first, second = staff.page, *measures(version)[:2]
    staff.go(matrix_of(version, first))
    expect(cell(page, first, "title_sq")).to_be_focused()
    assert page.locator("[data-matrix] [tabindex='0']").count() == 1

    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("Masë e shkruar me tastierë")
    page.keyboard.press("Enter")
    expect(cell(page, second, "title_sq")).to_be_focused()
    saved(page)
    page.keyboard.press("ArrowUp")
    for _step in range(6):
        page.keyboard.press("ArrowRight")
    expect(cell(page, first, "cost_2024")).to_be_focused()
    page.keyboard.type("9 500 000")
    page.keyboard.press("Tab")
    expect(cell(page, first, "cost_2025")).to_be_focused()
    saved(page)
    expect(cell(page, first, "cost_2024")).to_have_text("9\u00a0500\u00a0000")
    page.keyboard.press("F2")
    page.keyboard.type("77")
    page.keyboard.press("Escape")
    expect(cell(page, first, "cost_2025")).to_be_focused()
    staff.look()

    first.refresh_from_db()
    assert first.title_sq == "Masë e shkruar me tastierë"
    assert first.costs.get(year=2024).amount == 9_500_000
    page.keyboard.press("Control+z")
    expect(page.locator(".alert-success")).to_be_visible()
    assert first.costs.get(year=2024).amount != 9_500_000
    follow(page.locator("[data-undo] button"))
    first.refresh_from_db()
    assert first.title_sq != "Masë e shkruar me tastierë"


@pytest.mark.parametrize("key", ["F2", "Enter"])
def test_what_is_in_a_cell_is_gone_on_with_and_replaced_only_by_a_letter(
    reader: Callable[..., BrowserReader], version: PlanVersion, key: str
) -> None:
    staff = reader("staff")
    page, first = staff.page, measures(version)[0]
    staff.go(matrix_of(version, first))
    box = cell(page, first, "title_sq").locator("textarea")

    page.keyboard.press(key)
    page.keyboard.type("!")
    expect(box).to_have_value(f"{first.title_sq}!")
    page.keyboard.press("Escape")
    page.keyboard.type("n")
    expect(box).to_have_value("n")
    page.keyboard.press("Escape")


def test_the_tree_in_letters_of_twice_the_size_fits_a_telephone(
    reader: Callable[..., BrowserReader], version: PlanVersion
) -> None:
    staff = reader("staff", width=360)
    staff.go(f"plan/versions/{version.pk}/tree/")
    staff.page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert staff.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_that_cannot_be_pressed_is_readable(
    reader: Callable[..., BrowserReader], version: PlanVersion, scheme: Any
) -> None:
    """Each look of a button, on the page's own ground."""
    staff = reader("staff")
    page = staff.page
    page.emulate_media(color_scheme=scheme)
    staff.go(matrix_of(version, measures(version)[0]))

    assert page.evaluate(DISABLED) == []


def test_a_refused_cell_keeps_what_was_typed(reader: Callable[..., BrowserReader], version: PlanVersion) -> None:
    staff = reader("staff", language="en")
    page, first = staff.page, measures(version)[0]
    staff.go(matrix_of(version, first))
    cell(page, first, "cost_2024").click()
    page.keyboard.type("lots")
    page.keyboard.press("Enter")

    box = cell(page, first, "cost_2024").locator("input")
    expect(page.locator("[data-save-line].is-failure")).to_contain_text("NOT saved: Write an amount with digits only")
    expect(box).to_have_value("lots")
    expect(box).to_have_attribute("aria-invalid", "true")
    staff.complaints.clear()  # the browser tells the refused request itself
    staff.look()
    box.focus()
    box.press("Escape")


def test_a_lost_connection_loses_nothing(reader: Callable[..., BrowserReader], version: PlanVersion) -> None:
    staff = reader("staff")
    page, first = staff.page, measures(version)[0]
    staff.go(matrix_of(version, first))
    page.context.set_offline(True)
    cell(page, first, "partners").click()
    page.keyboard.type("OJF e re")
    page.keyboard.press("Tab")
    expect(page.locator("[data-save-line].is-failure")).to_contain_text("NUK u ruajt: nuk ka lidhje")
    expect(cell(page, first, "partners").locator("textarea")).to_have_value("OJF e re")

    page.context.set_offline(False)
    expect(cell(page, first, "partners")).to_have_text("OJF e re")
    saved(page)
    first.refresh_from_db()
    assert first.partners == "OJF e re"


def test_two_people_in_one_cell(reader: Callable[..., BrowserReader], version: PlanVersion) -> None:
    staff, expert = reader("staff"), reader("expert")
    first = measures(version)[0]
    for one in (staff, expert):
        one.go(matrix_of(version, first))
        cell(one.page, first, "budget_programme").click()
    staff.page.keyboard.type("10111")
    staff.page.keyboard.press("Enter")
    saved(staff.page)
    expert.page.keyboard.type("10222")
    expert.page.keyboard.press("Enter")

    there = cell(expert.page, first, "budget_programme")
    expect(there.locator(".cell-error")).to_contain_text("10111")
    expect(there.locator("input")).to_have_value("10222")
    there.locator("button").nth(1).click()
    expect(there).to_have_text("10222")
    saved(expert.page)
    first.refresh_from_db()
    assert first.budget_programme == "10222"


@pytest.mark.parametrize(("width", "language"), [(1280, "sq"), (360, "en")])
def test_a_cost_of_the_budget_page_is_not_overwritten_unseen(
    reader: Callable[..., BrowserReader], version: PlanVersion, width: int, language: str
) -> None:
    """One opens the matrix, another saves the budget meanwhile: the first meets that figure before writing over it."""
    expert, staff = (reader(role, width=width, language=language) for role in ("expert", "staff"))
    measure = measures(version)[4]
    stands = measure.costs.get(year=2025).amount
    expert.go(matrix_of(version, measure))
    there = cell(expert.page, measure, "cost_2025")
    staff.go(f"plan/measures/{measure.pk}/budget/")
    staff.page.locator("[name=cost_2025]").fill(str(stands + 70_000))
    staff.send()

    write_cost(there, str(stands + 90_000))
    expect(there.locator(".cell-error")).to_contain_text(grouped(stands + 70_000, language))
    expect(there.locator("input")).to_have_value(str(stands + 90_000))
    assert measure.costs.get(year=2025).amount == stands + 70_000
    expert.complaints.clear()  # the browser tells the refused request itself
    at_rest(expert.page)
    expert.look()

    there.locator("button").nth(1).click()
    expect(there).to_have_text(grouped(stands + 90_000, language))
    saved(expert.page)
    assert measure.costs.get(year=2025).amount == stands + 90_000


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "sq")])
def test_a_cost_is_written_again_and_again_without_a_conflict(
    reader: Callable[..., BrowserReader], version: PlanVersion, width: int, language: str
) -> None:
    """What the cell shows is compared: as the page came, as it was written, emptied, and written once more."""
    staff = reader("staff", width=width, language=language)
    measure = MeasureFactory(version=version, objective=measures(version)[0].objective, title_sq="Pa para", code="Z9")
    try:
        staff.go(matrix_of(version, measure))
        there = cell(staff.page, measure, "cost_2026")
        for amount in (1_250_000, 2_500_000, None, 3_750_000):
            write_cost(there, "" if amount is None else str(amount))
            expect(there).to_have_text("" if amount is None else grouped(amount, language))
            saved(staff.page)
            assert measure.costs.values_list("amount", flat=True).first() == amount
    finally:
        measure.delete()


def write_cost(there: Locator, typed: str) -> None:
    """As a finger does it on a card, and a mouse in the table: choose the cell, open it, write."""
    there.click()
    if not there.locator("input").count():
        there.click()
    there.locator("input").fill(typed)
    there.locator("input").press("Enter")


def at_rest(page: Page) -> None:
    """No button under the pointer, and none half way between two colours."""
    page.mouse.move(0, 0)
    page.wait_for_function("() => document.getAnimations().length === 0")


def grouped(amount: int, language: str) -> str:
    return f"{amount:,}".replace(",", "," if language == "en" else "\u00a0")


def test_a_block_of_a_spreadsheet_is_pasted_and_taken_back(
    reader: Callable[..., BrowserReader], version: PlanVersion
) -> None:
    staff = reader("staff")
    page, all_measures = staff.page, measures(version)
    last = [one for one in all_measures if one.objective_id == all_measures[0].objective_id][-1]
    before = version.measures.count()
    staff.go(matrix_of(version, last))
    expect(cell(page, last, "title_sq")).to_be_focused()
    block = "E ngjitur\tPasted\tDSS\tOJF\t31.12.2025\t10430\t9.800.000\nE re\tNew\tZyra X\n"
    page.evaluate(PASTE, block)
    page.wait_for_url("**/paste/")
    text = staff.look()
    assert "Nuk ka zyrë „Zyra X“." in text
    assert page.locator("[name=confirm]").count() == 0

    page.locator("[name=text]").fill(block.replace("Zyra X", "NJMF"))
    follow(page.locator("main form button.btn-primary"))
    staff.look()
    follow(page.locator("[name=confirm]"))
    staff.look()
    last.refresh_from_db()
    assert (last.title_sq, version.measures.count()) == ("E ngjitur", before + 1)
    follow(page.locator("[data-undo] button"))
    last.refresh_from_db()
    assert (last.title_sq != "E ngjitur", version.measures.count()) == (True, before)


def is_in_the_tree_by_one_stop(page: Page) -> None:
    """Rows with levels for who hears it; arrows inside, right to the buttons of a row; Tab leaves and comes back."""
    tree = page.get_by_role("treegrid").first
    assert tree.locator("[tabindex='0']").count() == 1
    rows = tree.locator("[role=row]")
    assert {"1", "2", "3"} <= {rows.nth(place).get_attribute("aria-level") for place in range(rows.count())}
    title = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.matches('.tree-deeds button, .tree-deeds a')")
    page.keyboard.press("Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('[role=treegrid] .tree-row'))")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.textContent") == title


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "sq")])
def test_the_tree_is_kept_in_order(
    reader: Callable[..., BrowserReader], version: PlanVersion, width: int, language: str
) -> None:
    staff = reader("staff", width=width, language=language)
    page, second = staff.page, measures(version)[1]
    code, title = second.code, second.title
    staff.go(f"plan/versions/{version.pk}/tree/#n-{second.key}")
    node = page.locator(f"#n-{second.key}")
    expect(node.locator("[data-title]").first).to_be_focused()

    page.keyboard.press("Alt+ArrowUp")
    expect(node.locator(".tree-code").first).not_to_have_text(code)
    saved(page)
    expect(node.locator("[data-title]").first).to_be_focused()
    new_code = node.locator(".tree-code").first.inner_text()
    expect(page.locator("[data-told]")).to_have_text(re.compile(rf".+ {re.escape(new_code)}\."))
    is_in_the_tree_by_one_stop(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("Titull i ri")
    staff.look()
    page.keyboard.press("Enter")
    expect(node.locator(".title-editor")).to_have_count(0)
    second.refresh_from_db()
    assert (second.title_sq, second.code == code) == ("Titull i ri", False)
    for _taken_back in range(2):
        follow(page.locator("[data-undo] button"))
    second.refresh_from_db()
    assert (second.code, second.title) == (code, title)
    page.locator(f"#n-{second.key} [data-title]").first.press("Delete")
    expect(page.locator(".alert-success")).to_be_visible()
    assert not version.measures.filter(pk=second.pk).exists()
    follow(page.locator("[data-undo] button"))
    assert version.measures.filter(pk=second.pk).exists()
    staff.look()


def test_a_telephone_writes_a_cell_of_a_card(reader: Callable[..., BrowserReader], version: PlanVersion) -> None:
    staff = reader("staff", width=360)
    page, first = staff.page, measures(version)[0]
    staff.go(matrix_of(version, first))
    there = cell(page, first, "title_en")
    there.click()
    there.click()
    there.locator("textarea").fill("Written on a telephone")
    there.locator("textarea").press("Enter")
    saved(page)
    staff.look()
    first.refresh_from_db()
    assert first.title_en == "Written on a telephone"


@pytest.mark.parametrize(("width", "language"), [(1280, "sq"), (360, "en")])
def test_the_gap_is_shown_while_money_is_typed(
    reader: Callable[..., BrowserReader], version: PlanVersion, width: int, language: str
) -> None:
    staff = reader("staff", width=width, language=language)
    page, measure = staff.page, measures(version)[2]
    staff.go(f"plan/measures/{measure.pk}/budget/")
    year = page.locator("#year-2026")
    line = len(measure.costs.get(year=2026).lines.all())
    page.locator("[name=cost_2026]").fill("90 000 000")
    page.locator(f"[name=source_2026_{line}]").select_option(index=4)
    page.locator(f"[name=state_2026_{line}]").select_option("applied")
    expect(page.locator(f"[name=rate_2026_{line}]")).not_to_be_visible()
    page.locator(f"[name=currency_2026_{line}]").select_option("EUR")
    page.locator(f"[name=amount_2026_{line}]").fill("10 000")
    page.locator(f"[name=rate_2026_{line}]").fill("98,5")
    page.locator(f"[name=rate_on_2026_{line}]").fill("15.01.2024")
    grouped = "985,000" if language == "en" else "985\u00a0000"
    expect(year.locator("[data-lek]").nth(line)).to_contain_text(grouped)
    staff.look()
    follow(year.locator("[name=longer]"))
    expect(page.locator(f"[name=amount_2026_{line}]")).to_have_value("10 000")
    staff.send()
    stored: Any = measure.costs.get(year=2026).lines.get(currency="EUR")
    assert (stored.amount, stored.state) == (985_000, "applied")
    stored.delete()


def test_an_existing_plan_is_imported(reader: Callable[..., BrowserReader], version: PlanVersion) -> None:
    staff = reader("staff", width=360)
    staff.go(f"plan/versions/{version.pk}/documents/new/")
    file = {"name": "plani.docx", "mimeType": "application/octet-stream", "buffer": plan_docx()}
    staff.page.locator("[name=file]").set_input_files([file])
    assert "Metodologjia dhe procesi" in staff.send()
    staff.page.locator("[name=place_1]").select_option("new")
    staff.page.locator("[name=place_2]").select_option("leave")
    staff.page.locator("[name=place_3]").select_option("leave")
    staff.page.locator("[name=title_1]").fill("Hyrje e importuar")
    staff.send()
    chapter = version.chapters.get(title_sq="Hyrje e importuar")
    assert "data-footnote" in chapter.body_sq
    chapter.delete()
