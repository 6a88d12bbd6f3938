"""A document that belongs to the version, such as the scan of the decision; it stands in no history of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from socialplan.approval.acts.definition.base import EVERY_STATE, Act, Duty
from socialplan.approval.acts.definition.forms import ActForm, PaperField
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import VersionAttachment
from socialplan.content.models import PlanVersion


class PaperForm(ActForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of document"), choices=DocumentKind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    paper = PaperField()
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may open it"),
        required=False,
        help_text=gettext_lazy("Only where it names no private person. A public document stays public."),
    )
    field_order = ["kind", "title", "paper", "is_public", "happened_on", "source_document"]

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version


def _duty(version: PlanVersion) -> Iterator[Duty]:
    if not version.stands:
        return
    kinds = {each.kind for each in (*version.papers.all(), *version.voted_on.papers.all())}
    wanted = {
        DocumentKind.DECISION: (_("The scan of the decision is not stored."), _("Store the scan of the decision")),
        DocumentKind.MINUTES: (_("The minutes of the session are not stored."), _("Store the minutes of the session")),
    }
    for kind, (sentence, deed) in wanted.items():
        if kind not in kinds:
            yield Duty(sentence, deed, permission="approval.keep_council_record")


ACT = Act(
    kind="attachment",
    label=pgettext_lazy("act", "Document"),
    prompt=pgettext_lazy("act", "Add a document"),
    model=VersionAttachment,
    permission="approval.add_paper",
    states=EVERY_STATE,
    form=PaperForm,
    duty=_duty,
)
