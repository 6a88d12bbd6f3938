"""The notice that a plan will be drafted, by which views are asked for before (docs/law.md#prior-notice)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from municipality.enums import DeadlineCode
from socialplan.approval.acts.definition.base import Act, ActLine, Printed, Withdrawal, day, once, said
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.enums import DocumentKind
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.models.recorded import DocumentedAct


class PriorNotice(DocumentedAct):
    """`happened_on` is the day of its entry in the register; one that counts a version."""

    act_kind = "prior_notice"

    version = models.ForeignKey(
        PlanVersion, verbose_name=gettext_lazy("version"), related_name="prior_notices", on_delete=models.PROTECT
    )
    register_no = models.CharField(gettext_lazy("number in the electronic register"), max_length=40)

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = gettext_lazy("prior notice")
        verbose_name_plural = gettext_lazy("prior notices")
        constraints = [models.CheckConstraint(name="priornotice_has_register_no", condition=~Q(register_no=""))]

    def __str__(self) -> str:
        return self.register_no


class PriorNoticeForm(ActModelForm):
    date_label = gettext_lazy("Day of the notice")

    class Meta:
        model = PriorNotice
        fields = ["register_no"]


def _agrees(notice: Any, version: PlanVersion) -> None:
    """It comes before the notice of the draft's consultation."""
    once(notice, "version", _("The prior notice is already recorded."))
    links = version.plan.round_links.select_related("round")
    opened = [each.round.notice_on for each in links if each.round.needs_notice and each.round.notice_on]
    if opened and notice.happened_on > min(opened):
        sentence = _("The draft was already in consultation on %(day)s; a prior notice comes before.")
        raise ValidationError({"happened_on": sentence % {"day": day(min(opened))}})
    deadlines = DeadlineCalendar()
    if DeadlineCode.PRIOR_NOTICE in deadlines.rules:
        deadlines.calendar.refuse_unproclaimed(
            notice.happened_on, deadlines.end(DeadlineCode.PRIOR_NOTICE, notice.happened_on)
        )


def _printed(notice: Any) -> Printed:
    return Printed(said(gettext_lazy("Prior notice")), notice.register_no)


def _line(notice: Any) -> ActLine:
    number = _("Number in the electronic register: %(number)s.") % {"number": notice.register_no}
    return ActLine(_("Prior notice"), (number,))


UNTIL_REVIEW = frozenset({PlanState.DRAFTING, PlanState.IN_CONSULTATION})
ACT = Act(
    kind="prior_notice",
    label=pgettext_lazy("act", "Prior notice"),
    prompt=pgettext_lazy("act", "Record the prior notice"),
    model=PriorNotice,
    permission="approval.consult_version",
    states=UNTIL_REVIEW,
    too_early=gettext_lazy("A prior notice belongs to the time of drafting."),
    agrees=_agrees,
    is_open=lambda version: not version.valid("prior_notice"),
    paper=DocumentKind.PUBLICATION,
    form=PriorNoticeForm,
    line=_line,
    printed=_printed,
    is_of_way=True,
    withdrawal=Withdrawal(
        UNTIL_REVIEW, gettext_lazy("The prior notice is withdrawn while the plan is drafted, not after.")
    ),
)
