"""Who took part in the plan's consultations, what they said and what was answered; only what is published."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.attendance import PublicFigure, PublicRow, published_attendance
from consultations.enums import Answer, ContributionChannel, EventStatus
from consultations.models import Recommendation, Round
from consultations.record import RoundRecord, contributions_by_channel, records_of
from core.tables import HIDDEN, Cell, Column, ColumnKind, DataTable, Row, Words
from socialplan.content.blocks.heads import code_column, number, text, total_row
from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import NodeKind
from socialplan.content.models import DispositionTarget, PlanVersion


def rounds_of(version: PlanVersion) -> list[Round]:
    """The plan's consultation rounds in the order of their notices."""
    return list(Round.objects.public().filter(plan_links__plan=version.plan).order_by("notice_on", "pk"))


def participation(version: PlanVersion) -> list[DataTable]:
    """Held events with their attendance as it was published, each round's totals below: what is told elsewhere too."""
    attendance = published_attendance(rounds_of(version))
    rows = [row for row in attendance.rows if row.event is None or row.event.status == EventStatus.HELD]
    if not rows:
        return []
    headings = [Words.made(lambda place=place: attendance.headings[place]) for place in range(len(attendance.columns))]
    columns = (
        text(pgettext_lazy("column", "Date")),
        text(pgettext_lazy("column", "Event")),
        text(_("Administrative unit")),
        *(Column(heading, ColumnKind.NUMBER) for heading in headings),
    )
    note = Words.said(_("Attendances, not different persons. A dash: not counted, or not published."))
    caption = Words.said(_("Events and attendance"))
    return [DataTable("participation", caption, columns, tuple(_event_row(row) for row in rows), note)]


def _event_row(row: PublicRow) -> Row:
    figures = tuple(_figure(figure) for figure in row.figures)
    face = row.face
    if face is None:
        return total_row(Words.of(row.round, "title"), None, *figures)
    unit = Words.of(face.unit, "name") if face.unit else None
    return Row((Words.day(face.held_on), face.title, unit, *figures))


def _figure(figure: PublicFigure) -> Cell:
    return HIDDEN if figure.is_hidden else figure.value


def consultation_record(version: PlanVersion) -> list[DataTable]:
    """Rounds with what they brought, contributions by channel, and each recommendation with its published answer."""
    rounds = rounds_of(version)
    if not rounds:
        return []
    answered = list(Recommendation.objects.filter(round__in=rounds).with_published_disposition())
    return [_rounds(records_of(rounds)), *_channels(rounds), *_answers(answered, version)]


def _rounds(records: list[RoundRecord]) -> DataTable:
    columns = (
        text(pgettext_lazy("column", "Round")),
        text(pgettext_lazy("column", "Notice")),
        text(_("Last day")),
        number(pgettext_lazy("column", "Events")),
        number(pgettext_lazy("column", "Contributions")),
        number(_("Coded into recommendations")),
        number(_("Without a proposal")),
        number(pgettext_lazy("column", "Recommendations")),
        number(pgettext_lazy("column", "Answered")),
    )
    figures = [
        (each.events, each.contributions, each.coded, each.without_proposal, each.recommendations, each.answered)
        for each in records
    ]
    rows = [
        Row(
            (
                Words.of(each.round, "title"),
                Words.day(each.round.notice_on),
                Words.day(each.round.closes_on),
                *counts,
            )
        )
        for each, counts in zip(records, figures, strict=True)
    ]
    rows.append(total_row(None, None, *(sum(column) for column in zip(*figures, strict=True))))
    return DataTable("consultation_rounds", Words.said(_("Consultation rounds")), columns, tuple(rows))


def _channels(rounds: list[Round]) -> list[DataTable]:
    counts = contributions_by_channel(rounds)
    if not counts:
        return []
    rows = [Row((Words.said(label), counts[value])) for value, label in ContributionChannel.choices if value in counts]
    rows.append(total_row(sum(counts.values())))
    columns = (text(pgettext_lazy("column", "Channel")), number(pgettext_lazy("column", "Contributions")))
    return [DataTable("contributions_by_channel", Words.said(_("Contributions by channel")), columns, tuple(rows))]


def _answers(answered: list[Recommendation], version: PlanVersion) -> list[DataTable]:
    """How many answers of each kind, then every answer with its reason and its place in the plan."""
    if not answered:
        return []
    kinds = {value: Words.said(label) for value, label in Answer.choices}
    current = [recommendation.published_dispositions[0] for recommendation in answered]  # type: ignore[attr-defined]
    counted = Counter(answer.answer for answer in current)
    by_kind = [Row((words, counted[value])) for value, words in kinds.items() if value in counted]
    by_kind.append(total_row(len(current)))
    places = _places(version, [answer.pk for answer in current])
    rows = tuple(
        Row(
            (
                Words.same(recommendation.code),
                Words.of(recommendation, "text"),
                kinds[answer.answer],
                Words.of(answer, "reason") if answer.reason_sq else None,
                Words.same(", ".join(places[answer.pk])) if answer.pk in places else None,
            )
        )
        for recommendation, answer in zip(answered, current, strict=True)
    )
    columns = (text(pgettext_lazy("column", "Answer")), number(pgettext_lazy("column", "Recommendations")))
    whole = (
        code_column(),
        text(pgettext_lazy("column", "Recommendation")),
        text(pgettext_lazy("column", "Answer")),
        text(pgettext_lazy("column", "Reason")),
        text(pgettext_lazy("column", "Place in the plan")),
    )
    return [
        DataTable("answers_by_kind", Words.said(_("Answers to the recommendations")), columns, tuple(by_kind)),
        DataTable("answers", Words.said(_("Recommendations and answers")), whole, rows),
    ]


def _places(version: PlanVersion, answers: list[int]) -> dict[int, list[str]]:
    """Per answer the codes of the places in this version that reflect it."""
    targets = DispositionTarget.objects.filter(plan=version.plan, disposition__in=answers)
    pointed = list(targets.order_by("pk").values_list("disposition_id", "node_kind", "node_key"))
    codes: dict[UUID, str] = {}
    for relation in {NODE_RELATIONS[NodeKind(kind)] for _answer, kind, _key in pointed}:
        codes.update(getattr(version, relation).values_list("key", "code"))
    found: dict[int, list[str]] = {}
    for answer, _kind, key in pointed:
        if key in codes:
            found.setdefault(answer, []).append(codes[key])
    return found
