"""The spreadsheet of the action plan, read back: what it says, and that its formulas go on adding up."""

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from socialplan.content.enums import FundingState
from socialplan.content.models import FundingLine, PlanVersion
from socialplan.publishing.documents.action_plan import render_action_plan
from socialplan.publishing.documents.plan_pdf import load_version
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    IndicatorFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    publish,
)
from tests.socialplan.formulas import Evaluator

pytestmark = pytest.mark.django_db
HEAD = 5
SHEETS = {
    "sq": [
        "Plani i veprimit",
        "Buxheti sipas qëllimeve",
        "Buxheti sipas burimeve",
        "Zërat e financimit",
        "Treguesit",
        "Shënime",
    ],
    "en": ["Action plan", "Budget by goal", "Budget by source", "Funding lines", "Indicators", "Notes"],
}
# The demonstration plan, in thousand lek
BY_GOAL = {
    "QS1": [9_780, 27_310, 25_160, 62_250],
    "QS2": [5_050, 13_250, 13_900, 32_200],
    "QS3": [9_500, 23_300, 25_000, 57_800],
    "QS4": [6_100, 12_650, 12_700, 31_450],
    "QS5": [6_560, 12_970, 13_220, 32_750],
}
BY_SOURCE = {
    "MB": [16_120, 31_945, 32_110, 80_175],
    "KG": [5_820, 9_400, 9_840, 25_060],
    "SF": [5_805, 24_640, 23_920, 54_365],
    "DON": [5_905, 13_275, 13_550, 32_730],
}
COST = [36_990, 89_480, 89_980, 216_450]
GAP = [3_340, 10_220, 10_560, 24_120]


def made(version: PlanVersion, language: str = "en") -> bytes:
    return render_action_plan(load_version(version.pk), language, lambda done, whole: None)


def opened(content: bytes, *, data_only: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(content), data_only=data_only)


def rows_by_code(sheet: Any) -> dict[str, list[Any]]:
    return {str(row[0]): list(row) for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True) if row[0]}


def in_thousands(values: list[Any]) -> list[int]:
    return [value // 1000 for value in values]


@pytest.fixture
def demo() -> PlanVersion:
    MunicipalityFactory(is_demo=True)
    return publish(demo_plan())


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_values_kept_beside_the_formulas_are_the_oracles(language: str, demo: PlanVersion) -> None:
    book = opened(made(demo, language), data_only=True)

    assert book.sheetnames == SHEETS[language]
    goals = rows_by_code(book.worksheets[1])
    assert {code: in_thousands(goals[code][2:6]) for code in BY_GOAL} == BY_GOAL
    by_year = {row[1]: row for row in book.worksheets[2].iter_rows(min_row=HEAD + 1, max_row=13, values_only=True)}
    first = list(book.worksheets[2].iter_rows(min_row=HEAD + 1, max_row=HEAD + 4, values_only=True))
    assert {row[0]: in_thousands(list(row[2:6])) for row in first} == BY_SOURCE
    cost, gap = ("Kosto", "Hendeku") if language == "sq" else ("Cost", "Gap")
    assert in_thousands(list(by_year[cost][2:6])) == COST
    assert in_thousands(list(by_year[gap][2:6])) == GAP


def test_every_formula_evaluates_to_the_value_kept_beside_it(demo: PlanVersion) -> None:
    content = made(demo)
    formulas, kept = opened(content), opened(content, data_only=True)
    evaluator = Evaluator(formulas)

    checked = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    known = kept[sheet.title][cell.coordinate].value
                    assert evaluator.value(sheet.title, cell.row, cell.column) == pytest.approx(known), cell
                    checked += 1
    assert checked > 600


def test_a_changed_cell_changes_every_sum_above_it(demo: PlanVersion) -> None:
    book = opened(made(demo))
    lines, matrix = book["Funding lines"], book["Action plan"]
    first_line = next(row for row in lines.iter_rows(min_row=HEAD + 1) if row[0].value == "1.1.1")
    first_line[6].value += 1_000_000
    measure = next(row for row in matrix.iter_rows(min_row=HEAD + 1) if row[0].value == "1.1.1")
    measure[9].value += 7_000_000
    evaluator = Evaluator(book)

    by_source = book["Budget by source"]
    cost = next(row for row in by_source.iter_rows(min_row=HEAD + 1) if row[1].value == "Cost")
    gap = next(row for row in by_source.iter_rows(min_row=HEAD + 1) if row[1].value == "Gap")
    totals = [evaluator.value("Budget by source", row[5].row, 6) for row in (cost, gap)]
    assert totals == [216_450_000 + 7_000_000, 24_120_000 + 6_000_000]


def test_the_matrix_prints_measures_under_goals_and_objectives(demo: PlanVersion) -> None:
    book = opened(made(demo), data_only=True)
    rows = rows_by_code(book["Action plan"])

    assert len(rows) == 5 + 15 + 40
    measure = rows["1.1.1"]
    assert measure[1] == "Recruit 4 social workers for NARU"
    assert measure[7].date().isoformat() == "2025-03-28"
    assert in_thousands(measure[9:13]) == [1_800, 3_800, 3_950, 9_550]
    last = list(book["Action plan"].iter_rows(values_only=True))[-1]
    assert (last[12], last[-1]) == (216_450_000, 24_120_000)


def test_sheets_are_laid_out_for_print_and_say_what_they_are(demo: PlanVersion) -> None:
    book = opened(made(demo, "sq"))

    for sheet in book.worksheets:
        assert sheet.freeze_panes
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$5:$5"
        assert "TË DHËNA DEMONSTRUESE" in sheet["A1"].value
        assert demo.seal.sha256 in sheet.oddFooter.left.text
    notes = " ".join(str(value) for row in book["Shënime"].iter_rows(values_only=True) for value in row if value)
    assert demo.seal.sha256 in notes
    assert str(demo.decision) in notes
    assert book.properties.title.endswith(demo.plan.title_sq)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_no_text_becomes_a_formula(sign: str) -> None:
    MunicipalityFactory()
    text = f'{sign}HYPERLINK("http://example.org","x")'
    version = PlanVersionFactory(content=True)
    version.measures.update(title_en=text, partners=text)
    version.indicators.update(title_en=text)

    content = made(version)

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        formulas = [
            formula
            for name in package.namelist()
            if name.startswith("xl/worksheets/sheet")
            for formula in re.findall(r"<f>(.*?)</f>", package.read(name).decode())
        ]
    assert formulas
    assert not [formula for formula in formulas if "HYPERLINK" in formula]
    cell = next(row[1] for row in opened(content)["Action plan"].iter_rows() if row[1].value == text)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_source_in_two_certainties_is_added_once_and_told_apart() -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    cost = version.measurecosts.get()
    FundingLineFactory(cost=cost, source=FundingLine.objects.get().source, state=FundingState.SECURED, amount=250_000)

    book = opened(made(version), data_only=True)

    rows = [row for row in book["Budget by source"].iter_rows(min_row=HEAD + 1, values_only=True) if row[0] == "MB"]
    assert [list(rows[0][2:6]), list(rows[1][2:6])] == [[650_000, 0, 0, 650_000], [250_000, 0, 400_000, 650_000]]


def test_an_empty_plan_still_opens() -> None:
    MunicipalityFactory()

    book = opened(made(PlanVersionFactory()), data_only=True)

    assert book["Budget by source"].cell(HEAD + 1, 2).value == "Funded"


def test_a_hidden_baseline_stays_hidden() -> None:
    MunicipalityFactory()
    version = PlanVersionFactory()
    IndicatorFactory(objective__goal__version=version, code="T1", baseline=3, hides_baseline=True)

    row = rows_by_code(opened(made(version), data_only=True)["Indicators"])["T1"]

    assert row[6] is None
    assert row[-1].startswith("■ ")


@pytest.mark.parametrize("count", [1, 30])
def test_the_sheet_costs_the_same_with_many_measures(count: int, django_assert_num_queries: Any) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    objective = version.specificobjectives.get()
    for measure in MeasureFactory.create_batch(count, objective=objective):
        FundingLineFactory(cost=MeasureCostFactory(measure=measure))
    loaded = load_version(version.pk)

    with django_assert_num_queries(13):
        render_action_plan(loaded, "sq", lambda done, whole: None)
