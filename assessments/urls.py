"""Addresses of assessments."""

from django.urls import path

from assessments.enums import AssessmentStep, SheetFormat
from assessments.views import editions, exports, needs, reference, services
from core.urls import register_choices

register_choices(AssessmentStep, "assessment_step")
register_choices(SheetFormat, "sheet_format")

app_name = "assessments"

urlpatterns = [
    path("", editions.AssessmentListView.as_view(), name="assessment_list"),
    path("add/", editions.AssessmentCreateView.as_view(), name="assessment_create"),
    path("<int:pk>/", editions.AssessmentDetailView.as_view(), name="assessment_detail"),
    path("<int:pk>/edit/", editions.AssessmentUpdateView.as_view(), name="assessment_update"),
    path("<int:pk>/steps/<assessment_step:step>/", editions.AssessmentStepView.as_view(), name="assessment_step"),
    path("<int:pk>/matrix/", editions.GapMatrixView.as_view(), name="assessment_matrix"),
    path("<int:pk>/published/", editions.PublicAssessmentView.as_view(), name="assessment_public"),
    path("<int:pk>/needs.<sheet_format:sheet_format>", exports.need_export, name="need_export"),
    path("<int:pk>/needs/add/", needs.NeedCreateView.as_view(), name="need_create"),
    path("<int:pk>/figures/add/", needs.DataPointCreateView.as_view(), name="datapoint_create"),
    path("needs/<int:pk>/", needs.NeedDetailView.as_view(), name="need_detail"),
    path("needs/<int:pk>/edit/", needs.NeedUpdateView.as_view(), name="need_update"),
    path("services/", services.ServiceListView.as_view(), name="service_list"),
    path("services/add/", services.ServiceCreateView.as_view(), name="service_create"),
    path("services.<sheet_format:sheet_format>", exports.service_export, name="service_export"),
    path("services/<int:pk>/", services.ServiceDetailView.as_view(), name="service_detail"),
    path("services/<int:pk>/edit/", services.ServiceUpdateView.as_view(), name="service_update"),
    path("groups/", reference.TargetGroupListView.as_view(), name="group_list"),
    path("groups/add/", reference.TargetGroupFormView.as_view(), name="group_create"),
    path("groups/<int:pk>/edit/", reference.TargetGroupFormView.as_view(), name="group_update"),
    path("service-types/", reference.ServiceTypeListView.as_view(), name="service_type_list"),
    path("service-types/add/", reference.ServiceTypeFormView.as_view(), name="service_type_create"),
    path("service-types/<int:pk>/edit/", reference.ServiceTypeFormView.as_view(), name="service_type_update"),
]
