"""The deposit of the decision with the prefect (docs/law.md#prefect-deposit)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from municipality.enums import DeadlineCode
from socialplan.approval.acts.definition.base import (
    NO_LONGER_STANDS,
    Act,
    ActLine,
    Duty,
    Printed,
    Withdrawal,
    after_decision,
    once,
    said,
)
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.deadlines import legal_dates
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import PrefectDeposit
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import PlanVersion


class DepositForm(ActModelForm):
    date_label = gettext_lazy("Deposited on")

    class Meta:
        model = PrefectDeposit
        fields = ["protocol_no"]


def _agrees(deposit: Any, version: PlanVersion) -> None:
    after_decision(deposit, version)
    once(deposit, "version", _("The deposit is already recorded."))


def _duty(version: PlanVersion) -> Iterator[Duty]:
    if version.stands and version.prefect_deposit is None:
        due_on = next(each.due_on for each in legal_dates(version) if each.code == DeadlineCode.PREFECT_DEPOSIT)
        yield Duty(_("The deposit with the prefect is not recorded."), _("Deposit the act with the prefect"), due_on)


def _printed(deposit: Any) -> Printed:
    return Printed(said(gettext_lazy("Deposited with the prefect")), deposit.protocol_no)


def _line(deposit: Any) -> ActLine:
    number = _("Protocol number %(number)s.") % {"number": deposit.protocol_no}
    return ActLine(_("Deposited with the prefect"), (number,))


ACT = Act(
    kind="deposit",
    label=pgettext_lazy("act", "Deposit with the prefect"),
    prompt=pgettext_lazy("act", "Record the deposit with the prefect"),
    model=PrefectDeposit,
    permission="approval.keep_council_record",
    states=ADOPTED_STATES,
    agrees=_agrees,
    is_open=lambda version: version.prefect_deposit is None,
    paper=DocumentKind.PREFECT,
    form=DepositForm,
    line=_line,
    printed=_printed,
    withdrawal=Withdrawal(
        ADOPTED_STATES,
        NO_LONGER_STANDS,
        lambda _version, deposit: deposit.registration is not None,
        gettext_lazy("The prefect's registration rests on this deposit. Withdraw the registration first."),
    ),
    duty=_duty,
)
