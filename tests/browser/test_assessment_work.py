"""A new edition in the browser: needs in the grid, figures from a sheet with errors mended, verifying, ranking."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from accounts.models import User
from assessments.models import Assessment, FundCosting, Service
from assessments.services import begin_next_edition
from operations.models import Job
from operations.queue import jobs
from tests.browser.reader import BrowserReader, follow
from tests.browser.test_matrix import PASTE, saved
from tests.browser.test_results_grid import cell

pytestmark = pytest.mark.browser
HEADS = "definition\tvalue\tstarts_on\tends_on\tsource\tmethod\tquality"
GOOD = "pop-resident\t84000\t01.01.2026\t01.01.2026\tRegjistër prove\tregister\tB"
BAD = "households\t1.234\t01.01.2026\t01.01.2026\tRegjistër prove\tregister\tB"
MENDED = BAD.replace("1.234", "29500")


@pytest.fixture
def edition() -> Assessment:
    """In drafting, with the needs and figures of the demonstration's edition."""
    before, staff = Assessment.objects.published().earliest("pk"), User.objects.get(email="staff@demo.example")
    new = Assessment(title_sq="Botimi i ri", starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30))
    found: Assessment = begin_next_edition(before, new, actor=staff)
    return found


def test_needs_are_filled_in_the_grid_by_keys_and_by_a_block(
    reader: Callable[..., BrowserReader], edition: Assessment
) -> None:
    staff = reader("staff")
    first, second = edition.needs.order_by("code")[:2]
    stood = (first.affected, first.covered)
    staff.go(f"assessments/{edition.pk}/needs/grid/")

    cell(staff.page, first.pk, "affected").click()
    staff.page.keyboard.type("1 250")
    staff.page.keyboard.press("Enter")
    saved(staff.page)
    first.refresh_from_db()
    assert first.affected == 1250

    cell(staff.page, first.pk, "affected").click()
    staff.page.evaluate(PASTE, "900\t90\n800\t80")
    staff.page.locator("button[name=confirm]").click()
    expect(staff.page.locator(".alert-success")).to_be_visible()
    second.refresh_from_db()
    assert (second.affected, second.covered) == (800, 80)
    follow(staff.page.locator("[data-undo] button"))
    expect(staff.page.locator(".alert-success")).to_be_visible()
    first.refresh_from_db()
    assert (first.affected, first.covered) == (1250, stood[1])
    staff.look()


def test_a_sheet_with_errors_is_mended_and_its_figures_are_verified_together(
    reader: Callable[..., BrowserReader], edition: Assessment
) -> None:
    staff, coordinator = reader("staff"), reader("coordinator")
    for rows, said in ((f"{HEADS}\n{GOOD}\n{BAD}", "1.234"), (f"{HEADS}\n{GOOD}\n{MENDED}", "29")):
        staff.go(f"assessments/{edition.pk}/import/figures/")
        staff.fill(pasted=rows)
        staff.send()
        assert said in staff.look()
        staff.send()
    mine = edition.data_points.filter(source="Regjistër prove")
    assert sorted(mine.values_list("value", flat=True)) == [29500, 84000]

    coordinator.go(f"assessments/{edition.pk}/figures/verify/")
    for point in mine:
        coordinator.page.locator(f"#figure-{point.pk}").check()
    coordinator.send()

    assert {(point.quality, point.verified_by.email) for point in mine.all() if point.verified_by} == {
        ("A", "coordinator@demo.example")
    }


def test_weights_are_tried_out_and_then_taken_over(reader: Callable[..., BrowserReader], edition: Assessment) -> None:
    staff = reader("staff", width=360)
    staff.go(f"assessments/{edition.pk}/ranking/")
    staff.fill(weight_severity="10", weight_gap="45")
    staff.press("main form[method=get] button[type=submit]")
    edition.refresh_from_db()
    assert edition.weight_severity == 30

    staff.press("main a[href*='step=3']")
    staff.send()

    edition.refresh_from_db()
    assert (edition.weight_severity, edition.weight_gap) == (10, 45)
    buttons = staff.go(f"assessments/{edition.pk}/")
    assert staff.page.locator("main p > a.btn").count() <= 6, buttons


def test_a_provider_comes_by_a_link_and_staff_decide_each_field_of_what_it_proposes(
    reader: Callable[..., BrowserReader],
) -> None:
    service, provider, staff = Service.objects.get(code="S14"), reader(width=360), reader("staff")
    assert service.proposed_changes.waiting().count() == 3
    provider.go("account/links/")
    provider.fill(email="ngo@demo.example")
    provider.send()
    provider.press("main a[href*='/account/links/']")
    provider.press("main form[method=post] button")
    provider.go(f"assessments/services/{service.pk}/propose/")
    provider.fill(users="76", waiting="12")
    provider.send()
    service.refresh_from_db()
    assert service.users == 74

    staff.go(f"assessments/services/{service.pk}/proposals/")
    for change in service.proposed_changes.waiting():
        decision = "accepted" if change.field in {"users", "waiting"} else "refused"
        staff.page.locator(f"[name=change_{change.pk}][value={decision}]").check()
    staff.send()

    service.refresh_from_db()
    assert (service.users, service.waiting) == (76, 12)
    assert not service.proposed_changes.waiting().exists()


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_application_package_is_made_and_downloaded(reader: Callable[..., BrowserReader], kind: str) -> None:
    staff, costing = reader("staff"), FundCosting.objects.earliest("pk")
    staff.go("assessments/fund/")
    staff.press(f"main a[href$='/fund/calls/{costing.call_id}/']")
    staff.press(f"main a[href$='/fund/costings/{costing.pk}/']")

    staff.press(f"form[action$='package.{kind}'] button")
    jobs.run(Job.objects.latest("pk").pk)
    staff.page.reload()
    with staff.page.expect_download() as download:
        staff.page.locator("#job-progress a.btn-primary").click()

    content = io.BytesIO(download.value.path().read_bytes())
    if kind == "docx":
        said = [cell.text for table in docx.Document(content).tables for row in table.rows for cell in row.cells]
    else:
        book = openpyxl.load_workbook(content)
        said = [
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
    assert any(post.profession_sq in each for post in costing.posts.all() for each in said)
