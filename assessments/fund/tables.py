"""The tables of a costing: the page prints them, the package carries them in Word and in the spreadsheet."""

from __future__ import annotations

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.fund.costing import MONTHS, CostYear, cost_years, half_up, totals
from assessments.fund.readiness import readiness
from assessments.gaps.matrix import LineGap, gap_matrix
from assessments.models import FundCall, FundCosting
from core.i18n import short_date
from core.tables import Cell, Column, ColumnKind, DataTable, Row, RowKind, Words
from municipality.letterhead import issuer

NONE_YET = Words.said(_("None yet."))
UNCHECKED = Words.said(_("to be verified"))
TEXT, NUMBER, MONEY, PERCENT = ColumnKind.TEXT, ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.PERCENT


def years_of(costing: FundCosting) -> list[CostYear]:
    shares = {row.year_number: row.percent for row in costing.call.fundshare_rows.all()}
    return cost_years(costing, list(costing.posts.all()), shares)


def line_gap(costing: FundCosting) -> LineGap | None:
    """The gap of the line as the whole edition shares places: the figure of the matrix, no other."""
    matrix = gap_matrix(costing.line.need.assessment)
    return next((found for found in matrix.lines if found.line.pk == costing.line_id), None)


def costing_tables(costing: FundCosting) -> list[DataTable]:
    years = years_of(costing)
    return [need_table_of(costing), posts_table(costing), years_table(years), recurrent_table(costing, years[-1])]


def package_tables(costing: FundCosting) -> list[DataTable]:
    """All of the application; nothing in it tells where a service is."""
    return [
        *costing_tables(costing),
        attachments_table(costing.call),
        criteria_table(costing.call),
        readiness_table(costing),
    ]


def _facts(name: str, caption: Words, facts: list[tuple[Words, Words]]) -> DataTable:
    columns = (Column(Words.said(_("What"))), Column(Words.said(_("Said"))))
    return DataTable(name, caption, columns, tuple(Row(fact) for fact in facts))


def need_table_of(costing: FundCosting) -> DataTable:
    line, found = costing.line, line_gap(costing)
    facts = [
        (Words.said(_("Need")), Words.of(line.need, "name")),
        (Words.said(_("Group")), Words.of(line.need.group, "name")),
        (Words.said(_("Administrative unit")), _unit(costing)),
        (Words.said(_("Service asked for")), Words.of(costing, "title")),
        (Words.said(_("Beneficiaries at a time")), Words.same(costing.beneficiaries)),
    ]
    if found:
        shared = found.shared
        facts += [
            (Words.said(_("Required")), Words.same(shared.required)),
            (Words.said(_("There and shared")), Words.same(shared.given)),
            (Words.said(_("Gap")), Words.same(shared.gap)),
            (
                Words.said(_("Gap at the low and at the high estimate")),
                Words.same(f"{found.gap_low}–{found.gap_high}"),
            ),
            (Words.said(_("Counted in")), Words.made(line.get_counted_in_display)),
        ]
    if costing.council_decision:
        facts.append((Words.said(_("Decision of the council")), Words.same(costing.council_decision)))
    return _facts("need", Words.said(_("Need, gap and the service asked for")), facts)


def call_table(call: FundCall) -> DataTable:
    """What was announced; the Word file has it at its head."""
    facts = [
        (Words.said(_("Municipality")), Words.same(issuer().name)),
        (Words.said(_("Call")), Words.of(call, "title")),
        (Words.said(_("Open")), Words.same(f"{short_date(call.opens_on)} – {short_date(call.closes_on)}")),
    ]
    if call.ceiling is not None:
        most = number_format(call.ceiling, force_grouping=True)
        facts.append((Words.said(_("Most for one application")), Words.same(f"{most}\u00a0ALL")))
    facts += [
        (Words.said(_("Who may apply")), Words.same(call.applicants)),
        (Words.said(_("Source of the call")), Words.made(lambda: call.source_label)),
        (Words.said(_("Checked by")), Words.same(call.checked_by) if call.checked_by else UNCHECKED),
    ]
    return _facts("call", Words.said(_("The call as it was announced")), facts)


def _unit(costing: FundCosting) -> Words:
    unit = costing.line.unit
    return Words.of(unit, "name") if unit else Words.said(_("whole municipality"))


def posts_table(costing: FundCosting) -> DataTable:
    """Gross pay of a full year at the prices of the first, with the employer's contributions."""
    factor = MONTHS * (1 + Fraction(costing.contributions) / 100)
    rows, total = [], 0
    for post in costing.posts.all():
        cost = half_up(Fraction(post.posts) * post.gross_pay * factor)
        total += cost
        cells: tuple[Cell, ...] = (Words.of(post, "profession"), post.posts.normalize(), post.gross_pay, cost)
        rows.append(Row(cells))
    rows.append(Row((Words.said(_("Together")), None, None, total), RowKind.TOTAL))
    return DataTable(
        "posts",
        Words.said(_("Posts and pay")),
        (
            Column(Words.said(_("Profession"))),
            Column(Words.said(_("Posts")), NUMBER),
            Column(Words.said(_("Gross pay a month")), MONEY),
            Column(Words.said(_("A full year with contributions")), MONEY),
        ),
        tuple(rows),
    )


def years_table(years: list[CostYear]) -> DataTable:
    heads = [
        (_("Year"), TEXT),
        (_("Months"), NUMBER),
        (_("Staff"), MONEY),
        (_("Running"), MONEY),
        (_("Food"), MONEY),
        (_("Transport"), MONEY),
        (_("Total"), MONEY),
        (_("State (percent)"), PERCENT),
        (pgettext_lazy("who pays", "State"), MONEY),
        (_("Municipality"), MONEY),
    ]
    rows = [Row(_year_cells(year)) for year in years if not year.is_recurrent]
    summed = totals(years)
    empty: tuple[Cell, ...] = (None,) * 5
    together = Words.said(_("Together"))
    rows.append(Row((together, *empty, summed.total, None, summed.state, summed.municipality), RowKind.TOTAL))
    note = Words.said(_("The state's share is rounded half up to whole lek; the municipality bears what is left."))
    columns = tuple(Column(Words.said(head), kind) for head, kind in heads)
    return DataTable("years", Words.said(_("Cost by year and who bears it")), columns, tuple(rows), note)


def _year_cells(year: CostYear) -> tuple[Cell, ...]:
    money = (year.staff, year.running, year.food, year.transport, year.total)
    return (Words.same(year.year), year.months, *money, year.state_percent, year.state, year.municipality)


def recurrent_table(costing: FundCosting, recurrent: CostYear) -> DataTable:
    """What stays with the municipality, beside the budget of the programme that bears it; investment stands apart."""
    budget = costing.programme_budget
    per_person = half_up(Fraction(recurrent.total, MONTHS * costing.beneficiaries))
    rows = [
        Row((Words.made(lambda: _("Standing cost from %(year)s") % {"year": recurrent.year}), recurrent.total)),
        Row((Words.said(_("Of this, one beneficiary a month")), per_person)),
        Row((Words.said(_("One-off investment, apart from the shares")), costing.investment)),
    ]
    if budget:
        label = Words.made(
            lambda: (
                _("Budget of programme %(code)s in %(year)s")
                % {"code": costing.programme, "year": costing.programme_year}
            )
        )
        rows.append(Row((label, budget)))
    columns = (Column(Words.said(_("What"))), Column(Words.said(_("New lek (ALL)")), MONEY))
    note = Words.made(lambda: _("Programme afterwards: %(name)s") % {"name": costing.get_programme_display()})
    return DataTable("recurrent", Words.said(_("What stands afterwards")), columns, tuple(rows), note)


def attachments_table(call: FundCall) -> DataTable:
    rows = [
        Row((Words.of(row, "name"), Words.same(row.signed_by), _ready(is_ready=row.is_ready)))
        for row in call.fundattachment_rows.all()
    ]
    heads = (_("Attachment"), _("Signed by"), _("State"))
    columns = tuple(Column(Words.said(head)) for head in heads)
    rows = rows or [Row((NONE_YET, None, None))]
    return DataTable("attachments", Words.said(_("Attachments of the application")), columns, tuple(rows))


def _ready(*, is_ready: bool) -> Words:
    return Words.said(_("ready")) if is_ready else Words.said(_("not ready yet"))


def criteria_table(call: FundCall) -> DataTable:
    rows = [Row((Words.of(row, "name"), row.points)) for row in call.fundcriterion_rows.all()]
    rows = rows or [Row((NONE_YET, None))]
    columns = (Column(Words.said(_("Criterion"))), Column(Words.said(_("Points")), NUMBER))
    return DataTable("criteria", Words.said(_("Criteria of scoring")), columns, tuple(rows))


def readiness_table(costing: FundCosting) -> DataTable:
    blocks = readiness(costing.line.need.assessment)
    heads = ((_("Block"), TEXT), (_("There"), NUMBER), (_("Asked for"), NUMBER))
    columns = tuple(Column(Words.said(head), kind) for head, kind in heads)
    rows = tuple(Row((block.title, block.filled, len(block.cells))) for block in blocks)
    return DataTable("readiness", Words.said(_("The six blocks of figures")), columns, rows)
