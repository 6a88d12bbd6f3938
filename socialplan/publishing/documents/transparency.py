"""The yearly report of law 146/2014: acts adopted, with and without consultation, what was received and answered.

Every number is the length of a list that stands below it (docs/law.md#transparency-report).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultations.enums import Answer
from consultations.models import ConsultationEvent, Disposition, Round
from consultations.privacy import public_face
from core.printing.outcome import Progress
from core.printing.pdf import render_pdf
from core.printing.printed import printed
from core.table_heads import code_column, number, text, total_row
from core.tables import DataTable, Row, Words
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read
from municipality.letterhead import issuer
from socialplan.approval.enums import ADOPTING_OUTCOMES
from socialplan.approval.models import CouncilDecision
from socialplan.content.models import PlanRound

TEMPLATE = "publishing/pdf/transparency.html"


@dataclass(frozen=True, slots=True)
class Transparency:
    """What happened in the year, as rows; each figure of the report counts one of these lists."""

    year: int
    acts: list[CouncilDecision]
    rounds: list[Round]
    received: list[Round]
    answers: list[Disposition]
    meetings: list[ConsultationEvent]

    @classmethod
    def of(cls, year: int) -> Transparency:
        return read(cls.read_of(year))

    @classmethod
    def read_of(cls, year: int) -> Reader[Transparency]:
        rounds = Round.objects.public().filter(notice_on__year=year).order_by("notice_on", "pk")
        acts, received, answers, meetings = _acts(year), _received(year), _answers(year), _meetings(year)
        yield from read_lists(acts, rounds, received, answers, meetings)
        return cls(year, list(acts), list(rounds), list(received), list(answers), list(meetings))

    @property
    def consulted_acts(self) -> list[CouncilDecision]:
        return [act for act in self.acts if rounds_of_act(act)]

    @property
    def contributions(self) -> int:
        return sum(each.received_count for each in self.received)  # type: ignore[attr-defined]

    def tables(self) -> list[DataTable]:
        """The numbers, then each list that they count; a list without rows is left out."""
        lists = [_act_table(self), _round_table(self), _answer_table(self), _meeting_table(self)]
        return [_numbers(self), *(table for table in lists if table.rows)]


def report_years() -> list[int]:
    return read(read_report_years())


def read_report_years() -> Reader[list[int]]:
    """The years of which there is something to report, the newest first."""
    acts = CouncilDecision.objects.filter(outcome__in=ADOPTING_OUTCOMES).values_list("happened_on", flat=True)
    notices = Round.objects.public().filter(notice_on__isnull=False).values_list("notice_on", flat=True)
    yield [acts, notices]
    return sorted({day.year for day in (*acts, *notices) if day}, reverse=True)


def _acts(year: int) -> QuerySet[CouncilDecision]:
    """Decisions that adopted, by the day of the session."""
    links = Prefetch("version__plan__round_links", PlanRound.objects.select_related("round"))
    found = CouncilDecision.objects.filter(outcome__in=ADOPTING_OUTCOMES, happened_on__year=year)
    return found.select_related("version__plan").prefetch_related(links).order_by("happened_on", "pk")


def rounds_of_act(act: CouncilDecision) -> list[Round]:
    """The consultations of the plan whose notice went out before the session."""
    links = act.version.plan.round_links.all()
    return [
        link.round
        for link in links
        if link.round.needs_notice and link.round.notice_on and link.round.notice_on <= act.happened_on
    ]


def _received(year: int) -> QuerySet[Round]:
    """The rounds that received something in the year, each with how much."""
    of_year = Count("contributions", filter=Q(contributions__happened_on__year=year))
    rounds = Round.objects.public().annotate(received_count=of_year).filter(received_count__gt=0)
    return rounds.order_by("notice_on", "pk")


def _answers(year: int) -> QuerySet[Disposition]:
    """The public answer of each recommendation, where it was published in the year, the rounds as they were called."""
    found = Disposition.objects.last_published().filter(published_answer__publication__happened_on__year=year)
    return found.select_related("recommendation__round").order_by(
        "recommendation__round__notice_on", "recommendation__round_id", "recommendation__code"
    )


def _meetings(year: int) -> QuerySet[ConsultationEvent]:
    found = ConsultationEvent.objects.public().held().filter(held_on__year=year, kind__is_open_meeting=True)
    return found.select_related("round", "unit").prefetch_related("groups").order_by("held_on", "pk")


def _numbers(report: Transparency) -> DataTable:
    counted = Counter(answer.answer for answer in report.answers)
    rows = [
        (gettext_lazy("Acts adopted by the council"), len(report.acts)),
        (gettext_lazy("of these with public consultation"), len(report.consulted_acts)),
        (gettext_lazy("Consultations begun"), len(report.rounds)),
        (gettext_lazy("Contributions received"), report.contributions),
        (gettext_lazy("Recommendations answered"), len(report.answers)),
        *((label, counted[value]) for value, label in Answer.choices),
        (gettext_lazy("Public meetings held"), len(report.meetings)),
    ]
    note = Words.said(
        gettext_lazy(
            "Acts that this program keeps: social plans and strategies. Each number counts the rows of a table below."
        )
    )
    columns = (text(gettext_lazy("What is counted")), number(pgettext_lazy("column", "Number")))
    made = tuple(Row((Words.said(label), count)) for label, count in rows)
    return DataTable("numbers", Words.said(gettext_lazy("The year in numbers")), columns, made, note)


def _act_table(report: Transparency) -> DataTable:
    columns = (
        text(gettext_lazy("Decision of the council")),
        text(pgettext_lazy("column", "Date")),
        text(gettext_lazy("Act")),
        text(gettext_lazy("Public consultation")),
    )
    rows = tuple(
        Row((Words.same(act), Words.day(act.happened_on), Words.of(act.version.plan, "title"), _titles_of_rounds(act)))
        for act in report.acts
    )
    return DataTable("acts", Words.said(gettext_lazy("Acts adopted")), columns, rows)


def _titles_of_rounds(act: CouncilDecision) -> Words | None:
    rounds = rounds_of_act(act)
    titles = [Words.of(each, "title") for each in rounds]
    return Words("; ".join(each.sq for each in titles), "; ".join(each.en for each in titles)) if titles else None


def _round_table(report: Transparency) -> DataTable:
    columns = (
        text(pgettext_lazy("column", "Round")),
        text(pgettext_lazy("column", "Notice")),
        text(gettext_lazy("Last day")),
        number(gettext_lazy("Contributions received")),
    )
    received = {each.pk: each.received_count for each in report.received}  # type: ignore[attr-defined]
    rounds = {each.pk: each for each in (*report.rounds, *report.received)}
    rows = [
        Row((Words.of(each, "title"), Words.day(each.notice_on), Words.day(each.closes_on), received.get(key, 0)))
        for key, each in rounds.items()
    ]
    whole = [total_row(None, None, report.contributions)] if rows else []
    return DataTable("rounds", Words.said(gettext_lazy("Consultations of the year")), columns, (*rows, *whole))


def _answer_table(report: Transparency) -> DataTable:
    kinds = {value: Words.said(label) for value, label in Answer.choices}
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Round")),
        text(pgettext_lazy("column", "Recommendation")),
        text(pgettext_lazy("column", "Answer")),
        text(pgettext_lazy("column", "Reason")),
    )
    rows = tuple(
        Row(
            (
                Words.same(answer.recommendation.code),
                Words.of(answer.recommendation.round, "title"),
                Words.of(answer.recommendation, "title"),
                kinds[answer.answer],
                Words.of(answer, "reason") if answer.reason_sq else None,
            )
        )
        for answer in report.answers
    )
    return DataTable("answers", Words.said(gettext_lazy("Recommendations answered")), columns, rows)


def _meeting_table(report: Transparency) -> DataTable:
    columns = (
        text(pgettext_lazy("column", "Date")),
        text(pgettext_lazy("column", "Event")),
        text(gettext_lazy("Administrative unit")),
    )
    faces = [public_face(event) for event in report.meetings]
    rows = tuple(
        Row((Words.day(face.held_on), face.title, Words.of(face.unit, "name") if face.unit else None))
        for face in faces
    )
    return DataTable("meetings", Words.said(gettext_lazy("Public meetings held")), columns, rows)


def transparency_title(year: int) -> str:
    return _("Transparency report on public consultation, %(year)s") % {"year": year}


def render_transparency(year: int, language: str, progress: Progress | None = None) -> bytes:
    with translation.override(language):
        by = issuer()
        title = transparency_title(year)
        tables = Transparency.of(year).tables()
        context = {
            "year": year,
            "tables": [made for table in tables for made in printed([table])],
            "contents": [{"anchor": f"table-{at}", "title": str(each.caption)} for at, each in enumerate(tables, 1)],
        }
    return render_pdf(TEMPLATE, context, language=language, title=title, issuer=by, progress=progress)
