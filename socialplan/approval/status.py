"""Where a version stands: who acts next, what is missing and where it is entered, what a person may do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepOffer
from municipality.enums import DeadlineCode
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.deadlines import DeadlineCalendar, LegalDate, legal_dates
from socialplan.approval.enums import ComplaintRecipient, OpinionKind
from socialplan.approval.models import Complaint, ComplaintOutcome, DispatchReceipt, PlanDispatch
from socialplan.approval.open_tasks import Missing, act_page, missing_before, open_tasks_of, unchecked_law
from socialplan.approval.timeline import TimelineEntry, timeline_of
from socialplan.approval.workflow import PLAN_WORKFLOW, given_or_waived
from socialplan.content.enums import ADOPTED_STATES, PlanOrigin, PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.snapshot import keep_snapshot, share_snapshot

WAYS = {
    PlanOrigin.DRAFT: (
        PlanState.DRAFTING,
        PlanState.IN_CONSULTATION,
        PlanState.IN_REVIEW,
        PlanState.APPROVED,
        PlanState.BEFORE_COUNCIL,
    ),
    PlanOrigin.AMENDMENTS: (PlanState.AMENDING,),
    PlanOrigin.REEXAMINATION: (PlanState.BEFORE_COUNCIL,),
}
WAY_ON = (PlanState.ADOPTED, PlanState.ANNOUNCED, PlanState.IN_FORCE)


@dataclass(frozen=True, slots=True)
class VersionStatus:
    next_steps: list[StepOffer]
    acts_next: str
    missing_opinions: list[str]
    can_order: bool


@dataclass(frozen=True, slots=True)
class ApprovalStage:
    """A station of the way: passed, reached now, or still ahead."""

    label: str
    reached_on: date | None
    is_passed: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class ActOffer:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ComplaintStatus:
    """A complaint with what came of it; `is_late` where it came after the time of the law."""

    complaint: Complaint
    outcome: ComplaintOutcome | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class LetterStatus:
    """A letter with the plan, and its proof of receipt once there is one."""

    letter: PlanDispatch
    receipt: DispatchReceipt | None


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """Everything the page “Where it stands” shows to one person."""

    status: VersionStatus
    steps: list[StepOffer]
    stages: list[ApprovalStage]
    leads_on: str
    missing: list[Missing]
    open_tasks: list[Missing]
    acts: list[ActOffer]
    dates: list[LegalDate]
    timeline: list[TimelineEntry]
    letters: list[LetterStatus]
    complaints: list[ComplaintStatus]


def who_acts_next(state: str) -> str:
    """The office that has the document on its desk, in words; empty where the way is over."""
    assignee = PLAN_WORKFLOW.assignee_in(state)
    return str(assignee.label) if assignee else ""


def next_steps(version: PlanVersion, user: User) -> list[StepOffer]:
    """The steps this person may take now, with what is missing for each; steps back come last."""
    with share_snapshot(version):
        return sorted(PLAN_WORKFLOW.offers(version, user), key=lambda offer: offer.needs_comment)


def status_of(version: PlanVersion, user: User) -> VersionStatus:
    missing: list[str] = []
    acts_next = who_acts_next(version.state)
    if version.state == PlanState.IN_REVIEW:
        given = given_or_waived(version)
        missing = [str(kind.label) for kind in OpinionKind if kind not in given]
        acts_next = acts_next if missing else str(_("the plan administrator"))
    return VersionStatus(
        next_steps=next_steps(version, user),
        acts_next=acts_next,
        missing_opinions=missing,
        can_order=version.state in ADOPTED_STATES
        and version.mayor_order is None
        and user.has_perm("approval.order_version", version),
    )


def approval_page_of(version: PlanVersion, user: User) -> ApprovalPage:
    """`version` comes with its acts loaded (`with_acts`)."""
    with keep_snapshot(version):
        way_on = PLAN_WORKFLOW.leading_from(version.state)
        sees_complaints, deadlines = user.has_perm("approval.view_complaints"), DeadlineCalendar()
        status = status_of(version, user)
        return ApprovalPage(
            status=status,
            steps=[each for each in status.next_steps if not (each.missing and way_on and each.step == way_on.step)],
            stages=stages_of(version),
            leads_on=way_on.label if way_on else "",
            missing=[*missing_before(version, way_on.step, user), *unchecked_law(user)] if way_on else [],
            open_tasks=open_tasks_of(version, user),
            acts=acts_for(version, user),
            dates=legal_dates(version, deadlines=deadlines),
            timeline=timeline_of(version, user),
            letters=[LetterStatus(each, each.receipt) for each in version.valid("dispatch")],
            complaints=complaints_of(version, deadlines) if sees_complaints else [],
        )


def complaints_of(version: PlanVersion, deadlines: DeadlineCalendar) -> list[ComplaintStatus]:
    """A complaint to the Commissioner after the last day is recorded all the same, and marked."""
    decision = version.acts["decision"]
    last_day = deadlines.complaints_until(decision) if decision and DeadlineCode.COMPLAINT in deadlines.rules else None
    return [
        ComplaintStatus(
            each,
            each.outcome,
            each.recipient == ComplaintRecipient.COMMISSIONER and last_day is not None and each.happened_on > last_day,
        )
        for each in version.valid("complaint")
    ]


def stages_of(version: PlanVersion) -> list[ApprovalStage]:
    """The stations of its way; one that ended elsewhere has that as its last station."""
    way = [*WAYS[PlanOrigin(version.origin)], *WAY_ON]
    current = PlanState(version.state)
    reached = {change.to_state: change.happened_on for change in version.state_changes.all()}
    if current not in way:
        way = [*(state for state in way if state in reached or state == way[0]), current]
    place = way.index(current)
    return [
        ApprovalStage(str(state.label), reached.get(state), number < place, number == place)
        for number, state in enumerate(way)
        if number >= place or number == 0 or state in reached
    ]


def acts_for(version: PlanVersion, user: User) -> list[ActOffer]:
    """The acts this person may record on the version as it stands."""
    return [
        ActOffer(str(act.prompt), act_page(version, act))
        for act in ACTS.values()
        if act.is_offered
        and not act.after
        and version.state in act.states
        and user.has_perm(act.permission, version)
        and act.is_open(version)
    ]
