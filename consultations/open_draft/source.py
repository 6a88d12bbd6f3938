"""Where a round's draft comes from: whoever writes plans registers it here, so that nothing is imported upwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from consultations.enums import DraftFileKind
from consultations.models import Round
from core.together.side_by_side import Reader, read
from operations.models import Job


@dataclass(frozen=True, slots=True)
class FrozenPlace:
    """A place as it is to be kept, in Albanian and in English; without a key nobody speaks about it alone."""

    kind: str
    key: UUID | None
    title_sq: str
    title_en: str
    body_sq: str
    body_en: str


@dataclass(frozen=True, slots=True)
class FrozenContent:
    title_sq: str
    title_en: str
    sha256: str
    places: Sequence[FrozenPlace]


@dataclass(frozen=True, slots=True)
class OrderedFile:
    kind: DraftFileKind
    language: str
    job: Job


@dataclass(frozen=True, slots=True)
class DraftSource:
    """`freeze`: the content now, none where no draft belongs to the round. `order`: the files a worker makes of it.

    `kin`: the keys of the rounds on the same matter. `reflected`: of a round's answers, by key, the codes of the
    places in the newest version that reflect them.
    """

    freeze: Callable[[Round], FrozenContent | None]
    order: Callable[[Round, str, Any], list[OrderedFile]]
    kin: Callable[[Round], QuerySet[Any, Any]]
    reflected: Callable[[Round, list[int]], Reader[Mapping[int, Sequence[str]]]]


_sources: list[DraftSource] = []


def draft_source(source: DraftSource) -> None:
    """Register who gives the drafts."""
    _sources[:] = [source]


def frozen_content(consultation: Round) -> FrozenContent | None:
    return _sources[0].freeze(consultation) if _sources else None


def order_files(consultation: Round, sha256: str, actor: Any) -> list[OrderedFile]:
    return _sources[0].order(consultation, sha256, actor) if _sources else []


def kin_of(consultation: Round) -> Q:
    """The rounds on the same matter, this one among them."""
    found = Q(pk__in=_sources[0].kin(consultation)) if _sources else Q(pk__in=[])
    return Q(pk=consultation.pk) | found


def reflected_in(consultation: Round, answers: list[int]) -> Mapping[int, Sequence[str]]:
    """Where the plan reflects these answers; nothing where no plan is linked."""
    return read(read_reflected_in(consultation, answers))


def read_reflected_in(consultation: Round, answers: list[int]) -> Reader[Mapping[int, Sequence[str]]]:
    if not _sources or not answers:
        return {}
    return (yield from _sources[0].reflected(consultation, answers))
