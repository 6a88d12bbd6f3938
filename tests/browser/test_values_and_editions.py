"""Two long ways in the browser: values of the county with their history, and an edition that a worker publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import User
from assessments.enums import PUBLISHING
from assessments.models import Assessment, FigureDefinition
from assessments.report import publication
from assessments.services import begin_next_edition, move_assessment
from operations.models import Job
from operations.queue import jobs
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser
HEADS = "code\ttheme\tname_sq\tunit_label_sq\tcounty_value\tcountry_value\twider_on\twider_source"


def test_values_of_the_county_come_by_a_sheet_and_leave_their_history(reader: Callable[..., BrowserReader]) -> None:
    staff = reader("staff")
    definition = FigureDefinition.objects.get(code="unemployed")
    row = (definition.code, definition.theme, definition.name_sq, definition.unit_label_sq)
    for county, day in (("9120", "31.12.2022"), ("8740", "31.12.2023")):
        staff.go("assessments/imports/new/catalogue/")
        staff.fill(pasted=HEADS + "\n" + "\t".join((*row, county, "78200", day, "INSTAT")))
        assert county in staff.send()
        staff.send()

    words = staff.go(definition.get_absolute_url().removeprefix("/sq/")).replace("\N{NO-BREAK SPACE}", " ")

    newest, oldest = (words.rindex(said) for said in ("8 740", "9 120"))
    assert newest < oldest
    assert words.count("INSTAT") == 3
    for day in ("31.12.2022", "31.12.2023"):
        assert day in words


def test_a_long_edition_is_published_by_the_worker_and_its_page_says_so(
    reader: Callable[..., BrowserReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    """First refused for what its words would tell; then the comment of the step lets the numbers stand."""
    monkeypatch.setattr(publication, "AT_ONCE", 0)
    before, staff = Assessment.objects.published().earliest("pk"), User.objects.get(email="staff@demo.example")
    texts = dict.fromkeys(("method_sq", "sources_sq", "limits_sq"), "Provë.")
    new = Assessment(title_sq="Botimi i gjatë", starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30), **texts)
    edition = move_assessment(begin_next_edition(before, new, actor=staff), "verify", actor=staff)
    coordinator = reader("coordinator")

    for comment in ("", "3, 6"):
        coordinator.go(f"assessments/{edition.pk}/steps/publish/")
        coordinator.fill(comment=comment)
        coordinator.send()
        job = Job.objects.filter(kind=PUBLISHING).latest("pk")
        assert f"/jobs/{job.pk}/" in coordinator.page.url
        assert "po botohet" in coordinator.go(f"assessments/{edition.pk}/")
        jobs.run(job.pk)
        job.refresh_from_db()
        words = coordinator.go(f"assessments/{edition.pk}/")
        assert job.failure in words
        assert bool(job.failure) is not bool(comment)

    assert Assessment.objects.get(pk=edition.pk).is_published
    assert "po botohet" not in words
