"""The prefect's registration of the deposit (docs/law.md#prefect-registration)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from socialplan.approval.acts.definition.base import (
    NO_LONGER_STANDS,
    Act,
    ActLine,
    Duty,
    Printed,
    Withdrawal,
    counts,
    not_before,
    once,
    said,
)
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.enums import DocumentKind, PrefectVerdict
from socialplan.approval.models import PrefectRegistration
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import PlanVersion


class RegistrationForm(ActModelForm):
    date_label = gettext_lazy("Registered by the prefect on")

    class Meta:
        model = PrefectRegistration
        fields = ["prefect_protocol_no"]


def _agrees(registration: Any, _version: PlanVersion) -> None:
    counts(registration.deposit)
    not_before(registration, registration.deposit.happened_on, _("It was deposited only on %(day)s."))
    once(registration, "deposit", _("The registration is already recorded."))


def _is_answered(version: PlanVersion, _registration: Any) -> bool:
    """Whether a letter stands that needed the registration; the court is open to the prefect without it."""
    return any(each.verdict != PrefectVerdict.COURT for each in version.valid("prefect_opinion"))


def _duty(version: PlanVersion) -> Iterator[Duty]:
    deposit = version.prefect_deposit if version.stands else None
    if deposit is not None and deposit.registration is None:
        sentence = _("The prefect's registration of the deposit is not recorded.")
        yield Duty(sentence, _("Record the prefect's registration"), follows=deposit.pk)


def _printed(registration: Any) -> Printed:
    return Printed(said(gettext_lazy("Registered by the prefect")), registration.prefect_protocol_no)


def _line(registration: Any) -> ActLine:
    number = _("Protocol number of the prefect %(number)s.") % {"number": registration.prefect_protocol_no}
    return ActLine(_("Registered by the prefect"), (number,))


ACT = Act(
    kind="registration",
    label=pgettext_lazy("act", "Registration by the prefect"),
    prompt=pgettext_lazy("act", "Record the prefect's registration"),
    model=PrefectRegistration,
    permission="approval.keep_council_record",
    states=ADOPTED_STATES,
    agrees=_agrees,
    paper=DocumentKind.PREFECT,
    form=RegistrationForm,
    line=_line,
    printed=_printed,
    withdrawal=Withdrawal(
        ADOPTED_STATES,
        NO_LONGER_STANDS,
        _is_answered,
        gettext_lazy("A letter of the prefect rests on this registration. Withdraw the letter first."),
    ),
    duty=_duty,
)
