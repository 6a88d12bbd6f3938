"""A plan begun with its outline, its chapters put in order, and what two people say of a place of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from socialplan.content.models import NodeComment, PlanVersion
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(("language", "width"), [("sq", 1280), ("en", 360)])
WORDS = "Burimi i shifrës mungon."


def begin(staff: BrowserReader, first_year: int) -> PlanVersion:
    staff.go("plan/plans/new/")
    staff.choose(kind="monitoring_strategy")
    years = {"first_year": str(first_year), "last_year": str(first_year + 2)}
    staff.fill(title_sq=f"Strategjia {first_year}", title_en=f"Strategy {first_year}", **years)
    staff.send()
    return PlanVersion.objects.latest("pk")


@BOTH
def test_a_strategy_begins_with_its_outline_and_is_talked_about(
    reader: Callable[..., BrowserReader], language: str, width: int
) -> None:
    staff, expert = (reader(role, language=language, width=width) for role in ("staff", "expert"))
    version = begin(staff, 2030 if language == "sq" else 2034)
    home = f"plan/versions/{version.pk}"
    assert version.chapters.count() == 9
    first = version.chapters.first()

    staff.press(f"form[action$='/chapters/shift/'] button[value='down:{first.pk}']")
    assert [each.pk for each in version.chapters.all()].index(first.pk) == 1
    staff.go(f"plan/content/chapter/{first.pk}/edit/")
    staff.press("form[action$='/delete/'] button")
    staff.go(f"{home}/missing/")
    staff.press("#outline_chapter a[href$='/outline/']")
    staff.send()
    assert version.chapters.filter(key=first.key).exists()
    staff.go("plan/outline/")

    chapter = version.chapters.last()
    expert.go(f"{home}/comments/chapter/{chapter.key}/")
    expert.fill(text="")
    expert.send()
    assert expert.page.locator("[name=text].is-invalid").count() == 1
    expert.fill(text=WORDS)
    expert.send()
    assert WORDS in staff.go(f"plan/content/chapter/{chapter.pk}/edit/")
    staff.press(".place-comments button[name=is_resolved]")
    comment = NodeComment.objects.latest("pk")
    assert comment.settlements.get().is_resolved
    assert WORDS not in expert.go(f"{home}/comments/")
    assert WORDS in expert.go(f"{home}/comments/?all=1")
