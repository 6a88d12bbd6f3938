"""Which acts may be withdrawn, by whom and how long, as a table: until something was decided that rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from socialplan.enums import STANDING_STATES, PlanState, PrefectVerdict, WithdrawableAct
from socialplan.models import CommitteeOpinion, Opinion, PlanVersion, PrefectOpinion, Publication
from socialplan.rules import opinion_kinds


@dataclass(frozen=True, slots=True)
class WithdrawalRule:
    """`too_late` is said where the version is in none of `states`."""

    kind: WithdrawableAct
    model: type[Opinion | CommitteeOpinion | PrefectOpinion | Publication]
    permission: str
    states: frozenset[str]
    too_late: Promise


WITHDRAWALS: dict[str, WithdrawalRule] = {
    rule.kind: rule
    for rule in (
        WithdrawalRule(
            WithdrawableAct.OPINION,
            Opinion,
            "socialplan.add_opinion",
            frozenset({PlanState.IN_REVIEW}),
            _("The opinion of an office is withdrawn while the version is in review, not after."),
        ),
        WithdrawalRule(
            WithdrawableAct.COMMITTEE_OPINION,
            CommitteeOpinion,
            "socialplan.keep_council_record",
            frozenset({PlanState.BEFORE_COUNCIL}),
            _("The opinion of a committee is withdrawn while the version lies before the council, not after."),
        ),
        WithdrawalRule(
            WithdrawableAct.PREFECT_OPINION,
            PrefectOpinion,
            "socialplan.keep_council_record",
            STANDING_STATES,
            _("The decision no longer stands."),
        ),
        WithdrawalRule(
            WithdrawableAct.PUBLICATION,
            Publication,
            "socialplan.publish_version",
            STANDING_STATES,
            _("The decision no longer stands."),
        ),
    )
}


def may_withdraw(user: User, version: PlanVersion, act: Any, kind: str) -> bool:
    """Who may record such an act; of the offices' opinions each its own."""
    if not user.has_perm(WITHDRAWALS[kind].permission, version):
        return False
    return kind != WithdrawableAct.OPINION or act.kind in opinion_kinds(user)


def was_followed(version: PlanVersion, act: Any) -> bool:
    """Whether the council already has the decision again for this letter of the prefect."""
    is_return = isinstance(act, PrefectOpinion) and act.verdict == PrefectVerdict.RETURNED
    return is_return and version.derivatives.reexamining().exists()


def can_be_withdrawn(user: User, version: PlanVersion, act: Any, kind: str) -> bool:
    """Whether the page offers it; `act` is not withdrawn yet."""
    is_in_time = version.state in WITHDRAWALS[kind].states and not was_followed(version, act)
    return is_in_time and may_withdraw(user, version, act, kind)
