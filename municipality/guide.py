"""The first-run guide: after the founding four more short steps, each a form, taken up where one left off."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages.stepped import END, PARAMETER
from core.views import DeedFormView
from municipality import forms, lists, services
from municipality.models import AdministrativeUnit, Municipality, Office, Project
from municipality.rule_views import ask_to_confirm

FIRST_STEP = 2  # the first one founds the installation, before anybody can log in


class GuideStepView(PermissionRequiredMixin, DeedFormView):
    """One step: its form does its deed, then comes the next; what is done already is shown and can be changed."""

    permission_required = "municipality.change_municipality"
    template_name = "municipality/guide_step.html"
    step = 0
    said = gettext_lazy("Saved.")

    @cached_property
    def place(self) -> Municipality:
        place = Municipality.objects.first()
        if place is None:
            raise Http404
        return place

    def act(self, form: Any) -> str:
        self.save_step(form)
        services.finish_step(self.step, actor=self.request.user)
        return reverse(STEPS[self.step + 1]) if self.step < services.LAST_STEP else reverse("site:home")

    def save_step(self, form: Any) -> None:
        raise AssertionError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = STEPS.get(self.step - 1)
        shown = {"there": [], "there_page": "", "is_last": self.step == services.LAST_STEP} | kwargs
        return super().get_context_data(
            title=_("Step %(step)s of %(last)s: %(title)s")
            % {"step": self.step, "last": services.LAST_STEP, "title": self.step_title},
            back=reverse(before) if before else "",
            **shown,
        )

    step_title: Any = ""
    save = gettext_lazy("Save and go on")


class UnitsStepView(GuideStepView):
    step, step_title = 2, gettext_lazy("administrative units")
    form_class = forms.UnitBlockForm
    lead = gettext_lazy(
        "Needs, services and voices are counted by unit. Units can be added, renamed and removed later."
    )

    def save_step(self, form: forms.UnitBlockForm) -> None:
        told = form.cleaned_data
        if told["block"].strip() or not AdministrativeUnit.objects.exists():
            census = lists.Census(told["year"], told["source"])
            lists.paste_units(told["block"], census=census, actor=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = [str(unit) for unit in AdministrativeUnit.objects.all()]
        return super().get_context_data(there=there, there_page="municipality:unit_list", **kwargs)


class CouncilStepView(GuideStepView):
    step, step_title = 3, gettext_lazy("the council")
    form_class = forms.CouncilStepForm
    lead = gettext_lazy(
        "An empty quorum is computed. The majorities by which the council adopts stay under “Rules and thresholds”."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.place}

    def save_step(self, form: forms.CouncilStepForm) -> None:
        services.save_change(form, actor=self.request.user)
        for majority in form.cleaned_data["majorities"]:
            ask_to_confirm(majority, office=form.cleaned_data["confirmed_by"], actor=self.request.user)


class OfficesStepView(GuideStepView):
    step, step_title = 4, gettext_lazy("offices")
    form_class = forms.OfficesForm
    lead = gettext_lazy("Deeds and measures name offices. Who holds an office can be recorded later, or not at all.")

    def get_initial(self) -> dict[str, Any]:
        return {"existing": Office.objects.filter(is_active=True)}

    def save_step(self, form: forms.OfficesForm) -> None:
        chosen, actor = form.cleaned_data, self.request.user
        added = lists.paste_offices(chosen["more"], actor=actor)
        services.choose_offices([*chosen["existing"], *added], actor=actor)
        lists.hold_offices(chosen["held"], actor=actor)


class ProjectStepView(GuideStepView):
    step, step_title = 5, gettext_lazy("the project")
    form_class = forms.ProjectForm
    lead = gettext_lazy("Where a donor's project stands behind the plan, the home page shows what it promised.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The first of the project's steps; the others are its own page's."""
        return super().get_form_kwargs() | {"instance": Project.objects.first() or Project(pk=1), "step": 1}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if "none" in request.POST:
            services.finish_step(self.step, actor=request.user)
            return redirect("site:home")
        return super().post(request, *args, **kwargs)

    def save_step(self, form: forms.ProjectForm) -> None:
        services.save_project(form, actor=self.request.user)

    def act(self, form: forms.ProjectForm) -> str:
        home = super().act(form)
        return home if END in self.request.POST else f"{reverse('municipality:project_update')}?{PARAMETER}=2"


STEPS = {
    2: "municipality:guide_units",
    3: "municipality:guide_council",
    4: "municipality:guide_offices",
    5: "municipality:guide_project",
}
