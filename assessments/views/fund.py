"""The Social Fund: readiness, calls, costings and the package."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import FundPart
from assessments.fund.costing import totals
from assessments.fund.forms import FUND_FORMS, FUND_MODELS, FUND_OWNERS, CallForm, CallOutcomeForm, CostingForm
from assessments.fund.package import load_costing
from assessments.fund.readiness import readiness
from assessments.fund.services import (
    close_call,
    remove_fund_part,
    request_package,
    save_call,
    save_costing,
    save_fund_part,
)
from assessments.fund.tables import costing_tables, years_of
from assessments.models import Assessment, FundCall, FundCosting, PartOfFund
from core.forms import CrispyForm
from core.pages.stepped import SteppedView
from core.printing.printed import printed
from core.views import DeedFormView, ObjectDeedView, ObjectPermissionMixin


def may_change(user: Any, call: FundCall) -> bool:
    return user.has_perm("assessments.change_fund") and not call.is_closed


class OfOpenCall:
    """Mixed in before a deed on a call or its costing: once the call is closed, the cause stands in the form's place.

    Who sends a form that was opened before reads the cause there too, whatever else the form had to be told.
    """

    @property
    def call(self) -> FundCall:
        view: Any = self
        found: FundCall = view.object
        return found

    def nothing_in(self, form: Any) -> Any:
        view: Any = super()
        return self.call.closed_because or view.nothing_in(form)


class FundView(PermissionRequiredMixin, TemplateView):
    permission_required = "assessments.view_fund"
    raise_exception = True
    template_name = "assessments/fund.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment = Assessment.objects.order_by("-ends_on", "-pk").first()
        return super().get_context_data(
            assessment=assessment,
            blocks=readiness(assessment, self.request.user),
            calls=FundCall.objects.all(),
            **kwargs,
        )


class CallDetailView(ObjectPermissionMixin, DetailView):
    object: FundCall
    permission_required = "assessments.view_fund"
    template_name = "assessments/call_detail.html"
    queryset = FundCall.objects.prefetch_related("service_types", "costings__line__need")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_change=may_change(self.request.user, self.object), **kwargs)


class CallCreateView(PermissionRequiredMixin, SteppedView, DeedFormView):
    edit_name = "assessments:call_update"
    is_new = True
    permission_required = "assessments.change_fund"
    raise_exception = True
    form_class = CallForm
    title = _("Add a call of the Social Fund")
    said = _("The call is saved. Its shares of 90, 60 and 30 percent are to be verified.")

    def act(self, form: Any) -> FundCall:
        return save_call(form.instance, actor=self.request.user, service_types=form.linked("service_types"))

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Social Fund"), reverse("assessments:fund"))]


class CallUpdateView(OfOpenCall, SteppedView, ObjectDeedView):
    edit_name = "assessments:call_update"
    permission_required = "assessments.change_fund"
    queryset = FundCall.objects.all()
    form_class = CallForm
    title = _("Change the call")
    said = _("The call is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> FundCall:
        return save_call(form.instance, actor=self.request.user, service_types=form.linked("service_types"))


class CallCloseView(OfOpenCall, ObjectDeedView):
    permission_required = "assessments.change_fund"
    queryset = FundCall.objects.all()
    form_class = CallOutcomeForm
    title = _("Record the outcome of the call")
    lead = _("With its outcome the call is closed; nothing of it changes afterwards.")
    said = _("The outcome is recorded.")

    def act(self, form: Any) -> FundCall:
        return close_call(self.object, form.cleaned_data["outcome"], actor=self.request.user, **_day_and_note(form))


def _day_and_note(form: Any) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("on", "note")}


class CostingCreateView(OfOpenCall, SteppedView, ObjectDeedView):
    permission_required = "assessments.change_fund"
    queryset = FundCall.objects.all()
    form_class = CostingForm
    title = _("Add a costing")
    said = _("The costing is saved. Add its posts.")
    chooses = "line"
    nothing_to_choose = _(
        "A costing answers a requirement line, and no need has one yet: open a need of an assessment and add its line."
    )
    edit_name = "assessments:costing_update"
    is_new = True

    def get_form_kwargs(self) -> dict[str, Any]:
        year = timezone.localdate().year + 1
        return super().get_form_kwargs() | {"instance": FundCosting(call=self.object, first_year=year)}

    def act(self, form: Any) -> FundCosting:
        return save_costing(form.instance, actor=self.request.user)


class CostingUpdateView(OfOpenCall, SteppedView, ObjectDeedView):
    permission_required = "assessments.change_fund"
    queryset = FundCosting.objects.select_related("call")
    form_class = CostingForm
    title = _("Change the costing")
    said = _("The costing is saved.")
    edit_name = "assessments:costing_update"

    @property
    def call(self) -> FundCall:
        return self.object.call

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> FundCosting:
        return save_costing(form.instance, actor=self.request.user)


class CostingDetailView(ObjectPermissionMixin, DetailView):
    object: FundCosting
    permission_required = "assessments.view_fund"
    template_name = "assessments/costing_detail.html"
    queryset = FundCosting.objects.select_related(
        "call", "line__need__assessment", "line__need__group", "line__unit"
    ).prefetch_related("posts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tables = [table for each in costing_tables(self.object) for table in printed([each])]
        years = years_of(self.object)
        asked = totals(years).state
        ceiling = self.object.call.ceiling
        is_above = ceiling is not None and asked > ceiling
        return super().get_context_data(
            tables=tables,
            asked=asked,
            is_above_ceiling=is_above,
            is_costed=bool(self.object.investment or any(year.total for year in years)),
            may_change=may_change(self.request.user, self.object.call),
            **kwargs,
        )


class FundPartView(OfOpenCall, ObjectDeedView):
    permission_required = "assessments.change_fund"
    said = _("Saved.")

    @property
    def part(self) -> FundPart:
        return FundPart(self.kwargs["part"])

    @property
    def title(self) -> Any:
        return self.part.label

    @property
    def call(self) -> FundCall:
        owner = getattr(self.object, "owner", self.object)
        return owner if isinstance(owner, FundCall) else owner.call

    def get_queryset(self) -> QuerySet[Any]:
        return FUND_MODELS[self.part]._default_manager.all()

    def get_form_class(self) -> Any:
        return FUND_FORMS[self.part]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> PartOfFund:
        return save_fund_part(form.instance, actor=self.request.user)

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.object.owner, self.object.get_absolute_url())]


class FundPartCreateView(FundPartView):
    def get_queryset(self) -> QuerySet[Any]:
        return FUND_OWNERS[self.part]._default_manager.all()

    def get_form_kwargs(self) -> dict[str, Any]:
        model = FUND_MODELS[self.part]
        return super().get_form_kwargs() | {"instance": model(**{model.owner_name: self.object})}

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.object, self.object.get_absolute_url())]


class FundPartRemoveView(FundPartView):
    save = _("Remove")
    said = _("Removed.")

    def get_form_class(self) -> Any:
        return CrispyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return ObjectDeedView.get_form_kwargs(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object, **kwargs)

    def act(self, form: Any) -> Any:
        return remove_fund_part(self.object, actor=self.request.user)


@require_POST
def costing_package(request: AuthenticatedHttpRequest, pk: int, file_format: str) -> HttpResponse:
    get_object_or_404(FundCosting, pk=pk)
    language = request.POST.get("language", get_language())
    job = request_package(
        load_costing(pk), file_format, language="en" if language == "en" else "sq", actor=request.user
    )
    return redirect(job)
