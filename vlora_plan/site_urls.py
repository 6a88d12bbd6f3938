"""Addresses of the site itself: home, following a contribution, tracing, verifying a document."""

from django.urls import path

from core.urls import register_choices
from vlora_plan.pages.tracing import TraceKind
from vlora_plan.views import first_run, follow, home, trace, verify

app_name = "site"
register_choices(TraceKind, "trace_kind")

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("first-run/", first_run.FirstRunView.as_view(), name="first_run"),
    path("follow/", follow.FollowView.as_view(), name="follow"),
    path("follow/answer/", follow.FollowAnswerView.as_view(), name="follow_answer"),
    path("trace/<trace_kind:kind>/<str:key>/", trace.TraceView.as_view(), name="trace"),
    path("verify/", verify.VerifyView.as_view(), name="verify"),
    path("verify/<slug:sha256>/", verify.VerifyHashView.as_view(), name="verify_hash"),
]
