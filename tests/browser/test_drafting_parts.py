"""Budget, links and targets written by two people, through a lost connection and an expired login."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.demo import DOMAIN
from accounts.models import User
from operations.models import Event
from socialplan.content.models import FundingLine, Indicator, Measure, PlanVersion
from socialplan.drafting.models import EditingHold
from socialplan.drafting.services.content import register_indicator, register_measure
from socialplan.drafting.services.copying import open_amendment
from socialplan.drafting.services.tree import remove_row
from tests.browser.reader import BrowserReader
from tests.browser.test_drafting import BOTH_WAYS, kept, line, log_in_again, saved
from tests.socialplan.addresses import named

pytestmark = pytest.mark.browser
Readers = Callable[..., BrowserReader]
MAY_NOT = {"sq": "NUK u ruajt", "en": "NOT saved"}


def person(role: str) -> User:
    found: User = User.objects.get(email=f"{role}@{DOMAIN}")
    return found


@pytest.fixture
def version() -> PlanVersion:
    drafts = PlanVersion.objects.filter(state="drafting", derived_from__isnull=False)
    found: PlanVersion = drafts.first() or open_amendment(
        PlanVersion.objects.in_force().earliest("pk"), actor=person("staff")
    )
    return found


@pytest.fixture
def measure(version: PlanVersion) -> Any:
    """A measure of its own in a draft."""
    objective = version.specificobjectives.latest("position")
    one = register_measure(objective, actor=person("staff"), title_sq="Masë e përbashkët", title_en="A shared measure")
    yield one
    EditingHold.objects.all().delete()
    remove_row(one, actor=person("staff"))


@pytest.fixture
def indicator(version: PlanVersion) -> Any:
    objective = version.specificobjectives.latest("position")
    titles = {"title_sq": "Tregues i përbashkët", "title_en": "A shared indicator", "unit_label": "persona"}
    one = register_indicator(objective, actor=person("staff"), **titles)
    yield one
    EditingHold.objects.all().delete()
    remove_row(one, actor=person("staff"))


def address(name: str, row: Any) -> str:
    return reverse(named(name), args=[row.pk]).removeprefix("/sq/")


def year_of(measure: Measure) -> int:
    return min(measure.version.plan.years)


def type_line(page: Page, year: int, number: int, amount: str) -> None:
    page.locator(f"[name=source_{year}_{number}]").select_option(index=1)
    page.locator(f"[name=amount_{year}_{number}]").fill(amount)


def costs(measure: Measure) -> dict[int, int]:
    return dict(measure.costs.values_list("year", "amount"))


@BOTH_WAYS
def test_two_people_at_one_budget(reader: Readers, measure: Measure, width: int, language: str) -> None:
    staff, expert = (reader(role, width=width, language=language) for role in ("staff", "expert"))
    year = year_of(measure)
    staff.go(address("measure_budget", measure))
    expert.go(address("measure_budget", measure))
    expect(expert.page.locator(".draft-other")).to_contain_text(person("staff").name)

    staff.page.locator(f"[name=cost_{year}]").fill("1 000")
    type_line(staff.page, year, 0, "2 000")
    expect(line(staff.page)).to_contain_text(MAY_NOT[language], timeout=10_000)
    staff.complaints.clear()  # the browser tells the refused request itself
    staff.look()
    assert costs(measure) == {}
    staff.page.locator(f"[name=amount_{year}_0]").fill("400")
    saved(staff)
    assert costs(measure) == {year: 1_000}
    assert kept(staff.page) == 0

    expert.page.locator(f"[name=cost_{year}]").fill("5 000")
    expert.page.locator(f"[name=cost_{year + 1}]").fill("7 000")
    expect(line(expert.page)).to_contain_text(person("staff").name, timeout=10_000)
    expert.complaints.clear()
    expert.send()
    sides = expert.page.locator(".merge-field").first.locator(".merge-text")
    expect(sides.nth(0)).to_contain_text(re.compile(r"5.000"))
    expect(sides.nth(1)).to_contain_text(re.compile(r"1.000"))
    assert expert.page.locator(f"[name=choice_{year + 1}][value=mine]").is_checked()
    expert.page.locator(f"[name=choice_{year}][value=theirs]").check()
    expert.press("button[name=merge][value=save]")
    expect(expert.page.locator(".alert-success")).to_be_visible()

    assert costs(measure) == {year: 1_000, year + 1: 7_000}
    assert FundingLine.objects.get(cost__measure=measure).amount == 400
    told = Event.objects.filter(action="drafting.set_budget", subject_id=str(measure.pk)).order_by("sequence")
    assert [each.actor.email.split("@")[0] for each in told if each.actor] == ["staff", "expert"]


@BOTH_WAYS
def test_a_lost_connection_loses_no_figure(reader: Readers, measure: Measure, width: int, language: str) -> None:
    staff, year = reader("staff", width=width, language=language), year_of(measure)
    staff.go(address("measure_budget", measure))
    staff.page.context.set_offline(True)
    staff.page.locator(f"[name=cost_{year}]").fill("1 200")
    expect(line(staff.page)).to_contain_text(MAY_NOT[language], timeout=10_000)
    assert kept(staff.page) == 1
    staff.page.locator("main button.btn-primary").click()
    expect(staff.page.locator(f"[name=cost_{year}]")).to_have_value("1 200")

    staff.complaints.clear()
    staff.page.context.set_offline(False)
    saved(staff)
    assert kept(staff.page) == 0
    assert costs(measure) == {year: 1_200}


@BOTH_WAYS
def test_lines_that_an_expired_login_left_are_offered_again(
    reader: Readers, measure: Measure, width: int, language: str
) -> None:
    """More of them than the page has when it is opened anew."""
    staff, year = reader("staff", width=width, language=language), year_of(measure)
    page = staff.page
    staff.go(address("measure_budget", measure))
    page.locator(f"[name=cost_{year}]").fill("9 000")
    staff.press(f"[name=longer][value='{year}']")
    saved(staff)
    page.context.clear_cookies()
    type_line(page, year, 2, "300")
    expect(page.locator("[data-login-link] a")).to_be_visible(timeout=10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    log_in_again(page, language)
    staff.complaints.clear()

    staff.go(address("measure_budget", measure))
    assert page.locator(f"[name=amount_{year}_2]").count() == 0
    page.locator("[data-take]").click()
    expect(page.locator(f"[name=amount_{year}_2]")).to_have_value("300")
    expect(page.locator(f"#year-{year} [data-gap]")).to_have_text(re.compile(r"8.700"))
    saved(staff)
    staff.look()
    assert FundingLine.objects.get(cost__measure=measure).amount == 300


@BOTH_WAYS
def test_links_save_themselves_and_are_joined(reader: Readers, measure: Measure, width: int, language: str) -> None:
    staff, expert = (reader(role, width=width, language=language) for role in ("staff", "expert"))
    staff.go(address("measure_links", measure))
    expert.go(address("measure_links", measure))
    staff.page.locator("[name=groups]").nth(0).check()
    staff.page.locator("[name=groups]").nth(1).check()
    saved(staff)
    assert measure.group_links.count() == 2

    expert.page.locator("[name=groups]").nth(2).check()
    expect(line(expert.page)).to_contain_text(person("staff").name, timeout=10_000)
    expert.complaints.clear()
    expert.send()
    expert.page.locator("[name=choice_group][value=both]").check()
    expert.press("button[name=merge][value=edit]")
    assert expert.page.locator("[name=groups]:checked").count() == 3
    expert.page.locator("main form[method=post] button[type=submit].btn-primary").click()
    expect(expert.page.locator(".alert-success")).to_be_visible()
    assert measure.group_links.count() == 3


def test_ticks_kept_in_the_browser_are_taken_over(reader: Readers, measure: Measure) -> None:
    staff = reader("staff")
    page = staff.page
    staff.go(address("measure_links", measure))
    page.context.set_offline(True)
    for number in (0, 2):
        page.locator("[name=groups]").nth(number).check()
    expect(line(page)).to_contain_text(MAY_NOT["sq"], timeout=10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.clear_cookies()  # while offline: with a login that still held, the page would save at once
    with page.expect_response(lambda answer: "/links/" in answer.url):  # else its refusal may set a cookie too late
        page.context.set_offline(False)
    log_in_again(page, "sq")
    staff.complaints.clear()
    assert not measure.group_links.exists()

    staff.go(address("measure_links", measure))
    page.locator("[data-take]").click()
    for number, is_checked in enumerate((True, False, True)):
        expect(page.locator("[name=groups]").nth(number)).to_be_checked(checked=is_checked)
    saved(staff)
    assert measure.group_links.count() == 2


@BOTH_WAYS
def test_targets_save_themselves(reader: Readers, indicator: Indicator, width: int, language: str) -> None:
    staff, year = reader("staff", width=width, language=language), min(indicator.version.plan.years)
    staff.go(address("indicator_targets", indicator))
    staff.page.locator(f"[name=target_{year}]").fill("12")
    saved(staff)
    staff.page.locator(f"[name=target_{year}]").fill("")
    expect(line(staff.page)).to_contain_text(f"{MAY_NOT[language]}: ", timeout=10_000)
    expect(line(staff.page)).to_contain_text(str(year))
    staff.complaints.clear()
    staff.look()
    assert indicator.targets.get().value == 12
    staff.send()
    assert not indicator.targets.exists()


@BOTH_WAYS
def test_who_goes_to_another_step_has_saved_this_one_and_finds_there_what_no_server_has(
    reader: Readers, measure: Measure, width: int, language: str
) -> None:
    staff = reader("staff", width=width, language=language)
    staff.go(f"plan/content/measure/{measure.pk}/edit/")
    page = staff.page
    address = page.locator("form[data-drafting]").get_attribute("data-autosave")
    page.route(f"**{address}", lambda route: (page.wait_for_timeout(1_000), route.continue_()))
    with page.expect_request(f"**{address}"):
        page.locator("[name=title_sq]").fill("Masë")
    page.locator("[name=title_sq]").fill("Masë me hapa")  # while the first words are on their way
    page.locator(".form-steps a").first.click()
    expect(page.locator("[name=partners]")).to_be_visible()
    page.unroute(f"**{address}")
    measure.refresh_from_db()
    assert measure.title_sq == "Masë me hapa"
    assert staff.page.locator("[name=title_sq]").count() == 0

    staff.page.context.set_offline(True)
    staff.page.locator("[name=partners]").fill("Qendra")
    expect(line(staff.page)).to_contain_text(MAY_NOT[language], timeout=10_000)
    assert kept(staff.page) == 1
    staff.complaints.clear()
    staff.page.context.set_offline(False)
    saved(staff)
    staff.look()
    assert kept(staff.page) == 0
    staff.send()

    measure.refresh_from_db()
    assert (measure.title_sq, measure.partners) == ("Masë me hapa", "Qendra")
    assert staff.page.url.endswith(f"/plan/content/measure/{measure.pk}/edit/?step=3")


@BOTH_WAYS
def test_back_from_the_second_step_of_a_new_measure_leads_to_the_measure(
    reader: Readers, version: PlanVersion, width: int, language: str
) -> None:
    mine = reader("staff", width=width, language=language)
    title = f"Masë e re {width}"
    mine.go(f"plan/versions/{version.pk}/add/measure/")
    mine.page.locator("[name=objective]").select_option(index=1)
    mine.page.locator("[name=title_sq]").fill(title)
    mine.page.locator("main form[method=post] button[type=submit].btn-primary").click()
    mine.page.wait_for_url("**step=2")

    mine.page.go_back()
    mine.page.wait_for_url("**/edit/*")
    mine.page.locator("[name=title_sq]").fill(f"{title}, ndryshe")
    mine.page.locator("main form[method=post] button[type=submit].btn-primary").click()
    mine.page.wait_for_url("**step=2")

    made = Measure.objects.filter(title_sq__startswith=title)
    assert [each.title_sq for each in made] == [f"{title}, ndryshe"]
    for each in made:
        remove_row(each, actor=person("staff"))
