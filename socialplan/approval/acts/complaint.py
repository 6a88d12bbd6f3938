"""A complaint about notification or consultation; the complainant is never named (docs/law.md#complaint)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from socialplan.approval.acts.definition.base import EVERY_STATE, Act, ActLine, Withdrawal, decided_on
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.enums import ComplaintRecipient
from socialplan.approval.models import Complaint
from socialplan.content.models import PlanVersion


class ComplaintForm(ActModelForm):
    paper = None  # type: ignore[assignment]  # a complaint names people: its paper stays in the protocol office
    date_label = gettext_lazy("Received on")

    class Meta:
        model = Complaint
        fields = ["number", "recipient", "subject"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decided = self.version.acts["decision"]
        self.initial["recipient"] = ComplaintRecipient.COMMISSIONER if decided else ComplaintRecipient.HEAD


def _agrees(complaint: Any, version: PlanVersion) -> None:
    if version.complaints.not_withdrawn().filter(number=complaint.number).exists():
        raise ValidationError({"number": _("A complaint with this number is already recorded.")})
    decided = decided_on(version)
    is_before = decided is None or complaint.happened_on < decided
    if is_before and complaint.recipient == ComplaintRecipient.COMMISSIONER:
        sentence = _("Before the adoption a complaint goes to the head of the municipality.")
        raise ValidationError({"recipient": sentence})


def _line(complaint: Any) -> ActLine:
    title = _("Complaint no. %(number)s") % {"number": complaint.number}
    return ActLine(
        title, (_("To %(recipient)s.") % {"recipient": complaint.get_recipient_display()}, complaint.subject)
    )


ACT = Act(
    kind="complaint",
    label=pgettext_lazy("act", "Complaint"),
    prompt=pgettext_lazy("act", "Record a complaint"),
    model=Complaint,
    permission="approval.keep_complaints",
    states=EVERY_STATE,
    agrees=_agrees,
    form=ComplaintForm,
    line=_line,
    seen_by="approval.view_complaints",
    withdrawal=Withdrawal(
        EVERY_STATE,
        rests=lambda _version, complaint: complaint.outcome is not None,
        followed=gettext_lazy("What came of this complaint is recorded. Withdraw that first."),
    ),
)
