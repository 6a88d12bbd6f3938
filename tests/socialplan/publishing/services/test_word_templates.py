"""The municipality's own Word template: checked when it comes, previewed, used by a second deed."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx.shared import Cm

from accounts.enums import Role
from core.workflow import StepRefused
from operations.models import Event
from operations.queue import jobs
from socialplan.approval.models import CouncilSubmission
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.official import paper_of, tables_of
from socialplan.publishing.documents.plan_pdf import load_version
from socialplan.publishing.documents.word_templates import delivered_template, faults_of
from socialplan.publishing.enums import OutputKind, TemplateKind
from socialplan.publishing.models import DocumentTemplate, LegalBasis, WordTemplate
from socialplan.publishing.reference import check_legal_bases, install_approval_rows
from socialplan.publishing.services.generated_files import order_submitted_papers, request_file
from socialplan.publishing.services.word_templates import (
    leave_word_template,
    preview,
    upload_word_template,
    use_word_template,
)
from tests.documents import PIXEL, repacked, saved
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, publish, put_in_state

pytestmark = pytest.mark.django_db
DECISION = TemplateKind.DRAFT_DECISION
BLOCK, WORDS = "{{p budget_by_year }}", "Bashkia {{ municipality }} vendos për “{{plan_title}}”."


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory(name_sq="Bashkia Vlorë", name_en="Municipality of Vlora", is_demo=True)
    install_approval_rows(actor=None)


@pytest.fixture
def paper() -> DocumentTemplate:
    return DocumentTemplate.objects.get(document="plan", kind=DECISION, language="sq")


@pytest.fixture
def admin() -> Any:
    return UserFactory(role="admin")


def own_template(*paragraphs: str) -> bytes:
    """Narrow margins, a picture, words at the head and the foot: what a municipality lays out."""
    document = docx.Document()
    document.sections[0].left_margin = Cm(4)
    document.sections[0].header.paragraphs[0].text = "KËSHILLI – {{ municipality }}"
    document.sections[0].footer.paragraphs[0].text = "Adresa e bashkisë"
    document.add_picture(io.BytesIO(PIXEL))
    for words in paragraphs or (WORDS, BLOCK):
        document.add_paragraph(words)
    return saved(document)


def made(version: PlanVersion, kind: TemplateKind = DECISION) -> Any:
    return docx.Document(io.BytesIO(paper_of(kind)(load_version(version.pk), "sq", lambda done, whole: None)))


def words_of(document: Any) -> str:
    return "\n".join(each.text for each in document.paragraphs)


def test_every_delivered_template_passes_its_own_check() -> None:
    for text in DocumentTemplate.objects.all():
        assert faults_of(delivered_template(text), text.kind) == []


def test_a_paper_is_made_from_the_own_template_once_it_is_in_use(paper: DocumentTemplate, admin: Any) -> None:
    version = PlanVersionFactory(content=True)

    row = upload_word_template(paper, own_template(), "vendimi.docx", actor=admin)
    before = words_of(made(version))
    use_word_template(row, actor=admin)
    document = made(version)

    assert "PROJEKTVENDIM" in before
    assert words_of(document).startswith("\nBashkia Bashkia Vlorë vendos për “Plani Social Vendor”.")
    assert len(document.tables) == len(tables_of(load_version(version.pk), "budget_by_year")) > 0
    assert round(document.sections[0].left_margin.cm, 1) == 4
    head = [each.text for each in document.sections[0].header.paragraphs]
    assert "TË DHËNA DEMONSTRUESE" in head[0]
    assert head[1] == "KËSHILLI – Bashkia Vlorë"
    foot = [each.text for each in document.sections[0].footer.paragraphs]
    assert foot[0] == "Adresa e bashkisë"
    assert f"v{version.number}" in foot[1]
    assert len(document.inline_shapes) == 1
    assert "Plan Cell" in {each.name for each in document.styles}
    leave_word_template(row, actor=admin)
    assert words_of(made(version)) == before
    actions = {"upload", "use", "leave"}
    told = set(Event.objects.filter(action__endswith="_wordtemplate").values_list("action", flat=True))
    assert told == {f"publishing.{action}_wordtemplate" for action in actions}


def test_one_template_is_in_use(paper: DocumentTemplate, admin: Any) -> None:
    first, second = (upload_word_template(paper, own_template(WORDS), f"{n}.docx", actor=admin) for n in ("a", "b"))

    use_word_template(first, actor=admin)
    use_word_template(second, actor=admin)

    assert list(WordTemplate.objects.filter(is_in_use=True)) == [second]
    with pytest.raises(StepRefused):
        use_word_template(second, actor=admin)
    with pytest.raises(StepRefused):
        leave_word_template(first, actor=admin)


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (["{{ plan_titel }}"], "plan_titel"),
        (["{{ addressee }}"], "addressee"),
        (["Kostoja: {{p budget_by_year }}"], "budget_by_year"),
        (["{{ budget_by_year }}"], "budget_by_year"),
        (["{{p plan_title }}"], "plan_title"),
        ([BLOCK, BLOCK], "budget_by_year"),
        (["{% for a in b %}x{% endfor %}"], "{% for"),
        (["{{ plan_title.__class__ }}"], "plan_title.__cl"),
        (["{{ plan_title | upper }}"], "upper"),
        (["{plan_title}"], "{plan_title}"),
        (["{{ plan_title"], "{{ plan_title"),
        (["{# shënim #}"], "{#"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_its_words(
    paragraphs: list[str], said: str, paper: DocumentTemplate, admin: Any
) -> None:
    with pytest.raises(ValidationError) as refusal:
        upload_word_template(paper, own_template(*paragraphs), "x.docx", actor=admin)

    assert said in " ".join(refusal.value.messages)
    assert not WordTemplate.objects.exists()


def test_code_where_no_reader_looks_is_refused(paper: DocumentTemplate, admin: Any) -> None:
    hidden = repacked(own_template(WORDS), {}, {"word/document.xml": ('descr=""', 'descr="{{ 7 * 7 }}"')})
    named = repacked(own_template(WORDS), {}, {"word/document.xml": ('name="Picture 1"', 'name="{{ 7 * 7 }}"')})

    assert hidden != named
    with pytest.raises(ValidationError, match=r"sees|sheh"):
        upload_word_template(paper, named, "x.docx", actor=admin)


def test_what_is_loaded_from_elsewhere_is_refused(paper: DocumentTemplate, admin: Any) -> None:
    outside = (
        '<Relationship Id="rIdOut" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'attachedTemplate" Target="https://example.org/t.dotm" TargetMode="External"/></Relationships>'
    )
    content = repacked(own_template(WORDS), {}, {"word/_rels/document.xml.rels": ("</Relationships>", outside)})

    with pytest.raises(ValidationError, match=r"example\.org"):
        upload_word_template(paper, content, "x.docx", actor=admin)


def test_what_is_no_word_file_is_refused(paper: DocumentTemplate, admin: Any) -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("word/document.xml", "<nothing/>")

    for content in (b"%PDF-1.7", broken.getvalue()):
        with pytest.raises(ValidationError):
            upload_word_template(paper, content, "x.docx", actor=admin)


def test_a_value_is_text_and_never_a_place(paper: DocumentTemplate, admin: Any) -> None:
    use_word_template(upload_word_template(paper, own_template(WORDS), "x.docx", actor=admin), actor=admin)
    version = PlanVersionFactory(content=True, plan__title_sq="<b>Plani</b> {{ total_cost }} & më")

    assert "“<b>Plani</b> {{ total_cost }} & më”" in words_of(made(version))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nobody_but_the_administrator_brings_or_uses_one(role: str, paper: DocumentTemplate, admin: Any) -> None:
    row, actor = upload_word_template(paper, own_template(), "x.docx", actor=admin), UserFactory(role=role)

    for deed in (
        lambda: upload_word_template(paper, own_template(), "x.docx", actor=actor),
        lambda: use_word_template(row, actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_the_administrator_brings_looks_and_uses_one(client_of: Any, paper: DocumentTemplate, admin: Any) -> None:
    PlanVersionFactory(content=True)
    client, listing = client_of(admin), reverse("publishing:word_template_list", args=[paper.pk])
    delivered = client.get(reverse("publishing:word_template_delivered", args=[paper.pk]))
    changed = docx.Document(io.BytesIO(delivered.content))
    changed.add_paragraph("Shtuar nga bashkia: {{ period }}")

    refused = client.post(listing, {"file": SimpleUploadedFile("b.docx", own_template("{{ kostoja }}"))})
    answer = client.post(listing, {"file": SimpleUploadedFile("vendimi.docx", saved(changed))}, follow=True)
    row = WordTemplate.objects.get()
    shown = client.get(reverse("publishing:word_template_preview", args=[row.pk]))
    used = client.post(row.get_absolute_url())

    assert "kostoja" in refused.context["form"].errors["file"][0]
    assert "{{p legal_basis }}" in answer.content.decode()
    assert "Shtuar nga bashkia: 2024–2026" in words_of(docx.Document(io.BytesIO(shown.content)))
    assert used.url == listing
    assert "vendimi.docx" in client.get(listing).content.decode()
    row.refresh_from_db()
    assert row.is_in_use


def test_a_preview_needs_a_version_to_be_filled_from(paper: DocumentTemplate, admin: Any) -> None:
    row = upload_word_template(paper, own_template(), "x.docx", actor=admin)

    with pytest.raises(StepRefused):
        preview(row)


# --- frozen with the submission


@pytest.fixture
def submitted() -> PlanVersion:
    check_legal_bases(actor=None, checked_by="Drejtoria Juridike", checked_on=date(2024, 5, 2))
    version = put_in_state(PlanVersionFactory(content=True), "before_council")
    CouncilSubmission.objects.create(
        version=version,
        protocol_no="117/1",
        happened_on=date(2024, 5, 17),
        content_sha256="0" * 64,
        recorded_by=UserFactory(role="mayor"),
    )
    return load_version(version.pk)


def content_of(version: PlanVersion, kind: str, actor: Any) -> bytes:
    report = request_file(load_version(version.pk), kind, language="sq", actor=actor)
    jobs.run(report.job_id)
    report.job.refresh_from_db()
    with report.job.result_file.file.open("rb") as stored:
        return stored.read()


def test_papers_are_ordered_with_the_submission_and_stay_what_they_were(
    submitted: PlanVersion, paper: DocumentTemplate, admin: Any
) -> None:
    order_submitted_papers(submitted, UserFactory(role="mayor"))
    staff = UserFactory(role="staff")
    first = content_of(submitted, OutputKind.DRAFT_DECISION_DOCX, staff)

    use_word_template(upload_word_template(paper, own_template(), "x.docx", actor=admin), actor=admin)

    assert submitted.reports.count() == 4
    assert content_of(submitted, OutputKind.DRAFT_DECISION_DOCX, staff) == first
    assert submitted.reports.count() == 4


def test_a_paper_of_the_submission_knows_nothing_later(paper: DocumentTemplate, admin: Any) -> None:
    check_legal_bases(actor=None, checked_by="DEMO", checked_on=date(2024, 5, 2))
    words = ["{{ decision }}|{{ decision_date }}|{{ announced_on }}|{{ made_on }}", "{{p acts }}"]
    use_word_template(upload_word_template(paper, own_template(*words), "x.docx", actor=admin), actor=admin)
    version = publish(PlanVersionFactory(content=True))
    CouncilSubmission.objects.create(
        version=version,
        protocol_no="117/1",
        happened_on=date(2024, 5, 17),
        content_sha256="0" * 64,
        recorded_by=admin,
    )

    document = made(version)

    assert "________|________|________|17.05.2024" in words_of(document)
    every = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "117/1" in every
    assert str(version.decision) not in every + words_of(document)
    assert all(str(version.decision) not in each.text for each in document.sections[0].footer.paragraphs)


@pytest.mark.parametrize("kind", [OutputKind.DRAFT_DECISION_DOCX, OutputKind.EXPLANATORY_REPORT_DOCX])
def test_no_paper_is_made_while_a_legal_basis_is_unverified(kind: str) -> None:
    version, staff = PlanVersionFactory(content=True), UserFactory(role="staff")

    with translation.override("en"), pytest.raises(StepRefused, match="legal basis"):
        request_file(version, kind, language="sq", actor=staff)
    LegalBasis.objects.update(checked_by="Drejtoria Juridike", checked_on=date(2024, 5, 2))

    assert request_file(version, kind, language="sq", actor=staff).pk
