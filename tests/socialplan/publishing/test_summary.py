"""The councillors' page: what it says, for whom, and that its PDF is one page whatever the plan."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import lxml.html
import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from page import validate_pdf

from accounts.enums import Role
from core.workflow import StepRefused
from operations.files import content_of
from operations.queue import jobs
from operations.queue.jobs import JobRefused
from socialplan.content.diff.pairs import compared_pair
from socialplan.content.diff.summary import summary_of, usual_summary
from socialplan.content.enums import PlanState
from socialplan.content.models import Measure, MeasureCost, PlanVersion
from socialplan.drafting.services.copying import open_amendment
from socialplan.publishing.documents.summary import render_summary
from socialplan.publishing.models import PlanReport
from socialplan.publishing.services.generated_files import request_file
from socialplan.publishing.tasks import open_outputs
from tests.factories.accounts import UserFactory
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanReportFactory, PlanVersionFactory, publish, put_in_state
from tests.socialplan.content.test_compare_pages import answer_at

pytestmark = pytest.mark.django_db
WORDS = {
    "sq": ("Çfarë ndryshon versioni 2", "Ndryshimet më të mëdha të parave", "216 450 000", "+120 000"),
    "en": ("What version 2 changes", "The largest changes of money", "216,450,000", "+120,000"),
}


def no_progress(_done: int, _total: int) -> None:
    pass


@pytest.fixture
def amended() -> PlanVersion:
    """An amendment in which the money of twelve measures moves, by 10 000 lek more from one to the next."""
    MunicipalityFactory(is_demo=True)
    version = open_amendment(publish(demo_plan()), actor=UserFactory(role=Role.STAFF))
    for number, measure in enumerate(Measure.objects.filter(version=version)[:12], start=1):
        cost = MeasureCost.objects.filter(measure=measure).first()
        assert cost is not None
        cost.amount += number * 10_000
        cost.save()
    Measure.objects.filter(version=version).update(title_sq="Titull shumë i gjatë i një mase të planit " * 7)
    for _number in range(9):
        answer_at(version)
    return version


def test_the_ten_largest_changes_of_money_come_first(amended: PlanVersion) -> None:
    summary = usual_summary(amended)

    assert summary is not None
    assert [int(change.cost.difference) for change in summary.money] == list(range(120_000, 20_000, -10_000))
    assert summary.more_money == 2
    assert (len(summary.reasons), summary.more_reasons) == (6, 3)
    assert [figure.signed for figure in summary.whole] == ["+780\u00a0000", "", "+780\u00a0000"]
    measures = next(count for count in summary.counts if count.label == "masë")
    assert (measures.changed, measures.unchanged) == (40, 0)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_pdf_is_one_accessible_page(language: str, amended: PlanVersion, tmp_path: Path) -> None:
    content = render_summary(amended, language, no_progress)

    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    text = " ".join(page.extract_text().replace("\u00a0", " ").split())
    assert [word for word in WORDS[language] if word not in text] == []
    path = tmp_path / "summary.pdf"
    path.write_bytes(content)
    for profile in ("pdf/a-3a", "pdf/ua-1"):
        result = validate_pdf(path, profile=profile)
        assert result.is_compliant, [str(failure) for failure in result.failures][:5]


def test_the_first_plan_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(JobRefused):
        render_summary(PlanVersionFactory(content=True), "sq", no_progress)


def test_a_councillor_reads_and_prints_what_is_before_the_council(client_of: Any, amended: PlanVersion) -> None:
    assert amended.derived_from is not None
    client = client_of(UserFactory(role=Role.COUNCILLOR))
    address = reverse("content:version_summary", args=[amended.pk, amended.derived_from.pk])
    early = client.get(address).status_code
    put_in_state(amended, PlanState.BEFORE_COUNCIL)

    page = client.get(address)

    assert (early, page.status_code) == (403, 200)
    assert page.context["can_print"]
    asked = client.post(reverse("publishing:report_request", args=[amended.pk, "summary_pdf"]), {"language": "sq"})
    assert asked.status_code == 302


@pytest.mark.parametrize(("page", "kind"), [("summary", "summary_pdf"), ("compare", "comparison_pdf")])
def test_any_two_versions_are_a_file_asked_for_beside_what_it_holds(
    page: str, kind: str, client_of: Any, amended: PlanVersion
) -> None:
    other = PlanVersionFactory(plan=amended.plan, number=90)
    client = client_of(UserFactory(role=Role.STAFF))
    shown = client.get(reverse(f"content:version_{page}", args=[other.pk, amended.pk]))
    (form,) = lxml.html.fromstring(shown.content).xpath(f"//form[contains(@action, '{kind}')]")

    sent = client.post(form.action, {"against": form.fields["against"], "language": "sq"})

    assert sent.status_code == 302
    report = PlanReport.objects.get(kind=kind)
    assert (report.version, report.against) == (other, amended)
    assert f"me versionin {amended.number}" in client.get(sent.url).content.decode()
    jobs.run(report.job_id)
    report.refresh_from_db()
    assert report.job.result_file is not None, report.job.failure
    assert report.job.result_file.name.endswith(f"-v90-v{amended.number}-sq.pdf")
    text = "".join(
        each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content_of(report.job.result_file))).pages
    )
    assert str(amended.number) in text
    assert "90" in text


def test_a_file_of_two_versions_asks_for_both(client_of: Any, amended: PlanVersion) -> None:
    """The councillor reads what lies before the council, and no draft: neither asked for nor fetched."""
    draft, staff = PlanVersionFactory(plan=amended.plan, number=90), UserFactory(role=Role.STAFF)
    put_in_state(amended, PlanState.BEFORE_COUNCIL)
    councillor = UserFactory(role=Role.COUNCILLOR)

    with pytest.raises(PermissionDenied):
        request_file(amended, "comparison_pdf", language="sq", actor=councillor, against=draft)
    report = request_file(amended, "comparison_pdf", language="sq", actor=staff, against=draft)
    jobs.run(report.job_id)

    client = client_of(councillor)
    assert client.get(reverse("publishing:report_file", args=[report.pk])).status_code == 403
    assert not list(open_outputs(councillor, [report.job]))
    assert list(open_outputs(staff, [report.job])) == [report.job]


@pytest.mark.parametrize("wrong", ["another plan", "itself", "a file of one version"])
def test_what_is_no_comparison_is_refused(wrong: str, amended: PlanVersion) -> None:
    against = amended if wrong == "itself" else PlanVersionFactory()
    kind = "plan_pdf" if wrong == "a file of one version" else "comparison_pdf"

    with pytest.raises(StepRefused):
        request_file(amended, kind, language="sq", actor=UserFactory(role=Role.STAFF), against=against)
    with pytest.raises(IntegrityError, match="planreport_compares_two"), transaction.atomic():
        PlanReportFactory(version=amended, kind="comparison_pdf", against=amended)
    with pytest.raises(IntegrityError, match="planreport_compares_two"), transaction.atomic():
        PlanReportFactory(version=amended, kind="plan_pdf", against=against)


def test_it_speaks_the_reader_s_language(amended: PlanVersion) -> None:
    assert amended.derived_from is not None

    with translation.override("en"):
        summary = summary_of(compared_pair(amended.derived_from, amended))
        labels = [figure.label for figure in summary.whole]

    assert labels == ["Cost", "Funding", "Gap"]
