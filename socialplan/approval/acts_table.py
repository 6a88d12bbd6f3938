"""The acts on a version as they are recorded up to now. They stand outside the seal and are never frozen with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.table_heads import text
from core.tables import DataTable, Row, Words
from socialplan.approval.acts.definition.base import Printed, said
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.models import CouncilSubmission
from socialplan.content.models import PlanVersion
from socialplan.content.models.recorded import RecordedAct


def acts_table(version: PlanVersion, *, until: date | None = None) -> list[DataTable]:
    """Each act with its number, its legal date and what it says, by date; no person is named, no reason told.

    `until` a day only those of that day or before.

    The acts on a text that the council amended, or had back, are those of the versions it goes on from too.
    """
    found = (row for row in _rows(version) if until is None or row[0] is None or row[0] <= until)
    rows = sorted(found, key=lambda row: row[0] or date.min)
    columns = (
        text(pgettext_lazy("column", "Act")),
        text(pgettext_lazy("column", "Number")),
        text(pgettext_lazy("column", "Date")),
        text(pgettext_lazy("column", "Content")),
    )
    caption = Words.said(gettext_lazy("Acts recorded"))
    return [DataTable("acts", caption, columns, tuple(row for _day, row in rows))] if rows else []


Dated = tuple[date | None, Row]


def _rows(version: PlanVersion) -> Iterator[Dated]:
    """In the order of the way: the acts of the registry, and those that took a step after the ones they followed."""
    chain = [each.pk for each in version.chain()]
    steps = {"opinion": _submissions(chain), "session": _decided(version)}
    for kind, act in ACTS.items():
        if act.printed:
            found = _of_way(act.model, chain) if act.is_of_way else version.valid(kind)
            yield from (_row(each, act.printed(each)) for each in found)
        yield from steps.get(kind, ())


def _of_way(model: type[RecordedAct], chain: list[int]) -> QuerySet[Any]:
    return model.objects.not_withdrawn().filter(version__in=chain).select_related(*model.shown_with)


def _row(act: Any, printed: Printed) -> Dated:
    number = Words.same(printed.number) if printed.number else None
    return act.happened_on, Row((printed.title, number, Words.day(act.happened_on), printed.content))


def _submissions(chain: list[int]) -> Iterator[Dated]:
    for submission in CouncilSubmission.objects.filter(version__in=chain):
        title = said(gettext_lazy("Submission by the mayor to the council"))
        yield _row(submission, Printed(title, submission.protocol_no))


def _decided(version: PlanVersion) -> Iterator[Dated]:
    if decision := version.acts["decision"]:
        title = said(gettext_lazy("Decision of the council"))
        yield _row(decision, Printed(title, str(decision), votes_of(decision)))
    if announcement := version.acts["announcement"]:
        in_force = said(gettext_lazy("In force on %(day)s, as announced."), day=Words.day(announcement.in_force_on))
        yield _row(announcement, Printed(said(gettext_lazy("Announcement")), content=in_force))


def votes_of(decision: Any) -> Words:
    return Words.made(lambda: decision.votes)
