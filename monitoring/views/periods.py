"""Pages of a monitoring period."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from core.forms import CrispyForm
from core.pages.address import initial_lists_of
from core.pages.stepped import SteppedRowView
from core.together.relations import read_lists
from core.together.side_by_side import read, read_nothing, side_by_side
from core.views import DeedFormView, ObjectDeedView, ObjectPermissionMixin
from monitoring.figures import keys_to_trace, read_period_figures
from monitoring.forms import (
    BeneficiaryForm,
    LockForm,
    MeasureProgressForm,
    PeriodForm,
    PeriodKindForm,
    SpendingForm,
)
from monitoring.grid.sheets import read_sheets
from monitoring.models import MeasureProgress, Period, PeriodKind
from monitoring.models.periods import PeriodQuerySet
from monitoring.services.periods import (
    correct_period,
    lock_periods,
    open_period,
    remove_period,
    report_beneficiaries,
    report_measure,
    report_spending,
    save_kind,
    unlock_periods,
)
from socialplan.content.models import Measure, PlanVersion


class PeriodListView(PermissionRequiredMixin, ListView):
    permission_required = "monitoring.view_period"
    queryset = Period.objects.select_related("version__plan", "kind").prefetch_related("reports")
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_open = self.request.user.has_perm("monitoring.manage_period") and (
            PlanVersion.objects.followed_up().exists()
        )
        return super().get_context_data(
            can_open=can_open,
            can_lock=self.request.user.has_perm("monitoring.lock_period"),
            can_change_kinds=self.request.user.has_perm("monitoring.change_kinds"),
            **kwargs,
        )


class PeriodDetailView(ObjectPermissionMixin, DetailView):
    object: Period
    queryset = Period.objects.select_related("version__plan", "kind")
    permission_required = "monitoring.view_period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_public = not self.request.user.has_perm("monitoring.view_true_figures")
        keys, reports = keys_to_trace(self.object.version), self.object.reports.all()
        may_enter = self.request.user.has_perm("monitoring.enter_results")
        figures, sheets, _lists = read(
            side_by_side(
                read_period_figures(self.object),
                read_sheets(self.object) if may_enter else read_nothing(),
                read_lists(keys, reports),
            )
        )
        shown = figures.for_public() if is_public else figures
        key_of = dict(keys)
        return super().get_context_data(
            figures=shown,
            indicators=[(line, key_of.get(line.pk)) for line in shown.indicators],
            groups=figures.group_table(is_public=is_public),
            reports=reports,
            sheets=sheets or [],
            can_remove=self.request.user.has_perm("monitoring.manage_period") and self.object.is_empty,
            **kwargs,
        )


class PeriodCreateView(PermissionRequiredMixin, DeedFormView):
    """Opens a period for a plan the council adopted, also for one whose years are over."""

    form_class = PeriodForm
    permission_required = "monitoring.manage_period"
    title = _("Open a monitoring period")
    said = _("The period is open.")

    @cached_property
    def version(self) -> PlanVersion | None:
        """The plan that is proposed: the one in force, else the last."""
        versions = PlanVersion.objects.followed_up()
        return versions.in_force().first() or versions.first()

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.version is None:
            messages.warning(request, gettext("No plan is adopted yet; a period begins with an adopted plan."))
            return redirect("monitoring:period_list")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": Period(version=self.version, kind=PeriodKind.objects.in_use().first())
        }

    def act(self, form: Any) -> Period:
        given = {"version": self.version} | form.cleaned_data
        return open_period(actor=self.request.user, **given)

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Monitoring"), reverse("monitoring:period_list"))]


class PeriodCorrectView(ObjectDeedView):
    """Writes a period anew while nothing is entered in it."""

    queryset = Period.objects.select_related("version__plan")
    form_class = PeriodForm
    permission_required = "monitoring.manage_period"
    title = _("Correct the period")
    lead = _("A period can be corrected while nothing is entered in it.")
    said = _("The period is corrected.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The page keeps the period as it was: the form writes into a row of its own."""
        return super().get_form_kwargs() | {"instance": Period.objects.get(pk=self.object.pk)}

    def act(self, form: Any) -> Period:
        return correct_period(self.object, actor=self.request.user, **form.cleaned_data)


class PeriodLockView(PermissionRequiredMixin, DeedFormView):
    """Closes one or several periods to every entry, with a reason."""

    form_class = LockForm
    permission_required = "monitoring.lock_period"
    title = save = _("Lock periods")
    lead = _("In a locked period nothing is entered, changed or handed in until it is unlocked.")
    said = _("The periods are locked.")
    chooses = "periods"
    nothing_to_choose = _("There is no period that could be locked.")
    deed = staticmethod(lock_periods)

    def periods(self) -> PeriodQuerySet:
        return Period.objects.unlocked()

    def get_initial(self) -> dict[str, Any]:
        return initial_lists_of(self.request, periods="period")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"periods": self.periods()}

    def act(self, form: Any) -> str:
        self.deed(actor=self.request.user, **form.cleaned_data)
        return reverse("monitoring:period_list")

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Monitoring"), reverse("monitoring:period_list"))]


class PeriodUnlockView(PeriodLockView):
    title = save = _("Unlock periods")
    lead = _("An unlocked period takes entries again. The history keeps who unlocked it and why.")
    said = _("The periods are unlocked.")
    nothing_to_choose = _("No period is locked.")
    deed = staticmethod(unlock_periods)

    def periods(self) -> PeriodQuerySet:
        return Period.objects.locked()


class PeriodKindListView(PermissionRequiredMixin, ListView):
    permission_required = "monitoring.change_kinds"
    queryset = PeriodKind.objects.all()
    template_name = "monitoring/kind_list.html"


class PeriodKindView(SteppedRowView):
    edit_name = "monitoring:period_kind_update"
    permission_required = "monitoring.change_kinds"
    model, form_class = PeriodKind, PeriodKindForm
    listing = (_("Kinds of periods"), "monitoring:period_kinds")
    deed = staticmethod(save_kind)


class PeriodRemoveView(ObjectDeedView):
    """Takes away a period that was opened by mistake, while nothing is entered in it."""

    queryset = Period.objects.all()
    form_class = CrispyForm
    permission_required = "monitoring.manage_period"
    title = save = _("Remove the period")
    lead = _("A period in which nothing is entered can be removed; the history keeps that it was opened.")
    said = _("The period is removed.")

    def act(self, form: Any) -> str:
        remove_period(self.object, actor=self.request.user)
        return reverse("monitoring:period_list")


class MeasureDeedView(ObjectDeedView):
    """A deed on one measure in one period."""

    queryset = Period.objects.select_related("version")
    permission_required = "monitoring.enter_results"

    @cached_property
    def measure(self) -> Measure:
        return get_object_or_404(Measure, version=self.object.version_id, pk=self.kwargs["measure"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=str(self.measure), **kwargs)


class ProgressView(MeasureDeedView):
    form_class = MeasureProgressForm
    title = _("What was done")
    said = _("What was done is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        measure = self.measure
        entry = MeasureProgress.objects.filter(period=self.object, measure=measure).first()
        return super().get_form_kwargs() | {"instance": entry or MeasureProgress(period=self.object, measure=measure)}

    def act(self, form: Any) -> Period:
        of = {"period": self.object, "measure": self.measure, "actor": self.request.user}
        report_measure(**of, begins=form.begins, **form.cleaned_data)
        return self.object


class SpendingView(MeasureDeedView):
    form_class = SpendingForm
    title = _("What was spent")
    said = _("The spending is saved.")

    def act(self, form: Any) -> Period:
        amounts = {name: form.cleaned_data[name] for name in ("allocated", "committed", "spent")}
        report_spending(
            period=self.object,
            measure=self.measure,
            source=form.cleaned_data["source"],
            actor=self.request.user,
            amounts=amounts,
            reason=form.cleaned_data["reason"],
        )
        return self.object


class BeneficiaryView(ObjectDeedView):
    queryset = Period.objects.all()
    form_class = BeneficiaryForm
    permission_required = "monitoring.enter_results"
    title = _("Persons reached")
    said = _("The number of persons is saved.")

    def act(self, form: Any) -> Period:
        report_beneficiaries(period=self.object, actor=self.request.user, **form.cleaned_data)
        return self.object
