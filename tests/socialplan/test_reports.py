import io
import json
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command
from page import validate_pdf

from socialplan.models import PlanVersion
from socialplan.reports import PlanReportContext, load_version, render_plan
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, publish

pytestmark = pytest.mark.django_db
WORDS = {
    "sq": ("Plani Social Vendor", "Punësimi i 4 punonjësve socialë për NJVNR", "Plani i veprimit"),
    "en": ("Local Social Plan", "Recruit 4 social workers for NARU", "Action plan"),
}


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.fixture
def sealed() -> PlanVersion:
    MunicipalityFactory(is_demo=True)
    return load_version(publish(demo_plan()).pk)


def test_the_figures_of_the_report(sealed: PlanVersion) -> None:
    report = PlanReportContext.of(sealed)

    assert report.figures["budget_by_goal"][0].rows[-1].cells[-2] == 216_450_000
    assert len(report.figures["action_matrix"]) == 15
    assert report.sha256 == sealed.seal.sha256
    assert report.acts[0].rows


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_pdf_of_a_sealed_plan(language: str, sealed: PlanVersion, tmp_path: Path) -> None:
    pages: list[tuple[int, int]] = []

    content = render_plan(sealed, language=language, progress=lambda page, total: pages.append((page, total)))

    text = text_of(content)
    assert all(word in text for word in WORDS[language])
    assert {"sq": "216 450", "en": "216,450"}[language] in text.replace("\u00a0", " ")
    assert "DEMO" in text
    assert sealed.seal.sha256 in "".join(text.split())
    attached = pypdf.PdfReader(io.BytesIO(content)).attachments["plan.json"][0]
    assert attached.decode() == sealed.seal.canonical_json
    assert json.loads(attached)["plan"]["version"] == 1
    assert pages
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    for profile in ("pdf/a-3a", "pdf/ua-1"):
        assert_valid(path, profile)


def assert_valid(path: Path, profile: str) -> None:
    result = validate_pdf(path, profile=profile)
    assert result.is_compliant, [str(failure) for failure in result.failures][:5]


def test_a_draft_says_that_it_is_one() -> None:
    version = load_version(PlanVersionFactory(content=True).pk)

    assert "DRAFT" in text_of(render_plan(version, language="en"))


def test_export_from_the_shell(tmp_path: Path) -> None:
    PlanVersionFactory(number=3, content=True)
    output = tmp_path / "plan.pdf"

    call_command("export_plan", "--language", "sq", "--output", str(output), "--version", "3")

    assert output.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError):
        call_command("export_plan", "--output", str(output), "--version", "9")
