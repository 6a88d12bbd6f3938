"""The mayor sends a decision back to the council, once; it is never withdrawn (docs/law.md#mayor-return)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.enums import Role
from municipality.enums import ThresholdCode
from municipality.returns import returns_allowed
from socialplan.approval.acts.definition.base import Act, ActLine, after_decision, whole_chain
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import MayorReturn
from socialplan.content.enums import LIVING_STATES
from socialplan.content.models import PlanVersion

BY_MAYOR = ThresholdCode.RETURNS_BY_MAYOR


class MayorReturnForm(ActModelForm):
    date_label = gettext_lazy("Date of the letter")

    class Meta:
        model = MayorReturn
        fields = ["letter_no", "reasons"]


def _is_open(version: PlanVersion) -> bool:
    return MayorReturn.objects.filter(version__in=whole_chain(version)).count() < returns_allowed(BY_MAYOR)


def _agrees(returned: Any, version: PlanVersion) -> None:
    after_decision(returned, version)
    if not _is_open(version):
        most = returns_allowed(BY_MAYOR)
        raise ValidationError(
            ngettext(
                "The mayor returns a decision only once.",
                "The mayor returns a decision at most %(most)s times.",
                most,
            )
            % {"most": most}
        )


def _line(returned: Any) -> ActLine:
    letter = _("Letter no. %(number)s.") % {"number": returned.letter_no}
    return ActLine(_("Returned to the council by the mayor"), (letter, returned.reasons))


ACT = Act(
    kind="mayor_return",
    label=pgettext_lazy("act", "Return by the mayor"),
    prompt=pgettext_lazy("act", "Return the decision to the council"),
    model=MayorReturn,
    permission="approval.send_version_back",
    states=LIVING_STATES,
    too_early=gettext_lazy("Only a decision that stands can be returned to the council."),
    agrees=_agrees,
    is_open=_is_open,
    paper=DocumentKind.RETURN,
    form=MayorReturnForm,
    line=_line,
    tells=lambda _returned: (Role.SECRETARY, Role.MAYOR, Role.ADMIN),
)
