"""The queue of those still to be told, and the mails that came back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from consultations.forms import BounceForm
from consultations.models import NoticeBounce, Round, SpeakerNotice
from consultations.services import record_bounce
from consultations.telling.ledger import sent_notices, still_to_tell, telling_counts
from core.views import ObjectDeedView, ObjectPermissionMixin


class RoundTellingView(ObjectPermissionMixin, ListView):
    queryset = Round.objects.all()
    permission_required = "consultations.record_feedback"
    template_name = "consultations/round_telling.html"
    paginate_by = 30

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.object: Round = self.get_object()
        self.object_list = still_to_tell(self.object)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            round=self.object, telling=telling_counts(self.object), sent=sent_notices(self.object), **kwargs
        )


class BounceView(ObjectDeedView):
    permission_required = "consultations.record_feedback"
    queryset = SpeakerNotice.objects.select_related("contribution__round").filter(bounce=None)
    form_class = BounceForm
    title = _("The mail came back")
    lead = _("Whoever it was for then stands in the queue of those still to be told.")
    said = _("The returned mail is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": NoticeBounce(notice=self.object)}

    def trail(self) -> list[tuple[Any, str]]:
        consultation = self.object.contribution.round
        return [(consultation, consultation.get_absolute_url()), (_("Who is told"), self.page())]

    def page(self) -> str:
        return str(self.object.contribution.round.get_telling_url())

    def act(self, form: BounceForm) -> str:
        record_bounce(form.instance, actor=self.request.user)
        return self.page()
