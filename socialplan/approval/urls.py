"""Addresses of the plan's approval; they stand under plan/ together with those of the other rooms."""

from django.urls import path

from core.urls import register_choices
from socialplan.approval.acts.registry import RECORDABLE, WITHDRAWABLE
from socialplan.approval.views import approval, numbers, steps, versions
from socialplan.content.enums import PlanStep

app_name = "approval"
register_choices(PlanStep, "plan_step")
register_choices(RECORDABLE, "act_kind")
register_choices(WITHDRAWABLE, "withdrawable_act")

urlpatterns = [
    path("versions/<int:pk>/", versions.VersionDetailView.as_view(), name="version_detail"),
    path("versions/<int:pk>/steps/<plan_step:step>/", steps.VersionStepView.as_view(), name="version_step"),
    path("versions/<int:pk>/approve/", steps.ApproveView.as_view(), name="version_approve"),
    path("versions/<int:pk>/submit/", steps.SubmitView.as_view(), name="version_submit"),
    path("versions/<int:pk>/decision/", steps.DecisionView.as_view(), name="version_decision"),
    path("versions/<int:pk>/approval/", approval.ApprovalView.as_view(), name="version_approval"),
    path("versions/<int:pk>/amendments/", steps.ConfirmAmendmentsView.as_view(), name="version_confirm"),
    path("versions/<int:pk>/numbers/", numbers.VersionNumbersView.as_view(), name="numbers_confirm"),
    path("versions/<int:pk>/numbers/ask/", numbers.numbers_ask, name="numbers_ask"),
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
    path("versions/<int:pk>/announcement/", steps.AnnounceView.as_view(), name="version_announce"),
    path("versions/<int:pk>/order/", steps.OrderView.as_view(), name="version_order"),
    path("versions/<int:pk>/opinions/add/", steps.OpinionView.as_view(), name="opinion_create"),
]
