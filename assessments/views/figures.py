"""Figures of an edition: the catalogue of what is counted, the list, one figure with its corrections, verifying."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, ListView

from assessments.figures.comparison import compared_figures, compared_needs
from assessments.figures.forms import (
    CorrectionForm,
    DataPointForm,
    FigureDefinitionForm,
    OtherEditionForm,
    VerifyFiguresForm,
)
from assessments.figures.services import (
    correct_data_point,
    register_data_point,
    remove_data_point,
    save_definition,
    verify_data_points,
)
from assessments.figures.wider import wider_history
from assessments.lists.filters import FigureFilter
from assessments.lists.pages import FigurePaginator
from assessments.models import Assessment, DataPoint, FigureDefinition
from core.forms import CrispyForm
from core.pages.address import initial_of
from core.pages.stepped import END, PARAMETER, SteppedView
from core.views import (
    KeysFirstPaginator,
    ObjectDeedView,
    ObjectPermissionMixin,
    RowDeedView,
    TwoEndedPaginator,
)

MOST_AT_ONCE = 200
BEGUN, MOST_BEGUN = "begun", 5  # first steps of figures that a session keeps
POINTS = DataPoint.objects.with_place().select_related("assessment", "corrects", "corrected_by")


class DefinitionListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_definition"
    raise_exception = True
    model = FigureDefinition


class DefinitionDetailView(ObjectPermissionMixin, DetailView):
    object: FigureDefinition
    permission_required = "assessments.view_definition"
    queryset = FigureDefinition.objects.all()
    context_object_name = "definition"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wider=wider_history(self.object), **kwargs)


class DefinitionFormView(SteppedView, RowDeedView):
    edit_name = "assessments:definition_update"
    permission_required = "assessments.change_definition"
    raise_exception = True
    model = FigureDefinition
    form_class = FigureDefinitionForm
    listing = (_("Definitions of figures"), "assessments:definition_list")
    title = _("Definition of a figure")
    said = _("The definition is saved.")

    @property
    def is_new(self) -> bool:
        return "pk" not in self.kwargs

    def act(self, form: Any) -> FigureDefinition:
        return save_definition(form.instance, actor=self.request.user)

    def page_after(self, target: Any) -> Any:
        address = super().page_after(target)
        return self.address if address is target else address


class EditionFiguresView(ObjectPermissionMixin, ListView):
    """Figures of one edition, narrowed by the form above the list."""

    permission_required = "assessments.view_assessment"
    template_name = "assessments/datapoint_list.html"
    paginate_by = 100
    only_conflicts = False

    def get_object(self, queryset: Any = None) -> Any:
        self.object = super().get_object(Assessment.objects.all())
        return self.object

    @cached_property
    def filter(self) -> FigureFilter:
        points = self.get_object().data_points.all()
        chosen = points.in_conflict() if self.only_conflicts else points.current()
        return FigureFilter(self.request.GET, chosen.with_place())

    def get_queryset(self) -> QuerySet[DataPoint]:
        rows: QuerySet[DataPoint] = self.filter.qs
        return rows

    @property
    def paginator_class(self) -> type[Paginator]:
        """Conflicts are found by a window over all rows; what is counted stands in a table of its own."""
        if self.only_conflicts:
            return TwoEndedPaginator
        return FigurePaginator if self.filter.is_by_definition else KeysFirstPaginator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            assessment=self.get_object(), filters=self.filter.form, only_conflicts=self.only_conflicts, **kwargs
        )


class DataPointCreateView(SteppedView, ObjectDeedView):
    """Its first step is kept in the session until the second one saves both: no figure stands in an address."""

    permission_required = "assessments.add_datapoint"
    queryset = Assessment.objects.all()
    form_class = DataPointForm
    title = _("Add a figure")
    save_step = _("Go on")

    @property
    def step(self) -> int:
        """The second one only with what the first one said."""
        found = super().step
        return found if self.request.method == "POST" or "definition" in self.get_initial() else 1

    @property
    def goes_on(self) -> bool:
        return self.step == 1 and END not in self.request.POST

    @property
    def said(self) -> Any:
        return "" if self.goes_on else _("The figure is registered. Somebody else verifies it.")

    def get_initial(self) -> dict[str, Any]:
        kept: dict[str, Any] = self.begun.get(self.begun_as, {})
        return kept or initial_of(self.request, *DataPointForm.steps[0].names)

    @property
    def begun_as(self) -> str:
        """What the address calls the first step that this page goes on from."""
        return str(initial_of(self.request, BEGUN).get(BEGUN, ""))

    @property
    def begun(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = self.request.session.get(BEGUN, {})
        return found

    def keep(self, typed: dict[str, str]) -> str:
        """Keep what a first step said among the newest few; returns what the address calls it."""
        name = token_hex(8)
        self.request.session[BEGUN] = dict([*self.begun.items(), (name, typed)][-MOST_BEGUN:])
        return name

    def get_form_kwargs(self) -> dict[str, Any]:
        point = DataPoint(assessment=self.object, entered_by=self.request.user)
        return super().get_form_kwargs() | {"instance": point}

    def act(self, form: DataPointForm) -> DataPoint | str:
        if self.goes_on:
            return f"{self.request.path}?{urlencode({BEGUN: self.keep(form.typed()), PARAMETER: 2})}"
        return register_data_point(form.instance, actor=self.request.user)

    def page_after(self, target: Any) -> Any:
        return target

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        name = self.begun_as
        if found["form"].is_bound and self.step != 1:
            name = self.keep(found["form"].typed())
        first, *others = found["steps"]
        address = f"{self.request.path}?{urlencode({BEGUN: name})}" if name else self.request.get_full_path()
        return found | {"steps": [replace(first, url=address), *others]}


class DataPointDetailView(ObjectPermissionMixin, DetailView):
    object: DataPoint
    permission_required = "assessments.view_datapoint"
    queryset = POINTS
    context_object_name = "point"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        point = self.object
        alike = DataPoint.objects.same_figure(point).with_place()
        return super().get_context_data(
            earlier=point.earlier(), others=[each for each in alike if each.pk != point.pk], **kwargs
        )


class CorrectDataPointView(ObjectDeedView):
    permission_required = "assessments.add_datapoint"
    queryset = POINTS
    form_class = CorrectionForm
    title = _("Correct the figure")
    lead = _("The figure stays as it was entered; a new row takes its place and is verified anew.")
    save = _("Correct")
    said = _("The figure is corrected. Somebody else verifies it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        point = DataPoint(**model_to_dict(self.object, fields=["value", "method", "quality"]))
        return super().get_form_kwargs() | {"instance": point}

    def act(self, form: CorrectionForm) -> DataPoint:
        return correct_data_point(self.object, form.correction(), actor=self.request.user)


class RemoveDataPointView(ObjectDeedView):
    permission_required = "assessments.add_datapoint"
    queryset = POINTS
    form_class = CrispyForm
    title = _("Remove the figure")
    lead = _("For a figure entered for the wrong thing, place, time or people. The history keeps what it said.")
    save = _("Remove")
    said = _("The figure is removed.")

    def act(self, form: CrispyForm) -> str:
        edition = remove_data_point(self.object, actor=self.request.user)
        return reverse("assessments:datapoint_list", args=[edition.pk])


class VerifyFiguresView(ObjectDeedView):
    permission_required = "assessments.verify_datapoint"
    queryset = Assessment.objects.all()
    form_class = VerifyFiguresForm
    template_name = "assessments/datapoint_verify.html"
    title = _("Verify figures")
    lead = _("Compare each figure with its source. Nobody verifies what she entered herself.")
    save = _("Verify the ticked figures")
    nothing_to_choose = _("No figure of somebody else waits for you.")
    said = _("The figures are verified.")

    @cached_property
    def filter(self) -> FigureFilter:
        waiting = self.object.data_points.unverified().entered_by_others(self.request.user)
        return FigureFilter(self.request.GET, waiting.with_place())

    @cached_property
    def offered(self) -> list[DataPoint]:
        return list(self.filter.qs[:MOST_AT_ONCE])

    def nothing_in(self, form: Any) -> Any:
        if self.offered:
            return ""
        own = self.object.data_points.unverified().filter(entered_by=self.request.user).count()
        waiting = ngettext(
            "%(count)s figure that you entered waits for somebody else.",
            "%(count)s figures that you entered wait for somebody else.",
            own,
        )
        return f"{self.nothing_to_choose} {waiting % {'count': own}}" if own else self.nothing_to_choose

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offered": self.offered}

    def act(self, form: VerifyFiguresForm) -> str:
        edition = verify_data_points(self.object, form.cleaned_data["figures"], actor=self.request.user)
        return reverse("assessments:datapoint_list", args=[edition.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(offered=self.offered, filters=self.filter.form, **kwargs)


class EditionCompareView(ObjectPermissionMixin, DetailView):
    object: Assessment
    permission_required = "assessments.view_assessment"
    queryset = Assessment.objects.select_related("follows")
    template_name = "assessments/assessment_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.object
        filters = OtherEditionForm(self.request.GET, edition=edition)
        other = filters.chosen()
        return super().get_context_data(
            filters=filters,
            other=other,
            needs=compared_needs(other, edition) if other else [],
            figures=compared_figures(other, edition) if other else [],
            **kwargs,
        )
