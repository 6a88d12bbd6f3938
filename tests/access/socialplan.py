from typing import Any

from accounts.enums import Role
from socialplan.enums import PlanKind, PlanState
from socialplan.models import DocumentTemplate, LegalBasis
from socialplan.reference import install_approval_rows
from tests.access import EVERYBODY, INSIDE, Page
from tests.factories.consultations import DispositionFactory
from tests.factories.socialplan import (
    ChapterFactory,
    CommitteeFactory,
    ImportedDocumentFactory,
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


def first_legal_basis() -> list[Any]:
    install_approval_rows(actor=None)
    return [LegalBasis.objects.first().pk]  # type: ignore[union-attr]


ACCESS = {
    "socialplan:coverage": Page(args=draft, allowed=INSIDE),
    "socialplan:coverage_export": Page(args=lambda: [*draft(), "xlsx"], allowed=INSIDE),
    "socialplan:plan_public": Page(allowed=EVERYBODY),
    "socialplan:version_public": Page(args=published, allowed=EVERYBODY),
    "socialplan:version_json": Page(args=published, allowed=EVERYBODY),
    "socialplan:plan_schema": Page(allowed=EVERYBODY),
    "socialplan:data_notes": Page(allowed=EVERYBODY),
    "socialplan:measure_public": Page(args=published_measure, allowed=EVERYBODY),
    "socialplan:plan_list": Page(allowed=INSIDE | {Role.COUNCILLOR}),
    "socialplan:plan_create": Page(allowed=PLANNERS),
    "socialplan:version_detail": Page(args=draft, allowed=INSIDE),
    "socialplan:version_read": Page(args=draft, allowed=INSIDE),
    "socialplan:version_amend": Page(args=published, allowed=PLANNERS, method="post", status=302),
    "socialplan:version_files": Page(args=draft, allowed=INSIDE),
    "socialplan:report_request": Page(args=lambda: [*draft(), "plan_pdf"], allowed=INSIDE, method="post", status=302),
    "socialplan:version_content": Page(args=draft, allowed=INSIDE),
    "socialplan:text_list": Page(allowed={Role.ADMIN}),
    "socialplan:template_update": Page(args=first_text, allowed={Role.ADMIN}),
    "socialplan:legal_basis_create": Page(allowed={Role.ADMIN}),
    "socialplan:legal_basis_update": Page(args=first_legal_basis, allowed={Role.ADMIN}),
    "socialplan:outline_list": Page(allowed={Role.ADMIN, Role.STAFF}),
    "socialplan:outline_create": Page(allowed={Role.ADMIN, Role.STAFF}),
    "socialplan:outline_update": Page(args=lambda: [OutlineChapterFactory().pk], allowed={Role.ADMIN, Role.STAFF}),
    "socialplan:version_outline": Page(args=draft, allowed=PLANNERS),
    "socialplan:chapter_shift": Page(args=draft, allowed=PLANNERS, method="post", status=302),
    "socialplan:comment_list": Page(args=draft, allowed=INSIDE),
    "socialplan:comment_thread": Page(args=place_of_draft, allowed=INSIDE),
    "socialplan:comment_settle": Page(args=comment_on_draft, allowed=INSIDE, method="post", status=302),
    "socialplan:report_state": Page(args=report_of_draft, allowed=INSIDE),
    "socialplan:report_file": Page(args=unready_report, allowed=INSIDE, status=404),
    "socialplan:place": Page(args=place_of_draft, allowed=INSIDE, status=302),
    "socialplan:finding_list": Page(args=draft, allowed=INSIDE),
    "socialplan:finding_keep": Page(args=empty_chapter, allowed=PLANNERS),
    "socialplan:followed_plan": Page(args=draft_of_strategy, allowed=PLANNERS),
    "socialplan:round_link": Page(args=draft, allowed=PLANNERS_AND_COORDINATOR),
    "socialplan:version_step": Page(args=lambda: [*draft(), "review"], allowed=PLANNERS, method="post", status=302),
    "socialplan:version_approve": Page(args=draft, allowed={Role.ADMIN}),
    "socialplan:version_submit": Page(args=draft, allowed={Role.MAYOR}),
    "socialplan:version_decision": Page(args=before_council, allowed={Role.SECRETARY}),
    "socialplan:version_announce": Page(args=draft, allowed={Role.SECRETARY}),
    "socialplan:version_approval": Page(args=draft, allowed=INSIDE),
    "socialplan:version_confirm": Page(args=amending, allowed={Role.SECRETARY}),
    "socialplan:version_reexamine": Page(args=published, allowed={Role.SECRETARY}),
    "socialplan:act_create": Page(args=lambda: [*before_council(), "session"], allowed={Role.SECRETARY}),
    "socialplan:act_follow": Page(args=dispatch_of_adopted, allowed={Role.SECRETARY, Role.MAYOR, Role.STAFF}),
    "socialplan:act_withdraw": Page(args=publication_of_adopted, allowed={Role.SECRETARY, Role.COORDINATOR}),
    "socialplan:approval_lists": Page(allowed={Role.ADMIN, Role.SECRETARY}),
    "socialplan:committee_create": Page(allowed={Role.ADMIN, Role.SECRETARY}),
    "socialplan:committee_update": Page(args=lambda: [CommitteeFactory().pk], allowed={Role.ADMIN, Role.SECRETARY}),
    "socialplan:addressee_create": Page(allowed={Role.ADMIN, Role.SECRETARY}),
    "socialplan:addressee_update": Page(
        args=lambda: [PlanAddresseeFactory().pk], allowed={Role.ADMIN, Role.SECRETARY}
    ),
    "socialplan:version_order": Page(args=draft, allowed={Role.MAYOR}),
    "socialplan:opinion_create": Page(args=draft, allowed={Role.ADMIN, Role.DPO}),
    "socialplan:disposition_target": Page(args=answer_of_draft, allowed=PLANNERS_AND_COORDINATOR),
    "socialplan:matrix": Page(args=draft, allowed=INSIDE),
    "socialplan:matrix_cell": Page(args=draft, allowed=PLANNERS, method="post", status=422),
    "socialplan:matrix_row": Page(args=draft, allowed=PLANNERS, method="post", status=422),
    "socialplan:matrix_paste": Page(args=draft, allowed=PLANNERS),
    "socialplan:tree": Page(args=draft, allowed=INSIDE),
    "socialplan:tree_shift": Page(args=draft, allowed=PLANNERS, method="post", status=302),
    "socialplan:tree_add": Page(args=lambda: [*draft(), "goal"], allowed=PLANNERS),
    "socialplan:tree_node": Page(args=lambda: ["measure", MeasureFactory().pk], allowed=PLANNERS),
    "socialplan:tree_remove": Page(
        args=lambda: ["measure", MeasureFactory().pk], allowed=PLANNERS, method="post", status=302
    ),
    "socialplan:edit_undo": Page(args=draft, allowed=PLANNERS, method="post", status=302),
    "socialplan:document_upload": Page(args=draft, allowed=PLANNERS),
    "socialplan:document_detail": Page(args=lambda: [ImportedDocumentFactory().pk], allowed=PLANNERS),
    "socialplan:document_delete": Page(
        args=lambda: [ImportedDocumentFactory().pk], allowed=PLANNERS, method="post", status=302
    ),
    "socialplan:content_create": Page(args=lambda: [*draft(), "chapter"], allowed=PLANNERS),
    "socialplan:content_update": Page(args=lambda: ["chapter", ChapterFactory().pk], allowed=PLANNERS),
    "socialplan:content_autosave": Page(args=lambda: ["chapter", ChapterFactory().pk], allowed=PLANNERS),
    "socialplan:content_delete": Page(
        args=lambda: ["chapter", ChapterFactory().pk], allowed=PLANNERS, method="post", status=302
    ),
    "socialplan:measure_detail": Page(args=lambda: [MeasureFactory().pk], allowed=INSIDE),
    "socialplan:measure_budget": Page(args=lambda: [MeasureFactory().pk], allowed=PLANNERS),
    "socialplan:measure_budget_autosave": Page(args=lambda: [MeasureFactory().pk], allowed=PLANNERS),
    "socialplan:measure_links": Page(args=lambda: [MeasureFactory().pk], allowed=PLANNERS),
    "socialplan:measure_links_autosave": Page(args=lambda: [MeasureFactory().pk], allowed=PLANNERS),
    "socialplan:indicator_targets": Page(args=lambda: [IndicatorFactory().pk], allowed=PLANNERS),
    "socialplan:indicator_targets_autosave": Page(args=lambda: [IndicatorFactory().pk], allowed=PLANNERS),
}
