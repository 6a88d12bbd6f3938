"""The same wrong sheets by the pages that people use: the sentence is shown, and nothing partial is kept."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.enums import ImportKind
from assessments.imports.services import SheetUpload
from assessments.models import DataPoint, Service, SheetImport, SheetToRead, StagedFigure
from operations.models import Job, StoredFile
from operations.queue import jobs
from tests.assessments.imports.test_bad_input import REFUSED, ROWS
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, FigureDefinitionFactory, ServiceTypeFactory
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def client(client_of: Login) -> Client:
    FigureDefinitionFactory(code="banoret")
    ServiceTypeFactory(code="COM-DAY")
    AdministrativeUnitFactory(code="shushice", name_sq="Shushicë", name_en="")
    return client_of(UserFactory(role="staff"))


def hand_in(client: Client, upload: SheetUpload) -> Any:
    """The page that answers, after a worker has read what is long."""
    if b"service_type" in upload.content:
        address = reverse("assessments:shared_import", args=[ImportKind.SERVICES])
    else:
        address = reverse("assessments:edition_import", args=[AssessmentFactory().pk, ImportKind.FIGURES])
    if upload.is_pasted:
        words: dict[str, Any] = {"pasted": upload.content.decode()}
    else:
        words = {"file": SimpleUploadedFile(upload.name, upload.content)}
    client.cookies["django_language"] = "en"
    answer = client.post(address.replace("/sq/", "/en/"), words, follow=True)
    if job := Job.objects.first():
        jobs.run(job.pk)
        answer = client.get(job.get_absolute_url().replace("/sq/", "/en/"), follow=True)
    return answer


def said(page: Any) -> str:
    return html.unescape(page.content.decode())


@pytest.mark.parametrize("name", ROWS)
def test_a_wrong_row_is_shown_and_not_taken(name: str, client: Client) -> None:
    make, expected = ROWS[name]

    page = hand_in(client, make())

    run = SheetImport.objects.get()
    assert page.redirect_chain[-1][0].endswith(run.get_absolute_url()[3:])
    assert all(sentence in said(page) for _number, _column, sentence in expected)
    assert len(page.context["failed"]) == run.failed == len(expected)
    client.post(run.get_absolute_url(), {"once": "a" * 32})
    if job := Job.objects.filter(kind__endswith="take_import").first():
        jobs.run(job.pk)
    assert DataPoint.objects.count() == run.to_take
    assert not Service.objects.exists()
    mended = client.get(reverse("assessments:import_mend", args=[run.pk, "csv"])).getvalue().decode("utf-8-sig")
    assert mended.count("\r\n") == len(expected) + 1


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_says_why_and_is_not_kept(name: str, client: Client) -> None:
    make, sentence = REFUSED[name]

    page = hand_in(client, make())

    assert sentence in said(page)
    assert not SheetImport.objects.exists()
    assert not StagedFigure.objects.exists()
    assert not StoredFile.objects.exists()
    assert not SheetToRead.objects.exclude(content=None).exists()
