"""Reads the finance office's sheet by programme, and holds it against what the offices reported: nothing is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from core.amounts import read_lek
from core.search import folded
from core.sheet_reader.cells import CellContent
from core.sheet_reader.reading import ReadSheet, cell_of
from monitoring.figures import BudgetFigures
from monitoring.models import BudgetExecution, Period, ProgrammeMapping, TreasuryLine, TreasurySheet
from monitoring.models.periods import MOST_LEK

AMOUNTS = ("initial", "allocated", "committed", "spent")
#: Beginnings of the words that stand over a column, as budgets write them.
HEADS = {
    "label": ("program", "emertim", "kod", "name", "code"),
    "initial": ("fillestar", "initial", "first budget", "plani fillestar"),
    "allocated": ("rishikuar", "revised", "allocated", "plani rishikuar", "alokuar", "i ndryshuar"),
    "committed": ("angazhuar", "commit", "angazhim"),
    "spent": ("shpenz", "spent", "realiz", "fakt", "ekzekut"),
}
TOTALS = ("gjithsej", "totali", "total", "shuma")
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class ReadProgramme:
    number: int
    label: str
    amounts: dict[str, int]


@dataclass(frozen=True, slots=True)
class ReadTreasury:
    lines: tuple[ReadProgramme, ...]
    stated_total: int | None


def read_treasury(sheet: ReadSheet) -> ReadTreasury:
    """The lines under the heads; ValidationError with a sentence for each row that cannot be read."""
    heads, rest = _heads(sheet)
    lines, faults, stated = [], [], None
    for number, packed in rest:
        label = " ".join(_text(packed[place]) for place in heads["label"] if place < len(packed)).strip()
        try:
            amounts = {
                name: _amount(packed[place]) if place < len(packed) else 0
                for name in AMOUNTS
                for place in heads.get(name, ())[:1]
            }
        except ValidationError as refusal:
            faults.append(_("Row %(row)s: %(sentence)s") % {"row": number, "sentence": " ".join(refusal.messages)})
            continue
        if folded(label).startswith(TOTALS):
            stated = amounts.get("spent")
        elif label:
            lines.append(ReadProgramme(number, label[:200], amounts))
        elif any(amounts.values()):
            faults.append(_("Row %(row)s has amounts and names no programme.") % {"row": number})
    if not lines and not faults:
        faults.append(_("The sheet has no line under its heads."))
    if len(lines) > MOST_LINES:
        faults.append(_("The sheet has %(count)s lines; %(limit)s fit.") % {"count": len(lines), "limit": MOST_LINES})
    if faults:
        raise ValidationError(faults)
    return ReadTreasury(tuple(lines), stated)


def _heads(sheet: ReadSheet) -> tuple[dict[str, list[int]], list[tuple[int, list[str]]]]:
    for place, (_number, packed) in enumerate(sheet.rows[:20]):
        found: dict[str, list[int]] = defaultdict(list)
        for column, each in enumerate(packed):
            words = folded(_text(each))
            for name, beginnings in HEADS.items():
                if words and words.startswith(beginnings):
                    found[name].append(column)
                    break
        if "label" in found and "spent" in found:
            return found, list(sheet.rows[place + 1 :])
    raise ValidationError(
        _("The sheet needs a line of heads with at least “Programme” and “Spent”; “First budget”, “Allocated” and "
          "“Committed” may stand beside them.")
    )  # fmt: skip


def _text(packed: str) -> str:
    cell = cell_of(packed)
    return "" if cell is None else cell.text.strip()


def _amount(packed: str) -> int:
    """Whole lek; what a spreadsheet keeps as a number with decimals is refused as a typed one would be."""
    cell = cell_of(packed)
    if cell is None or not cell.text.strip() or cell.text.strip() in {"-", "–"}:
        return 0
    if cell.kind is CellContent.NUMBER:
        number = Decimal(cell.text)
        if number != number.to_integral_value():
            raise ValidationError(_("Amounts in lek are whole: write them without decimals."))
        amount = int(number)
    else:
        amount = read_lek(cell.text)
    if amount < 0:
        raise ValidationError(_("An amount cannot be below nothing."))
    if amount > MOST_LEK:
        raise ValidationError(_("An amount above one thousand billion lek cannot be right."))
    return amount


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme of the plan: what the offices reported, what the finance office's sheet says."""

    programme: str
    reported: BudgetFigures
    sheet: BudgetFigures

    @property
    def difference(self) -> int:
        """Spent by the sheet beyond what was reported; below nothing where more was reported."""
        return self.sheet.spent - self.reported.spent


@dataclass(frozen=True, slots=True)
class TreasuryComparison:
    """The sheet's total is what is mapped, what lies outside the plan, and what nobody has mapped yet."""

    sheet: TreasurySheet
    lines: tuple[ProgrammeLine, ...]
    unmapped: tuple[TreasuryLine, ...]
    outside: BudgetFigures
    total: BudgetFigures

    @property
    def mapped(self) -> BudgetFigures:
        return sum((line.sheet for line in self.lines), BudgetFigures())

    @property
    def left(self) -> BudgetFigures:
        return _sum(self.unmapped)

    @property
    def total_differs(self) -> bool:
        return self.sheet.stated_total is not None and self.sheet.stated_total != self.total.spent


def programmes_of(period: Period) -> list[str]:
    codes = period.version.measures.exclude(budget_programme="").values_list("budget_programme", flat=True)
    return sorted(set(codes))


def compared(period: Period) -> TreasuryComparison | None:
    """The newest sheet of the period against the offices' entries; None while none is there."""
    sheet = period.treasury_sheets.select_related("actor").first()
    if sheet is None:
        return None
    known = {row.label: row for row in ProgrammeMapping.objects.all()}
    by_programme: dict[str, list[TreasuryLine]] = defaultdict(list)
    outside, unmapped = [], []
    for line in sheet.lines.all():
        mapping = known.get(folded(line.label))
        if mapping is None:
            unmapped.append(line)
        elif mapping.is_outside:
            outside.append(line)
        else:
            by_programme[mapping.programme].append(line)
    reported = _reported(period)
    lines = tuple(
        ProgrammeLine(code, reported.get(code, BudgetFigures()), _sum(by_programme.get(code, ())))
        for code in sorted({*reported, *by_programme})
    )
    return TreasuryComparison(sheet, lines, tuple(unmapped), _sum(outside), _sum(sheet.lines.all()))


def _reported(period: Period) -> dict[str, BudgetFigures]:
    rows = BudgetExecution.objects.filter(period=period, measure__isnull=False).exclude(measure__budget_programme="")
    sums = rows.order_by().values_list("measure__budget_programme").annotate(
        allocated=Sum("allocated"), committed=Sum("committed"), spent=Sum("spent")
    )  # fmt: skip
    return {code: BudgetFigures(0, allocated, committed, spent) for code, allocated, committed, spent in sums}


def _sum(lines: Iterable[TreasuryLine]) -> BudgetFigures:
    return sum((BudgetFigures(0, line.allocated, line.committed, line.spent) for line in lines), BudgetFigures())
