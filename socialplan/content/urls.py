"""Addresses of the plan's content; they stand under plan/ together with those of the other rooms."""

from django.urls import path

from assessments.enums import SheetFormat
from core.urls import register_choices
from socialplan.content.enums import EditablePartKind, FindingCode, NodeKind
from socialplan.content.views import comments, coverage, diff, findings, places, plans, public

app_name = "content"
register_choices(EditablePartKind, "part")
register_choices(FindingCode, "finding_code")
register_choices(NodeKind, "node_kind")
register_choices(SheetFormat, "coverage_format")

urlpatterns = [
    path("public/<int:pk>/compare/", public.ChoosePublicView.as_view(), name="version_compare_choose_public"),
    path("public/<int:pk>/compare/<int:old>/", public.ComparePublicView.as_view(), name="version_compare_public"),
    path("plans/", plans.PlanListView.as_view(), name="plan_list"),
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
    path("versions/<int:pk>/compare/", diff.ChooseView.as_view(), name="version_compare_choose"),
    path("versions/<int:pk>/compare/<int:old>/", diff.CompareView.as_view(), name="version_compare"),
    path("versions/<int:pk>/compare/<int:old>/summary/", diff.SummaryView.as_view(), name="version_summary"),
]
