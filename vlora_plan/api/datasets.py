"""What the interface gives: tables of what is published, each column with a note; small numbers hidden as everywhere.

Tables that a publication made already are taken as they are; of persons nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from assessments.report.open_data import COLUMN_NOTES
from assessments.report.tables import read_need_tables
from assessments.service_map.directory import DirectoryEntry, entries_of, read_directory
from consultations.models import Round
from consultations.outputs.open_data import ANSWER_NOTES, read_answer_tables
from core.i18n import short_date
from core.tables import Column, ColumnKind, DataTable, Row, Words
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.models import YearlyReport
from monitoring.reporting.column_notes import NOTES
from monitoring.reporting.reports import ReportContext
from socialplan.content.models import Indicator, PlanVersion

OWN_NOTES: dict[str, str | Promise] = {
    "Key": _("A key that never changes."),
    "Name": _("The name that anybody may read."),
    "Offer": _("What it offers, in words."),
    "Kind of service": _("Its type by decision 518/2018, or the municipality's own."),
    "Plan": _("The title of the plan."),
    "Version": _("The number of the version within its plan."),
    "State": _("Where the version stands."),
    "Content": _("The address of the whole content as JSON."),
    "Code": _("The code within the version."),
    "Indicator": _("What is measured, in words."),
    "Unit": _("What a number counts."),
    "Baseline": _("The value before the plan; empty where none is known or it may not be shown."),
    "Consultation": _("The title of the consultation."),
    "Notice": _("The day of its notice."),
    "Last day": _("The last day for contributions."),
}


@dataclass(frozen=True, slots=True)
class DataItem:
    """One publication: what it is and its tables."""

    title: Words
    tables: list[DataTable]


@dataclass(frozen=True, slots=True)
class Dataset:
    code: str
    title: str | Promise
    #: However many publications there are, each step of the way to their tables is asked once for all of them.
    read_items: Callable[[], Reader[list[DataItem]]]

    def items(self) -> list[DataItem]:
        return read(self.read_items())


def plain_of(items: Iterable[DataItem]) -> list[dict[str, Any]]:
    return [
        {"title": item.title.to_plain(), "tables": [_with_notes(table) for table in item.tables]} for item in items
    ]


def _with_notes(table: DataTable) -> dict[str, Any]:
    plain = table.to_plain()
    for place, column in enumerate(plain["columns"]):
        note = note_of(table.name, place, column["head"]["en"])
        column["note"] = Words.said(note).to_plain() if note else None
    return plain


def note_of(table: str, place: int, head: str) -> str | Promise | None:
    if table in OWN_TABLES:
        return OWN_NOTES[head]
    return NOTES.get((table, place)) or COLUMN_NOTES.get(head) or ANSWER_NOTES.get(head)


def _needs() -> Reader[list[DataItem]]:
    editions = Assessment.objects.published().order_by("pk")
    yield from read_lists(editions)
    tables = yield from side_by_side(*map(read_need_tables, editions))
    return [DataItem(Words.of(each, "title"), of_it) for each, of_it in zip(editions, tables, strict=True)]


def _own(name: str, title: str | Promise, heads: Mapping[Any, ColumnKind], rows: list[tuple[Any, ...]]) -> DataTable:
    columns = tuple(Column(Words.said(head), kind) for head, kind in heads.items())
    return DataTable(name, Words.said(title), columns, tuple(Row(cells) for cells in rows))


def _services() -> Reader[list[DataItem]]:
    """Of the public directory, without those whose place is protected: of these not even the name."""
    parts = yield from read_directory()
    entries = [each for each in entries_of(parts) if not each.is_undisclosed]
    heads = dict.fromkeys((_("Key"), _("Name"), _("Offer"), _("Kind of service")), ColumnKind.TEXT)
    table = _own("services", _("Services"), heads, [_service_row(each) for each in entries])
    return [DataItem(Words.said(_("Directory of services")), [table])]


def _service_row(entry: DirectoryEntry) -> tuple[Words, ...]:
    return (
        Words.same(entry.uuid),
        Words.same(entry.name),
        Words.same(entry.offer),
        Words.of(entry.service_type, "name"),
    )


def _published() -> Any:
    return PlanVersion.objects.published().select_related("plan").order_by("plan", "number")


def _versions() -> Reader[list[DataItem]]:
    versions = _published()
    yield from read_lists(versions)
    heads = dict.fromkeys((_("Plan"), _("Version"), _("State"), _("Content")), ColumnKind.TEXT)
    rows = [
        (
            Words.of(version.plan, "title"),
            Words.same(version.number),
            Words.made(version.get_state_display),
            Words.made(lambda version=version: address_of("publishing:version_json", version.pk)),
        )
        for version in versions
    ]
    return [DataItem(Words.said(_("Published versions of plans")), [_own("versions", _("Versions"), heads, rows)])]


def address_of(name: str, *args: Any) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def _indicators() -> Reader[list[DataItem]]:
    versions = _published()
    indicators = Indicator.objects.filter(version__in=versions.order_by().values("pk"))
    yield from read_lists(versions, indicators)
    texts = dict.fromkeys((_("Key"), _("Code"), _("Indicator"), _("Unit")), ColumnKind.TEXT)
    heads = {**texts, _("Baseline"): ColumnKind.NUMBER}
    items = []
    for version in versions:
        rows = [
            (
                Words.same(each.key),
                Words.same(each.code),
                Words.of(each, "title"),
                Words.of(each, "unit_label", albanian="unit_label"),
                each.public_baseline,
            )
            for each in indicators
            if each.version_id == version.pk
        ]
        title = Words.made(lambda version=version: str(version))
        items.append(DataItem(title, [_own("indicators", _("Indicators"), heads, rows)]))
    return items


def _results() -> Reader[list[DataItem]]:
    """The tables of each published report, as page and paper have them."""
    reports = YearlyReport.objects.published().select_related("period__version__plan")
    yield from read_lists(reports)
    contexts = yield from side_by_side(*map(ReportContext.read_of, reports))
    titles = [Words.made(lambda report=report: str(report)) for report in reports]
    return [DataItem(title, each.tables) for title, each in zip(titles, contexts, strict=True)]


def _consultations() -> Reader[list[DataItem]]:
    heads = dict.fromkeys((_("Consultation"), _("Notice"), _("Last day")), ColumnKind.TEXT)
    rounds = Round.objects.public().order_by("pk")
    yield from read_lists(rounds)
    answers = yield from side_by_side(*map(read_answer_tables, rounds))
    items = []
    for each, tables in zip(rounds, answers, strict=True):
        row = (Words.of(each, "title"), Words.same(short_date(each.notice_on)), Words.same(short_date(each.closes_on)))
        table = _own("consultations", _("Consultations"), heads, [row])
        items.append(DataItem(Words.of(each, "title"), [table, *tables]))
    return items


OWN_TABLES = frozenset({"services", "versions", "indicators", "consultations"})
DATASETS = {
    each.code: each
    for each in (
        Dataset("needs", _("Needs of published assessments"), _needs),
        Dataset("services", _("Directory of services"), _services),
        Dataset("versions", _("Published versions of plans"), _versions),
        Dataset("indicators", _("Indicators of published plans"), _indicators),
        Dataset("results", _("Results of published yearly reports"), _results),
        Dataset("consultations", _("Consultations and what was answered"), _consultations),
    )
}
