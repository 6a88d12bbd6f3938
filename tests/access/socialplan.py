from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.enums import Role
from operations.files import store_file
from socialplan.content.enums import PlanKind, PlanState
from socialplan.content.models import BudgetProgramme
from socialplan.publishing.models import DocumentTemplate, LegalBasis, WordTemplate
from socialplan.publishing.reference import install_approval_rows
from socialplan.publishing.rules import WORD_TEMPLATES
from tests.access import EVERYBODY, INSIDE, Page
from tests.documents import docx_of
from tests.factories.consultations import DispositionFactory
from tests.factories.socialplan import (
    ChapterFactory,
    CommitteeFactory,
    DocumentImportFactory,
    FundingSourceFactory,
    IndicatorFactory,
    MeasureFactory,
    NodeCommentFactory,
    OutlineChapterFactory,
    PlanAddresseeFactory,
    PlanDispatchFactory,
    PlanReportFactory,
    PlanVersionFactory,
    decide,
    publish,
    put_in_state,
)

PLANNERS = {Role.STAFF, Role.EXPERT}
PLANNERS_AND_COORDINATOR = PLANNERS | {Role.COORDINATOR}


def draft() -> list[Any]:
    return [PlanVersionFactory().pk]


def draft_of_strategy() -> list[Any]:
    return [PlanVersionFactory(plan__kind=PlanKind.MONITORING_STRATEGY).pk]


def published() -> list[Any]:
    return [publish(PlanVersionFactory(content=True)).pk]


def published_part() -> list[Any]:
    version = publish(PlanVersionFactory(content=True))
    return [version.pk, f"chapter-{version.chapters.get().key}"]


def published_measure() -> list[Any]:
    version = publish(PlanVersionFactory(content=True))
    return [version.measures.get().pk]


def report_of_draft() -> list[Any]:
    return [PlanReportFactory(ready=True).pk]


def unready_report() -> list[Any]:
    return [PlanReportFactory().pk]


def answer_of_draft() -> list[Any]:
    version = PlanVersionFactory(content=True)
    answer = DispositionFactory(recommendation__round__is_closed=True)
    version.plan.round_links.create(round=answer.recommendation.round)
    return [version.pk, answer.pk]


def publication_of_adopted() -> list[Any]:
    version = PlanVersionFactory(content=True, state=PlanState.ADOPTED)
    published = version.publications.create(
        channel="website", url="https://bashkia.example/", happened_on="2024-06-03"
    )
    return [version.pk, "publication", published.pk]


def before_council() -> list[Any]:
    return [put_in_state(PlanVersionFactory(), PlanState.BEFORE_COUNCIL).pk]


def amending() -> list[Any]:
    version = PlanVersionFactory(state=PlanState.AMENDING)
    decide(version)
    return [version.pk]


def dispatch_of_adopted() -> list[Any]:
    dispatch = PlanDispatchFactory()
    return [dispatch.version.pk, "receipt", dispatch.pk]


def place_of_draft() -> list[Any]:
    chapter = ChapterFactory()
    return [chapter.version_id, "chapter", chapter.key]


def comment_on_draft() -> list[Any]:
    comment = NodeCommentFactory()
    return [comment.version_id, comment.pk]


def empty_chapter() -> list[Any]:
    chapter = ChapterFactory(body_sq="")
    return [chapter.version_id, "empty_chapter", chapter.key]


def first_text() -> list[Any]:
    install_approval_rows(actor=None)
    return [DocumentTemplate.objects.first().pk]  # type: ignore[union-attr]


def word_template() -> list[Any]:
    paper = first_text()[0]
    stored = store_file(
        docx_of(("Vendim {{ plan_title }}", None)), "vendim.docx", uploaded_by=None, purpose=WORD_TEMPLATES
    )
    return [WordTemplate.objects.create(paper_id=paper, file=stored).pk]


def previewed_template() -> list[Any]:
    draft()
    return word_template()


def first_legal_basis() -> list[Any]:
    install_approval_rows(actor=None)
    return [LegalBasis.objects.first().pk]  # type: ignore[union-attr]


def imported_document() -> list[int]:
    """With its file in the storage: the page offers it."""
    document: Any = DocumentImportFactory()
    default_storage.save(document.file.file.name, ContentFile(b"%PDF-1.7 a plan"))
    return [document.pk]


def budget_programme() -> list[int]:
    return [
        BudgetProgramme.objects.get_or_create(code="10430", defaults={"name_sq": "Kujdesi", "source": "VKB"})[0].pk
    ]


ACCESS = {
    "content:coverage": Page(args=draft, allowed=INSIDE),
    "content:coverage_export": Page(args=lambda: [*draft(), "xlsx"], allowed=INSIDE),
    "publishing:plan_public": Page(allowed=EVERYBODY),
    "publishing:version_public": Page(args=published, allowed=EVERYBODY),
    "publishing:measures_public": Page(args=published, allowed=EVERYBODY),
    "publishing:part_public": Page(args=published_part, allowed=EVERYBODY),
    "publishing:version_json": Page(args=published, allowed=EVERYBODY),
    "publishing:plan_schema": Page(allowed=EVERYBODY),
    "publishing:data_notes": Page(allowed=EVERYBODY),
    "publishing:measure_public": Page(args=published_measure, allowed=EVERYBODY),
    "content:plan_list": Page(allowed=INSIDE | {Role.COUNCILLOR}),
    "drafting:plan_create": Page(allowed=PLANNERS),
    "approval:version_detail": Page(args=draft, allowed=INSIDE),
    "content:version_read": Page(args=draft, allowed=INSIDE),
    "drafting:version_amend": Page(args=published, allowed=PLANNERS, method="post", status=302),
    "publishing:transparency": Page(args=lambda: [2024], allowed=EVERYBODY),
    "publishing:transparency_sheet": Page(args=lambda: [2024, "csv"], allowed=EVERYBODY),
    "publishing:transparency_pdf": Page(args=lambda: [2024], allowed=INSIDE, method="post", status=302),
    "publishing:version_files": Page(args=draft, allowed=INSIDE),
    "publishing:report_request": Page(args=lambda: [*draft(), "plan_pdf"], allowed=INSIDE, method="post", status=302),
    "publishing:version_content": Page(args=draft, allowed=INSIDE),
    "publishing:text_list": Page(allowed={Role.ADMIN}),
    "publishing:template_update": Page(args=first_text, allowed={Role.ADMIN}),
    "publishing:word_template_list": Page(args=first_text, allowed={Role.ADMIN}),
    "publishing:word_template_delivered": Page(args=first_text, allowed={Role.ADMIN}),
    "publishing:word_template": Page(args=word_template, allowed={Role.ADMIN}),
    "publishing:word_template_preview": Page(args=previewed_template, allowed={Role.ADMIN}),
    "publishing:legal_basis_create": Page(allowed={Role.ADMIN}),
    "publishing:legal_basis_update": Page(args=first_legal_basis, allowed={Role.ADMIN}),
    "drafting:source_list": Page(allowed={Role.ADMIN, Role.STAFF}),
    "drafting:source_create": Page(allowed={Role.ADMIN, Role.STAFF}),
    "drafting:source_update": Page(args=lambda: [FundingSourceFactory().pk], allowed={Role.ADMIN, Role.STAFF}),
    "drafting:programme_create": Page(allowed={Role.ADMIN, Role.STAFF}),
    "drafting:programme_update": Page(args=budget_programme, allowed={Role.ADMIN, Role.STAFF}),
    "drafting:outline_list": Page(allowed={Role.ADMIN, Role.STAFF}),
    "drafting:outline_create": Page(allowed={Role.ADMIN, Role.STAFF}),
    "drafting:outline_update": Page(args=lambda: [OutlineChapterFactory().pk], allowed={Role.ADMIN, Role.STAFF}),
    "drafting:version_outline": Page(args=draft, allowed=PLANNERS),
    "drafting:chapter_shift": Page(args=draft, allowed=PLANNERS, method="post", status=302),
    "content:comment_list": Page(args=draft, allowed=INSIDE),
    "content:comment_thread": Page(args=place_of_draft, allowed=INSIDE),
    "content:comment_settle": Page(args=comment_on_draft, allowed=INSIDE, method="post", status=302),
    "publishing:report_state": Page(args=report_of_draft, allowed=INSIDE),
    "publishing:report_file": Page(args=unready_report, allowed=INSIDE, status=404),
    "content:place": Page(args=place_of_draft, allowed=INSIDE, status=302),
    "content:finding_list": Page(args=draft, allowed=INSIDE),
    "content:finding_keep": Page(args=empty_chapter, allowed=PLANNERS),
    "drafting:followed_plan": Page(args=draft_of_strategy, allowed=PLANNERS),
    "drafting:round_link": Page(args=draft, allowed=PLANNERS_AND_COORDINATOR),
    "approval:version_step": Page(args=lambda: [*draft(), "review"], allowed=PLANNERS),
    "approval:version_approve": Page(args=draft, allowed={Role.ADMIN}),
    "approval:version_submit": Page(args=draft, allowed={Role.MAYOR}),
    "approval:version_decision": Page(args=before_council, allowed={Role.SECRETARY}),
    "approval:version_announce": Page(args=draft, allowed={Role.SECRETARY}),
    "approval:version_approval": Page(args=draft, allowed=INSIDE),
    "approval:version_confirm": Page(args=amending, allowed={Role.SECRETARY}),
    "approval:numbers_confirm": Page(args=amending, allowed={Role.DPO}),
    "approval:numbers_ask": Page(args=amending, method="post", allowed={Role.ADMIN, Role.SECRETARY}, status=302),
    "approval:version_reexamine": Page(args=published, allowed={Role.SECRETARY}),
    "approval:act_create": Page(args=lambda: [*before_council(), "session"], allowed={Role.SECRETARY}),
    "approval:act_follow": Page(args=dispatch_of_adopted, allowed={Role.SECRETARY, Role.MAYOR, Role.STAFF}),
    "approval:act_withdraw": Page(args=publication_of_adopted, allowed={Role.SECRETARY, Role.COORDINATOR}),
    "approval:approval_lists": Page(allowed={Role.ADMIN, Role.SECRETARY}),
    "approval:committee_create": Page(allowed={Role.ADMIN, Role.SECRETARY}),
    "approval:committee_update": Page(args=lambda: [CommitteeFactory().pk], allowed={Role.ADMIN, Role.SECRETARY}),
    "approval:addressee_create": Page(allowed={Role.ADMIN, Role.SECRETARY}),
    "approval:addressee_update": Page(args=lambda: [PlanAddresseeFactory().pk], allowed={Role.ADMIN, Role.SECRETARY}),
    "approval:version_order": Page(args=draft, allowed={Role.MAYOR}),
    "approval:opinion_create": Page(args=draft, allowed={Role.ADMIN, Role.DPO}),
    "drafting:disposition_target": Page(args=answer_of_draft, allowed=PLANNERS_AND_COORDINATOR),
    "drafting:matrix": Page(args=draft, allowed=INSIDE),
    "drafting:matrix_cell": Page(args=draft, allowed=PLANNERS, method="post", status=422),
    "drafting:matrix_row": Page(args=draft, allowed=PLANNERS, method="post", status=422),
    "drafting:matrix_paste": Page(args=draft, allowed=PLANNERS),
    "drafting:tree": Page(args=draft, allowed=INSIDE),
    "drafting:tree_shift": Page(args=draft, allowed=PLANNERS, method="post", status=302),
    "drafting:tree_add": Page(args=lambda: [*draft(), "goal"], allowed=PLANNERS),
    "drafting:tree_node": Page(args=lambda: ["measure", MeasureFactory().pk], allowed=PLANNERS),
    "drafting:tree_remove": Page(
        args=lambda: ["measure", MeasureFactory().pk], allowed=PLANNERS, method="post", status=302
    ),
    "drafting:edit_undo": Page(args=draft, allowed=PLANNERS, method="post", status=302),
    "drafting:document_upload": Page(args=draft, allowed=PLANNERS),
    "drafting:document_detail": Page(args=imported_document, allowed=PLANNERS),
    "drafting:document_delete": Page(
        args=lambda: [DocumentImportFactory().pk], allowed=PLANNERS, method="post", status=302
    ),
    "drafting:content_create": Page(args=lambda: [*draft(), "chapter"], allowed=PLANNERS),
    "drafting:content_update": Page(args=lambda: ["chapter", ChapterFactory().pk], allowed=PLANNERS),
    "drafting:content_autosave": Page(args=lambda: ["chapter", ChapterFactory().pk], allowed=PLANNERS),
    "drafting:content_delete": Page(
        args=lambda: ["chapter", ChapterFactory().pk], allowed=PLANNERS, method="post", status=302
    ),
    "drafting:measure_detail": Page(args=lambda: [MeasureFactory().pk], allowed=INSIDE),
    "drafting:measure_budget": Page(args=lambda: [MeasureFactory().pk], allowed=PLANNERS),
    "drafting:measure_budget_autosave": Page(args=lambda: [MeasureFactory().pk], allowed=PLANNERS),
    "drafting:measure_links": Page(args=lambda: [MeasureFactory().pk], allowed=PLANNERS),
    "drafting:measure_links_autosave": Page(args=lambda: [MeasureFactory().pk], allowed=PLANNERS),
    "drafting:indicator_targets": Page(args=lambda: [IndicatorFactory().pk], allowed=PLANNERS),
    "drafting:indicator_targets_autosave": Page(args=lambda: [IndicatorFactory().pk], allowed=PLANNERS),
}
