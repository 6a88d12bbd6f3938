"""The acts on a version as they are recorded up to now. They stand outside the seal and are never frozen with it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import Cell, DataTable, Row, Words
from socialplan.blocks.heads import text
from socialplan.enums import OpinionKind, Verdict
from socialplan.models import CouncilDecision, PlanVersion


def acts_table(version: PlanVersion) -> list[DataTable]:
    """Each act with its number, its legal date and what it says, in the order of the process (domain.md §5)."""
    rows = [*_opinions(version), *_submissions(version), *_council(version)]
    columns = (
        text(pgettext_lazy("column", "Act")),
        text(pgettext_lazy("column", "Number")),
        text(pgettext_lazy("column", "Date")),
        text(pgettext_lazy("column", "Content")),
    )
    return [DataTable("acts", Words.said(_("Acts recorded")), columns, tuple(rows))] if rows else []


def _act(name: object, number: str, day: date | None, content: Words | None = None) -> Row:
    cells: tuple[Cell, ...] = (Words.said(name), Words.same(number) if number else None, Words.day(day), content)
    return Row(cells)


def _opinions(version: PlanVersion) -> list[Row]:
    return [
        Row(
            (
                Words.made(lambda each=each: _("Opinion: %(kind)s") % {"kind": OpinionKind(each.kind).label}),
                None,
                Words.day(each.happened_on),
                Words.said(Verdict(each.verdict).label),
            )
        )
        for each in version.opinions.all()
    ]


def _submissions(version: PlanVersion) -> list[Row]:
    return [
        _act(_("Submission by the mayor to the council"), each.protocol_no, each.happened_on)
        for each in version.submissions.all()
    ]


def _council(version: PlanVersion) -> list[Row]:
    acts, rows = version.acts, []
    if decision := acts["decision"]:
        rows.append(_act(_("Decision of the council"), str(decision), decision.happened_on, votes_of(decision)))
    if announcement := acts["announcement"]:
        in_force = Words.made(lambda: _("In force on %(date)s") % {"date": Words.day(announcement.in_force_on)})
        rows.append(_act(_("Announcement"), "", announcement.happened_on, in_force))
    if order := acts["mayor_order"]:
        rows.append(_act(_("Order of the mayor"), order.number, order.happened_on))
    return rows


def votes_of(decision: CouncilDecision) -> Words:
    votes = {
        "present": decision.present,
        "seats": decision.seats,
        "for": decision.votes_for,
        "against": decision.votes_against,
        "abstained": decision.abstained,
        "silent": decision.did_not_vote,
    }
    sentence = _(
        "present %(present)s of %(seats)s, for %(for)s, against %(against)s, abstained %(abstained)s, did not vote "
        "%(silent)s"
    )
    return Words.made(lambda: sentence % votes)
