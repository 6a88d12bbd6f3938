"""The action plan and the budget as a spreadsheet that goes on adding up when somebody changes a cell."""

from __future__ import annotations

from django.utils import translation

from operations.queue.jobs import Progress
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.action_plan.book import ActionPlanBook
from socialplan.publishing.documents.action_plan.budgets import write_by_goal, write_by_source
from socialplan.publishing.documents.action_plan.facts import write_indicators, write_notes
from socialplan.publishing.documents.action_plan.lines import write_lines
from socialplan.publishing.documents.action_plan.matrix import write_matrix


def render_action_plan(version: PlanVersion, language: str, progress: Progress) -> bytes:
    """The spreadsheet in one language; sheets are filled in the order in which their formulas need each other."""
    with translation.override(language):
        book = ActionPlanBook(version)
        for write in (write_lines, write_matrix, write_by_goal, write_by_source, write_indicators, write_notes):
            write(book)
        return book.book.close()
