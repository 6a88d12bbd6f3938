"""The council's dossier: everything that goes with the draft decision, as one ZIP in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from operations.files import content_of
from operations.queue.jobs import Progress
from socialplan.approval.acts.registry import ACTS
from socialplan.content.models import PlanVersion
from socialplan.content.models.recorded import DocumentedAct
from socialplan.publishing.documents.bundle import Enclosure, made_line, pack, plain_name
from socialplan.publishing.documents.consultation_report import render_consultation
from socialplan.publishing.documents.frame import Frame, frame_of
from socialplan.publishing.documents.official import paper_of
from socialplan.publishing.documents.opinions import OPINIONS, acts_of_way
from socialplan.publishing.documents.plan_pdf import render_plan
from socialplan.publishing.documents.summary import has_counterpart, render_summary
from socialplan.publishing.documents.values import frozen_mark, submission_of
from socialplan.publishing.enums import PAPERS, OutputKind, TemplateKind


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier while it is put together; each step gives the next enclosures."""

    version: PlanVersion
    language: str
    progress: Progress
    frame: Frame

    def enclosures(self) -> list[Enclosure]:
        return [
            self.paper("01", TemplateKind.DRAFT_DECISION),
            self.paper("02", TemplateKind.EXPLANATORY_REPORT),
            Enclosure(f"03-{plain_name(self.document)}.pdf", self.version.plan.title, self.plan()),
            *self.consultation(),
            *self.acts(),
            *self.summary(),
        ]

    @property
    def document(self) -> str:
        """What is enclosed as the text to be adopted."""
        plan = self.version.plan
        return str(plan.get_kind_display()) if plan.is_strategy else _("plan")

    def paper(self, number: str, kind: TemplateKind) -> Enclosure:
        content = self.frozen(kind) or paper_of(kind)(self.version, self.language, self.progress)
        return Enclosure(f"{number}-{plain_name(str(kind.label))}.docx", str(kind.label), content)

    def frozen(self, kind: TemplateKind) -> bytes | None:
        """The paper as it went with the submission, where it was made."""
        submission = submission_of(self.version)
        if submission is None:
            return None
        made = self.version.reports.ready().filter(kind=PAPERS[kind], language=self.language)
        kept = made.filter(job__dedupe_key__contains=frozen_mark(submission)).with_files().first()
        return content_of(kept.job.result_file) if kept and kept.job.result_file else None

    def plan(self) -> bytes:
        """The very file that was issued of this content and state, where it was; else a new one."""
        alike = self.version.reports.ready().filter(kind=OutputKind.PLAN_PDF, language=self.language)
        issued = alike.filter(state=self.version.state, content_sha256=self.frame.sha256).with_files().first()
        if issued is not None and issued.job.result_file is not None:
            return content_of(issued.job.result_file)
        return render_plan(self.version, language=self.language, progress=self.progress)

    def consultation(self) -> Iterator[Enclosure]:
        if self.version.plan.round_links.exists():
            content = render_consultation(self.version, self.language, self.progress)
            yield Enclosure(f"04-{plain_name(_('consultation report'))}.pdf", _("Consultation report"), content)

    def acts(self) -> Iterator[Enclosure]:
        """The kinds of acts that go to the council: what they say as one file, and the papers they came on."""
        for kind, act in ACTS.items():
            rule = act.enclosed
            if rule is None or not (given := acts_of_way(self.version, act.model)):
                continue
            name = f"{rule.number}-{plain_name(str(rule.folder))}"
            if kind in OPINIONS:
                content = OPINIONS[kind](self.version, given, self.frame, language=self.language)
                yield Enclosure(f"{name}.docx", str(rule.title), content)
            for each in given:
                yield from attached(name, each, rule.whose(each))

    def summary(self) -> Iterator[Enclosure]:
        if has_counterpart(self.version):
            content = render_summary(self.version, self.language, self.progress)
            about = _("What changes against the version in force")
            yield Enclosure(f"07-{plain_name(_('comparison'))}.pdf", about, content)


def attached(folder: str, act: DocumentedAct, whose: str) -> Iterator[Enclosure]:
    """The paper of an opinion as it was brought, under the name of who gave it."""
    if act.document is not None:
        stored = act.document.file
        name = f"{folder}/{plain_name(whose)}-{plain_name(stored.name)}"
        yield Enclosure(name, f"{whose}: {act.document.title}", content_of(stored))


def render_dossier(version: PlanVersion, language: str, progress: Progress) -> bytes:
    with translation.override(language):
        frame = frame_of(version)
        lines = [
            *filter(None, [frame.issuer.banner]),
            frame.owner,
            f"{version.plan.title}, v{version.number}, {version.get_state_display()}",
            _("Content hash (SHA-256): %(hash)s") % {"hash": frame.sha256},
            made_line(frame.made_at),
        ]
        enclosures = Dossier(version, language, progress, frame).enclosures()
        return pack(enclosures, title=_("Council dossier"), lines=lines, made_at=frame.made_at)
