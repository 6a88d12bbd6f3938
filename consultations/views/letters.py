"""Letters that came after the last day: answered one by one, apart from the round."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.forms.letters import LateReplyForm
from consultations.models import Contribution, LateReply
from consultations.services.letters import answer_late
from core.views import ObjectDeedView


class LateReplyCreateView(ObjectDeedView):
    permission_required = "consultations.answer_late"
    queryset = Contribution.objects.in_the_open().with_words().filter(is_late=True).select_related("round")
    form_class = LateReplyForm
    title = _("Answer a late letter")
    said = _("The letter is answered, apart from the round.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": LateReply(contribution=self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object.words, **kwargs)

    def act(self, form: LateReplyForm) -> Contribution:
        return answer_late(form.instance, actor=self.request.user, entry=form.entry()).contribution
