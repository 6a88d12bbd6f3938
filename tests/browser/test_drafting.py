"""A chapter written by two people at once, through a lost connection and an expired login: not a character is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.demo import DOMAIN, PASSWORD
from accounts.models import User
from operations.models import Event
from socialplan.content.models import Chapter, PlanVersion
from socialplan.drafting.models import EditingHold
from socialplan.drafting.services.content import register_chapter, store
from socialplan.drafting.services.copying import open_amendment
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser
Readers = Callable[..., BrowserReader]
BOTH_WAYS = pytest.mark.parametrize(("width", "language"), [(1280, "sq"), (360, "en")])
SAVED = {"sq": "u ruajt në", "en": "saved"}


@pytest.fixture
def chapter() -> Any:
    """A chapter of its own in a draft."""
    staff = User.objects.get(email=f"staff@{DOMAIN}")
    drafts = PlanVersion.objects.filter(state="drafting", derived_from__isnull=False)
    version = drafts.first() or open_amendment(PlanVersion.objects.in_force().earliest("pk"), actor=staff)
    one = register_chapter(
        version,
        actor=staff,
        code="Z9",
        position=99,
        title_sq="Hyrje e përbashkët",
        title_en="A shared introduction",
        body_sq="<p>Fillimi i përbashkët.</p>",
    )
    yield one
    EditingHold.objects.all().delete()
    Chapter.objects.filter(pk=one.pk).delete()


def address(chapter: Chapter) -> str:
    return f"plan/content/chapter/{chapter.pk}/edit/"


def text_of(page: Page) -> Locator:
    """The Albanian text in its editor."""
    return page.locator(".chapter-text[lang=sq]")


def line(page: Page) -> Locator:
    return page.locator("[data-save-line]")


def saved(one: BrowserReader) -> None:
    expect(line(one.page)).to_have_text(re.compile(rf"^{SAVED[one.language]} \d\d:\d\d$"), timeout=10_000)


AT_END = "() => getSelection().anchorOffset === getSelection().anchorNode.textContent.length"
A_HAND = 150  # milliseconds between a click and a key: the editor takes over the browser's selection a moment later


def add(one: BrowserReader, words: str) -> None:
    """A paragraph of one's own at the end."""
    paragraphs = text_of(one.page).locator("p")
    before, size = paragraphs.count(), paragraphs.last.bounding_box()
    assert size is not None
    paragraphs.last.click(position={"x": size["width"] - 4, "y": size["height"] - 4})
    expect(text_of(one.page)).to_be_focused()
    one.page.wait_for_function(AT_END)
    one.page.wait_for_timeout(A_HAND)
    one.page.keyboard.press("Enter")
    expect(paragraphs).to_have_count(before + 1)
    one.page.wait_for_timeout(A_HAND)
    one.page.keyboard.type(words)


def kept(page: Page) -> int:
    found: int = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length")
    return found


@BOTH_WAYS
def test_two_people_in_one_chapter(reader: Readers, chapter: Chapter, width: int, language: str) -> None:
    staff, expert = (reader(role, width=width, language=language) for role in ("staff", "expert"))
    staff.go(address(chapter))
    assert staff.page.locator(".draft-other").count() == 0
    expert.go(address(chapter))
    expect(expert.page.locator(".draft-other")).to_contain_text(User.objects.get(email=f"staff@{DOMAIN}").name)

    add(staff, "Këtë e shkroi stafi.")
    saved(staff)
    staff.look()
    assert kept(staff.page) == 0
    add(expert, "Dhe këtë ekspertja.")
    expect(line(expert.page)).to_have_class("save-line is-failure", timeout=10_000)
    assert kept(expert.page) == 1
    expert.complaints.clear()  # the browser tells the refused request itself
    text = expert.send()

    assert "Këtë e shkroi stafi." in text
    assert "Dhe këtë ekspertja." in text
    expert.page.locator("[name=choice_body_sq][value=both]").check()
    expert.press("button[name=merge][value=edit]")
    expect(text_of(expert.page)).to_contain_text("Këtë e shkroi stafi.")
    expert.page.locator("main form[method=post] button[type=submit].btn-primary").click()
    expect(expert.page.locator(".alert-success")).to_be_visible()
    chapter.refresh_from_db()
    assert chapter.body_sq == ("<p>Fillimi i përbashkët.</p><p>Këtë e shkroi stafi.</p><p>Dhe këtë ekspertja.</p>")
    expert.go(address(chapter))
    assert kept(expert.page) == 0
    told = Event.objects.filter(subject_type="content.chapter", subject_id=str(chapter.pk)).order_by("sequence")
    assert [each.actor.email.split("@")[0] for each in told if each.actor][:2] == ["staff", "staff"]
    assert told.last().actor.email.startswith("expert")  # type: ignore[union-attr]


@BOTH_WAYS
def test_a_lost_connection_loses_nothing(reader: Readers, chapter: Chapter, width: int, language: str) -> None:
    staff = reader("staff", width=width, language=language)
    staff.go(address(chapter))
    staff.page.context.set_offline(True)
    add(staff, "Pa lidhje.")
    expect(line(staff.page)).to_have_class("save-line is-failure", timeout=10_000)
    expect(line(staff.page)).to_contain_text(
        {"sq": "NUK u ruajt: nuk ka lidhje", "en": "NOT saved: no connection"}[language]
    )
    assert kept(staff.page) == 1
    staff.page.locator("main button.btn-primary").click()
    expect(text_of(staff.page)).to_contain_text("Pa lidhje.")

    staff.complaints.clear()
    staff.page.context.set_offline(False)
    saved(staff)
    assert kept(staff.page) == 0
    chapter.refresh_from_db()
    assert chapter.body_sq == "<p>Fillimi i përbashkët.</p><p>Pa lidhje.</p>"


def log_in_again(page: Page, language: str) -> None:
    page.goto(f"/{language}/account/login/")
    page.locator("main [name=username]").fill(f"staff@{DOMAIN}")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form[method=post] button[type=submit].btn-primary").click()
    expect(page.locator(".account-menu")).to_have_count(1)


@BOTH_WAYS
def test_a_login_that_expires_is_renewed_in_another_window(
    reader: Readers, chapter: Chapter, width: int, language: str
) -> None:
    staff = reader("staff", width=width, language=language)
    staff.go(address(chapter))
    staff.page.context.clear_cookies()
    add(staff, "Pas skadimit.")
    expect(line(staff.page)).to_have_class("save-line is-failure", timeout=10_000)
    expect(staff.page.locator("[data-login-link] a")).to_be_visible()
    staff.complaints.clear()
    staff.look()

    other = staff.page.context.new_page()
    log_in_again(other, language)
    other.close()
    staff.page.evaluate("dispatchEvent(new Event('focus'))")
    saved(staff)
    chapter.refresh_from_db()
    assert "Pas skadimit." in chapter.body_sq


@BOTH_WAYS
def test_what_an_expired_login_left_is_offered_again(
    reader: Readers, chapter: Chapter, width: int, language: str
) -> None:
    staff = reader("staff", width=width, language=language)
    page = staff.page
    staff.go(address(chapter))
    page.context.clear_cookies()
    add(staff, "E mbajtur në shfletues.")
    expect(line(page)).to_have_class("save-line is-failure", timeout=10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    log_in_again(page, language)
    staff.complaints.clear()
    User.objects.get(email=f"expert@{DOMAIN}")
    chapter.refresh_from_db()
    chapter.title_en = "Renamed meanwhile"
    store(chapter, actor=User.objects.get(email=f"expert@{DOMAIN}"))

    staff.go(address(chapter))
    expect(text_of(page)).not_to_contain_text("E mbajtur në shfletues.")
    page.locator("[data-take]").click()
    expect(text_of(page)).to_contain_text("E mbajtur në shfletues.")
    expect(line(page)).to_have_class("save-line is-failure", timeout=10_000)
    staff.complaints.clear()
    staff.send()
    page.locator("[name=choice_body_sq][value=mine]").check()
    page.locator("button[name=merge][value=save]").click()
    expect(page.locator(".alert-success")).to_be_visible()
    chapter.refresh_from_db()
    assert chapter.body_sq.endswith("<p>E mbajtur në shfletues.</p>")
    assert chapter.title_en == "Renamed meanwhile"


def test_an_invalid_field_is_named_and_thrown_away_text_is_gone(reader: Readers, chapter: Chapter) -> None:
    staff = reader("staff")
    page = staff.page
    staff.go(address(chapter))
    page.locator("[name=title_sq]").fill("")
    expect(line(page)).to_contain_text("NUK u ruajt: Titulli (shqip)", timeout=10_000)
    staff.complaints.clear()
    page.on("dialog", lambda dialog: dialog.accept())
    staff.go(address(chapter))
    page.locator("[data-drop]").click()
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('draft:'))")
    expect(page.locator("[name=title_sq]")).to_have_value("Hyrje e përbashkët")


def test_text_brought_along_into_the_other_language_is_saved_too(reader: Readers, chapter: Chapter) -> None:
    expert = reader("expert")
    page = expert.page
    expert.go(address(chapter))
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[name=title_en]").fill("Typed before the change of language")
    add(expert, "Edhe ky.")
    page.locator("[data-keep-typed][hreflang=en]").click()
    page.wait_for_url("**/en/**")

    expect(page.locator("[name=title_en]")).to_have_value("Typed before the change of language")
    expect(text_of(page)).to_contain_text("Edhe ky.")
    expert.language = "en"
    saved(expert)
    assert kept(page) == 0
    chapter.refresh_from_db()
    assert chapter.title_en == "Typed before the change of language"
    assert "<p>Edhe ky.</p>" in chapter.body_sq


def test_logging_out_leaves_no_text_in_the_browser(reader: Readers, chapter: Chapter) -> None:
    expert = reader("expert", width=360)
    page = expert.page
    expert.go(f"plan/versions/{chapter.version_id}/add/chapter/")
    page.locator("[name=title_sq]").fill("Kapitull i ri")
    expect(line(page)).to_contain_text("i mbajtur në këtë shfletues")
    expert.look()
    assert kept(page) == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/sq/")
    page.locator(".menu-button").click()
    page.locator(".account-menu button").click()
    expect(page.locator(".account-menu")).to_have_count(0)
    assert kept(page) == 0


PASTED = (
    "<p>Kosto <del>500000</del><ins>700000</ins> lekë"
    "<span style='display:none;mso-hide:all'>FSHEHUR</span></p><p hidden>FSHEHUR</p>"
    "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>3.</span>pika e tretë</p>"
    "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>4.</span>pika e katërt</p>"
    "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>b)</span>shkronja be</p>"
    "<ol type='a' start='3'><li>shkronja ce</li><li><p>shkronja de</p></li></ol>"
)
PASTE = """(element, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.mark.parametrize("width", [1280])
def test_a_paste_holds_no_deleted_and_no_hidden_words_and_keeps_its_letters(
    reader: Readers, chapter: Chapter, width: int
) -> None:
    staff = reader("staff", width=width, language="sq")
    staff.go(address(chapter))
    add(staff, "Para.")
    text_of(staff.page).evaluate(PASTE, PASTED)
    expect(text_of(staff.page)).to_contain_text("shkronja de")
    saved(staff)
    chapter.refresh_from_db()

    assert "500000" not in chapter.body_sq
    assert "FSHEHUR" not in chapter.body_sq
    assert "Kosto 700000 lekë" in chapter.body_sq
    assert '<ol start="3"><li>' in chapter.body_sq
    for stored_as_it_reads in ("b) shkronja be", "c. shkronja ce", "d. shkronja de"):
        assert stored_as_it_reads in chapter.body_sq
