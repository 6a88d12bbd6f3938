"""The files of a version as one table: who may ask for which, when, in which language, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.workflow import Requirement, Sentence
from operations.queue.jobs import Progress
from socialplan.approval.models import PlanAddressee
from socialplan.content.enums import EDITABLE_STATES, PlanState
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.action_plan import render_action_plan
from socialplan.publishing.documents.comparison import render_comparison
from socialplan.publishing.documents.consultation_report import render_consultation
from socialplan.publishing.documents.dossier import render_dossier
from socialplan.publishing.documents.letters import render_letters
from socialplan.publishing.documents.official import paper_of
from socialplan.publishing.documents.plan_pdf import render_plan
from socialplan.publishing.documents.plan_word import render_plan_word
from socialplan.publishing.documents.summary import has_counterpart, render_summary
from socialplan.publishing.enums import PUBLIC_OUTPUTS, OutputKind, TemplateKind, output_label
from socialplan.publishing.models import LegalBasis, PlanReport

PDF = "application/pdf"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Maker = Callable[[PlanVersion, str, Progress], bytes]
Comparer = Callable[[PlanVersion, str, Progress, PlanVersion], bytes]
STRATEGY_STEMS = {"plan": "strategy"}
ALL_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Output:
    """`prints_content`: the same content and acts give the same file, which is therefore made once.

    `is_frozen`: once the version lies before the council the file is made once for that submission, and stays.
    """

    kind: OutputKind
    about: Sentence
    make: Maker
    stem: str
    suffix: str
    content_type: str
    permission: str = "publishing.request_report"
    requires: tuple[Requirement, ...] = ()
    languages: tuple[str, ...] = ALL_LANGUAGES
    prints_content: bool = True
    is_frozen: bool = False
    about_strategy: Sentence = ""
    #: Of two versions: against another one than it is usually compared with.
    compare: Comparer | None = None

    def label(self, version: PlanVersion) -> str:
        return output_label(self.kind, version.plan.kind)

    def label_about(self, version: PlanVersion) -> str:
        """What it holds."""
        return str(self.about_strategy or self.about) if version.plan.is_strategy else str(self.about)

    def unmet(self, version: PlanVersion, known: dict[int, bool] | None = None) -> list[str]:
        """What is missing before the file can be made, as sentences.

        `known` keeps what was found, so that a list of outputs asks once for what several of them need.
        """
        answers = {} if known is None else known
        for requirement in self.requires:
            if id(requirement) not in answers:
                answers[id(requirement)] = requirement.check(version)
        return [str(requirement.otherwise) for requirement in self.requires if not answers[id(requirement)]]

    def file_name(self, version: PlanVersion, language: str, against: PlanVersion | None = None) -> str:
        plan, stem = version.plan, self.stem
        numbers = f"v{version.number}" if against is None else f"v{version.number}-v{against.number}"
        if plan.is_strategy:
            stem = STRATEGY_STEMS.get(stem, f"strategy-{stem}")
        return f"{stem}-{plan.first_year}-{plan.last_year}-{numbers}-{language}.{self.suffix}"


HAS_COUNTERPART = Requirement(has_counterpart, _("There is no adopted version to compare this one with."))
WAS_CONSULTED = Requirement(
    lambda version: version.plan.round_links.exists(), _("No consultation round is linked yet.")
)

HAS_MEASURES = Requirement(
    lambda version: not version.plan.is_strategy or version.measures.exists(),
    _("A monitoring strategy has no measures of its own; the plan it follows has this file."),
)
IS_APPROVED = Requirement(
    lambda version: version.state not in EDITABLE_STATES | {PlanState.IN_REVIEW},
    _("The version has not been approved for submission yet."),
)
IS_ANNOUNCED = Requirement(
    lambda version: version.is_published and version.acts["decision"] is not None,
    _("The adopted document has not been announced yet."),
)
BASES_ARE_CHECKED = Requirement(
    lambda version: not LegalBasis.objects.unverified().exists(),
    _("A legal basis that the papers cite is not checked yet: the lawyer's name and the day are missing."),
)
HAS_ADDRESSEES = Requirement(
    lambda version: PlanAddressee.objects.for_plan().exists(), _("No addressee is in the list.")
)


def _plan_pdf(version: PlanVersion, language: str, progress: Progress) -> bytes:
    return render_plan(version, language=language, progress=progress)


OUTPUTS: dict[str, Output] = {
    str(output.kind): output
    for output in (
        Output(
            kind=OutputKind.PLAN_PDF,
            about=_("The whole plan, archival and accessible, with its content attached for machines."),
            about_strategy=_("The whole strategy, archival and accessible, with its content attached for machines."),
            make=_plan_pdf,
            stem="plan",
            suffix="pdf",
            content_type=PDF,
        ),
        Output(
            kind=OutputKind.PLAN_DOCX,
            about=_("The whole plan as DOCX, for colleagues who work in a word processor."),
            about_strategy=_("The whole strategy as DOCX, for colleagues who work in a word processor."),
            make=render_plan_word,
            stem="plan",
            suffix="docx",
            content_type=DOCX,
        ),
        Output(
            kind=OutputKind.SUMMARY_PDF,
            about=_("One page: what changes against the version in force, in numbers, money and reasons."),
            make=render_summary,
            compare=render_summary,
            stem="summary",
            suffix="pdf",
            content_type="application/pdf",
            requires=(HAS_COUNTERPART,),
            prints_content=False,
        ),
        Output(
            kind=OutputKind.COMPARISON_PDF,
            about=_("Every change word by word, with its reason, against the version in force."),
            make=render_comparison,
            compare=render_comparison,
            stem="comparison",
            suffix="pdf",
            content_type=PDF,
            requires=(HAS_COUNTERPART,),
            prints_content=False,
        ),
        Output(
            kind=OutputKind.ACTION_PLAN_XLSX,
            about=_("Measures, costs, funding and indicators with formulas that add up when a cell is changed."),
            make=render_action_plan,
            stem="action-plan",
            suffix="xlsx",
            content_type=XLSX,
            requires=(HAS_MEASURES,),
        ),
        Output(
            kind=OutputKind.CONSULTATION_PDF,
            about=_("Notices, events, attendance, what people said and what was answered; only what is published."),
            make=render_consultation,
            stem="consultation-report",
            suffix="pdf",
            content_type=PDF,
            requires=(WAS_CONSULTED,),
            prints_content=False,
        ),
        Output(
            kind=OutputKind.DRAFT_DECISION_DOCX,
            about=_("The text to be put to the vote (projektvendim), from the municipality's own text, as DOCX."),
            make=paper_of(TemplateKind.DRAFT_DECISION),
            stem="draft-decision",
            suffix="docx",
            content_type=DOCX,
            requires=(BASES_ARE_CHECKED,),
            is_frozen=True,
            prints_content=False,
        ),
        Output(
            kind=OutputKind.EXPLANATORY_REPORT_DOCX,
            about=_("Why, how and at what cost (relacion), from the municipality's own text, as DOCX."),
            make=paper_of(TemplateKind.EXPLANATORY_REPORT),
            stem="explanatory-report",
            suffix="docx",
            content_type=DOCX,
            requires=(BASES_ARE_CHECKED,),
            is_frozen=True,
            prints_content=False,
        ),
        Output(
            kind=OutputKind.DOSSIER_ZIP,
            about=_(
                "Draft decision, explanatory report, plan, consultation report and opinions, with a list of contents."
            ),
            about_strategy=_("Draft decision, explanatory report, strategy and opinions, with a list of contents."),
            make=render_dossier,
            stem="council-dossier",
            suffix="zip",
            content_type=ZIP,
            requires=(IS_APPROVED, BASES_ARE_CHECKED),
            prints_content=False,
        ),
        Output(
            kind=OutputKind.LETTERS_ZIP,
            about=_("One letter for each addressee of the adopted plan, with the number under which it was sent."),
            about_strategy=_(
                "One letter for each addressee of the adopted strategy, with the number under which it was sent."
            ),
            make=render_letters,
            stem="letters",
            suffix="zip",
            content_type=ZIP,
            permission="approval.dispatch_version",
            requires=(IS_ANNOUNCED, HAS_ADDRESSEES, BASES_ARE_CHECKED),
            prints_content=False,
        ),
    )
}


def may_open(user: Any, report: PlanReport) -> bool:
    """What is public is open to everybody, the rest to whoever may ask for such a file of this version."""
    if is_public(report):
        return True
    may_read = report.against is None or user.has_perm("content.view_plan", report.against)
    return may_read and user.has_perm(OUTPUTS[report.kind].permission, report.version)


def is_public(report: PlanReport) -> bool:
    return report.kind in PUBLIC_OUTPUTS and report.prints_adopted_content and report.version.is_published
