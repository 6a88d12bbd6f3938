"""A sheet too wide for a screen shows the columns of one dimension; what is pasted fills those that stand there."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.grid.sheets import sheet_of
from monitoring.models import MeasureReach, Period
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import PeriodFactory, measure_of
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import MeasureFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db

ALWAYS_FIRST, ALWAYS_LAST = ["title", "all", "counting"], ["standing", "note"]
SEX = ["sex-women", "sex-men", "sex-unknown", "why-sex"]
AGE = ["age-under_16", "age-16_24", "age-25_39", "age-40_64", "age-65_plus", "age-unknown", "why-age"]


def period_of(measures: int = 0) -> Period:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    objective = version.specificobjectives.first()
    for number in range(measures):
        MeasureFactory(objective=objective, code=f"ZF{number}")
    found: Period = PeriodFactory(version=put_in_state(version, "in_force"))
    return found


@pytest.fixture
def client(client_of: Any) -> Any:
    return client_of(UserFactory(role="staff"))


def address(name: str, period: Period, by: str = "") -> str:
    return reverse(f"monitoring:{name}", args=[period.pk, "reach"]) + (f"?by={by}" if by else "")


def columns_of(client: Any, period: Period, by: str = "") -> list[str]:
    """The fields of the first row, as the page prints them."""
    page = client.get(address("grid", period, by)).content.decode()
    row = page.split(f'id="m-{measure_of(period).pk}"', 1)[1].split("</tr>", 1)[0]
    return [each.split('"', 1)[0] for each in row.split('data-f="')[1:]]


def test_the_page_shows_the_columns_of_one_dimension_and_all_where_they_are_asked_for(client: Any) -> None:
    period = period_of()
    everything: Any = sheet_of(period, "reach")

    assert columns_of(client, period) == [*ALWAYS_FIRST, *SEX, *ALWAYS_LAST]
    assert columns_of(client, period, "age") == [*ALWAYS_FIRST, *AGE, *ALWAYS_LAST]
    assert columns_of(client, period, "all") == [each.name for each in everything.columns]
    assert set(SEX + AGE) < {each.name for each in everything.columns}


def test_each_fold_is_a_link_and_the_one_that_stands_says_so(client: Any) -> None:
    page = client.get(address("grid", period_of(), "age")).content.decode()

    for code in ("sex", "age", "group", "unit", "all"):
        assert (f'<a href="?by={code}" aria-current="page">' in page) == (code == "age")
        assert f'<a href="?by={code}"' in page


def test_a_block_fills_the_columns_that_stand_and_the_page_comes_back_folded(client: Any) -> None:
    period = period_of()
    row = str(measure_of(period).pk)
    sent = {"place": row, "column": "all", "text": "12\tonce\t2\t10"}
    shown = client.post(address("grid_paste", period, "age"), sent).context["plan"].digest
    answer = client.post(address("grid_paste", period, "age"), sent | {"confirm": "1", "shown": shown})

    assert answer["Location"] == f"{address('grid', period, 'age')}#m-{row}"
    kept = {(each.dimension, each.part): each.persons for each in MeasureReach.objects.all()}
    assert kept == {("all", "all"): 12, ("age", "under_16"): 2, ("age", "16_24"): 10}
    page = client.get(address("grid", period, "age")).content.decode()
    assert f'action="{address("grid_paste", period, "age")}"' in page
    assert f'action="{address("grid_undo", period, "age")}"' in page
    assert client.post(address("grid_undo", period, "age"))["Location"] == address("grid", period, "age")
    assert not MeasureReach.objects.exists()


def test_a_cell_of_a_folded_page_is_written_and_the_file_has_all_columns(client: Any) -> None:
    period = period_of()
    row = str(measure_of(period).pk)
    sent = {"row": row, "field": ["all", "age-16_24"], "typed": ["9", "9"], "was": ["", ""]}
    assert client.post(address("grid_cell", period), sent).status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(client.get(address("grid_file", period, "age")).content))
    everything: Any = sheet_of(period, "reach")

    assert MeasureReach.objects.get(dimension="age").persons == 9
    assert book.active.max_column == len(everything.columns) + 2


@pytest.mark.parametrize("by", ["", "age", "all"])
def test_a_long_sheet_asks_no_more_than_a_short_one(client: Any, by: str) -> None:
    counts = []
    for measures in (1, 30):
        period = period_of(measures)
        client.get(address("grid", period, by))
        with CaptureQueriesContext(connection) as asked:
            client.get(address("grid", period, by))
        counts.append(len(asked))

    assert counts == [9, 9]


@pytest.mark.parametrize("by", ["nothing", "\n", "x" * 400])
def test_a_word_that_is_no_dimension_leaves_all_columns(client: Any, by: str) -> None:
    period = period_of()
    sent = {"place": str(measure_of(period).pk), "column": "all", "text": "12\tonce"}

    assert columns_of(client, period, by)
    assert client.post(address("grid_paste", period, by), sent).context["plan"].may_be_pasted
    assert client.post(address("grid_undo", period, by)).status_code == 302
