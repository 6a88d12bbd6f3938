"""A plan version's way from draft to force; the law behind its steps: docs/law.md#council-adopts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from core.workflow import Assignee, Offered, Requirement, Transition, Workflow
from socialplan.approval.actions import ApprovalAction
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.enums import (
    ADOPTING_OUTCOMES,
    OFFICE_OPINIONS,
    OpinionKind,
    Outcome,
    PrefectVerdict,
    StepEffect,
)
from socialplan.approval.models import Announcement, CouncilDecision, CouncilSession
from socialplan.content.enums import LIVING_STATES, FindingCode, FindingWeight, PlanState, PlanStep
from socialplan.content.findings import codes_at, is_settled
from socialplan.content.models import PlanStateChange, PlanVersion
from socialplan.content.plan_json import version_content
from socialplan.content.snapshot import snapshot_of


def _content(version: PlanVersion) -> dict[str, Any]:
    return snapshot_of(version).content


def _asked_at(step: PlanStep, *weights: FindingWeight) -> tuple[Requirement, ...]:
    """The list of findings is the gate: a requirement for each kind of finding that stops the step."""
    return tuple(OF_FINDINGS[code] for code in codes_at(step, *weights))


def given_or_waived(version: PlanVersion) -> set[str]:
    """The kinds of opinions given on this content, and those that a checked rule says are not asked for."""
    snapshot = snapshot_of(version)
    return snapshot.opinions | {kind for kind in OpinionKind if f"opinion_{kind}" in snapshot.waived}


def _has_opinion(kind: OpinionKind) -> Requirement:
    sentences = {
        OpinionKind.LEGAL: _("The opinion of the legal office on this content is missing."),
        OpinionKind.FINANCE: _("The opinion of the finance office on this content is missing."),
        OpinionKind.GENDER: _("The opinion of the gender-equality officer on this content is missing."),
        OpinionKind.DATA_PROTECTION: _("The opinion of the data-protection officer on this content is missing."),
    }
    return Requirement(lambda version: kind in given_or_waived(version), otherwise=sentences[kind])


def _is_submitted(version: PlanVersion) -> bool:
    """What comes back to the council for re-examination was submitted before it was adopted."""
    return version.is_reexamination or snapshot_of(version).is_submitted


def _is_amended(version: PlanVersion) -> bool:
    """Whether the content differs, beyond its version number, from the one the council voted on."""
    before = version_content(version.voted_on)
    return before | {"plan": None} != _content(version) | {"plan": None}


def _is_in_force_by_now(version: PlanVersion) -> bool:
    if not hasattr(version, "announcement"):
        return False
    deadlines = DeadlineCalendar()
    return deadlines.in_force_on(version) <= deadlines.today


def _successor_takes_over(version: PlanVersion) -> bool:
    later = version.plan.versions.filter(number__gt=version.number, state=PlanState.ANNOUNCED)
    return any(_is_in_force_by_now(each) for each in later.select_related("announcement"))


def _is_returned(version: PlanVersion) -> bool:
    letters = version.valid("prefect_opinion")
    return any(each.verdict == PrefectVerdict.RETURNED for each in letters) or bool(version.acts_of("mayor_return"))


OF_FINDINGS = {code: Requirement(partial(is_settled, code), otherwise=code.label) for code in FindingCode}
SUBMISSION_RECORDED = Requirement(
    _is_submitted,
    otherwise=_("The mayor's submission is not recorded: protocol number and date."),
    met_by_deed=True,
)
SESSION_RECORDED = Requirement(
    lambda version: CouncilSession.objects.not_withdrawn().filter(version=version).exists(),
    otherwise=_("No session of the council has this version on its agenda yet: notice, day, place."),
)
NOT_REEXAMINED = Requirement(
    lambda version: not version.is_reexamination,
    otherwise=_("The council confirms, amends or repeals what it re-examines; it does not go back to drafting."),
)
ANNOUNCED = Requirement(
    lambda version: Announcement.objects.filter(version=version).exists(),
    otherwise=_("The announcement is not recorded: date and place of publication."),
    met_by_deed=True,
)
DATE_REACHED = Requirement(
    _is_in_force_by_now,
    otherwise=_("The date of entry into force has not been reached."),
)
NOT_OVERTAKEN = Requirement(
    lambda version: not version.plan.versions.in_force().filter(number__gt=version.number).exists(),
    otherwise=_("A later version is already in force."),
)
ADOPTION_RECORDED = Requirement(
    lambda version: CouncilDecision.objects.filter(version=version, outcome__in=ADOPTING_OUTCOMES).exists(),
    otherwise=_("The council's decision is not recorded: number, session and votes."),
    met_by_deed=True,
)
REJECTION_RECORDED = Requirement(
    lambda version: CouncilDecision.objects.filter(version=version).exclude(outcome__in=ADOPTING_OUTCOMES).exists(),
    otherwise=_("The council's rejection is not recorded: number, session and votes."),
    met_by_deed=True,
)
AMENDMENTS_ENTERED = Requirement(
    _is_amended,
    otherwise=_("The text is still the one the council voted on: enter the amendments it adopted."),
)
RETURNED = Requirement(
    _is_returned,
    otherwise=_("Neither the prefect nor the mayor has returned the decision."),
)
NOT_BEFORE_COUNCIL_AGAIN = Requirement(
    lambda version: not any(each.is_reexamination for each in version.derivatives.all()),
    otherwise=_("The decision is already before the council again."),
)
REPEAL_DECIDED = Requirement(
    lambda version: CouncilDecision.objects.filter(version__derived_from=version, outcome=Outcome.REPEALED).exists(),
    otherwise=_("The council has not decided to repeal it."),
)
PERIOD_OVER = Requirement(
    lambda version: version.plan.last_year < timezone.localdate().year,
    otherwise=_("The period is not over yet."),
)
SUCCESSOR_TAKES_OVER = Requirement(
    _successor_takes_over,
    otherwise=_("No later version has reached its date of entry into force."),
)
OPINIONS = tuple(_has_opinion(kind) for kind in OpinionKind)

DRAFTERS = Assignee(_("municipal staff and experts"), roles=(Role.STAFF, Role.EXPERT))
CONSULTERS = Assignee(_("coordinator, then municipal staff and experts"), roles=(Role.COORDINATOR,))
REVIEWERS = Assignee(
    _("the offices that give opinions, then the plan administrator"),
    roles=(Role.ADMIN, Role.DPO),
    offices=tuple(OFFICE_OPINIONS),
)
MAYOR = Assignee(_("the mayor"), roles=(Role.MAYOR,))
COUNCIL = Assignee(_("the council and its secretary"), roles=(Role.SECRETARY, Role.COUNCILLOR))
AMENDER = Assignee(_("the council secretary, who enters the amendments"), roles=(Role.SECRETARY,))
ANNOUNCER = Assignee(_("the council secretary"), roles=(Role.SECRETARY, Role.MAYOR))
ENFORCER = Assignee(_("the council secretary, on the date of entry into force"), roles=(Role.SECRETARY, Role.MAYOR))
IMPLEMENTERS = Assignee(_("the offices that carry it out"), roles=(Role.MAYOR, Role.COORDINATOR))
PROPOSERS = Assignee("", roles=(Role.MAYOR, Role.ADMIN))

PLAN_WORKFLOW: Workflow[PlanVersion] = Workflow(
    Transition(
        step=PlanStep.CONSULT,
        sources=frozenset({PlanState.DRAFTING}),
        target=PlanState.IN_CONSULTATION,
        permission="approval.consult_version",
        requires=_asked_at(PlanStep.CONSULT, FindingWeight.BLOCKS),
        done=_("Opened for consultation"),
        assignee=CONSULTERS,
        action=ApprovalAction.CONSULT_VERSION,
    ),
    Transition(
        step=PlanStep.REVIEW,
        sources=frozenset({PlanState.DRAFTING, PlanState.IN_CONSULTATION}),
        target=PlanState.IN_REVIEW,
        permission="approval.send_version",
        owner=Role.STAFF,
        requires=_asked_at(PlanStep.REVIEW, FindingWeight.BLOCKS, FindingWeight.WARNS),
        leads_on=True,
        done=_("Sent to review"),
        assignee=REVIEWERS,
        effects=frozenset({StepEffect.SETTLE_DRAFT, StepEffect.FREEZE_TABLES, StepEffect.KEEP_CONTENT}),
        action=ApprovalAction.REVIEW_VERSION,
    ),
    Transition(
        step=PlanStep.RETURN,
        sources=frozenset({PlanState.IN_REVIEW, PlanState.APPROVED, PlanState.BEFORE_COUNCIL}),
        target=PlanState.DRAFTING,
        permission="approval.return_version",
        requires=(NOT_REEXAMINED,),
        needs_comment=True,
        offered=Offered.WHEN_READY,
        done=_("Returned to drafting"),
        assignee=DRAFTERS,
        effects=frozenset({StepEffect.THAW_TABLES}),
        action=ApprovalAction.RETURN_VERSION,
    ),
    Transition(
        step=PlanStep.APPROVE,
        sources=frozenset({PlanState.IN_REVIEW}),
        target=PlanState.APPROVED,
        permission="approval.approve_version",
        requires=OPINIONS,
        page="approval:version_approve",
        leads_on=True,
        done=_("Approved for submission"),
        assignee=MAYOR,
        action=ApprovalAction.APPROVE_VERSION,
    ),
    Transition(
        step=PlanStep.SUBMIT,
        sources=frozenset({PlanState.APPROVED}),
        target=PlanState.BEFORE_COUNCIL,
        permission="approval.submit_version",
        requires=(*_asked_at(PlanStep.SUBMIT, FindingWeight.BLOCKS), SUBMISSION_RECORDED),
        page="approval:version_submit",
        leads_on=True,
        done=_("Submitted to the council by the mayor"),
        act="submission",
        assignee=COUNCIL,
        effects=frozenset({StepEffect.SUBMITTED_PAPERS}),
        action=ApprovalAction.SUBMIT_VERSION,
    ),
    Transition(
        step=PlanStep.ADOPT,
        sources=frozenset({PlanState.BEFORE_COUNCIL}),
        target=PlanState.ADOPTED,
        permission="approval.decide_version",
        requires=(SUBMISSION_RECORDED, SESSION_RECORDED, ADOPTION_RECORDED),
        page="approval:version_decision",
        leads_on=True,
        done=_("Adopted by the council"),
        act="decision",
        assignee=ANNOUNCER,
        effects=frozenset({StepEffect.SEAL, StepEffect.ADOPTED_FILES}),
        action=ApprovalAction.ADOPT_VERSION,
    ),
    Transition(
        step=PlanStep.AMEND,
        sources=frozenset({PlanState.BEFORE_COUNCIL}),
        target=PlanState.AMENDED,
        opens=PlanState.AMENDING,
        permission="approval.decide_version",
        requires=(SUBMISSION_RECORDED, SESSION_RECORDED),
        offered=Offered.ELSEWHERE,
        done=_("Adopted by the council with amendments"),
        act="decision",
        assignee=AMENDER,
        action=ApprovalAction.AMEND_VERSION,
    ),
    Transition(
        step=PlanStep.CONFIRM_AMENDMENTS,
        sources=frozenset({PlanState.AMENDING}),
        target=PlanState.ADOPTED,
        permission="approval.decide_version",
        requires=(AMENDMENTS_ENTERED, *_asked_at(PlanStep.REVIEW, FindingWeight.BLOCKS), ADOPTION_RECORDED),
        page="approval:version_confirm",
        leads_on=True,
        done=_("The amended text was confirmed and sealed"),
        assignee=ANNOUNCER,
        effects=frozenset(
            {StepEffect.SETTLE_DRAFT, StepEffect.FREEZE_OWN_TABLES, StepEffect.SEAL, StepEffect.ADOPTED_FILES}
        ),
        action=ApprovalAction.CONFIRM_AMENDMENTS,
    ),
    Transition(
        step=PlanStep.REJECT,
        sources=frozenset({PlanState.BEFORE_COUNCIL}),
        target=PlanState.REJECTED,
        permission="approval.decide_version",
        requires=(SESSION_RECORDED, REJECTION_RECORDED),
        offered=Offered.ELSEWHERE,
        done=_("Rejected by the council"),
        act="decision",
        assignee=PROPOSERS,
        action=ApprovalAction.REJECT_VERSION,
    ),
    Transition(
        step=PlanStep.ANNOUNCE,
        sources=frozenset({PlanState.ADOPTED}),
        target=PlanState.ANNOUNCED,
        permission="approval.announce_version",
        requires=(ANNOUNCED,),
        page="approval:version_announce",
        leads_on=True,
        done=_("Announcement of the decision"),
        act="announcement",
        assignee=ENFORCER,
        effects=frozenset({StepEffect.PUBLIC_FILES}),
        action=ApprovalAction.ANNOUNCE_VERSION,
    ),
    Transition(
        step=PlanStep.ENFORCE,
        sources=frozenset({PlanState.ANNOUNCED}),
        target=PlanState.IN_FORCE,
        permission="approval.announce_version",
        requires=(DATE_REACHED, NOT_OVERTAKEN),
        comes_by_itself=True,
        leads_on=True,
        done=_("Entry into force"),
        assignee=IMPLEMENTERS,
        action=ApprovalAction.ENFORCE_VERSION,
    ),
    Transition(
        step=PlanStep.REEXAMINE,
        sources=LIVING_STATES,
        target="",
        opens=PlanState.BEFORE_COUNCIL,
        permission="approval.reexamine_version",
        requires=(RETURNED, NOT_BEFORE_COUNCIL_AGAIN),
        page="approval:version_reexamine",
        offered=Offered.WHEN_READY,
        done=_("Put before the council again"),
        assignee=COUNCIL,
        action=ApprovalAction.REEXAMINE_VERSION,
    ),
    Transition(
        step=PlanStep.REPEAL,
        sources=LIVING_STATES,
        target=PlanState.REPEALED,
        permission="approval.decide_version",
        requires=(REPEAL_DECIDED,),
        offered=Offered.ELSEWHERE,
        done=_("Repealed by the council"),
        assignee=PROPOSERS,
        action=ApprovalAction.REPEAL_VERSION,
    ),
    Transition(
        step=PlanStep.SUPERSEDE,
        sources=LIVING_STATES,
        target=PlanState.SUPERSEDED,
        permission="approval.announce_version",
        requires=(SUCCESSOR_TAKES_OVER,),
        comes_by_itself=True,
        offered=Offered.ELSEWHERE,
        done=_("Replaced by a later version"),
        action=ApprovalAction.SUPERSEDE_VERSION,
    ),
    Transition(
        step=PlanStep.EXPIRE,
        sources=frozenset({PlanState.IN_FORCE}),
        target=PlanState.EXPIRED,
        permission="approval.announce_version",
        requires=(PERIOD_OVER,),
        comes_by_itself=True,
        offered=Offered.WHEN_READY,
        done=_("The period is over"),
        action=ApprovalAction.EXPIRE_VERSION,
    ),
    log=PlanStateChange,
)
