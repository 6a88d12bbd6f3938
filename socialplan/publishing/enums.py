"""Kinds of the files and papers made of a version."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from socialplan.content.enums import PlanKind


class TemplateKind(TextChoices):
    """The official papers whose text a municipality keeps as it needs it."""

    DRAFT_DECISION = "draft_decision", pgettext_lazy("paper", "Draft decision")
    EXPLANATORY_REPORT = "explanatory_report", pgettext_lazy("paper", "Explanatory report")
    LETTER = "letter", pgettext_lazy("paper", "Letter with the adopted document")


class OutputKind(TextChoices):
    """The kinds of file that are made of a version."""

    PLAN_PDF = "plan_pdf", pgettext_lazy("file", "Plan as PDF")
    PLAN_DOCX = "plan_docx", pgettext_lazy("file", "Plan for a word processor")
    SUMMARY_PDF = "summary_pdf", pgettext_lazy("file", "Summary of the changes for councillors, as PDF")
    COMPARISON_PDF = "comparison_pdf", pgettext_lazy("file", "Every change against the version in force, as PDF")
    ACTION_PLAN_XLSX = "action_plan_xlsx", pgettext_lazy("file", "Action plan and budget as spreadsheet")
    CONSULTATION_PDF = "consultation_pdf", pgettext_lazy("file", "Consultation report as PDF")
    DRAFT_DECISION_DOCX = "draft_decision_docx", pgettext_lazy("file", "Draft decision of the council")
    EXPLANATORY_REPORT_DOCX = "explanatory_report_docx", pgettext_lazy("file", "Explanatory report")
    DOSSIER_ZIP = "dossier_zip", pgettext_lazy("file", "Council dossier")
    LETTERS_ZIP = "letters_zip", pgettext_lazy("file", "Letters with the adopted plan")


# The file that an official paper becomes.
PAPERS = {
    TemplateKind.DRAFT_DECISION: OutputKind.DRAFT_DECISION_DOCX,
    TemplateKind.EXPLANATORY_REPORT: OutputKind.EXPLANATORY_REPORT_DOCX,
}

# The same files of a monitoring strategy, where their name says what they print.
STRATEGY_REPORTS = {
    OutputKind.PLAN_PDF: pgettext_lazy("file", "Strategy as PDF"),
    OutputKind.PLAN_DOCX: pgettext_lazy("file", "Strategy for a word processor"),
    OutputKind.LETTERS_ZIP: pgettext_lazy("file", "Letters with the adopted strategy"),
}


def output_label(kind: str, document: str) -> str:
    """What a file is called, by the kind of document it is made of."""
    known = OutputKind(kind)
    return str(STRATEGY_REPORTS.get(known, known.label) if document == PlanKind.MONITORING_STRATEGY else known.label)


# What is made of two versions: of the one in force, or of another that somebody chose.
COMPARING = (OutputKind.SUMMARY_PDF, OutputKind.COMPARISON_PDF)

# What everybody may fetch once the version is published.
PUBLIC_OUTPUTS = frozenset(
    {
        OutputKind.PLAN_PDF,
        OutputKind.PLAN_DOCX,
        OutputKind.ACTION_PLAN_XLSX,
        OutputKind.CONSULTATION_PDF,
    }
)
