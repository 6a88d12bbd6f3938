"""Addresses of socialplan."""

from django.urls import path

from assessments.enums import SheetFormat
from core.urls import register_choices
from socialplan.acts.registry import RECORDABLE, WITHDRAWABLE
from socialplan.enums import FindingCode, NodeKind, Part, PlanStep, ReportKind
from socialplan.views import (
    approval,
    comments,
    comparing,
    content,
    coverage,
    documents,
    files,
    findings,
    matrix,
    measures,
    open_data,
    outline,
    places,
    plans,
    public,
    steps,
    texts,
    tree,
)

app_name = "socialplan"
register_choices(PlanStep, "plan_step")
register_choices(RECORDABLE, "act_kind")
register_choices(WITHDRAWABLE, "withdrawable_act")
register_choices(NodeKind, "node_kind")
register_choices(Part, "part")
register_choices(FindingCode, "finding_code")
register_choices(ReportKind, "report_kind")
register_choices(SheetFormat, "coverage_format")

urlpatterns = [
    path("", public.PlanPublicView.as_view(), name="plan_public"),
    path("public/<int:pk>/", public.VersionPublicView.as_view(), name="version_public"),
    path("public/<int:pk>/plan.json", open_data.version_json, name="version_json"),
    path("public/plan.schema.json", open_data.plan_schema, name="plan_schema"),
    path("public/data/", open_data.DataNotesView.as_view(), name="data_notes"),
    path("public/<int:pk>/compare/", comparing.ChoosePublicView.as_view(), name="version_compare_choose_public"),
    path("public/<int:pk>/compare/<int:old>/", comparing.ComparePublicView.as_view(), name="version_compare_public"),
    path("public/measures/<int:pk>/", public.MeasurePublicView.as_view(), name="measure_public"),
    path("plans/", plans.PlanListView.as_view(), name="plan_list"),
    path("plans/new/", plans.PlanCreateView.as_view(), name="plan_create"),
    path("versions/<int:pk>/", plans.VersionDetailView.as_view(), name="version_detail"),
    path("versions/<int:pk>/read/", plans.VersionReadView.as_view(), name="version_read"),
    path("versions/<int:pk>/at/<part:part>/<uuid:key>/", places.place, name="place"),
    path("versions/<int:pk>/missing/", findings.FindingListView.as_view(), name="finding_list"),
    path(
        "versions/<int:pk>/missing/<finding_code:code>/<str:place>/keep/",
        findings.KeepWarningView.as_view(),
        name="finding_keep",
    ),
    path("versions/<int:pk>/comments/", comments.CommentListView.as_view(), name="comment_list"),
    path(
        "versions/<int:pk>/comments/<node_kind:kind>/<uuid:key>/",
        comments.CommentThreadView.as_view(),
        name="comment_thread",
    ),
    path("versions/<int:pk>/comments/<int:comment>/settle/", comments.comment_settle, name="comment_settle"),
    path("versions/<int:pk>/coverage/", coverage.CoverageView.as_view(), name="coverage"),
    path(
        "versions/<int:pk>/coverage.<coverage_format:sheet_format>", coverage.coverage_export, name="coverage_export"
    ),
    path("versions/<int:pk>/amend/", plans.version_amend, name="version_amend"),
    path("versions/<int:pk>/files/", files.VersionFilesView.as_view(), name="version_files"),
    path("versions/<int:pk>/files/<report_kind:kind>/", files.report_request, name="report_request"),
    path("versions/<int:pk>/plan.json", open_data.version_content, name="version_content"),
    path("files/<int:pk>/", files.report_file, name="report_file"),
    path("files/<int:pk>/state/", files.ReportStateView.as_view(), name="report_state"),
    path("versions/<int:pk>/compare/", comparing.ChooseView.as_view(), name="version_compare_choose"),
    path("versions/<int:pk>/compare/<int:old>/", comparing.CompareView.as_view(), name="version_compare"),
    path("versions/<int:pk>/compare/<int:old>/summary/", comparing.SummaryView.as_view(), name="version_summary"),
    path("versions/<int:pk>/followed-plan/", plans.FollowedPlanView.as_view(), name="followed_plan"),
    path("versions/<int:pk>/rounds/add/", plans.RoundLinkView.as_view(), name="round_link"),
    path("versions/<int:pk>/steps/<plan_step:step>/", steps.VersionStepView.as_view(), name="version_step"),
    path("versions/<int:pk>/approve/", steps.ApproveView.as_view(), name="version_approve"),
    path("versions/<int:pk>/submit/", steps.SubmitView.as_view(), name="version_submit"),
    path("versions/<int:pk>/decision/", steps.DecisionView.as_view(), name="version_decision"),
    path("versions/<int:pk>/approval/", approval.ApprovalView.as_view(), name="version_approval"),
    path("versions/<int:pk>/amendments/", steps.ConfirmAmendmentsView.as_view(), name="version_confirm"),
    path("versions/<int:pk>/re-examination/", steps.ReexamineView.as_view(), name="version_reexamine"),
    path("versions/<int:pk>/acts/<act_kind:kind>/add/", approval.ActView.as_view(), name="act_create"),
    path("versions/<int:pk>/acts/<act_kind:kind>/<int:of>/add/", approval.ActView.as_view(), name="act_follow"),
    path(
        "versions/<int:pk>/acts/<withdrawable_act:kind>/<int:of>/withdraw/",
        approval.WithdrawView.as_view(),
        name="act_withdraw",
    ),
    path("lists/", approval.ApprovalListsView.as_view(), name="approval_lists"),
    path("lists/committees/new/", approval.CommitteeView.as_view(), name="committee_create"),
    path("lists/committees/<int:pk>/edit/", approval.CommitteeView.as_view(), name="committee_update"),
    path("lists/addressees/new/", approval.AddresseeView.as_view(), name="addressee_create"),
    path("lists/addressees/<int:pk>/edit/", approval.AddresseeView.as_view(), name="addressee_update"),
    path("texts/", texts.TextListView.as_view(), name="text_list"),
    path("texts/<int:pk>/edit/", texts.PaperTextView.as_view(), name="template_update"),
    path("texts/bases/new/", texts.LegalBasisView.as_view(), name="legal_basis_create"),
    path("texts/bases/<int:pk>/edit/", texts.LegalBasisView.as_view(), name="legal_basis_update"),
    path("versions/<int:pk>/announcement/", steps.AnnounceView.as_view(), name="version_announce"),
    path("versions/<int:pk>/order/", steps.OrderView.as_view(), name="version_order"),
    path("outline/", outline.OutlineListView.as_view(), name="outline_list"),
    path("outline/new/", outline.OutlineRowView.as_view(), name="outline_create"),
    path("outline/<int:pk>/edit/", outline.OutlineRowView.as_view(), name="outline_update"),
    path("versions/<int:pk>/outline/", outline.VersionOutlineView.as_view(), name="version_outline"),
    path("versions/<int:pk>/chapters/shift/", outline.chapter_shift, name="chapter_shift"),
    path("versions/<int:pk>/opinions/add/", steps.OpinionView.as_view(), name="opinion_create"),
    path("versions/<int:pk>/answers/<int:disposition>/", steps.TargetView.as_view(), name="disposition_target"),
    path("versions/<int:pk>/matrix/", matrix.MatrixView.as_view(), name="matrix"),
    path("versions/<int:pk>/matrix/cell/", matrix.matrix_cell, name="matrix_cell"),
    path("versions/<int:pk>/matrix/row/", matrix.matrix_row, name="matrix_row"),
    path("versions/<int:pk>/matrix/paste/", matrix.MatrixPasteView.as_view(), name="matrix_paste"),
    path("versions/<int:pk>/tree/", tree.TreeView.as_view(), name="tree"),
    path("versions/<int:pk>/tree/shift/", tree.tree_shift, name="tree_shift"),
    path("versions/<int:pk>/tree/add/<node_kind:kind>/", tree.TreeAddView.as_view(), name="tree_add"),
    path("tree/<node_kind:kind>/<int:pk>/", tree.TreeNodeView.as_view(), name="tree_node"),
    path("tree/<node_kind:kind>/<int:pk>/remove/", tree.tree_remove, name="tree_remove"),
    path("versions/<int:pk>/undo/", matrix.edit_undo, name="edit_undo"),
    path("versions/<int:pk>/documents/new/", documents.DocumentUploadView.as_view(), name="document_upload"),
    path("documents/<int:pk>/", documents.DocumentDetailView.as_view(), name="document_detail"),
    path("documents/<int:pk>/delete/", documents.document_delete, name="document_delete"),
    path("versions/<int:pk>/add/<node_kind:kind>/", content.ContentCreateView.as_view(), name="content_create"),
    path("content/<node_kind:kind>/<int:pk>/edit/", content.ContentUpdateView.as_view(), name="content_update"),
    path("content/<node_kind:kind>/<int:pk>/autosave/", content.ContentSaveView.as_view(), name="content_autosave"),
    path("content/<node_kind:kind>/<int:pk>/delete/", content.content_delete, name="content_delete"),
    path("measures/<int:pk>/", measures.MeasureDetailView.as_view(), name="measure_detail"),
    path("measures/<int:pk>/budget/", measures.MeasureBudgetView.as_view(), name="measure_budget"),
    path(
        "measures/<int:pk>/budget/autosave/", measures.MeasureBudgetSaveView.as_view(), name="measure_budget_autosave"
    ),
    path("measures/<int:pk>/links/", measures.MeasureLinksView.as_view(), name="measure_links"),
    path("measures/<int:pk>/links/autosave/", measures.MeasureLinksSaveView.as_view(), name="measure_links_autosave"),
    path("indicators/<int:pk>/targets/", measures.IndicatorTargetsView.as_view(), name="indicator_targets"),
    path(
        "indicators/<int:pk>/targets/autosave/",
        measures.IndicatorTargetsSaveView.as_view(),
        name="indicator_targets_autosave",
    ),
]
