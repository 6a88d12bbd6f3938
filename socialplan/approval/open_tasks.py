"""What a version lacks: before its next step by the workflow, and beside its way by law and good order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from core.workflow import Requirement
from municipality.calendar import unchecked_rules
from municipality.enums import DeadlineCode
from socialplan.approval import workflow
from socialplan.approval.acts.definition.base import Act, Duty
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.snapshot import share_snapshot


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there yet: the sentence, the page where this person can see to it, by when, whose task it is.

    `deed`: what whoever sees to it does, as the heading of a task.
    """

    sentence: str
    url: str = ""
    due_on: date | None = None
    owner: str = ""
    deed: str = ""


def act_page(version: PlanVersion, act: Act, follows: int | None = None) -> str:
    """Where an act of a kind is recorded, or what follows from the one with this number."""
    if act.page:
        return reverse(act.page, args=[version.pk])
    if follows is None:
        return reverse("approval:act_create", args=[version.pk, act.kind])
    return reverse("approval:act_follow", args=[version.pk, act.kind, follows])


class _Desk:
    """Addresses of the pages on which one person may act; empty for the others."""

    def __init__(self, version: PlanVersion, user: User) -> None:
        self.version, self.user = version, user

    def page(self, name: str, permission: str) -> str:
        allowed = self.user.has_perm(permission, self.version)
        return reverse(name, args=[self.version.pk]) if allowed else ""

    def duty(self, act: Act, duty: Duty) -> str:
        """The page of an act for whom it is a duty, which may be fewer than may record it."""
        allowed = self.user.has_perm(duty.permission or act.permission, self.version)
        return act_page(self.version, act, duty.follows) if allowed else ""

    def place_of(self, requirement: Requirement) -> str:
        """Where what a requirement asks for is entered."""
        code = next((code for code, each in workflow.OF_FINDINGS.items() if each is requirement), None)
        if code is not None:
            listed = self.page("content:finding_list", "content.work_on_version")
            return f"{listed}#{code}" if listed else ""
        if requirement is workflow.AMENDMENTS_ENTERED:
            return f"{self.version.get_absolute_url()}#chapters"
        if requirement in workflow.OPINIONS:
            return self.page("approval:opinion_create", "approval.add_opinion")
        if requirement is workflow.SESSION_RECORDED:
            session = ACTS["session"]
            return act_page(self.version, session) if self.user.has_perm(session.permission, self.version) else ""
        return ""


def missing_before(version: PlanVersion, step: str, user: User) -> list[Missing]:
    """What must be there before a step, except what its own page asks for."""
    desk = _Desk(version, user)
    with share_snapshot(version):
        return [
            Missing(str(requirement.otherwise), desk.place_of(requirement))
            for requirement in PLAN_WORKFLOW[step].requires
            if not requirement.met_by_deed and not requirement.check(version)
        ]


def unchecked_law(user: User) -> list[Missing]:
    """A line while rows that the plan's days and votes rest on were checked by nobody; it stops no step."""
    count = unchecked_rules()
    if not count:
        return []
    sentence = ngettext(
        "%(count)s rule that the plan rests on was checked by nobody yet.",
        "%(count)s rules that the plan rests on were checked by nobody yet.",
        count,
    )
    may_open = user.has_perm("municipality.view_municipality")
    return [Missing(sentence % {"count": count}, reverse("municipality:rule_list") if may_open else "")]


def open_tasks_of(version: PlanVersion, user: User) -> list[Missing]:
    """What the law or good order asks for beside the workflow, and is not recorded yet."""
    desk = _Desk(version, user)
    wanted = ((act, duty) for act in ACTS.values() for duty in act.duty(version))
    return [
        Missing(duty.sentence, desk.duty(act, duty), duty.due_on, str(duty.owner), duty.deed) for act, duty in wanted
    ]


def due_date(version: PlanVersion) -> date | None:
    """By when the law wants the next step of an adopted version."""
    deadlines = DeadlineCalendar()
    if version.state == PlanState.ANNOUNCED:
        return deadlines.in_force_on(version)
    if version.state == PlanState.ADOPTED and DeadlineCode.ANNOUNCEMENT in deadlines.rules:
        return deadlines.end(DeadlineCode.ANNOUNCEMENT, version.decision.happened_on)
    return None
