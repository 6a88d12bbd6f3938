"""The answer to a form hangs on its way back: what was sent is kept, what is changed then is another, nothing doubles.

And a page that lost the number of the text it was opened with saves over nobody.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from consultations.models import Contribution, Round
from socialplan.content.models import Chapter
from tests.browser.conftest import PATIENCE
from tests.browser.reader import BrowserReader
from tests.browser.test_drafting import add, address, chapter, text_of

pytestmark = pytest.mark.browser
Readers = Callable[..., BrowserReader]
__all__ = ["chapter"]  # the fixture of a chapter of its own
A_MOMENT = 100  # milliseconds
BEFORE, AFTER = "Duam një qendër ditore.", "Duam një qendër ditore dhe transport."


def send_and_hang(page: Page) -> None:
    """The server gets what is sent and its answer never arrives: the reader stops, and is still on the page."""
    held: list[Route] = []
    page.route("**/send/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.evaluate("setTimeout(() => document.querySelector('main form[method=post]').requestSubmit())")
    for _moment in range(PATIENCE // A_MOMENT):
        if held:
            break
        page.wait_for_timeout(A_MOMENT)
    asked = held[0].request
    heads = {name: asked.headers[name] for name in ("content-type", "referer") if name in asked.headers}
    answer = page.context.request.post(asked.url, data=asked.post_data_buffer, headers=heads, max_redirects=0)
    assert answer.status < 400
    held[0].abort("aborted")
    page.unroute("**/send/")


@pytest.mark.parametrize(("changed", "kept"), [(AFTER, [BEFORE, AFTER]), (BEFORE, [BEFORE])])
def test_what_is_sent_again_after_a_hanging_answer_is_stored_as_it_reads(
    reader: Readers, consultation: Round, changed: str, kept: list[str]
) -> None:
    anybody = reader(width=360)
    anybody.go(f"contribute/{consultation.pk}/send/")
    anybody.fill(text=BEFORE)
    send_and_hang(anybody.page)
    assert anybody.page.locator("main [name=text]").input_value() == BEFORE

    anybody.fill(text=changed)
    receipt = anybody.send()

    assert changed in receipt
    assert list(Contribution.objects.filter(round=consultation).order_by("pk").values_list("text", flat=True)) == kept


@pytest.mark.parametrize("revision", ["", "nonsense"])
def test_a_page_without_its_revision_saves_over_nobody(reader: Readers, chapter: Chapter, revision: str) -> None:
    staff = reader("staff")
    staff.go(address(chapter))
    field = staff.page.locator("main [name=expected_revision]")
    field.evaluate("(field, value) => { field.value = value; }", revision)
    add(staff, "Pa numrin e tekstit.")
    staff.page.locator("main form[method=post] button[type=submit].btn-primary").click()

    expect(staff.page.locator("main")).to_contain_text("Pa numrin e tekstit.")
    expect(text_of(staff.page).or_(staff.page.locator("[name=choice_body_sq]")).first).to_be_visible()
    chapter.refresh_from_db()
    assert chapter.body_sq == "<p>Fillimi i përbashkët.</p>"
