"""The draft of a round, as the plan gives it: the version's words frozen place by place, and its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.enums import DraftFileKind
from consultations.models import Round
from consultations.open_draft.source import DraftSource, FrozenContent, FrozenPlace, OrderedFile, draft_source
from core.together.side_by_side import Reader
from operations.models import Job
from operations.queue.jobs import JobRefused, JobResult, Progress, enqueue, job_handler
from socialplan.content.blocks.consultation import read_places_in
from socialplan.content.document_outline import outline_of
from socialplan.content.enums import NodeKind
from socialplan.content.figures import funding_matrix
from socialplan.content.models import Measure, PlanRound, PlanVersion
from socialplan.content.plan_json import content_sha256
from socialplan.publishing.documents.plan_pdf import load_version
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.outputs import OUTPUTS

CHAPTER = "publishing/partials/_consulted_chapter.html"
PART = "publishing/partials/_consulted_part.html"
MEASURE = "publishing/partials/_consulted_measure.html"
MADE = {
    OutputKind.PLAN_PDF: DraftFileKind.DRAFT,
    OutputKind.PLAN_DOCX: DraftFileKind.DRAFT,
    OutputKind.EXPLANATORY_REPORT_DOCX: DraftFileKind.EXPLANATORY,
}
PREFIX = "socialplan.consulted."
Said = dict[tuple[str, Any], tuple[str, str]]


def version_of(consultation: Round) -> PlanVersion | None:
    """The version that the round is held for; of a link that names none, the first of the plan."""
    link = PlanRound.objects.filter(round=consultation).select_related("version", "plan").order_by("pk").first()
    if link is None:
        return None
    return link.version or link.plan.versions.order_by("number").first()


def freeze(consultation: Round) -> FrozenContent | None:
    found = version_of(consultation)
    if found is None:
        return None
    version = load_version(found.pk)
    measures = _measures(version)
    said: dict[str, Said] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = dict(_places(version, measures))
    places = [_frozen(said, place) for place in said["sq"]]
    plan = version.plan
    return FrozenContent(plan.title_sq, plan.title_en, content_sha256(version), places)


def _frozen(said: dict[str, Said], place: tuple[str, Any]) -> FrozenPlace:
    """Both languages of a place; a part that only English places in a chapter is read there."""
    kind, key = place
    title_sq, body_sq = said["sq"][place]
    title_en, body_en = said["en"].get(place, ("", ""))
    return FrozenPlace(kind, key if kind in NodeKind.values else None, title_sq, title_en, body_sq, body_en)


def _measures(version: PlanVersion) -> list[Measure]:
    found = version.measures.select_related("objective__goal", "office")
    found = found.prefetch_related("need_links__need", "group_links__group", "unit_links__unit")
    return list(found.prefetch_related("indicator_links__indicator"))


def _places(version: PlanVersion, measures: list[Measure]) -> Iterator[tuple[tuple[str, Any], tuple[str, str]]]:
    """Chapters, parts that no chapter has placed, goals, objectives and measures; in the language of the moment."""
    reading, keys = outline_of(version), [chapter.key for chapter in version.chapters.all()]
    for key, chapter in zip(keys, reading.chapters, strict=True):
        yield (NodeKind.CHAPTER.value, key), (chapter.title, render_to_string(CHAPTER, {"chapter": chapter}))
    for section in reading.sections:
        yield ("part", section.anchor), (section.title, render_to_string(PART, {"section": section}))
    by_objective = dict[int, list[Measure]]()
    for measure in measures:
        by_objective.setdefault(measure.objective_id, []).append(measure)
    for goal in version.strategicgoals.prefetch_related("objectives"):
        yield ("heading", goal.key), (str(goal), "")
        for objective in goal.objectives.all():
            yield ("subheading", objective.key), (str(objective), "")
            for measure in by_objective.get(objective.pk, []):
                shown = {"measure": measure, "matrix": funding_matrix(measure), "links": measure.linked()}
                yield (NodeKind.MEASURE.value, measure.key), (str(measure), render_to_string(MEASURE, shown))


def order(consultation: Round, sha256: str, actor: Any) -> list[OrderedFile]:
    """A job for each file and language; each is made only of the content that was frozen."""
    version = version_of(consultation)
    if version is None:
        return []
    made = []
    for kind, stands_for in MADE.items():
        for language in OUTPUTS[kind].languages:
            key = f"{PREFIX}{kind}:{consultation.pk}:{version.pk}:{language}:{sha256}"
            payload = {"version": version.pk, "language": language, "sha256": sha256}
            job = enqueue(f"{PREFIX}{kind}", dedupe_key=key, payload=payload, requested_by=actor)
            made.append(OrderedFile(stands_for, language, job))
    return made


def kin(consultation: Round) -> QuerySet[Any, Any]:
    """All rounds of the plans that this round is linked to."""
    plans = PlanRound.objects.filter(round=consultation).values("plan")
    return PlanRound.objects.filter(plan__in=plans).values("round")


def reflected(consultation: Round, answers: list[int]) -> Reader[dict[int, list[str]]]:
    """The places in the newest version of the round's plan that the answers point at."""
    first = PlanRound.objects.filter(round=consultation).order_by("pk").values("plan")[:1]
    newest = PlanVersion.objects.filter(plan=Subquery(first)).order_by("-number")[:1]
    yield [newest]
    return (yield from read_places_in(newest[0], answers)) if newest else {}


def make_consulted(job: Job, progress: Progress) -> JobResult:
    """One file of the frozen content; refused once the version says something else, before or while it is made."""
    output, language = OUTPUTS[job.kind.removeprefix(PREFIX)], job.payload["language"]
    version = load_version(job.payload["version"])
    content = b""
    if content_sha256(version) == job.payload["sha256"]:
        content = output.make(version, language, progress)
    if not content or content_sha256(load_version(version.pk)) != job.payload["sha256"]:
        raise JobRefused(_("The version was changed after the copy was frozen: freeze the draft anew."))
    return JobResult(content, f"draft-{output.file_name(version, language)}", output.content_type)


def open_consulted(user: Any, jobs: Any) -> list[Job]:
    permitted = user.has_perm("consultations.work_round")
    return list(jobs) if permitted else []


for report_kind in MADE:
    job_handler(f"{PREFIX}{report_kind}", opens=open_consulted)(make_consulted)

draft_source(DraftSource(freeze=freeze, order=order, kin=kin, reflected=reflected))
