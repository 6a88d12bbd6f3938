"""Which acts may be withdrawn, by whom and how long, as a table: until something was decided that rests on them.

A vote of the council and the announcement of its decision are in no row: the seal, the state and what was published
rest on them. What is wrong there is mended by a new decision or a further publication.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from socialplan.acts import EVERY_STATE
from socialplan.enums import STANDING_STATES, PlanState, PrefectVerdict, WithdrawableAct
from socialplan.models import (
    CommitteeOpinion,
    Complaint,
    ComplaintOutcome,
    CouncilSession,
    DispatchReceipt,
    MayorOrder,
    Opinion,
    PlanDispatch,
    PlanVersion,
    PrefectDeposit,
    PrefectOpinion,
    PrefectRegistration,
    Publication,
)
from socialplan.rules import opinion_kinds


def _reexamined(version: PlanVersion, letter: Any) -> bool:
    """Whether the council already has the decision again for this letter of the prefect."""
    return letter.verdict == PrefectVerdict.RETURNED and version.derivatives.reexamining().exists()


def _prefect_answered(version: PlanVersion, _registration: Any) -> bool:
    """Whether a letter stands that needed the registration; the court is open to the prefect without it."""
    return any(each.verdict != PrefectVerdict.COURT for each in version.valid(WithdrawableAct.PREFECT_OPINION))


def _stands_alone(_version: PlanVersion, _act: Any) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class WithdrawalRule:
    """`too_late` is said where the version is in none of `states`, `followed` where something `rests` on the act."""

    kind: WithdrawableAct
    model: type[Any]
    permission: str
    states: frozenset[str]
    too_late: str | Promise = ""
    rests: Callable[[PlanVersion, Any], bool] = _stands_alone
    followed: str | Promise = ""

    @property
    def lookup(self) -> str:
        """How the version of an act of this kind is asked for."""
        after = {
            WithdrawableAct.REGISTRATION: "deposit__version",
            WithdrawableAct.RECEIPT: "dispatch__version",
            WithdrawableAct.OUTCOME: "complaint__version",
        }
        return after.get(self.kind, "version")


NO_LONGER_STANDS = _("The decision no longer stands.")
BEFORE_COUNCIL = frozenset({PlanState.BEFORE_COUNCIL})
COUNCIL_RECORD, DISPATCH = "socialplan.keep_council_record", "socialplan.dispatch_version"

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
            COUNCIL_RECORD,
            BEFORE_COUNCIL,
            _("The opinion of a committee is withdrawn while the version lies before the council, not after."),
        ),
        WithdrawalRule(
            WithdrawableAct.SESSION,
            CouncilSession,
            COUNCIL_RECORD,
            BEFORE_COUNCIL,
            _("The notice of a session is withdrawn before the council votes, not after: the vote rests on it."),
        ),
        WithdrawalRule(
            WithdrawableAct.PUBLICATION, Publication, "socialplan.publish_version", STANDING_STATES, NO_LONGER_STANDS
        ),
        WithdrawalRule(
            WithdrawableAct.DEPOSIT,
            PrefectDeposit,
            COUNCIL_RECORD,
            STANDING_STATES,
            NO_LONGER_STANDS,
            lambda _version, deposit: deposit.registration is not None,
            _("The prefect's registration rests on this deposit. Withdraw the registration first."),
        ),
        WithdrawalRule(
            WithdrawableAct.REGISTRATION,
            PrefectRegistration,
            COUNCIL_RECORD,
            STANDING_STATES,
            NO_LONGER_STANDS,
            _prefect_answered,
            _("A letter of the prefect rests on this registration. Withdraw the letter first."),
        ),
        WithdrawalRule(
            WithdrawableAct.PREFECT_OPINION,
            PrefectOpinion,
            COUNCIL_RECORD,
            STANDING_STATES,
            NO_LONGER_STANDS,
            _reexamined,
            _("The decision already lies before the council again; this letter led to it."),
        ),
        WithdrawalRule(
            WithdrawableAct.MAYOR_ORDER, MayorOrder, "socialplan.order_version", STANDING_STATES, NO_LONGER_STANDS
        ),
        WithdrawalRule(
            WithdrawableAct.DISPATCH,
            PlanDispatch,
            DISPATCH,
            STANDING_STATES,
            NO_LONGER_STANDS,
            lambda _version, letter: letter.receipt is not None,
            _("The receipt of this letter is recorded. Withdraw the receipt first."),
        ),
        WithdrawalRule(WithdrawableAct.RECEIPT, DispatchReceipt, DISPATCH, STANDING_STATES, NO_LONGER_STANDS),
        WithdrawalRule(
            WithdrawableAct.COMPLAINT,
            Complaint,
            "socialplan.keep_complaints",
            EVERY_STATE,
            rests=lambda _version, complaint: complaint.outcome is not None,
            followed=_("What came of this complaint is recorded. Withdraw that first."),
        ),
        WithdrawalRule(WithdrawableAct.OUTCOME, ComplaintOutcome, "socialplan.keep_complaints", EVERY_STATE),
    )
}


def may_withdraw(user: User, version: PlanVersion, act: Any, kind: str) -> bool:
    """Who may record such an act; of the offices' opinions each its own."""
    if not user.has_perm(WITHDRAWALS[kind].permission, version):
        return False
    return kind != WithdrawableAct.OPINION or act.kind in opinion_kinds(user)


def what_stands_against(version: PlanVersion, act: Any, kind: str) -> str:
    """Why the act can no longer be withdrawn, or not before another one is; empty where nothing hinders it."""
    rule = WITHDRAWALS[kind]
    if version.state not in rule.states:
        return str(rule.too_late)
    return str(rule.followed) if rule.rests(version, act) else ""


def can_be_withdrawn(user: User, version: PlanVersion, act: Any, kind: str) -> bool:
    """Whether the page offers it; `act` is not withdrawn yet."""
    return not what_stands_against(version, act, kind) and may_withdraw(user, version, act, kind)
