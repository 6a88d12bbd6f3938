"""The adopted plan sent to one addressee (docs/law.md#plan-addressees)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.enums import Role
from core.together.once import read_once
from core.together.side_by_side import Reader, read
from socialplan.approval.acts.definition.base import NO_LONGER_STANDS, Act, ActLine, Duty, Withdrawal, after_decision
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import PlanAddressee, PlanDispatch
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import PlanVersion


class DispatchForm(ActModelForm):
    date_label = gettext_lazy("Sent on")

    class Meta:
        model = PlanDispatch
        fields = ["addressee", "channel", "protocol_no"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.version.dispatches.not_withdrawn().values("addressee")
        self.fields["addressee"].queryset = PlanAddressee.objects.for_plan().exclude(  # type: ignore[attr-defined]
            pk__in=sent
        )


def _agrees(dispatch: Any, version: PlanVersion) -> None:
    after_decision(dispatch, version)
    if version.dispatches.not_withdrawn().filter(addressee=dispatch.addressee_id).exists():
        raise ValidationError({"addressee": _("It was already sent to this addressee.")})


def _receivers() -> Reader[list[PlanAddressee]]:
    """Who receives an adopted plan; every version that stands is held against the same list."""
    receivers = PlanAddressee.objects.for_plan()
    yield [receivers]
    return list(receivers)


def _duty(version: PlanVersion) -> Iterator[Duty]:
    if not version.stands:
        return
    sent = {each.addressee_id for each in version.valid(ACT.kind)}
    waiting = [str(each) for each in read(read_once(_receivers)) if each.pk not in sent]
    if waiting:
        names = {"names": ", ".join(waiting)}
        sentence = _("It is not recorded as sent to: %(names)s.") % names
        yield Duty(sentence, _("Send it to: %(names)s") % names, owner=Role.SECRETARY)


def _line(dispatch: Any) -> ActLine:
    title = _("Sent to: %(addressee)s") % {"addressee": dispatch.addressee}
    number = _("Protocol number %(number)s.") % {"number": dispatch.protocol_no}
    return ActLine(title, (capfirst(dispatch.get_channel_display()), number))


ACT = Act(
    kind="dispatch",
    label=pgettext_lazy("act", "Letter with the adopted document"),
    prompt=pgettext_lazy("act", "Record a letter with the adopted document"),
    model=PlanDispatch,
    permission="approval.dispatch_version",
    states=ADOPTED_STATES,
    agrees=_agrees,
    paper=DocumentKind.LETTER,
    form=DispatchForm,
    line=_line,
    withdrawal=Withdrawal(
        ADOPTED_STATES,
        NO_LONGER_STANDS,
        lambda _version, letter: letter.receipt is not None,
        gettext_lazy("The receipt of this letter is recorded. Withdraw the receipt first."),
    ),
    duty=_duty,
)
