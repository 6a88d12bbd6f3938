"""Working pages under /consultations/, public ones under /contribute/; both language prefixes come from outside."""

from django.urls import path

from consultations.enums import RoundStep
from consultations.views import contributions, events, own, public, recommendations, rounds
from core.urls import register_choices

app_name = "consultations"

register_choices(RoundStep, "round_step")

urlpatterns = [
    path("contribute/", public.PublicRoundListView.as_view(), name="public_round_list"),
    path("contribute/<int:pk>/", public.PublicRoundDetailView.as_view(), name="public_round_detail"),
    path("contribute/<int:pk>/send/", public.ContributeView.as_view(), name="contribute"),
    path("consultations/rounds/", rounds.RoundListView.as_view(), name="round_list"),
    path("consultations/rounds/add/", rounds.RoundFormView.as_view(), name="round_create"),
    path("consultations/rounds/<int:pk>/", rounds.RoundDetailView.as_view(), name="round_detail"),
    path("consultations/rounds/<int:pk>/edit/", rounds.RoundFormView.as_view(), name="round_update"),
    path("consultations/rounds/<int:pk>/steps/<round_step:step>/", rounds.RoundStepView.as_view(), name="round_step"),
    path("consultations/rounds/<int:pk>/extend/", rounds.RoundExtendView.as_view(), name="round_extend"),
    path("consultations/rounds/<int:pk>/voice/", rounds.round_voice, name="round_voice"),
    path("consultations/rounds/<int:pk>/feedback/add/", rounds.FeedbackCreateView.as_view(), name="feedback_create"),
    path(
        "consultations/rounds/<int:pk>/attendance/", events.AttendancePublishView.as_view(), name="attendance_publish"
    ),
    path("consultations/rounds/<int:pk>/events/add/", events.EventCreateView.as_view(), name="event_create"),
    path(
        "consultations/rounds/<int:pk>/contributions/add/",
        contributions.ContributionCreateView.as_view(),
        name="contribution_create",
    ),
    path(
        "consultations/rounds/<int:pk>/recommendations/add/",
        recommendations.RecommendationCreateView.as_view(),
        name="recommendation_create",
    ),
    path("consultations/events/", events.ConsultationEventListView.as_view(), name="event_list"),
    path("consultations/events/<int:pk>/", events.EventDetailView.as_view(), name="event_detail"),
    path("consultations/events/<int:pk>/edit/", events.EventUpdateView.as_view(), name="event_update"),
    path("consultations/events/<int:pk>/attendance/", events.AttendanceUpdateView.as_view(), name="attendance_update"),
    path(
        "consultations/events/<int:pk>/contributions/add/",
        contributions.EventContributionCreateView.as_view(),
        name="event_contribution_create",
    ),
    path("consultations/persons/", events.UniquePersonListView.as_view(), name="unique_person_list"),
    path("consultations/contributions/", contributions.ContributionListView.as_view(), name="contribution_list"),
    path(
        "consultations/contributions/<int:pk>/",
        contributions.ContributionDetailView.as_view(),
        name="contribution_detail",
    ),
    path("consultations/contributions/<int:pk>/code/", contributions.CodingView.as_view(), name="contribution_code"),
    path(
        "consultations/contributions/<int:pk>/no-proposal/",
        contributions.NoProposalView.as_view(),
        name="contribution_no_proposal",
    ),
    path("consultations/contributions/<int:pk>/contact/erase/", contributions.contact_erase, name="contact_erase"),
    path(
        "consultations/recommendations/", recommendations.RecommendationListView.as_view(), name="recommendation_list"
    ),
    path(
        "consultations/recommendations/<int:pk>/",
        recommendations.RecommendationDetailView.as_view(),
        name="recommendation_detail",
    ),
    path(
        "consultations/recommendations/<int:pk>/edit/",
        recommendations.RecommendationUpdateView.as_view(),
        name="recommendation_update",
    ),
    path(
        "consultations/recommendations/<int:pk>/answer/",
        recommendations.DispositionCreateView.as_view(),
        name="disposition_create",
    ),
    path("consultations/own/", own.OwnContributionListView.as_view(), name="own_contribution_list"),
    path("consultations/own/<int:pk>/", own.OwnContributionDetailView.as_view(), name="own_contribution_detail"),
    path(
        "consultations/rounds/<int:pk>/own/add/",
        own.OwnContributionCreateView.as_view(),
        name="own_contribution_create",
    ),
]
