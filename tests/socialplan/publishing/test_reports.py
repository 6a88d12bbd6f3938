import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from page import validate_pdf
from time_machine import travel

from municipality.enums import DeadlineUnit
from municipality.models import Municipality, Office
from socialplan.content.enums import PlanKind, PlanState
from socialplan.content.models import FundingSource, PlanVersion
from socialplan.publishing.documents.plan_pdf import PlanReportContext, load_version, render_plan
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import DeadlineRuleFactory, MunicipalityFactory
from tests.factories.socialplan import (
    ChapterFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    PlanFactory,
    PlanVersionFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
    publish,
)

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


def test_a_cover_says_of_the_day_of_force_what_it_knew_when_it_was_printed() -> None:
    MunicipalityFactory()
    rule = DeadlineRuleFactory(code="entry_into_force", days=10, unit=DeadlineUnit.CALENDAR)
    version = publish(PlanVersionFactory(content=True), PlanState.ANNOUNCED)
    with travel("2024-06-04 12:00"):
        printed = text_of(render_plan(load_version(version.pk), language="en"))
        rule.days = 15
        rule.save()
        printed_later = text_of(render_plan(load_version(version.pk), language="en"))

    assert "13.06.2024, as announced" in printed
    assert "announced for 13.06.2024; computed on 04.06.2024 it is 18.06.2024" in printed_later


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


def test_every_page_of_a_draft_says_that_it_is_one_of_which_version_and_when() -> None:
    version = load_version(PlanVersionFactory(content=True, number=7).pk)

    with travel(datetime(2024, 5, 2, 12, 30, tzinfo=UTC), tick=False):
        content = render_plan(version, language="en")

    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert len(pages) > 2
    assert all("DRAFT" in page and "version 7 · 02.05.2024 14:30" in page for page in pages)


def test_a_strategy_without_measures_has_no_empty_action_plan(tmp_path: Path) -> None:
    MunicipalityFactory()
    plan = PlanFactory(kind=PlanKind.MONITORING_STRATEGY, title_sq="Strategjia e Monitorimit")
    version = PlanVersionFactory(plan=plan)
    ChapterFactory(version=version, title_sq="Pse masim", body_sq='<p>a</p><div data-block="indicator_table"></div>')
    IndicatorTargetFactory(
        indicator=IndicatorFactory(
            objective=SpecificObjectiveFactory(version=version, goal=StrategicGoalFactory(version=version))
        )
    )
    version = load_version(publish(version).pk)

    content = render_plan(version, language="sq")

    text = text_of(content)
    assert "Strategjia e Monitorimit" in text
    assert "Treguesit dhe synimet e tyre" in text
    assert "Plani i veprimit" not in text
    assert "Buxheti" not in text
    path = tmp_path / "strategy.pdf"
    path.write_bytes(content)
    assert_valid(path, "pdf/ua-1")


def test_a_chapter_with_tables_and_notes_is_valid_and_placed_tables_stand_once(tmp_path: Path) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    body = (
        '<h2>Nën</h2><p>Fjalë<span data-footnote="Burimi: INSTAT 2023"></span> e fjalë.</p>'
        '<div data-block="budget_by_goal"></div><ul><li>një</li></ul><div data-block="action_matrix"></div>'
    )
    ChapterFactory(version=version, body_sq=body, body_en="")
    version = load_version(version.pk)

    content = render_plan(version, language="sq")

    text = text_of(content)
    assert (
        text.count("Kostoja sipas qëllimeve strategjike (mijë lekë të reja)") == 4
    )  # the list, the table and its picture
    assert "Burimi: INSTAT 2023" in text
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    for profile in ("pdf/a-3a", "pdf/ua-1"):
        assert_valid(path, profile)


def test_a_fragment_keeps_its_hash_while_its_words_and_figures_stay(sealed: PlanVersion) -> None:
    def hashes() -> dict[str, str]:
        return {fragment.title: fragment.sha256 for fragment in PlanReportContext.of(sealed).fragments()}

    before = hashes()
    with travel(datetime(2030, 1, 1, tzinfo=UTC)):
        after = hashes()

    assert before == after
    with override("en"):
        assert not before.keys() & hashes().keys()


def test_export_from_the_shell(tmp_path: Path) -> None:
    PlanVersionFactory(number=3, content=True)
    output = tmp_path / "plan.pdf"

    call_command("export_plan", "--language", "sq", "--output", str(output), "--version", "3")

    assert output.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError):
        call_command("export_plan", "--output", str(output), "--version", "9")


WORDS_OF_200 = f"{'Zgjerimi i shërbimeve shoqërore në bashkëpunim me njësitë ' * 4}"[:200].strip()
ONE_WORD_OF_200 = ("shpërndarjendërinstitucionale" * 7)[:200]


@pytest.mark.parametrize("name", [WORDS_OF_200, ONE_WORD_OF_200], ids=["of words", "one word"])
def test_a_plan_whose_every_name_has_200_letters_is_printed(name: str) -> None:
    """The file is read back: nothing lies beside the sheet, no row is torn, no name is cut."""
    MunicipalityFactory(name_sq=name[: Municipality._meta.get_field("name_sq").max_length])
    version = demo_plan()
    for rows in (
        version.strategicgoals,
        version.specificobjectives,
        version.measures,
        version.indicators,
        version.chapters,
    ):
        rows.update(title_sq=name)
    version.measures.update(partners=name)
    type(version.plan).objects.update(title_sq=name)
    Office.objects.update(name_sq=name[: Office._meta.get_field("name_sq").max_length])
    FundingSource.objects.update(name_sq=name[: FundingSource._meta.get_field("name_sq").max_length])

    assert render_plan(load_version(version.pk), language="sq").startswith(b"%PDF")
