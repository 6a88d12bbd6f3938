"""The grid as an XLSX that comes back: unchanged it changes nothing, changed it is shown, a strange one refused."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import IndicatorValue, MeasureProgress, Period
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import IndicatorValueFactory, MeasureProgressFactory, PeriodFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


def downloaded(client: Any, period: Period, sheet: str) -> Any:
    answer = client.get(reverse("monitoring:grid_file", args=[period.pk, sheet]))
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def send(client: Any, period: Period, sheet: str, book: Any) -> Any:
    written = io.BytesIO()
    book.save(written)
    file = SimpleUploadedFile("fleta.xlsx", written.getvalue())
    return client.post(reverse("monitoring:grid_fill", args=[period.pk, sheet]), {"file": file})


def place(book: Any, head: str) -> int:
    return next(cell.column for cell in book.active[1] if cell.value == head)


def test_a_file_comes_back_by_its_keys_and_is_shown_before_it_is_written(period: Period, client_of: Any) -> None:
    IndicatorValueFactory(period=period, amount="1234.5", source="NJVNR")
    client = client_of(UserFactory(role="staff"))
    book = downloaded(client, period, "indicators")
    assert not send(client, period, "indicators", book).context["plan"].changes

    book.active.cell(2, place(book, "Vlera")).value = 1.25
    preview = send(client, period, "indicators", book)
    assert [change.after for change in preview.context["plan"].changes] == ["1.25"]
    assert IndicatorValue.objects.get().amount == 1234.5
    sent = {"stored": preview.context["stored"], "shown": preview.context["plan"].digest, "confirm": "1"}
    assert client.post(reverse("monitoring:grid_fill", args=[period.pk, "indicators"]), sent).status_code == 302

    assert str(IndicatorValue.objects.get().amount) == "1.25"


def test_many_new_rows_are_written_once(period: Period, client_of: Any) -> None:
    client = client_of(UserFactory(role="staff"))
    book = downloaded(client, period, "indicators")
    book.active.cell(2, place(book, "Vlera")).value = 5
    preview = send(client, period, "indicators", book)
    sent = {"stored": preview.context["stored"], "shown": preview.context["plan"].digest, "confirm": "1"}
    with CaptureQueriesContext(connection) as asked:
        client.post(reverse("monitoring:grid_fill", args=[period.pk, "indicators"]), sent)

    written = [each["sql"].split()[0] for each in asked if '"monitoring_indicatorvalue"' in each["sql"]]
    assert (written.count("INSERT"), written.count("UPDATE")) == (1, 0)
    assert IndicatorValue.objects.get().amount == 5


def test_a_sheet_of_another_period_and_what_cannot_be_are_sentences(period: Period, client_of: Any) -> None:
    client = client_of(UserFactory(role="staff"))
    other = downloaded(client, PeriodFactory(), "measures")
    assert send(client, period, "measures", other).context["form"].errors
    assert send(client, period, "measures", openpyxl.Workbook()).context["form"].errors
    pdf = SimpleUploadedFile("fleta.xlsx", b"%PDF-1.7 x")
    refused = client.post(reverse("monitoring:grid_fill", args=[period.pk, "measures"]), {"file": pdf})
    assert refused.context["form"].errors

    MeasureProgressFactory(period=period)
    book = downloaded(client, period, "measures")
    book.active.cell(2, place(book, "Pjesa e kryer (%)")).value = 4_000_000_000
    assert send(client, period, "measures", book).context["plan"].refused
    assert MeasureProgress.objects.get().share_done == 20


def test_only_what_is_filled_in_is_open_and_no_password_stands_before_the_rest(period: Period, client_of: Any) -> None:
    IndicatorValueFactory(period=period, amount="1234.5", source="NJVNR")
    sheet = downloaded(client_of(UserFactory(role="staff")), period, "indicators").active
    value = place(sheet.parent, "Vlera")

    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert [cell.protection.locked for cell in sheet[2][:4]] == [True] * 4
    assert not sheet.cell(2, value).protection.locked
    assert all(cell.protection.locked for cell in sheet[1])


def test_a_column_of_states_is_chosen_from_a_list(period: Period, client_of: Any) -> None:
    MeasureProgressFactory(period=period)
    sheet = downloaded(client_of(UserFactory(role="staff")), period, "measures").active

    lists = [str(each.formula1) for each in sheet.data_validations.dataValidation]
    assert len(lists) == 1
    assert str(MeasureProgress.objects.get().get_status_display()) in lists[0]


def test_what_others_wrote_meanwhile_stays_and_where_both_wrote_one_chooses(period: Period, client_of: Any) -> None:
    value = IndicatorValueFactory(period=period, amount=5, source="A", note="x")
    client = client_of(UserFactory(role="staff"))
    book = downloaded(client, period, "indicators")
    book.active.cell(2, place(book, "Vlera")).value = 7
    book.active.cell(2, place(book, "Burimi")).value = "B"
    IndicatorValue.objects.filter(pk=value.pk).update(amount=6, note="y")  # another office, since the download

    asked = send(client, period, "indicators", book)
    (both,) = asked.context["both"]
    assert (both.theirs, both.mine) == ("6", "7")
    address = reverse("monitoring:grid_fill", args=[period.pk, "indicators"])
    kept = {"stored": asked.context["stored"], "both": asked.context["asked"]}
    again = client.post(address, kept)
    assert again.context["both"]
    theirs = client.post(address, kept | {both.field: "theirs"})
    assert [change.after for change in theirs.context["plan"].changes] == ["B"]
    mine = client.post(address, kept | {both.field: "mine"})
    sent = {"stored": mine.context["stored"], "shown": mine.context["plan"].digest, "confirm": "1"}
    assert client.post(address, sent).status_code == 302

    value.refresh_from_db()
    assert (value.amount, value.source, value.note) == (7, "B", "y")
