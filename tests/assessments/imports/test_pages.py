"""A sheet by the pages: uploaded, looked at, taken, undone; a refused file says why at its form."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from assessments.enums import ImportKind
from assessments.models import Assessment, SheetImport
from tests.assessments.imports.test_needs_and_services import NEED
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, TargetGroupFactory, small_number_thresholds

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def edition() -> Assessment:
    TargetGroupFactory(code="RE")
    return AssessmentFactory()


def workbook(*rows: dict[str, Any]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    made = io.BytesIO()
    book.save(made)
    return SimpleUploadedFile("nevojat.xlsx", made.getvalue())


def send(client: Client, edition: Assessment, **words: Any) -> Any:
    return client.post(reverse("assessments:edition_import", args=[edition.pk, "needs"]), words)


def test_from_the_upload_to_the_undo(edition: Assessment, client_of: Login) -> None:
    NeedFactory(assessment=edition, code="N02", covered=5)
    client = client_of(UserFactory(role="staff"))
    bad = {**NEED, "code": "N03", "affected": "1.234"}

    answer = send(client, edition, file=workbook(NEED, {**NEED, "code": "N02", "covered": "6"}, bad))
    run = SheetImport.objects.get()
    assert answer.url == run.get_absolute_url()
    page = client.get(answer.url).content.decode()
    assert all(each in page for each in ("N01", "<del>5</del>", "1234", run.sha256))

    assert client.post(answer.url, {"once": "a" * 32}).status_code == 302
    assert sorted(edition.needs.values_list("code", flat=True)) == ["N01", "N02"]
    assert client.get(reverse("assessments:import_mend", args=[run.pk, "xlsx"])).status_code == 200
    assert "nevojat.xlsx" in client.get(reverse("assessments:import_list")).content.decode()

    client.post(reverse("assessments:import_undo", args=[run.pk]))
    assert list(edition.needs.values_list("code", "covered")) == [("N02", 5)]


def test_the_page_of_an_import_says_by_its_heading_what_became_of_it(edition: Assessment, client_of: Login) -> None:
    """Read, taken, undone; and where its rows stand once they are taken."""
    client = client_of(UserFactory(role="staff"))
    with override("en"):
        address = send(client, edition, file=workbook(NEED)).url
        rows = reverse("assessments:need_list", args=[edition.pk])
        shown = [client.get(address).content.decode()]
        client.post(address, {"once": "a" * 32})
        shown.append(client.get(address).content.decode())
        client.post(reverse("assessments:import_undo", args=[SheetImport.objects.get().pk]))
        shown.append(client.get(address).content.decode())

    headings = [re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page) for page in shown]
    assert [found and found[1] for found in headings] == [
        "What the sheet would do",
        "What the sheet did",
        "An import that was undone",
    ]
    assert [rows in page for page in shown] == [False, True, False]


@pytest.mark.parametrize("kind", ImportKind.values)
def test_a_taken_import_of_every_table_leads_to_its_rows(kind: str, edition: Assessment, client_of: Login) -> None:
    small_number_thresholds()
    of_edition = edition if kind in {"needs", "figures", "staff"} else None
    admin = UserFactory(role="admin" if kind == "units" else "staff")
    run = SheetImport.objects.create(
        kind=kind,
        assessment=of_edition,
        file_name="x",
        sha256="0" * 64,
        uploaded_by=admin,
        state="taken",
        decided_at=timezone.now(),
        new=18_000,
    )
    client = client_of(admin)

    page = client.get(run.get_absolute_url())

    assert client.get(page.context["rows_url"]).status_code == 200
    assert page.context["rows_url"] in (words := page.content.decode())
    assert "18\N{NO-BREAK SPACE}000" in words


REFUSED: dict[str, tuple[str, bytes]] = {
    "macro": ("a.xlsm", b"PK\x03\x04"),
    "old": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n"),
    "wrong": ("a.csv", b"x;y\n1;2"),
    "large": ("a.csv", b"x;y\n" + b"1;2\n" * 5_300_000),
    "person": ("a.csv", b"code;mbiemri\n1;2"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_is_answered_at_the_form_and_not_kept(name: str, edition: Assessment, client_of: Login) -> None:
    file_name, content = REFUSED[name]

    answer = send(client_of(UserFactory(role="staff")), edition, file=SimpleUploadedFile(file_name, content))

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not SheetImport.objects.exists()


def test_neither_file_nor_block_is_asked_for(edition: Assessment, client_of: Login) -> None:
    assert send(client_of(UserFactory(role="staff")), edition, pasted=" ").context["form"].errors


def test_a_pasted_block_is_thrown_away(edition: Assessment, client_of: Login) -> None:
    client = client_of(UserFactory(role="expert"))
    block = "\t".join(NEED) + "\n" + "\t".join(NEED.values())
    run = SheetImport.objects.get(pk=send(client, edition, pasted=block).url.rstrip("/").rpartition("/")[2])

    client.post(reverse("assessments:import_discard", args=[run.pk]))

    run.refresh_from_db()
    assert (run.state, run.rows, edition.needs.count()) == ("discarded", [], 0)
