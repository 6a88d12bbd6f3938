"""Addresses of assessments."""

from django.urls import path

from assessments.enums import (
    AssessmentStep,
    FundPart,
    ImportKind,
    PackageFormat,
    ReportFormat,
    ServicePart,
    SheetFormat,
)
from assessments.views import (
    editions,
    exports,
    figures,
    fund,
    imports,
    needs,
    open_data,
    proposals,
    providers,
    public,
    reference,
    requirements,
    service_parts,
    services,
)
from core.urls import register_choices

register_choices(AssessmentStep, "assessment_step")
register_choices(FundPart, "fund_part")
register_choices(PackageFormat, "package_format")
register_choices(ReportFormat, "report_format")
register_choices(ServicePart, "service_part")
register_choices(SheetFormat, "sheet_format")
register_choices(ImportKind, "import_kind")

app_name = "assessments"

urlpatterns = [
    path("", editions.AssessmentListView.as_view(), name="assessment_list"),
    path("add/", editions.AssessmentCreateView.as_view(), name="assessment_create"),
    path("<int:pk>/", editions.AssessmentDetailView.as_view(), name="assessment_detail"),
    path("<int:pk>/edit/", editions.AssessmentUpdateView.as_view(), name="assessment_update"),
    path("<int:pk>/next/", editions.NextEditionView.as_view(), name="assessment_next"),
    path("<int:pk>/steps/<assessment_step:step>/", editions.AssessmentStepView.as_view(), name="assessment_step"),
    path("<int:pk>/matrix/", requirements.GapMatrixView.as_view(), name="assessment_matrix"),
    path("<int:pk>/published/", public.PublicAssessmentView.as_view(), name="assessment_public"),
    path("<int:pk>/needs.<sheet_format:sheet_format>", exports.need_export, name="need_export"),
    path("<int:pk>/report.<report_format:file_format>", exports.edition_file, name="edition_file"),
    path("<int:pk>/published.json", open_data.edition_json, name="edition_json"),
    path("<int:pk>/published.csv", open_data.edition_csv, name="edition_csv"),
    path("<int:pk>/needs/", editions.NeedListView.as_view(), name="need_list"),
    path("<int:pk>/needs/add/", needs.NeedCreateView.as_view(), name="need_create"),
    path("<int:pk>/ranking/", editions.RankingView.as_view(), name="assessment_ranking"),
    path("<int:pk>/compare/", figures.EditionCompareView.as_view(), name="assessment_compare"),
    path("<int:pk>/figures/", figures.EditionFiguresView.as_view(), name="datapoint_list"),
    path(
        "<int:pk>/figures/conflicts/",
        figures.EditionFiguresView.as_view(only_conflicts=True),
        name="datapoint_conflicts",
    ),
    path("<int:pk>/figures/add/", figures.DataPointCreateView.as_view(), name="datapoint_create"),
    path("<int:pk>/figures/verify/", figures.VerifyFiguresView.as_view(), name="datapoint_verify"),
    path("figures/<int:pk>/", figures.DataPointDetailView.as_view(), name="datapoint_detail"),
    path("figures/<int:pk>/correct/", figures.CorrectDataPointView.as_view(), name="datapoint_correct"),
    path("figures/<int:pk>/remove/", figures.RemoveDataPointView.as_view(), name="datapoint_remove"),
    path("figures/definitions/", figures.DefinitionListView.as_view(), name="definition_list"),
    path("figures/definitions/add/", figures.DefinitionFormView.as_view(), name="definition_create"),
    path("figures/definitions/<int:pk>/edit/", figures.DefinitionFormView.as_view(), name="definition_update"),
    path("needs/<int:pk>/", needs.NeedDetailView.as_view(), name="need_detail"),
    path("needs/<int:pk>/edit/", needs.NeedUpdateView.as_view(), name="need_update"),
    path("needs/<int:pk>/lines/add/", requirements.LineCreateView.as_view(), name="line_create"),
    path("needs/lines/<int:pk>/edit/", requirements.LineUpdateView.as_view(), name="line_update"),
    path("needs/lines/<int:pk>/remove/", requirements.LineRemoveView.as_view(), name="line_remove"),
    path("<int:pk>/staff/add/", requirements.StaffCreateView.as_view(), name="staff_create"),
    path("staff/<int:pk>/edit/", requirements.StaffUpdateView.as_view(), name="staff_update"),
    path("staff/<int:pk>/remove/", requirements.StaffRemoveView.as_view(), name="staff_remove"),
    path("services/", services.ServiceListView.as_view(), name="service_list"),
    path("services/add/", services.ServiceCreateView.as_view(), name="service_create"),
    path("services.<sheet_format:sheet_format>", exports.service_export, name="service_export"),
    path("services/<int:pk>/", services.ServiceDetailView.as_view(), name="service_detail"),
    path("services/<int:pk>/edit/", services.ServiceUpdateView.as_view(), name="service_update"),
    path("services/<int:pk>/propose/", proposals.ProposeChangesView.as_view(), name="service_propose"),
    path("services/<int:pk>/proposals/", proposals.DecideChangesView.as_view(), name="service_decide"),
    path("<int:pk>/import/<import_kind:kind>/", imports.EditionImportView.as_view(), name="edition_import"),
    path(
        "<int:pk>/tables/<import_kind:kind>.<sheet_format:sheet_format>", imports.edition_table, name="edition_table"
    ),
    path("imports/new/<import_kind:kind>/", imports.SharedImportView.as_view(), name="shared_import"),
    path("tables/<import_kind:kind>.<sheet_format:sheet_format>", imports.shared_table, name="shared_table"),
    path("imports/", imports.ImportListView.as_view(), name="import_list"),
    path("imports/template-<import_kind:kind>.xlsx", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.ImportDetailView.as_view(), name="import_detail"),
    path("imports/<int:pk>/discard/", imports.ImportDiscardView.as_view(), name="import_discard"),
    path("imports/<int:pk>/undo/", imports.ImportUndoView.as_view(), name="import_undo"),
    path("imports/<int:pk>/mend.<sheet_format:sheet_format>", imports.import_mend, name="import_mend"),
    path(
        "services/<int:pk>/<service_part:part>/add/",
        service_parts.PartCreateView.as_view(),
        name="service_part_create",
    ),
    path(
        "services/<service_part:part>/<int:pk>/edit/",
        service_parts.PartUpdateView.as_view(),
        name="service_part_update",
    ),
    path(
        "services/<service_part:part>/<int:pk>/remove/",
        service_parts.PartRemoveView.as_view(),
        name="service_part_remove",
    ),
    path("services/directory/", public.DirectoryView.as_view(), name="directory"),
    path("services/directory.json", open_data.directory_json, name="directory_json"),
    path("services/directory.schema.json", open_data.directory_schema, name="directory_schema"),
    path("providers/", providers.ProviderListView.as_view(), name="provider_list"),
    path("providers/add/", providers.ProviderFormView.as_view(), name="provider_create"),
    path("providers/<int:pk>/edit/", providers.ProviderFormView.as_view(), name="provider_update"),
    path("fund/", fund.FundView.as_view(), name="fund"),
    path("fund/calls/add/", fund.CallCreateView.as_view(), name="call_create"),
    path("fund/calls/<int:pk>/", fund.CallDetailView.as_view(), name="call_detail"),
    path("fund/calls/<int:pk>/edit/", fund.CallUpdateView.as_view(), name="call_update"),
    path("fund/calls/<int:pk>/outcome/", fund.CallCloseView.as_view(), name="call_close"),
    path("fund/calls/<int:pk>/costings/add/", fund.CostingCreateView.as_view(), name="costing_create"),
    path("fund/costings/<int:pk>/", fund.CostingDetailView.as_view(), name="costing_detail"),
    path("fund/costings/<int:pk>/edit/", fund.CostingUpdateView.as_view(), name="costing_update"),
    path("fund/costings/<int:pk>/package.<package_format:file_format>", fund.costing_package, name="costing_package"),
    path("fund/<fund_part:part>/of/<int:pk>/add/", fund.FundPartCreateView.as_view(), name="fund_part_create"),
    path("fund/<fund_part:part>/<int:pk>/edit/", fund.FundPartView.as_view(), name="fund_part_update"),
    path("fund/<fund_part:part>/<int:pk>/remove/", fund.FundPartRemoveView.as_view(), name="fund_part_remove"),
    path("groups/", reference.TargetGroupListView.as_view(), name="group_list"),
    path("groups/add/", reference.TargetGroupFormView.as_view(), name="group_create"),
    path("groups/<int:pk>/edit/", reference.TargetGroupFormView.as_view(), name="group_update"),
    path("service-types/", reference.ServiceTypeListView.as_view(), name="service_type_list"),
    path("service-types/add/", reference.ServiceTypeFormView.as_view(), name="service_type_create"),
    path("service-types/<int:pk>/edit/", reference.ServiceTypeFormView.as_view(), name="service_type_update"),
]
