"""The addressee's proof that a letter with the plan came in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from socialplan.approval.acts.definition.base import (
    NO_LONGER_STANDS,
    Act,
    ActLine,
    Withdrawal,
    counts,
    not_before,
    once,
)
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import DispatchReceipt
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import PlanVersion


class DispatchReceiptForm(ActModelForm):
    date_label = gettext_lazy("Received on")

    class Meta:
        model = DispatchReceipt
        fields = ["their_protocol_no"]


def _agrees(receipt: Any, _version: PlanVersion) -> None:
    counts(receipt.dispatch)
    not_before(receipt, receipt.dispatch.happened_on, _("The letter was sent only on %(day)s."))
    once(receipt, "dispatch", _("The receipt of this letter is already recorded."))


def _line(receipt: Any) -> ActLine:
    title = _("Received by: %(addressee)s") % {"addressee": receipt.dispatch.addressee}
    return ActLine(title, (_("Their protocol number %(number)s.") % {"number": receipt.their_protocol_no},))


ACT = Act(
    kind="receipt",
    label=pgettext_lazy("act", "Receipt of a letter"),
    prompt=pgettext_lazy("act", "Record the receipt of a letter"),
    model=DispatchReceipt,
    permission="approval.dispatch_version",
    states=ADOPTED_STATES,
    agrees=_agrees,
    paper=DocumentKind.LETTER,
    form=DispatchReceiptForm,
    line=_line,
    withdrawal=Withdrawal(ADOPTED_STATES, NO_LONGER_STANDS),
)
