"""The workflows as tables for docs/workflow.md; a test holds the page against them."""

from __future__ import annotations

from typing import Any

from assessments.workflow import ASSESSMENT_WORKFLOW
from consultations.workflow import ROUND_WORKFLOW
from core.workflow import Workflow
from monitoring.workflow import REPORT_WORKFLOW, VALUE_WORKFLOW
from socialplan.enums import PlanState
from socialplan.withdrawing import WITHDRAWALS
from socialplan.workflow import PLAN_WORKFLOW

WORKFLOWS: dict[str, Workflow[Any]] = {
    "Needs assessment": ASSESSMENT_WORKFLOW,
    "Consultation round": ROUND_WORKFLOW,
    "Plan version": PLAN_WORKFLOW,
    "Measured value": VALUE_WORKFLOW,
    "Yearly report": REPORT_WORKFLOW,
}
WITHDRAWN = "Acts that can be withdrawn"
WITHDRAWAL_HEAD = "| act | while the version is | permission | what hinders it |\n|---|---|---|---|"
HEAD = "| step | from | to | permission | what must be there |\n|---|---|---|---|---|"


def rows(workflow: Workflow[Any]) -> list[str]:
    """One table row a step, in the order of the process."""
    return [
        f"| {each.step} | {', '.join(sorted(each.sources))} | {_target(each)} | {each.permission} "
        f"| {_conditions(each)} |"
        for each in workflow
    ]


def _target(transition: Any) -> str:
    stays_or_moves = transition.target or "(stays)"
    return f"{stays_or_moves}; opens a version in {transition.opens}" if transition.opens else stays_or_moves


def _conditions(transition: Any) -> str:
    sentences = [str(requirement.otherwise) for requirement in transition.requires]
    if transition.needs_comment:
        sentences.append("This step needs a comment.")
    return "<br>".join(sentences) or "–"


def withdrawal_rows() -> list[str]:
    """One table row a kind of act that can be withdrawn."""
    every = set(PlanState.values)
    return [
        f"| {each.kind} | {'every state' if each.states == every else ', '.join(sorted(each.states))} "
        f"| {each.permission} | {each.followed or '–'} |"
        for each in WITHDRAWALS.values()
    ]


def page() -> str:
    """The tables of docs/workflow.md, one chapter a document."""
    chapters = [f"## {title}\n\n{HEAD}\n" + "\n".join(rows(each)) for title, each in WORKFLOWS.items()]
    chapters.append(f"## {WITHDRAWN}\n\n{WITHDRAWAL_HEAD}\n" + "\n".join(withdrawal_rows()))
    return "\n\n".join(chapters) + "\n"
