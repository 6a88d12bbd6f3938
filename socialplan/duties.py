"""What a version lacks: before its next step by the workflow, and beside its way by law and good order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import Requirement
from municipality.enums import DeadlineCode
from socialplan import workflow
from socialplan.acts import ACT_RULES, ActKind
from socialplan.clock import Clock, legal_dates
from socialplan.enums import STANDING_STATES, DocumentKind, PlanState, PublicationChannel, WithdrawableAct
from socialplan.facts import keep_facts
from socialplan.models import PlanAddressee, PlanVersion
from socialplan.workflow import PLAN_WORKFLOW


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there yet, as a sentence; the page where this person can see to it, and by when."""

    sentence: str
    url: str = ""
    due_on: date | None = None


def act_page(version: PlanVersion, kind: ActKind) -> str:
    return reverse("socialplan:act_create", args=[version.pk, kind])


class _Desk:
    """Addresses of the pages on which one person may act; empty for the others."""

    def __init__(self, version: PlanVersion, user: User) -> None:
        self.version, self.user = version, user

    def page(self, name: str, permission: str) -> str:
        allowed = self.user.has_perm(permission, self.version)
        return reverse(name, args=[self.version.pk]) if allowed else ""

    def act(self, kind: ActKind) -> str:
        return self.page_of(kind, ACT_RULES[kind].permission)

    def page_of(self, kind: ActKind, permission: str) -> str:
        """The page of an act for whom it is a duty, which may be fewer than may record it."""
        return act_page(self.version, kind) if self.user.has_perm(permission, self.version) else ""

    def place_of(self, requirement: Requirement) -> str:
        """Where what a requirement asks for is entered."""
        code = next((code for code, each in workflow.OF_FINDINGS.items() if each is requirement), None)
        if code is not None:
            listed = self.page("socialplan:finding_list", "socialplan.work_on_version")
            return f"{listed}#{code}" if listed else ""
        if requirement is workflow.AMENDMENTS_ENTERED:
            return f"{self.version.get_absolute_url()}#chapters"
        if requirement in workflow.OPINIONS:
            return self.page("socialplan:opinion_create", "socialplan.add_opinion")
        return self.act(ActKind.SESSION) if requirement is workflow.SESSION_RECORDED else ""


def missing_before(version: PlanVersion, step: str, user: User) -> list[Missing]:
    """What must be there before a step, except what its own page asks for."""
    desk = _Desk(version, user)
    with keep_facts(version):
        return [
            Missing(str(requirement.otherwise), desk.place_of(requirement))
            for requirement in PLAN_WORKFLOW[step].requires
            if not requirement.met_by_deed and not requirement.check(version)
        ]


def duties_of(version: PlanVersion, user: User) -> list[Missing]:
    """What the law or good order asks for beside the workflow, and is not recorded yet."""
    desk = _Desk(version, user)
    if version.state == PlanState.BEFORE_COUNCIL and not version.valid(WithdrawableAct.COMMITTEE_OPINION):
        return [Missing(_("No standing committee has given its opinion yet."), desk.act(ActKind.COMMITTEE))]
    if version.state not in STANDING_STATES:
        return []
    return [*_publicity(version, desk), *_deposit(version, desk), *_papers(version, desk), *_letters(version, desk)]


def _publicity(version: PlanVersion, desk: _Desk) -> list[Missing]:
    duties = []
    if PublicationChannel.REGISTER not in {each.channel for each in version.valid(WithdrawableAct.PUBLICATION)}:
        sentence = _("The final act is not recorded as published in the electronic register of law 146/2014.")
        duties.append(Missing(sentence, desk.act(ActKind.PUBLICATION)))
    if version.mayor_order is None:
        sentence = _("The mayor's order of implementation is not recorded.")
        duties.append(Missing(sentence, desk.page("socialplan:version_order", "socialplan.order_version")))
    return duties


def _deposit(version: PlanVersion, desk: _Desk) -> list[Missing]:
    deposit = version.prefect_deposit
    if deposit is None:
        due_on = next(each.due_on for each in legal_dates(version) if each.code == DeadlineCode.PREFECT_DEPOSIT)
        return [Missing(_("The deposit with the prefect is not recorded."), desk.act(ActKind.DEPOSIT), due_on)]
    if deposit.registration is not None:
        return []
    address = reverse("socialplan:act_follow", args=[version.pk, ActKind.REGISTRATION, deposit.pk])
    is_allowed = bool(desk.act(ActKind.REGISTRATION))
    sentence = _("The prefect's registration of the deposit is not recorded.")
    return [Missing(sentence, address if is_allowed else "")]


def _papers(version: PlanVersion, desk: _Desk) -> list[Missing]:
    kinds = {each.kind for each in (*version.papers.all(), *version.voted_on.papers.all())}
    wanted = {
        DocumentKind.DECISION: _("The scan of the decision is not stored."),
        DocumentKind.MINUTES: _("The minutes of the session are not stored."),
    }
    address = desk.page_of(ActKind.PAPER, "socialplan.keep_council_record")
    return [Missing(sentence, address) for kind, sentence in wanted.items() if kind not in kinds]


def _letters(version: PlanVersion, desk: _Desk) -> list[Missing]:
    sent = {each.addressee_id for each in version.valid(WithdrawableAct.DISPATCH)}
    waiting = [str(each) for each in PlanAddressee.objects.standing() if each.pk not in sent]
    if not waiting:
        return []
    sentence = _("It is not recorded as sent to: %(names)s.") % {"names": ", ".join(waiting)}
    return [Missing(sentence, desk.act(ActKind.DISPATCH))]


def due_date(version: PlanVersion) -> date | None:
    """By when the law wants the next step of an adopted version."""
    clock = Clock()
    if version.state == PlanState.ANNOUNCED:
        return clock.in_force_on(version)
    if version.state == PlanState.ADOPTED and DeadlineCode.ANNOUNCEMENT in clock.rules:
        return clock.end(DeadlineCode.ANNOUNCEMENT, version.decision.happened_on)
    return None
