"""Every picture of every page: on a telephone its narrow drawing alone, legible and whole; on a desk the wide one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from assessments.models import Assessment
from monitoring.models import YearlyReport
from socialplan.content.chapters import anchor_of
from socialplan.content.enums import BlockKind
from socialplan.content.models import PlanVersion
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser

SMALLEST_LETTERS = 12
# of each picture: its shown drawings, and what is wrong with them as a reader sees it
LOOK = """() => [...document.querySelectorAll('main figure.chart')].map(figure => {
  const shown = [...figure.querySelectorAll(':scope > svg')].filter(svg => svg.getClientRects().length);
  const faults = [];
  for (const svg of shown) {
    const box = svg.viewBox.baseVal, scale = svg.getBoundingClientRect().width / box.width;
    const texts = [...svg.querySelectorAll('text')].map(text => [text, text.getBBox()]);
    for (const [text, at] of texts) {
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < SMALLEST) faults.push(`${size} px: ${text.textContent}`);
      if (at.x < -2 || at.x + at.width > box.width + 2) faults.push(`outside: ${text.textContent}`);
    }
    texts.forEach(([text, at], place) => texts.slice(place + 1).forEach(([other, its]) => {
      const across = Math.min(at.x + at.width, its.x + its.width) - Math.max(at.x, its.x);
      const down = Math.min(at.y + at.height, its.y + its.height) - Math.max(at.y, its.y);
      if (across > 2 && down > 4) faults.push(`over each other: ${text.textContent} / ${other.textContent}`);
    }));
  }
  if (figure.scrollWidth > figure.clientWidth) faults.push('is moved sideways');
  return [shown.map(svg => svg.getAttribute('class')).join(), faults];
})"""


def pages_with_pictures() -> dict[str, list[str]]:
    """The addresses by role; the templates that draw pictures are those below."""
    edition, version = Assessment.objects.published().earliest("pk"), PlanVersion.objects.earliest("pk")
    report = YearlyReport.objects.earliest("pk")
    chapter = next(one for one in version.chapters.all() if f'"{BlockKind.BUDGET_BY_GOAL}"' in one.body_sq)
    return {
        "": [
            f"assessments/{edition.pk}/published/",
            "monitoring/progress/",
            f"plan/public/{version.pk}/read/{anchor_of(chapter)}/",
        ],
        "staff": [
            f"assessments/{edition.pk}/",
            f"assessments/{edition.pk}/matrix/",
            "monitoring/dashboard/",
            f"monitoring/reports/{report.pk}/",
            f"plan/versions/{version.pk}/read/",
        ],
    }


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("role", ["", "staff"])
def test_every_picture_is_read_without_moving_it(role: str, width: int, reader: Callable[..., BrowserReader]) -> None:
    visitor = reader(role, width=width)
    faults: dict[str, Any] = {}
    for address in pages_with_pictures()[role]:
        visitor.page.goto(f"/sq/{address}")
        looked = visitor.page.evaluate(LOOK.replace("SMALLEST", str(SMALLEST_LETTERS)))
        expected = "drawn-wide" if width == 1280 else "drawn-narrow"
        wrong = [found for found in looked if found != [expected, []]]
        if wrong or not looked:
            faults[address] = wrong or "no picture"
    assert faults == {}


def test_every_template_with_a_picture_is_looked_at() -> None:
    """A new page with pictures is put among the addresses above, and here."""
    draws = re.compile(r"{% (?:chart|tiles) |_progress_picture\.html|_unit_map\.html|content/partials/_block\.html")
    folder = Path(settings.BASE_DIR) / "templates"
    found = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if "/pdf/" not in str(path) and draws.search(path.read_text())
    }
    assert {name for name in found if "/partials/" not in name} == {
        "assessments/assessment_detail.html",
        "assessments/assessment_matrix.html",
        "assessments/public/edition.html",
        "monitoring/dashboard.html",
        "monitoring/public/progress.html",
        "monitoring/report_detail.html",
        "publishing/public/part.html",
    }
