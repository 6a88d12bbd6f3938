"""The texts that looked automated on their arrival: read, let on, or left apart with the reason."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from consultations.forms.intake import IntakeCorrectionForm, IntakeReviewForm
from consultations.models import IntakeHold
from consultations.services.intake import correct_hold, review_holds
from core.pages.address import page_of_rows
from core.views import DeedFormView, ObjectDeedView

SHOWN = 100


class IntakeHoldListView(PermissionRequiredMixin, DeedFormView):
    permission_required = "consultations.review_intake"
    form_class = IntakeReviewForm
    template_name = "consultations/intake_hold_list.html"
    title = _("Set apart on arrival")
    lead = _(
        "These texts carry a sign of automation. Their senders have a receipt, and nothing is deleted: what a person "
        "wrote goes on into the consultation, what a machine sent stays here with the reason."
    )
    save = _("Decide")
    said = _("It is decided.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"page": page_of_rows(self.request, IntakeHold.objects.waiting(), SHOWN)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        decided = IntakeHold.objects.exclude(result="").count()
        automated = IntakeHold.objects.automated().count()
        return context | {"page_obj": context["form"].page, "decided": decided, "automated": automated}

    def act(self, form: IntakeReviewForm) -> str:
        said = form.cleaned_data
        review_holds(said["holds"], said["result"], reason=said["reason"], actor=self.request.user)
        return reverse("consultations:intake_hold_list")


class AutomatedListView(PermissionRequiredMixin, ListView):
    """All that was taken for a machine's, page by page: none of it is out of reach of whoever made a mistake."""

    permission_required = "consultations.review_intake"
    queryset = IntakeHold.objects.automated()
    template_name = "consultations/intake_automated_list.html"
    context_object_name = "holds"
    paginate_by = SHOWN


class IntakeCorrectView(ObjectDeedView):
    """What was taken for a machine's was a person's: it goes on, with the reason."""

    permission_required = "consultations.review_intake"
    queryset = IntakeHold.objects.automated()
    form_class = IntakeCorrectionForm
    title = _("Let into the consultation")
    save = _("Let it in")
    said = _("It is corrected.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object.contribution.words, **kwargs)

    def trail(self) -> list[tuple[Any, str]]:
        return [
            (_("Set apart on arrival"), reverse("consultations:intake_hold_list")),
            (_("Found to be automated"), reverse("consultations:intake_automated_list")),
        ]

    def act(self, form: IntakeCorrectionForm) -> str:
        correct_hold(self.object, reason=form.cleaned_data["reason"], actor=self.request.user)
        return "consultations:intake_automated_list"
