"""The council's dossier, the consultation report and the letters, opened again."""

import csv
import hashlib
import io
import zipfile
from datetime import date
from typing import Any

import pypdf
import pytest
from docx import Document
from page import validate_pdf

from core.workflow import StepRefused
from operations.enums import JobState
from operations.files import store_file
from operations.models import Job
from operations.queue import jobs
from socialplan.approval.enums import DocumentKind, OpinionKind, Verdict
from socialplan.approval.models import (
    Committee,
    CommitteeOpinion,
    Opinion,
    PlanAddressee,
    PlanDispatch,
    VersionAttachment,
)
from socialplan.content.enums import PlanKind, PlanState
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.bundle import Enclosure, contents_csv, numbered, pack, plain_name
from socialplan.publishing.documents.consultation_report import ConsultationReportContext, render_consultation
from socialplan.publishing.documents.dossier import render_dossier
from socialplan.publishing.documents.frame import frame_of
from socialplan.publishing.documents.letters import render_letters
from socialplan.publishing.documents.plan_pdf import load_version
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.reference import check_legal_bases, install_approval_rows
from socialplan.publishing.services.generated_files import request_file
from tests.factories.accounts import UserFactory
from tests.factories.consultations import DispositionFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import ChapterFactory, PlanReportFactory, PlanVersionFactory, publish, put_in_state

pytestmark = pytest.mark.django_db
DAY = {"happened_on": date(2024, 5, 15), "is_back_entry": True, "source_document": "DEMO"}


def silent(done: int, whole: int) -> None:
    pass


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory(name_sq="Bashkia Vlorë", name_en="Municipality of Vlora", is_demo=True)
    install_approval_rows(actor=None)
    check_legal_bases(actor=None, checked_by="Drejtoria Juridike", checked_on=date(2024, 5, 2))


@pytest.fixture
def version() -> PlanVersion:
    """Before the council, consulted, with opinions; one of them came with its paper."""
    made: PlanVersion = PlanVersionFactory(content=True)
    answer = DispositionFactory(recommendation__round__is_closed=True)
    made.plan.round_links.create(round=answer.recommendation.round)
    stored = store_file(b"%PDF-1.7 mendim", "Mendimi i Drejtorisë Juridike.pdf", uploaded_by=None, purpose="paper")
    paper = VersionAttachment.objects.create(
        version=made, kind=DocumentKind.OPINION, title="Mendimi", file=stored, **DAY
    )
    Opinion.objects.create(
        version=made,
        kind=OpinionKind.LEGAL,
        verdict=Verdict.FAVOURABLE,
        content_sha256="0" * 64,
        document=paper,
        **DAY,
    )
    CommitteeOpinion.objects.create(
        version=made,
        committee=Committee.objects.get(code="social"),
        votes_for=5,
        votes_against=1,
        abstained=1,
        verdict=Verdict.WITH_REMARKS,
        text="=Të shtohet afati.",
        **DAY,
    )
    return put_in_state(made, PlanState.BEFORE_COUNCIL)


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables])


NAMES = [
    "PERMBAJTJA.txt",
    "contents.csv",
    "01-projektvendimi.docx",
    "02-relacioni.docx",
    "03-plani.pdf",
    "04-raporti-i-konsultimit.pdf",
    "05-mendimet-e-zyrave.docx",
    "05-mendimet-e-zyrave/juridik-mendimi-i-drejtorise-juridike.pdf",
    "06-mendimet-e-komisioneve.docx",
]


def test_the_dossier_holds_everything_in_its_order_with_its_hashes(version: PlanVersion) -> None:
    with opened(render_dossier(load_version(version.pk), "sq", silent)) as archive:
        assert archive.namelist() == NAMES
        assert archive.testzip() is None
        assert {each.external_attr >> 16 for each in archive.infolist()} == {0o644}
        listed = list(csv.reader(io.StringIO(archive.read("contents.csv").decode("utf-8-sig")), delimiter=";"))
        assert [row[1] for row in listed[1:]] == NAMES[2:]
        for _number, name, _about, size, sha256 in listed[1:]:
            content = archive.read(name)
            assert (len(content), hashlib.sha256(content).hexdigest()) == (int(size), sha256)
        text = archive.read("PERMBAJTJA.txt").decode("utf-8-sig")
        assert all(row[4] in text for row in listed[1:])
        assert "TË DHËNA DEMONSTRUESE" in text
        assert archive.read(NAMES[7]) == b"%PDF-1.7 mendim"
        assert "PROJEKTVENDIM" in words_of(archive.read(NAMES[2]))
        assert "=Të shtohet afati." in words_of(archive.read(NAMES[8]))
        assert "jo, për një përmbajtje të mëparshme" in words_of(archive.read(NAMES[6]))


def test_the_dossier_in_english_with_the_comparison_of_an_amendment() -> None:
    first = publish(PlanVersionFactory(content=True))
    second = PlanVersionFactory(plan=first.plan, number=first.number + 1, content=True)
    put_in_state(second, PlanState.APPROVED)

    with opened(render_dossier(load_version(second.pk), "en", silent)) as archive:
        names = archive.namelist()

    assert names[:5] == [
        "CONTENTS.txt",
        "contents.csv",
        "01-draft-decision.docx",
        "02-explanatory-report.docx",
        "03-plan.pdf",
    ]
    assert names[-1] == "07-comparison.pdf"


def test_the_dossier_of_a_strategy_encloses_it_by_its_name() -> None:
    strategy = PlanVersionFactory(plan__kind=PlanKind.MONITORING_STRATEGY)
    ChapterFactory(version=strategy)
    put_in_state(strategy, PlanState.APPROVED)

    with opened(render_dossier(load_version(strategy.pk), "en", silent)) as archive:
        assert archive.namelist()[2:] == [
            "01-draft-decision.docx",
            "02-explanatory-report.docx",
            "03-monitoring-strategy.pdf",
        ]
        assert "It has no measures, targets or budget of its own" in words_of(
            archive.read("02-explanatory-report.docx")
        )


def test_the_issued_pdf_goes_in_as_it_was_issued(version: PlanVersion) -> None:
    loaded = load_version(version.pk)
    PlanReportFactory(
        version=version, state=version.state, content_sha256=frame_of(loaded).sha256, language="sq", ready=True
    )

    with opened(render_dossier(loaded, "sq", silent)) as archive:
        assert archive.read("03-plani.pdf") == b"%PDF-1.7 a plan"


@pytest.mark.parametrize("state", [PlanState.DRAFTING, PlanState.IN_REVIEW])
def test_no_dossier_before_the_approval(state: str) -> None:
    version = PlanVersionFactory(content=True, state=state)

    with pytest.raises(StepRefused) as refusal:
        request_file(version, OutputKind.DOSSIER_ZIP, language="sq", actor=UserFactory(role="staff"))

    assert "nuk është miratuar ende" in str(refusal.value)


def test_the_worker_makes_the_dossier_for_a_councillor(version: PlanVersion) -> None:
    report = request_file(version, OutputKind.DOSSIER_ZIP, language="sq", actor=UserFactory(role="councillor"))

    jobs.run(report.job_id)

    job = Job.objects.get(pk=report.job_id)
    assert (job.state, job.result_file.content_type) == (JobState.DONE, "application/zip")
    assert job.result_file.name == f"council-dossier-2024-2026-v{version.number}-sq.zip"


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_consultation_report(language: str, version: PlanVersion, tmp_path: Any) -> None:
    report = render_consultation(load_version(version.pk), language, silent)

    reader = pypdf.PdfReader(io.BytesIO(report))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    wanted = {"sq": ("Raporti i konsultimit", "Hapat e ardhshëm"), "en": ("Consultation report", "Next steps")}
    assert all(words in text for words in wanted[language])
    path = tmp_path / "report.pdf"
    path.write_bytes(report)
    for profile in ("pdf/a-3a", "pdf/ua-1"):
        result = validate_pdf(path, profile=profile)
        assert result.is_compliant, [str(failure) for failure in result.failures][:5]


def test_the_consultation_report_tells_the_notice(version: PlanVersion) -> None:
    report = ConsultationReportContext.of(load_version(version.pk))

    assert [notice.title for notice in report.notices] == [link.round.title for link in version.plan.round_links.all()]
    names = {name for name, _fact in report.notices[0].facts}
    assert {"Lloji", "Dita e fundit"} <= names


def test_letters_bear_the_number_under_which_they_went_out() -> None:
    version = publish(PlanVersionFactory(content=True))
    ministry = PlanAddressee.objects.get(code="mshms")
    PlanDispatch.objects.create(version=version, addressee=ministry, protocol_no="204/DEMO", **DAY)
    PlanAddressee.objects.filter(code="donors").update(is_active=False)

    with opened(render_letters(load_version(version.pk), "sq", silent)) as archive:
        names = archive.namelist()
        assert names == ["PERMBAJTJA.txt", "contents.csv", "01-drshssh.docx", "02-mshms.docx", "03-county.docx"]
        sent, waiting = words_of(archive.read("02-mshms.docx")), words_of(archive.read("03-county.docx"))

    assert "Nr. 204/DEMO prot." in sent
    assert "Datë 15.05.2024" in sent
    assert "Ministria e Shëndetësisë dhe Mbrojtjes Sociale\nTiranë" in sent
    assert f"vendimin {version.decision}, datë 30.05.2024" in sent
    assert "hyn në fuqi më 13.06.2024" in sent
    assert "Nr. ________ prot." in waiting
    assert "{" not in sent


def test_letters_wait_for_the_announcement_and_for_somebody_to_write_to() -> None:
    secretary = UserFactory(role="secretary")
    adopted = put_in_state(PlanVersionFactory(content=True), PlanState.ADOPTED)
    with pytest.raises(StepRefused):
        request_file(adopted, OutputKind.LETTERS_ZIP, language="sq", actor=secretary)

    published = publish(PlanVersionFactory(content=True))
    PlanAddressee.objects.update(is_active=False)
    with pytest.raises(StepRefused):
        request_file(published, OutputKind.LETTERS_ZIP, language="sq", actor=secretary)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("Mendimi i Zyrës – Çështje.PDF", "mendimi-i-zyres-ceshtje.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\\b\\Ç.docx", "c.docx"),
        ("ЖЖ.pdf", "file.pdf"),
        ("=cmd|x.csv", "cmd-x.csv"),
    ],
)
def test_names_are_plain(given: str, plain: str) -> None:
    assert plain_name(given) == plain


def test_equal_names_are_told_apart_and_equal_files_give_equal_bytes() -> None:
    assert numbered(["a/b.pdf", "a/b.pdf", "c.txt", "a/b.pdf"]) == ["a/b.pdf", "a/b-2.pdf", "c.txt", "a/b-3.pdf"]
    files = [Enclosure("a.txt", "=1+1", b"x"), Enclosure("b.txt", "ë", b"y")]
    moment = PlanVersionFactory().created_at
    assert pack(files, title="T", lines=[], made_at=moment) == pack(files, title="T", lines=[], made_at=moment)
    assert "'=1+1" in contents_csv(files)
