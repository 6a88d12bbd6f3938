"""The mayor's order that creates the working group which drafts the plan (docs/law.md#working-group)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from socialplan.approval.acts.definition.base import Act, ActLine, Printed, Withdrawal, said
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.enums import DocumentKind
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.models.recorded import DocumentedAct


class WorkingGroupOrder(DocumentedAct):
    act_kind = "working_group"

    version = models.ForeignKey(
        PlanVersion,
        verbose_name=gettext_lazy("version"),
        related_name="working_group_orders",
        on_delete=models.PROTECT,
    )
    number = models.CharField(gettext_lazy("order number"), max_length=40)
    members = models.TextField(
        gettext_lazy("members by office"),
        max_length=5_000,
        help_text=gettext_lazy("One office or post a line; no names of persons."),
    )

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = gettext_lazy("order on the working group")
        verbose_name_plural = gettext_lazy("orders on the working group")
        constraints = [
            models.CheckConstraint(name="workinggrouporder_has_number", condition=~Q(number="")),
            models.CheckConstraint(name="workinggrouporder_has_members", condition=~Q(members="")),
        ]

    def __str__(self) -> str:
        return self.number


class WorkingGroupForm(ActModelForm):
    class Meta:
        model = WorkingGroupOrder
        fields = ["number", "members"]


def _printed(order: Any) -> Printed:
    return Printed(said(gettext_lazy("Order of the mayor on the working group")), order.number)


def _line(order: Any) -> ActLine:
    title = _("Order of the mayor on the working group, no. %(number)s") % {"number": order.number}
    return ActLine(title, (order.members,))


BEFORE_THE_VOTE = frozenset(
    {
        PlanState.DRAFTING,
        PlanState.IN_CONSULTATION,
        PlanState.IN_REVIEW,
        PlanState.APPROVED,
        PlanState.BEFORE_COUNCIL,
    }
)
ACT = Act(
    kind="working_group",
    label=pgettext_lazy("act", "Order on the working group"),
    prompt=pgettext_lazy("act", "Record the order on the working group"),
    model=WorkingGroupOrder,
    permission="approval.order_version",
    states=BEFORE_THE_VOTE,
    too_early=gettext_lazy("The working group is created before the council votes."),
    paper=DocumentKind.ORDER,
    form=WorkingGroupForm,
    line=_line,
    printed=_printed,
    is_of_way=True,
    withdrawal=Withdrawal(
        BEFORE_THE_VOTE, gettext_lazy("The council has voted; the order on the working group stays as it is.")
    ),
)
