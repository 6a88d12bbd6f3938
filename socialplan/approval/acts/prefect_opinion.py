"""What the prefect says on the legality of the decision (docs/law.md#prefect-opinion)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.enums import Role
from municipality.enums import ThresholdCode
from municipality.returns import returns_allowed
from socialplan.approval.acts.definition.base import (
    NO_LONGER_STANDS,
    Act,
    ActLine,
    Printed,
    Withdrawal,
    after_decision,
    not_before,
    said,
    whole_chain,
)
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.enums import DocumentKind, PrefectVerdict
from socialplan.approval.models import PrefectOpinion
from socialplan.content.enums import ADOPTED_STATES, LIVING_STATES
from socialplan.content.models import PlanVersion


class PrefectOpinionForm(ActModelForm):
    date_label = gettext_lazy("Date of the letter")

    class Meta:
        model = PrefectOpinion
        fields = ["verdict", "letter_no", "reasons"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("verdict") not in {None, PrefectVerdict.LEGAL} and not cleaned.get("reasons"):
            self.add_error("reasons", _("A return, or the way to court, needs its reasons."))
        return cleaned


def _agrees(opinion: Any, version: PlanVersion) -> None:
    """One return, then the court; what was never deposited can only be challenged (law 107/2016)."""
    deposit = version.prefect_deposit
    registration = deposit.registration if deposit else None
    after_decision(opinion, version)
    if registration is None and opinion.verdict != PrefectVerdict.COURT:
        raise ValidationError(_("The prefect's registration of the deposit is not recorded yet."))
    if registration is not None:
        not_before(opinion, registration.happened_on, _("The prefect registered the deposit only on %(day)s."))
    if opinion.verdict == PrefectVerdict.RETURNED:
        _can_be_returned(version)


def _can_be_returned(version: PlanVersion) -> None:
    if version.state not in LIVING_STATES:
        raise ValidationError({"verdict": _("A decision that no longer stands is not returned.")})
    returns = PrefectOpinion.objects.not_withdrawn().filter(verdict=PrefectVerdict.RETURNED)
    most = returns_allowed(ThresholdCode.RETURNS_BY_PREFECT)
    if returns.filter(version__in=whole_chain(version)).count() >= most:
        sentence = ngettext(
            "The prefect returns a decision only once. One that is still not lawful after its re-examination goes to "
            "the administrative court.",
            "The prefect returns a decision at most %(most)s times. One that is still not lawful after its "
            "re-examination goes to the administrative court.",
            most,
        ) % {"most": most}
        raise ValidationError({"verdict": sentence})


def _is_open(version: PlanVersion) -> bool:
    verdicts = {each.verdict for each in version.valid(ACT.kind)}
    return version.prefect_deposit is not None and not verdicts & {PrefectVerdict.LEGAL, PrefectVerdict.COURT}


def _is_reexamined(version: PlanVersion, letter: Any) -> bool:
    """Whether the council already has the decision again for this letter of the prefect."""
    return letter.verdict == PrefectVerdict.RETURNED and version.derivatives.reexamining().exists()


def _printed(opinion: Any) -> Printed:
    title = said(gettext_lazy("The prefect: %(verdict)s"), verdict=opinion.get_verdict_display)
    return Printed(title, opinion.letter_no)


def _line(opinion: Any) -> ActLine:
    title = _("The prefect: %(verdict)s") % {"verdict": opinion.get_verdict_display()}
    return ActLine(title, (_("Letter no. %(number)s.") % {"number": opinion.letter_no}, opinion.reasons))


def _tells(opinion: Any) -> tuple[Role, ...]:
    return () if opinion.verdict == PrefectVerdict.LEGAL else (Role.SECRETARY, Role.MAYOR, Role.ADMIN)


ACT = Act(
    kind="prefect_opinion",
    label=pgettext_lazy("act", "Opinion of the prefect"),
    prompt=pgettext_lazy("act", "Record the opinion of the prefect"),
    model=PrefectOpinion,
    permission="approval.keep_council_record",
    states=ADOPTED_STATES,
    agrees=_agrees,
    is_open=_is_open,
    paper=DocumentKind.PREFECT,
    form=PrefectOpinionForm,
    line=_line,
    printed=_printed,
    is_of_way=True,
    withdrawal=Withdrawal(
        ADOPTED_STATES,
        NO_LONGER_STANDS,
        _is_reexamined,
        gettext_lazy("The decision already lies before the council again; this letter led to it."),
    ),
    tells=_tells,
)
