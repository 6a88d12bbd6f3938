"""What stands beside the demonstration's results: parts side by side and crossed, persons of measures, a transfer."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from consultations.enums import AgeBand
from core.office.word import WordFile
from monitoring.enums import AnswerKind
from monitoring.models import BudgetExecution, IndicatorValue, Period
from monitoring.services.evidence import add_evidence
from monitoring.services.grid import TypedCell, write_cells
from monitoring.services.passports import set_passport
from monitoring.services.transfers import transfer_budget
from municipality.letterhead import issuer
from socialplan.approval.acts.definition.paper import Paper
from socialplan.content.models import Indicator, Measure

CROSSED = "T4.2b"
#: Persons with free aid, 83: by age and sex.
AIDED = {
    "under_16": (0, 0), "16_24": (12, 6), "25_39": (21, 8), "40_64": (17, 7), "65_plus": (6, 6), "unknown": (0, 0),
}  # fmt: skip
SHARE = "T2.1b"
#: Cases with an individual plan, of all cases: 71 of 100 each time.
CASES = {
    "sex": {"women": (37, 52), "men": (34, 48)},
    "age": {"under_16": (50, 70), "16_24": (21, 30)},
}
#: Measures with the persons they reached: in all, women, men.
REACHED = {"1.2.1": (198, 121, 77), "2.2.1": (36, 24, 12), "4.2.1": (83, 56, 27), "5.2.1": (40, 23, 17)}
#: Of these nobody asked the age.
NOT_COLLECTED, WHY_NOT = "5.2.1", "Regjistri i shërbimit nuk e mban moshën (të dhëna demonstruese)."
PART_OF_A_LINE = 5  # percent


def enter_parts_in_depth(period: Period, staff: User, coordinator: User) -> None:
    """Two dimensions crossed, and a share by numerator and denominator of each part."""
    crossed = _indicator(period, CROSSED)
    set_passport(crossed, may_be_negative=False, is_crossed=True, actor=coordinator)
    for age, counts in AIDED.items():
        for sex, count in zip(("women", "men"), counts, strict=True):
            _write(period, f"{crossed.pk}-age*sex-{age}*{sex}", staff, amount=str(count))
        _write(period, f"{crossed.pk}-age*sex-{age}*unknown", staff, amount="0")
    share = _indicator(period, SHARE)
    for dimension, parts in CASES.items():
        for part, (over, under) in parts.items():
            _write(period, f"{share.pk}-{dimension}-{part}", staff, numerator=str(over), denominator=str(under))


def enter_persons_of_measures(period: Period, staff: User) -> None:
    for code, counts in REACHED.items():
        measure = period.version.measures.get(code=code)
        cells = [
            TypedCell(name, str(count), "")
            for name, count in zip(("all", "sex-women", "sex-men"), counts, strict=True)
        ]
        if code == NOT_COLLECTED:
            cells += [TypedCell(f"age-{band}", AnswerKind.NOT_COLLECTED, "") for band in AgeBand.values]
            cells.append(TypedCell("why-age", WHY_NOT, ""))
        write_cells(period, "reach", row=str(measure.pk), cells=cells, actor=staff)


def move_money(period: Period, staff: User) -> None:
    """From a measure that was delayed to one that could use it, of one source."""
    left = _largest(period, "3.3.1")
    right: Measure = period.version.measures.get(code="1.2.1")
    transfer_budget(
        period,
        actor=staff,
        source=left.source,
        from_measure=left.measure,
        to_measure=right,
        amount=left.allocated * PART_OF_A_LINE // 100,
        happened_on=date(2024, 10, 24),
        document="VKB nr. 01/DEMO, 24.10.2024",
        reason="Prokurimi i ndërhyrjeve u shty për vitin 2025 (të dhëna demonstruese).",
    )


def show_evidence(period: Period, staff: User) -> None:
    """A paper behind one value."""
    value = IndicatorValue.objects.current().get(period=period, indicator__code="T1.1a")
    word = WordFile(
        title="Nxjerrje nga regjistri i NJVNR",
        issuer=issuer(),
        language="sq",
        made_at=datetime(2025, 1, 24, 10, tzinfo=ZoneInfo("Europe/Tirane")),
        comments="",
    )
    word.paragraph("Persona të vlerësuar në vitin 2024: 548 (të dhëna demonstruese).")
    paper = Paper(word.bytes(), "regjistri-njvnr-2024.docx")
    add_evidence(value, paper, note="Nxjerrje nga regjistri", actor=staff)


def _largest(period: Period, code: str) -> BudgetExecution:
    rows = BudgetExecution.objects.filter(period=period, measure__code=code).select_related("source", "measure")
    return rows.order_by("-allocated")[0]


def _indicator(period: Period, code: str) -> Indicator:
    return period.version.indicators.get(code=code)


def _write(period: Period, row: str, staff: User, **typed: str) -> None:
    cells = [TypedCell(name, words, "") for name, words in typed.items()]
    write_cells(period, "parts", row=row, cells=cells, actor=staff)
