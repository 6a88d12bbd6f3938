"""Speaking without an account, and meeting a protected group: what is sent is kept, what is shielded stays so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Route

from assessments.models import TargetGroup
from consultations.models import Round
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

FIRST = "Na duhet një linjë autobusi deri te qendra."
CORRECTED = f"{FIRST} Edhe të shtunën."
STREET = "Rruga e fshehtë 7"


@pytest.mark.parametrize(("language", "width"), [("sq", 360), ("en", 1280)])
def test_words_corrected_after_an_answer_that_hung_are_kept_beside_the_first(
    reader: Callable[..., Reader], consultation: Round, language: str, width: int
) -> None:
    speaker = reader(language=language, width=width)
    speaker.go(f"contribute/{consultation.pk}/send/")
    speaker.fill(text=FIRST)
    page = speaker.page
    arrived: list[int] = []

    def hang(route: Route) -> None:
        """The words arrive; the answer does not."""
        if route.request.method == "POST":
            arrived.append(route.fetch().status)
        else:
            route.continue_()

    page.route("**/send/", hang)
    page.locator("main form button[type=submit]").click(no_wait_after=True)
    for _tenth in range(200):
        if not arrived:
            page.wait_for_timeout(100)
    assert arrived == [200]
    page.evaluate("window.stop()")
    page.unroute("**/send/")
    assert [each.text for each in consultation.contributions.all()] == [FIRST]

    assert page.locator("main [name=text]").input_value() == FIRST
    speaker.fill(text=CORRECTED)
    speaker.send()

    assert page.locator("#kept-words").inner_text() == CORRECTED
    assert {each.text for each in consultation.contributions.all()} == {FIRST, CORRECTED}


@pytest.mark.parametrize(("language", "width"), [("sq", 360), ("en", 1280)])
def test_a_meeting_with_survivors_is_shown_beforehand_as_the_public_will_see_it(
    reader: Callable[..., Reader], consultation: Round, language: str, width: int
) -> None:
    coordinator = reader("coordinator", language=language, width=width)
    coordinator.go(f"consultations/rounds/{consultation.pk}/events/add/")
    coordinator.choose(kind="focus_group", status="planned")
    coordinator.fill(title_sq="Takim me të mbijetuara", title_en="Meeting with survivors", place=STREET)
    coordinator.fill(held_on=(timezone.localdate() + timedelta(days=7)).strftime("%d.%m.%Y"), starts_at="16:45")
    survivors = TargetGroup.objects.get(code="GBV")
    coordinator.page.locator(f"main [name=groups][value='{survivors.pk}']").check()

    coordinator.press("main button[name=preview]")
    preview = coordinator.page.locator("#public-preview").inner_text()
    assert STREET not in preview
    assert not consultation.events.exists()
    assert coordinator.page.locator("main [name=place]").input_value() == STREET
    coordinator.send()

    assert consultation.events.get().is_counts_only
    told = reader(language=language, width=width).go(f"contribute/{consultation.pk}/")
    assert not [secret for secret in (STREET, "16:45", "mbijetuara", "survivors") if secret in told]
    assert {"sq": "Takim konsultues", "en": "Consultation meeting"}[language] in told
