"""Pages of the finance office's sheet: taken in, held against the offices' entries, its names mapped."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from core.views import ObjectDeedView, ObjectPermissionMixin
from monitoring.forms import ProgrammeMappingForm, TreasuryForm
from monitoring.grid.treasury import compared, programmes_of
from monitoring.models import Period
from monitoring.services.treasury import map_programmes, take_treasury_sheet


class TreasuryView(ObjectPermissionMixin, DetailView):
    """Sheet total = mapped + outside + unmapped, and by programme what each side says."""

    object: Period
    queryset = Period.objects.select_related("version__plan")
    permission_required = "monitoring.view_true_figures"
    template_name = "monitoring/treasury.html"
    context_object_name = "period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_enter = self.request.user.has_perm("monitoring.enter_results")
        return super().get_context_data(compared=compared(self.object), can_enter=can_enter, **kwargs)


class TreasuryDeedView(ObjectDeedView):
    object: Period
    queryset = Period.objects.select_related("version__plan")
    permission_required = "monitoring.enter_results"

    @property
    def address(self) -> str:
        return reverse("monitoring:treasury", args=[self.object.pk])

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Sheet of the finance office"), self.address)]


class TreasuryTakeView(TreasuryDeedView):
    form_class = TreasuryForm
    title = _("Take in the sheet of the finance office")
    lead = _("A line a programme. Copy it from the spreadsheet, or choose the file; nothing entered is overwritten.")
    save = _("Take it in")
    said = _("The sheet is taken in.")

    def act(self, form: TreasuryForm) -> str:
        take_treasury_sheet(
            self.object, form.sheet, title=form.cleaned_data["title"] or form.sheet.name, actor=self.request.user
        )
        return self.address


class ProgrammeMapView(TreasuryDeedView):
    form_class = ProgrammeMappingForm
    title = _("Map programmes")
    lead = _("What each name of the finance office is in the plan; it is remembered for the next sheet.")
    said = _("The mapping is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        found = compared(self.object)
        labels = [] if found is None else list(dict.fromkeys(line.label for line in found.sheet.lines.all()))
        return super().get_form_kwargs() | {"labels": labels, "programmes": programmes_of(self.object)}

    def act(self, form: ProgrammeMappingForm) -> str:
        map_programmes(self.object, form.chosen(), actor=self.request.user)
        return self.address
