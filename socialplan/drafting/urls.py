"""Addresses of the plan's drafting; they stand under plan/ together with those of the other rooms."""

from django.urls import path

from core.urls import register_choices
from socialplan.content.enums import NodeKind
from socialplan.drafting.views import content, document_imports, matrix, measures, money, outline, plans, targets, tree

register_choices(NodeKind, "node_kind")

app_name = "drafting"

urlpatterns = [
    path("plans/new/", plans.PlanCreateView.as_view(), name="plan_create"),
    path("versions/<int:pk>/amend/", plans.version_amend, name="version_amend"),
    path("versions/<int:pk>/followed-plan/", plans.FollowedPlanView.as_view(), name="followed_plan"),
    path("versions/<int:pk>/rounds/add/", plans.RoundLinkView.as_view(), name="round_link"),
    path("money/", money.MoneyListView.as_view(), name="source_list"),
    path("money/sources/new/", money.FundingSourceView.as_view(), name="source_create"),
    path("money/sources/<int:pk>/edit/", money.FundingSourceView.as_view(), name="source_update"),
    path("money/programmes/new/", money.BudgetProgrammeView.as_view(), name="programme_create"),
    path("money/programmes/<int:pk>/edit/", money.BudgetProgrammeView.as_view(), name="programme_update"),
    path("outline/", outline.OutlineListView.as_view(), name="outline_list"),
    path("outline/new/", outline.OutlineRowView.as_view(), name="outline_create"),
    path("outline/<int:pk>/edit/", outline.OutlineRowView.as_view(), name="outline_update"),
    path("versions/<int:pk>/outline/", outline.VersionOutlineView.as_view(), name="version_outline"),
    path("versions/<int:pk>/chapters/shift/", outline.chapter_shift, name="chapter_shift"),
    path("versions/<int:pk>/answers/<int:disposition>/", targets.TargetView.as_view(), name="disposition_target"),
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
    path("versions/<int:pk>/documents/new/", document_imports.DocumentUploadView.as_view(), name="document_upload"),
    path("documents/<int:pk>/", document_imports.DocumentDetailView.as_view(), name="document_detail"),
    path("documents/<int:pk>/delete/", document_imports.document_delete, name="document_delete"),
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
