"""Who took part in the plan's consultations, what they said and what was answered; only what is published."""

from __future__ import annotations

from uuid import UUID

from consultations.models import Round
from consultations.outputs.tables import (
    answered_of,
    answers_tables,
    channels_table,
    participation_table,
    published_answer,
    rounds_table,
)
from consultations.record import records_of
from core.tables import DataTable
from core.together.side_by_side import Reader, read
from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import NodeKind
from socialplan.content.models import DispositionTarget, PlanVersion


def rounds_of(version: PlanVersion) -> list[Round]:
    """The plan's consultation rounds in the order of their notices."""
    return list(Round.objects.public().filter(plan_links__plan=version.plan).order_by("notice_on", "pk"))


def participation(version: PlanVersion) -> list[DataTable]:
    """Held events with their attendance as it was published, each round's totals below: what is told elsewhere too."""
    return participation_table(rounds_of(version))


def consultation_record(version: PlanVersion) -> list[DataTable]:
    """Rounds with what they brought, contributions by channel, and each recommendation with its published answer."""
    rounds = rounds_of(version)
    if not rounds:
        return []
    answered = answered_of(rounds)
    places = places_in(version, [published_answer(each) for each in answered])
    return [rounds_table(records_of(rounds)), *channels_table(rounds), *answers_tables(answered, places)]


def places_in(version: PlanVersion, answers: list[int]) -> dict[int, list[str]]:
    """Per answer the codes of the places in this version that reflect it."""
    return read(read_places_in(version, answers))


def read_places_in(version: PlanVersion, answers: list[int]) -> Reader[dict[int, list[str]]]:
    targets = DispositionTarget.objects.filter(plan=version.plan_id, disposition__in=answers)
    pointed = targets.order_by("pk").values_list("disposition_id", "node_kind", "node_key")
    yield [pointed]
    kinds = {NodeKind(kind) for _answer, kind, _key in pointed}
    rows = [getattr(version, NODE_RELATIONS[kind]).values_list("key", "code") for kind in kinds]
    yield rows
    codes: dict[UUID, str] = {key: code for each in rows for key, code in each}
    found: dict[int, list[str]] = {}
    for answer, _kind, key in pointed:
        if key in codes:
            found.setdefault(answer, []).append(codes[key])
    return found
