"""Addresses of the plan's publishing; they stand under plan/ together with those of the other rooms."""

from django.urls import path

from assessments.enums import SheetFormat
from core.urls import register_choices, register_years
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.views import files, open_data, public, texts, transparency, word_templates

app_name = "publishing"
register_choices(OutputKind, "report_kind")
register_choices(SheetFormat, "sheet_format")
register_years()

urlpatterns = [
    path("", public.PlanPublicView.as_view(), name="plan_public"),
    path("public/<int:pk>/", public.VersionPublicView.as_view(), name="version_public"),
    path("public/<int:pk>/measures/", public.MeasuresPublicView.as_view(), name="measures_public"),
    path("public/<int:pk>/read/<slug:part>/", public.PartPublicView.as_view(), name="part_public"),
    path("public/<int:pk>/plan.json", open_data.version_json, name="version_json"),
    path("public/plan.schema.json", open_data.plan_schema, name="plan_schema"),
    path("public/data/", public.DataNotesView.as_view(), name="data_notes"),
    path("public/measures/<int:pk>/", public.MeasurePublicView.as_view(), name="measure_public"),
    path("public/transparency/<year:year>/", public.TransparencyView.as_view(), name="transparency"),
    path(
        "public/transparency/<year:year>.<sheet_format:sheet_format>",
        transparency.transparency_sheet,
        name="transparency_sheet",
    ),
    path("public/transparency/<year:year>/pdf/", transparency.transparency_pdf, name="transparency_pdf"),
    path("versions/<int:pk>/files/", files.VersionFilesView.as_view(), name="version_files"),
    path("versions/<int:pk>/files/<report_kind:kind>/", files.report_request, name="report_request"),
    path("versions/<int:pk>/plan.json", open_data.version_content, name="version_content"),
    path("files/<int:pk>/", files.report_file, name="report_file"),
    path("files/<int:pk>/state/", files.ReportStateView.as_view(), name="report_state"),
    path("texts/", texts.TextListView.as_view(), name="text_list"),
    path("texts/<int:pk>/edit/", texts.PaperTextView.as_view(), name="template_update"),
    path("texts/<int:pk>/word/", word_templates.WordTemplateUploadView.as_view(), name="word_template_list"),
    path("texts/<int:pk>/word/delivered.docx", word_templates.word_template_delivered, name="word_template_delivered"),
    path("texts/word/<int:pk>/", word_templates.WordTemplateView.as_view(), name="word_template"),
    path("texts/word/<int:pk>/preview.docx", word_templates.word_template_preview, name="word_template_preview"),
    path("texts/bases/new/", texts.LegalBasisView.as_view(), name="legal_basis_create"),
    path("texts/bases/<int:pk>/edit/", texts.LegalBasisView.as_view(), name="legal_basis_update"),
]
