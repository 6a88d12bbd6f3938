"""The mayor's order to carry the plan out; the page of its own asks for it (docs/law.md#council-adopts)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from socialplan.approval.acts.definition.base import NO_LONGER_STANDS, Act, ActLine, Duty, Printed, Withdrawal, said
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import MayorOrder
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import PlanVersion


def _duty(version: PlanVersion) -> Iterator[Duty]:
    if version.stands and version.mayor_order is None:
        yield Duty(
            _("The mayor's order of implementation is not recorded."), _("Record the mayor's order of implementation")
        )


def _printed(order: Any) -> Printed:
    return Printed(said(gettext_lazy("Order of the mayor")), order.number)


def _line(order: Any) -> ActLine:
    return ActLine(_("Order of the mayor no. %(number)s") % {"number": order.number})


# A button of its own beside the steps leads to its page.
ACT = Act(
    kind="mayor_order",
    label=pgettext_lazy("act", "Order of the mayor"),
    prompt=gettext_lazy("Record the mayor's order"),
    model=MayorOrder,
    permission="approval.order_version",
    states=ADOPTED_STATES,
    too_early=gettext_lazy("The order follows the adoption by the council."),
    is_open=lambda version: version.mayor_order is None,
    is_offered=False,
    paper=DocumentKind.ORDER,
    page="approval:version_order",
    line=_line,
    printed=_printed,
    withdrawal=Withdrawal(ADOPTED_STATES, NO_LONGER_STANDS),
    duty=_duty,
)
