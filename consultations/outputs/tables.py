"""Rounds, events, contributions and answers as tables: the plan's annex, the round's report and its sheets print them.

Only what is published stands in them; attendance as it was let out, answers once they are public.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from assessments.models import TargetGroup
from consultations.attendance import PublicFigure, PublicRow, published_attendance
from consultations.enums import Answer, ContributionChannel, EventStatus
from consultations.models import ConsultationEvent, Recommendation, Round
from consultations.privacy import is_shielded
from consultations.record import RoundRecord, contributions_by_channel, late_of, text_counts
from core.table_heads import code_column, number, text, total_row
from core.tables import HIDDEN, Cell, Column, ColumnKind, DataTable, Row, Words
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read

Places = Mapping[int, Sequence[str]]


def participation_table(rounds: Iterable[Round], group: TargetGroup | None = None) -> list[DataTable]:
    """Held events with their attendance as it was published, each round's totals below: what is told elsewhere too.

    Of one group: its events without totals, and none of which nothing but kind and day may be told, for that it
    belongs to the group would tell more.
    """
    attendance = published_attendance(rounds)
    rows = [row for row in attendance.rows if _belongs(row, group)]
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


def _belongs(row: PublicRow, group: TargetGroup | None) -> bool:
    if row.event is None:
        return group is None
    if row.event.status != EventStatus.HELD:
        return False
    groups = row.event.groups.all()
    return group is None or (group in groups and not is_shielded(row.event, groups))


def _event_row(row: PublicRow) -> Row:
    figures = tuple(_figure(figure) for figure in row.figures)
    face = row.face
    if face is None:
        return total_row(Words.of(row.round, "title"), None, *figures)
    unit = Words.of(face.unit, "name") if face.unit else None
    return Row((Words.day(face.held_on), face.title, unit, *figures))


def _figure(figure: PublicFigure) -> Cell:
    return HIDDEN if figure.is_hidden else figure.value


def meetings_table(rounds: Iterable[Round]) -> list[DataTable]:
    """Each public hearing with its notice, and the mark of a short one (docs/law.md#meeting-notice)."""
    events = ConsultationEvent.objects.public().filter(round__in=rounds, kind__has_notice=True)
    rows = tuple(_meeting_row(event) for event in events.select_related("round"))
    columns = (
        text(pgettext_lazy("column", "Date")),
        text(pgettext_lazy("column", "Event")),
        text(pgettext_lazy("column", "Notice")),
        text(_("Remark")),
    )
    caption = Words.said(_("Notice of the public hearings"))
    return [DataTable("meetings", caption, columns, rows)] if rows else []


def _meeting_row(event: ConsultationEvent) -> Row:
    days = event.short_notice_days
    mark = None if days is None else Words.made(lambda: _short(days, event.short_notice_reason))
    noticed = Words.day(event.noticed_on or event.round.notice_on)
    return Row((Words.day(event.held_on), Words.of(event, "title"), noticed, mark))


def _short(days: int, reason: str) -> str:
    words = ngettext(
        "short notice, %(days)d working day: %(reason)s", "short notice, %(days)d working days: %(reason)s", days
    )
    return words % {"days": days, "reason": reason}


def rounds_table(records: list[RoundRecord]) -> DataTable:
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


def channels_table(rounds: list[Round]) -> list[DataTable]:
    counts = contributions_by_channel(rounds)
    if not counts:
        return []
    rows = [Row((Words.said(label), counts[value])) for value, label in ContributionChannel.choices if value in counts]
    rows.append(total_row(sum(counts.values())))
    columns = (text(pgettext_lazy("column", "Channel")), number(pgettext_lazy("column", "Contributions")))
    return [DataTable("contributions_by_channel", Words.said(_("Contributions by channel")), columns, tuple(rows))]


def identical_table(rounds: list[Round]) -> list[DataTable]:
    """Both counts, where letters are identical: each sender counts, and the texts are told from each other."""
    counts = text_counts(rounds)
    if not counts.groups:
        return []
    columns = (
        number(pgettext_lazy("column", "Contributions")),
        number(_("Different texts")),
        number(_("Groups of identical letters")),
        number(_("Their senders")),
    )
    row = Row((counts.received, counts.texts, counts.groups, counts.senders))
    return [DataTable("identical", Words.said(_("Identical letters")), columns, (row,))]


def late_table(rounds: list[Round]) -> list[DataTable]:
    """Letters that came after the last day stand apart, never among what was received in time."""
    received, answered = late_of(rounds)
    if not received:
        return []
    columns = (number(_("Received after the last day")), number(_("Answered apart")))
    return [DataTable("late", Words.said(_("Late letters")), columns, (Row((received, answered)),))]


def answered_of(rounds: Iterable[Round], group: TargetGroup | None = None) -> list[Recommendation]:
    """The recommendations with a public answer; of one group those that bear on its needs."""
    return read(read_answered_of(rounds, group))


def read_answered_of(rounds: Iterable[Round], group: TargetGroup | None = None) -> Reader[list[Recommendation]]:
    found = Recommendation.objects.filter(round__in=rounds).with_published_disposition()
    chosen = found if group is None else found.filter(needs__group=group).distinct()
    yield from read_lists(chosen)
    return list(chosen)


def published_answer(recommendation: Recommendation) -> int:
    """The key of the answer that the tables print."""
    return int(recommendation.published_dispositions[0].pk)  # type: ignore[attr-defined]


def answers_tables(answered: Sequence[Recommendation], places: Places) -> list[DataTable]:
    """How many answers of each kind, then every answer with its reason and its place in the plan."""
    if not answered:
        return []
    kinds = {value: Words.said(label) for value, label in Answer.choices}
    current = [recommendation.published_dispositions[0] for recommendation in answered]  # type: ignore[attr-defined]
    counted = Counter(answer.answer for answer in current)
    by_kind = [Row((words, counted[value])) for value, words in kinds.items() if value in counted]
    by_kind.append(total_row(len(current)))
    rows = tuple(
        Row(
            (
                Words.same(recommendation.code),
                Words.of(recommendation, "text"),
                Words.made(answer.get_answer_display),
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
