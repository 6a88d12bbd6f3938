"""Everything a round received, as one workbook for those who read contributions; made anew each time, kept nowhere.

Words stand as they are shown: redacted, and without what is with the protection workers. No name, no address, no code
of a receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import Answer, ContributionChannel, ContributionLanguage, SpeakerKind, Visibility
from consultations.models import AttendanceCount, Coding, Contribution, Recommendation, Round
from core.office.sheets import tables_xlsx
from core.table_heads import code_column, number, text
from core.tables import DataTable, Row, Words
from core.workflow import require
from municipality.letterhead import issuer
from operations.deeds import record

CONTRIBUTIONS = gettext_lazy("Contributions")
CHANNELS = dict(ContributionChannel.choices)
LANGUAGES = dict(ContributionLanguage.choices)
SPEAKERS = dict(SpeakerKind.choices)
VISIBILITIES = dict(Visibility.choices)


@transaction.atomic
def round_workbook(consultation: Round, *, language: str, actor: User) -> bytes:
    """The workbook of this moment; that it was taken stands in the history."""
    require(actor, "consultations.export_round")
    record(ConsultationAction.EXPORT_ROUND, consultation, actor=actor, after={"language": language})
    with translation.override(language):
        title = _("What was received: %(round)s") % {"round": consultation.title}
        return tables_xlsx(round_tables(consultation), title=title, issuer=issuer(), made_at=timezone.localtime())


def round_tables(consultation: Round) -> list[DataTable]:
    return [
        _contributions(consultation),
        _recommendations(consultation),
        _codings(consultation),
        _events(consultation),
    ]


def _heard(consultation: Round) -> QuerySet[Contribution]:
    rows = Contribution.objects.in_the_open().with_words().filter(round=consultation)
    return rows.select_related("organisation", "group", "unit", "event", "no_proposal").order_by("happened_on", "pk")


def _contributions(consultation: Round) -> DataTable:
    columns = (
        number(pgettext_lazy("column", "No.")),
        text(gettext_lazy("Received on")),
        text(pgettext_lazy("column", "Channel")),
        text(pgettext_lazy("column", "Language")),
        text(gettext_lazy("Who spoke")),
        text(gettext_lazy("Organisation")),
        text(pgettext_lazy("column", "Group")),
        text(gettext_lazy("Administrative unit")),
        text(gettext_lazy("Words as they are shown")),
        text(gettext_lazy("May be published")),
        text(gettext_lazy("Set aside because")),
    )
    return DataTable("contributions", Words.said(CONTRIBUTIONS), columns, tuple(_rows(consultation)))


def _rows(consultation: Round) -> Iterator[Row]:
    channels, languages, speakers, visibilities = _words(CHANNELS, LANGUAGES, SPEAKERS, VISIBILITIES)
    for said in _heard(consultation):
        mark = getattr(said, "no_proposal", None)
        yield Row(
            (
                said.pk,
                Words.day(said.happened_on),
                channels[said.channel],
                languages[said.language],
                speakers[said.spoken_by],
                Words.same(said.organisation or ""),
                Words.of(said.group, "name") if said.group else None,
                Words.of(said.unit, "name") if said.unit else None,
                Words.same(said.words),
                visibilities[said.visibility],
                Words.same(mark.reason if mark else ""),
            )
        )


def _words(*choices: Mapping[str, object]) -> list[dict[str, Words]]:
    """Both languages of each value, read once."""
    return [{str(value): Words.said(label) for value, label in each.items()} for each in choices]


def _recommendations(consultation: Round) -> DataTable:
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Recommendation")),
        text(pgettext_lazy("column", "Answer")),
        text(pgettext_lazy("column", "Reason")),
        number(pgettext_lazy("column", "Contributions")),
    )
    found = Recommendation.objects.filter(round=consultation).with_contribution_count().with_current_disposition()
    (answers,) = _words(dict(Answer.choices))
    rows = []
    for each in found:
        answer = next(iter(each.current_dispositions), None)  # type: ignore[attr-defined]
        rows.append(
            Row(
                (
                    Words.same(each.code),
                    Words.of(each, "text"),
                    answers[answer.answer] if answer else None,
                    Words.of(answer, "reason") if answer else None,
                    each.contribution_count,  # type: ignore[attr-defined]
                )
            )
        )
    return DataTable("recommendations", Words.said(gettext_lazy("Recommendations")), columns, tuple(rows))


def _codings(consultation: Round) -> DataTable:
    """Which words are heard in which recommendation; both ways, for a contribution may stand in several."""
    said = Contribution.objects.in_the_open().filter(round=consultation)
    pairs = Coding.objects.filter(contribution__in=said).order_by("contribution", "recommendation__code")
    rows = tuple(
        Row((said, Words.same(code))) for said, code in pairs.values_list("contribution", "recommendation__code")
    )
    columns = (number(pgettext_lazy("column", "No.")), code_column())
    return DataTable("codings", Words.said(gettext_lazy("Heard in recommendations")), columns, rows)


def _events(consultation: Round) -> DataTable:
    """True counts, for those inside; the place of an event that keeps only counts is not told here."""
    columns = (
        text(pgettext_lazy("column", "Date")),
        text(pgettext_lazy("column", "Event")),
        text(pgettext_lazy("column", "Who")),
        number(gettext_lazy("Persons")),
    )
    counts = AttendanceCount.objects.filter(event__round=consultation).select_related("event", "group", "unit")
    rows = tuple(
        Row(
            (
                Words.day(count.event.held_on),
                Words.of(count.event, "title"),
                Words.made(lambda count=count: count.label),
                count.count,
            )
        )
        for count in counts.order_by("event__held_on", "event", "pk")
        if not (count.event.is_counts_only and count.unit_id)
    )
    return DataTable("attendance", Words.said(gettext_lazy("Attendance")), columns, rows)
