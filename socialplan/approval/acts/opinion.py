"""The opinion of an office on a content in review; the page of its own asks for it."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.tables import Words
from socialplan.approval.acts.definition.base import Act, ActLine, Enclosed, Printed, Withdrawal, said
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import Opinion
from socialplan.approval.rules import opinion_kinds
from socialplan.content.enums import PlanState

IN_REVIEW = frozenset({PlanState.IN_REVIEW})


def _printed(opinion: Any) -> Printed:
    title = said(gettext_lazy("Opinion: %(kind)s"), kind=opinion.get_kind_display)
    return Printed(title, content=Words.made(opinion.get_verdict_display))


def _line(opinion: Any) -> ActLine:
    title = _("Opinion: %(kind)s") % {"kind": opinion.get_kind_display()}
    return ActLine(title, (str(opinion.office or ""), capfirst(f"{opinion.get_verdict_display()}."), opinion.text))


ACT = Act(
    kind="opinion",
    label=pgettext_lazy("act", "Opinion of an office"),
    prompt=gettext_lazy("Record an opinion"),
    model=Opinion,
    permission="approval.add_opinion",
    states=IN_REVIEW,
    too_early=gettext_lazy("Opinions are given while the version is in review."),
    paper=DocumentKind.OPINION,
    page="approval:opinion_create",
    line=_line,
    printed=_printed,
    is_of_way=True,
    withdrawal=Withdrawal(
        IN_REVIEW,
        gettext_lazy("The opinion of an office is withdrawn while the version is in review, not after."),
        is_own=lambda user, opinion: opinion.kind in opinion_kinds(user),
    ),
    enclosed=Enclosed(
        "05",
        gettext_lazy("opinions of the offices"),
        gettext_lazy("Opinions of the offices"),
        lambda opinion: opinion.get_kind_display(),
    ),
)
