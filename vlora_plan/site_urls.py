"""Addresses of the site itself: home, following a contribution, tracing, verifying a document."""

from django.urls import path

from core.urls import register_choices
from vlora_plan.help.guides import GUIDES
from vlora_plan.pages.tracing import TraceKind
from vlora_plan.views import answered, first_run, public

app_name = "site"
register_choices(TraceKind, "trace_kind")
register_choices(GUIDES, "guide")

urlpatterns = [
    path("", public.HomeView.as_view(), name="home"),
    path("first-run/", first_run.FirstRunView.as_view(), name="first_run"),
    path("follow/", public.FollowView.as_view(), name="follow"),
    path("follow/answer/", public.FollowAnswerView.as_view(), name="follow_answer"),
    path("follow/groups/<int:pk>/", public.GroupAnswersView.as_view(), name="group_answers"),
    path("follow/organisation/", answered.OrganisationAnswersView.as_view(), name="organisation_answers"),
    path("follow/withdraw/", public.follow_withdraw, name="follow_withdraw"),
    path("help/", public.HelpView.as_view(), name="help"),
    path("help/words/", public.HelpWordsView.as_view(), name="help_words"),
    path("data/", public.OpenDataView.as_view(), name="open_data"),
    path("help/<guide:guide>/", public.GuideView.as_view(), name="guide"),
    path("help/<guide:guide>.pdf", public.guide_pdf, name="guide_pdf"),
    path("search/", public.SearchView.as_view(), name="search"),
    path("trace/<trace_kind:kind>/<str:key>/", public.TraceView.as_view(), name="trace"),
    path("privacy/", public.PrivacyView.as_view(), name="privacy"),
    path("accessibility/", public.AccessibilityView.as_view(), name="accessibility"),
    path("verify/", public.VerifyView.as_view(), name="verify"),
    path("verify/<slug:sha256>/", public.VerifyHashView.as_view(), name="verify_hash"),
]
