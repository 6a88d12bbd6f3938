"""What came of a complaint (docs/law.md#complaint)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from socialplan.approval.acts.definition.base import EVERY_STATE, Act, ActLine, Withdrawal, counts, not_before, once
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.models import ComplaintOutcome
from socialplan.content.models import PlanVersion


class OutcomeForm(ActModelForm):
    paper = None  # type: ignore[assignment]  # as of a complaint

    class Meta:
        model = ComplaintOutcome
        fields = ["measures"]


def _agrees(outcome: Any, _version: PlanVersion) -> None:
    counts(outcome.complaint)
    not_before(outcome, outcome.complaint.happened_on, _("The complaint was received only on %(day)s."))
    once(outcome, "complaint", _("What came of this complaint is already recorded."))


def _line(outcome: Any) -> ActLine:
    return ActLine(
        _("Outcome of complaint no. %(number)s") % {"number": outcome.complaint.number}, (outcome.measures,)
    )


ACT = Act(
    kind="outcome",
    label=pgettext_lazy("act", "What came of a complaint"),
    prompt=pgettext_lazy("act", "Record what came of a complaint"),
    model=ComplaintOutcome,
    permission="approval.keep_complaints",
    states=EVERY_STATE,
    agrees=_agrees,
    form=OutcomeForm,
    line=_line,
    seen_by="approval.view_complaints",
    withdrawal=Withdrawal(EVERY_STATE),
)
