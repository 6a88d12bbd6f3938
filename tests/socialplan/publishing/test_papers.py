"""Draft decision and explanatory report: the municipality's own texts, checked when they are written, read back."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from consultations.enums import EventStatus
from core.text.richtext import sanitise
from municipality.enums import DeadlineCode, DeadlineUnit
from operations.enums import JobState
from operations.models import Event
from operations.queue import jobs
from socialplan.approval.models import CouncilSubmission
from socialplan.content.enums import PlanKind, PlanState
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.frame import frame_of
from socialplan.publishing.documents.official import paper_of
from socialplan.publishing.documents.plan_pdf import load_version
from socialplan.publishing.documents.values import values_of
from socialplan.publishing.enums import OutputKind, TemplateKind
from socialplan.publishing.models import DocumentTemplate, LegalBasis
from socialplan.publishing.placeholders import check_places
from socialplan.publishing.reference import (
    check_legal_bases,
    first_strategy_texts,
    first_texts,
    install_approval_rows,
)
from socialplan.publishing.services.generated_files import request_file
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import DeadlineRuleFactory, MunicipalityFactory
from tests.factories.socialplan import ChapterFactory, PlanVersionFactory, publish, put_in_state

pytestmark = pytest.mark.django_db
DECISION, REPORT = TemplateKind.DRAFT_DECISION, TemplateKind.EXPLANATORY_REPORT


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory(name_sq="Bashkia Vlorë", name_en="Municipality of Vlora", is_demo=True)
    DeadlineRuleFactory(code=DeadlineCode.ENTRY_INTO_FORCE, days=10, unit=DeadlineUnit.CALENDAR)
    install_approval_rows(actor=None)


def made(version: PlanVersion, kind: TemplateKind, language: str = "sq") -> Any:
    content = paper_of(kind)(load_version(version.pk), language, lambda done, whole: None)
    return Document(io.BytesIO(content))


def text_of(document: Any) -> str:
    return "\n".join(
        "".join(word.text or "" for word in each.iter(qn("w:t"))) for each in document.element.body.iter(qn("w:p"))
    ).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "fields",
    [*first_texts(), *first_strategy_texts()],
    ids=lambda fields: f"{fields.get('document', 'plan')}-{fields['kind']}-{fields['language']}",
)
def test_the_delivered_texts_hold_only_places_that_exist(fields: dict[str, str]) -> None:
    assert sanitise(fields["body"]) == fields["body"]
    check_places(fields["body"], fields["kind"])


def test_the_draft_decision_in_albanian() -> None:
    version = demo_plan()
    staff = UserFactory(role="staff")
    CouncilSubmission.objects.create(
        version=version,
        protocol_no="117/DEMO",
        happened_on=date(2024, 5, 17),
        content_sha256="0" * 64,
        recorded_by=staff,
    )

    document = made(version, DECISION)

    text = text_of(document)
    for words in (
        "PROJEKTVENDIM",
        "Bashkia Vlorë",
        "Për miratimin e dokumentit „Plani Social Vendor“",
        "Ligjit nr. 139/2015 „Për vetëqeverisjen vendore“",
        "[për t'u verifikuar nga zyra juridike]",
        "shkresën nr. 117/DEMO prot., datë 17.05.2024",
        "VENDOSI:",
        "216 450 000 lekë",
        "192 330 000 lekë",
        "24 120 000 lekë mbeten pa burim",
        "hyn në fuqi 10 ditë kalendarike pas shpalljes",
    ):
        assert words in text, words
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert (styles["VENDOSI:"], styles["PROJEKTVENDIM"]) == ("Plan Official", "Plan Official")
    assert "{" not in text
    assert "TË DHËNA DEMONSTRUESE" in document.sections[0].header.paragraphs[0].text


def test_the_explanatory_report_in_english() -> None:
    version = demo_plan()
    answer = DispositionFactory(recommendation__round__is_closed=True)
    version.plan.round_links.create(round=answer.recommendation.round)

    text = text_of(made(version, REPORT, "en"))

    for words in (
        "EXPLANATORY REPORT",
        "adopting the document “Local Social Plan”",
        "5 strategic goals, 15 specific objectives, 40 measures and 30 indicators",
        "216,450,000 new lek",
        "Funding by source",
        "Consultation rounds",
        "________",
    ):
        assert words in text, words


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("kind", [DECISION, REPORT, TemplateKind.LETTER])
def test_the_papers_of_a_strategy_speak_of_no_money_or_measures(kind: TemplateKind, language: str) -> None:
    version = PlanVersionFactory(plan__kind=PlanKind.MONITORING_STRATEGY, plan__title_sq="Strategjia e Monitorimit")
    ChapterFactory(version=version)

    text = text_of(made(version, kind, language))

    about = {"sq": "trategjia", "en": "strategy"}[language]
    assert about in text
    assert "(ALL)" not in text
    assert "0 lekë" not in text
    assert " 0 " not in text


def test_an_amendment_names_the_act_in_force() -> None:
    first = publish(PlanVersionFactory(content=True))
    version = PlanVersionFactory(plan=first.plan, number=first.number + 1, content=True)

    text = text_of(made(version, DECISION))

    assert f"ndryshimin e dokumentit „Plani Social Vendor“, të miratuar me {first.decision}, datë 30.05.2024" in text


def test_a_checked_legal_basis_is_cited_without_a_mark() -> None:
    LegalBasis.objects.exclude(code="local-government").update(is_active=False)
    LegalBasis.objects.update(checked_by="Drejtoria Juridike", checked_on=date(2024, 5, 2))

    text = text_of(made(PlanVersionFactory(content=True), DECISION))

    assert "për t'u verifikuar" not in text
    assert "121/2016" not in text


def test_what_is_put_in_is_never_markup_and_never_a_place() -> None:
    version = PlanVersionFactory(content=True, plan__title_sq="<b>Plani</b> {total_cost} & më")

    assert "„<b>Plani</b> {total_cost} & më“" in text_of(made(version, DECISION))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>{plan_titel}</p>", "{plan_titel}"),
        ("<p>Kostoja: {budget_by_year}</p>", "{budget_by_year}"),
        ("<p>{budget_by_year}</p><p>{budget_by_year}</p>", "{budget_by_year}"),
        ("<p>{addressee}</p>", "{addressee}"),
        ("<p>Titulli {plan_title, i ri</p>", "{plan_title"),
        ("<p>{plan_<em>title</em>}</p>", "}"),
        ("<p>{}</p>", "{}"),
    ],
)
def test_a_place_that_cannot_be_filled_is_refused_with_its_name(body: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_places(body, DECISION)

    assert said in refusal.value.messages[0]


def test_letters_know_their_addressee() -> None:
    check_places("<p>{addressee}, {plan_title}</p>", TemplateKind.LETTER)


def test_the_administrator_changes_a_text(client_of: Any) -> None:
    row = DocumentTemplate.objects.get(document="plan", kind=DECISION, language="sq")
    client = client_of(UserFactory(role="admin"))
    sent = {"body": "<h2>VENDIM</h2><p>{plan_title}</p><script>alert(1)</script>", "source": "Juristi"}
    sent |= {"source_mark": "design", "checked_by": "", "checked_on": ""}

    assert client.post(row.get_absolute_url(), sent).status_code == 302
    row.refresh_from_db()
    assert row.body == "<h2>VENDIM</h2><p>{plan_title}</p>"
    event = Event.objects.get(action="publishing.save_documenttemplate")
    assert "PROJEKTVENDIM" in event.before["body"]


def test_an_unknown_place_is_refused_at_the_text_and_everything_typed_kept(client_of: Any) -> None:
    row = DocumentTemplate.objects.get(document="plan", kind=DECISION, language="sq")
    before = row.body
    sent = {"body": "<p>{kostoja}</p>", "source": "Burimi im", "source_mark": "design"}

    page = client_of(UserFactory(role="admin")).post(row.get_absolute_url(), sent)

    assert "{kostoja}" in page.context["form"].errors["body"][0]
    text = page.content.decode()
    assert "&lt;p&gt;{kostoja}&lt;/p&gt;" in text
    assert "Burimi im" in text
    row.refresh_from_db()
    assert row.body == before


def test_a_legal_basis_is_added(client_of: Any) -> None:
    client = client_of(UserFactory(role="admin"))
    sent = {"code": "urban", "text_sq": "Ligjit nr. 1/2020", "position": "9", "is_active": "on", "source": "QBZ"}
    sent["source_mark"] = "found"

    assert client.post(reverse("publishing:legal_basis_create"), sent).status_code == 302
    assert "Ligjit nr. 1/2020" in client.get(reverse("publishing:text_list")).content.decode()


def test_a_paper_can_be_made_again_when_it_is_finished() -> None:
    version, staff = PlanVersionFactory(content=True), UserFactory(role="staff")
    check_legal_bases(actor=None, checked_by="Drejtoria Juridike", checked_on=date(2024, 5, 2))

    first = request_file(version, OutputKind.DRAFT_DECISION_DOCX, language="sq", actor=staff)
    again = request_file(version, OutputKind.DRAFT_DECISION_DOCX, language="sq", actor=staff)
    jobs.run(first.job_id)
    second = request_file(version, OutputKind.DRAFT_DECISION_DOCX, language="sq", actor=staff)

    assert first == again != second
    first.job.refresh_from_db()
    assert first.job.result_file.name == f"draft-decision-2024-2026-v{version.number}-sq.docx"
    assert version.state == PlanState.DRAFTING


def test_a_missing_text_is_a_sentence_for_whoever_asked() -> None:
    DocumentTemplate.objects.all().delete()
    check_legal_bases(actor=None, checked_by="Drejtoria Juridike", checked_on=date(2024, 5, 2))
    version = PlanVersionFactory(content=True)
    report = request_file(version, OutputKind.DRAFT_DECISION_DOCX, language="sq", actor=UserFactory(role="staff"))

    jobs.run(report.job_id)

    report.job.refresh_from_db()
    assert report.job.state == JobState.FAILED
    assert "Projektvendimi" in report.job.failure


def test_a_frozen_paper_counts_nothing_that_was_held_or_said_after_the_submission() -> None:
    version = PlanVersionFactory(content=True)
    consultation = RoundFactory(is_closed=True)
    version.plan.round_links.create(round=consultation)
    submission = CouncilSubmission.objects.create(
        version=put_in_state(version, PlanState.BEFORE_COUNCIL),
        protocol_no="117/DEMO",
        happened_on=date(2024, 5, 17),
        content_sha256="0" * 64,
        recorded_by=UserFactory(role="staff"),
    )
    for day in (date(2024, 4, 10), submission.happened_on + timedelta(days=1)):
        said = ContributionFactory(round=consultation, happened_on=day)
        CodingFactory(contribution=said, recommendation=RecommendationFactory(round=consultation))
        ConsultationEventFactory(round=consultation, held_on=day, status=EventStatus.HELD)

    then, now = (values_of(version, frame_of(version), as_of=each) for each in (submission, None))

    counted = ("events_count", "contributions_count", "recommendations_count")
    assert [then[name] for name in counted] == ["1", "1", "1"]
    assert (now["events_count"], now["recommendations_count"]) == ("2", "2")
