"""The workflows as tables for docs/workflow.md; a test holds the page against them."""

from __future__ import annotations

from typing import Any

from assessments.workflow import ASSESSMENT_WORKFLOW
from consultations.workflow import ROUND_WORKFLOW
from core.workflow import Offered, Transition, Workflow
from monitoring.workflow import REPORT_WORKFLOW, VALUE_WORKFLOW
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.deadlines import LEGAL_DEADLINES
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import PlanState

WORKFLOWS: dict[str, Workflow[Any]] = {
    "Needs assessment": ASSESSMENT_WORKFLOW,
    "Consultation round": ROUND_WORKFLOW,
    "Plan version": PLAN_WORKFLOW,
    "Measured value": VALUE_WORKFLOW,
    "Yearly report": REPORT_WORKFLOW,
}
WITHDRAWN = "Acts that can be withdrawn"
WITHDRAWAL_HEAD = "| act | while the version is | permission | what hinders it |\n|---|---|---|---|"
HEAD = (
    "| step | from | to | permission | whose task | what must be there | taken by | once taken | who acts next "
    "| besides |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)
DEADLINES = "Legal deadlines"
DEADLINE_HEAD = "| deadline | counted from | kept by | binds |\n|---|---|---|---|"


def rows(workflow: Workflow[Any]) -> list[str]:
    """One table row a step, in the order of the process."""
    return [
        f"| {each.step} | {', '.join(sorted(each.sources))} | {_target(each)} | {each.permission} "
        f"| {each.owner or '–'} | {_conditions(each)} | {_where(each)} | {each.done or '–'} | {_assignee(each)} "
        f"| {_effects(each)} |"
        for each in workflow
    ]


def _target(transition: Transition) -> str:
    stays_or_moves = transition.target or "(stays)"
    return f"{stays_or_moves}; opens a version in {transition.opens}" if transition.opens else stays_or_moves


def _conditions(transition: Transition) -> str:
    sentences = [str(requirement.otherwise) for requirement in transition.requires]
    if transition.needs_comment:
        sentences.append("This step needs a comment.")
    return "<br>".join(sentences) or "–"


def _where(transition: Transition) -> str:
    """Where the step is taken: a button, its own page, the deed it follows from, or its legal date."""
    ways = {Offered.ELSEWHERE: "another deed"}
    way = ways.get(transition.offered, f"page `{transition.page}`" if transition.page else "button")
    if transition.offered is Offered.WHEN_READY:
        way += ", once nothing is missing"
    return f"{way}, or by its legal date" if transition.comes_by_itself else way


def _assignee(transition: Transition) -> str:
    assignee = transition.assignee
    if assignee is None:
        return "–"
    roles = ", ".join(sorted(assignee.roles))
    offices = f"; offices: {', '.join(sorted(assignee.offices))}" if assignee.offices else ""
    return f"{assignee.label} ({roles}{offices})" if assignee.label else f"({roles})"


def _effects(transition: Transition) -> str:
    return "<br>".join(str(getattr(each, "label", each)) for each in sorted(transition.effects)) or "–"


def deadline_rows() -> list[str]:
    """One table row a legal deadline of an adopted plan."""
    return [
        f"| {each.code} | {each.starts or 'its own notice'} | {each.done or '–'} "
        f"| {', '.join(sorted(each.binds)) or '–'} |"
        for each in LEGAL_DEADLINES
    ]


def withdrawal_rows() -> list[str]:
    """One table row a kind of act that can be withdrawn."""
    every = set(PlanState.values)
    return [
        f"| {act.kind} | {'every state' if rule.states == every else ', '.join(sorted(rule.states))} "
        f"| {act.permission} | {rule.followed or '–'} |"
        for act in ACTS.values()
        if (rule := act.withdrawal)
    ]


def page() -> str:
    """The tables of docs/workflow.md, one chapter a document."""
    chapters = [f"## {title}\n\n{HEAD}\n" + "\n".join(rows(each)) for title, each in WORKFLOWS.items()]
    chapters.append(f"## {DEADLINES}\n\n{DEADLINE_HEAD}\n" + "\n".join(deadline_rows()))
    chapters.append(f"## {WITHDRAWN}\n\n{WITHDRAWAL_HEAD}\n" + "\n".join(withdrawal_rows()))
    return "\n\n".join(chapters) + "\n"
