"""The frozen copies of a round as everybody reads them, and the phases of the matter they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.enums import PUBLIC_STATES, RoundKind
from consultations.models import AnswerPublication, ConsultedDraft, Contribution, DraftPlace, Round, RoundFile
from consultations.open_draft.source import kin_of
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read


@dataclass(frozen=True, slots=True)
class DraftDesk:
    """What lies on the table of a round: the copy to read, those before it, and all files that are ready."""

    copy: ConsultedDraft | None
    others: list[ConsultedDraft]
    files: list[RoundFile]

    @property
    def is_empty(self) -> bool:
        return self.copy is None and not self.files


def desk_of(consultation: Round) -> DraftDesk:
    return read(read_desk(consultation))


def read_desk(consultation: Round) -> Reader[DraftDesk]:
    copies = ConsultedDraft.objects.shown().filter(round=consultation).order_by("-number")
    files = RoundFile.objects.shown().ready().filter(round=consultation).select_related("file", "job__result_file")
    yield from read_lists(copies, files)
    return DraftDesk(copies[0] if copies else None, list(copies[1:]), list(files))


def places_of(copy: ConsultedDraft) -> QuerySet[DraftPlace]:
    """The titles of the copy in their order; the words of a place with a key are read on its own page."""
    return copy.places.defer("body_sq", "body_en")


def keyed_places(consultation: Round) -> QuerySet[DraftPlace]:
    """The places of the newest copy that have a key of their own, so that words can hang there by any door."""
    newest = consultation.drafts.order_by("-number").values("pk")[:1]
    places = DraftPlace.objects.filter(draft__in=newest).exclude(key=None)
    return places.select_related("draft").defer("body_sq", "body_en")


def parts_of(copy: ConsultedDraft) -> QuerySet[DraftPlace]:
    """The parts that are read with the whole: budget, risks, action plan."""
    return copy.places.filter(key=None).exclude(body_sq="")


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the line: `begins` and `ends` as far as they are known, `round` where it can be opened."""

    name: str
    round: Round | None
    begins: date | None
    ends: date | None
    is_now: bool


def read_phases(consultation: Round) -> Reader[list[Phase]]:
    """Listening, draft, results: the line of the matter that this round belongs to."""
    rounds = Round.objects.filter(kin_of(consultation), state__in=PUBLIC_STATES).order_by("notice_on", "pk")
    answers = AnswerPublication.objects.filter(round__in=rounds.order_by().values("pk")).order_by("pk")
    yield from read_lists(rounds, answers)
    by_kind = {each.kind: each for each in _same_course(list(rounds), consultation)}
    if len(by_kind) < 2 and RoundKind.DRAFT_PLAN not in by_kind:
        return []
    draft = by_kind.get(RoundKind.DRAFT_PLAN)
    answered = next((each for each in answers if draft is not None and each.round_id == draft.pk), None)
    return [
        _phase(_("Listening"), by_kind.get(RoundKind.LISTENING), consultation),
        _phase(_("Draft"), by_kind.get(RoundKind.DRAFT_PLAN), consultation),
        _results(by_kind.get(RoundKind.FEEDBACK), answered, consultation),
    ]


def _same_course(rounds: list[Round], here: Round) -> list[Round]:
    """The rounds of one course among those of the plan: after its results, or with a new listening, another begins."""
    courses: list[list[Round]] = [[]]
    for each in rounds:
        kinds = {earlier.kind for earlier in courses[-1]}
        is_over = RoundKind.FEEDBACK in kinds and each.kind != RoundKind.FEEDBACK
        if is_over or (each.kind == RoundKind.LISTENING and RoundKind.DRAFT_PLAN in kinds):
            courses.append([])
        courses[-1].append(each)
    return next((course for course in courses if here in course), courses[-1])


def _phase(name: str, found: Round | None, here: Round) -> Phase:
    if found is None:
        return Phase(name, None, None, None, is_now=False)
    return Phase(name, found, found.notice_on, found.closes_on, is_now=found.pk == here.pk)


def _results(found: Round | None, answered: Any, here: Round) -> Phase:
    """The results begin with the answers to the draft, whether or not a round of its own brings them back."""
    begins = answered.happened_on if answered else None
    if begins is None and found is not None:
        begins = found.notice_on
    return Phase(_("Results"), found, begins, None, is_now=found is not None and found.pk == here.pk)


def place_of(contribution: Contribution) -> DraftPlace | None:
    """Where in the copy the words hang; none where they speak of the whole, or of no draft."""
    if contribution.place_key is None:
        return None
    at = {"draft": contribution.draft_id, "kind": contribution.place_kind, "key": contribution.place_key}
    return DraftPlace.objects.filter(**at).select_related("draft").first()
