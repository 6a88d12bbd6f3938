"""Addresses of the plan's publishing; they stand under plan/ together with those of the other rooms."""

from django.urls import path

from core.urls import register_choices
from socialplan.publishing.enums import ReportKind
from socialplan.publishing.views import files, open_data, public, texts

app_name = "publishing"
register_choices(ReportKind, "report_kind")

urlpatterns = [
    path("", public.PlanPublicView.as_view(), name="plan_public"),
    path("public/<int:pk>/", public.VersionPublicView.as_view(), name="version_public"),
    path("public/<int:pk>/plan.json", open_data.version_json, name="version_json"),
    path("public/plan.schema.json", open_data.plan_schema, name="plan_schema"),
    path("public/data/", open_data.DataNotesView.as_view(), name="data_notes"),
    path("public/measures/<int:pk>/", public.MeasurePublicView.as_view(), name="measure_public"),
    path("versions/<int:pk>/files/", files.VersionFilesView.as_view(), name="version_files"),
    path("versions/<int:pk>/files/<report_kind:kind>/", files.report_request, name="report_request"),
    path("versions/<int:pk>/plan.json", open_data.version_content, name="version_content"),
    path("files/<int:pk>/", files.report_file, name="report_file"),
    path("files/<int:pk>/state/", files.ReportStateView.as_view(), name="report_state"),
    path("texts/", texts.TextListView.as_view(), name="text_list"),
    path("texts/<int:pk>/edit/", texts.PaperTextView.as_view(), name="template_update"),
    path("texts/bases/new/", texts.LegalBasisView.as_view(), name="legal_basis_create"),
    path("texts/bases/<int:pk>/edit/", texts.LegalBasisView.as_view(), name="legal_basis_update"),
]
