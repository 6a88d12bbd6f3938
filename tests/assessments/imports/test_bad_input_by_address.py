"""Each kind of bad input once more from the address of the page, as somebody sends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.imports.services import SheetUpload
from assessments.models import DataPoint, Service, SheetImport, StagedFigure
from operations.models import Job
from operations.queue import jobs
from tests.assessments.imports.test_bad_input import REFUSED, ROWS
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, FigureDefinitionFactory, ServiceTypeFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_of: Callable[[User], Client]) -> Client:
    MunicipalityFactory()
    FigureDefinitionFactory(code="banoret")
    ServiceTypeFactory(code="COM-DAY")
    AdministrativeUnitFactory(code="shushice", name_sq="Shushicë", name_en="")
    return client_of(UserFactory(role="staff", language="en"))


def sent(staff: Client, upload: SheetUpload) -> Any:
    """To the page of services or of an edition's figures, in the way it comes: as a file or as a block."""
    if b"service_type" in upload.content:
        address = reverse("assessments:shared_import", args=["services"])
    else:
        address = reverse("assessments:edition_import", args=[AssessmentFactory().pk, "figures"])
    if upload.is_pasted:
        words: dict[str, Any] = {"pasted": upload.content.decode()}
    else:
        words = {"file": SimpleUploadedFile(upload.name, upload.content)}
    return staff.post(address.replace("/sq/", "/en/"), words)


@pytest.mark.parametrize("name", ROWS)
def test_the_page_names_the_wrong_rows_and_takes_nothing(name: str, staff: Client) -> None:
    make, expected = ROWS[name]

    answer = sent(staff, make())
    for job in Job.objects.all():  # what is long is read by a worker
        jobs.run(job.pk)

    run = SheetImport.objects.get()
    page = staff.get(answer["Location"], follow=True)
    text = page.content.decode()
    assert run.failed == len(expected)
    for number, _column, sentence in expected:
        assert sentence in text
        assert f"{number}</t" in text.replace("\u00a0", "").replace(",", "")
    assert not DataPoint.objects.exists()
    assert not Service.objects.exists()


@pytest.mark.parametrize("name", REFUSED)
def test_the_page_refuses_the_file_with_a_sentence_and_keeps_nothing(name: str, staff: Client) -> None:
    make, sentence = REFUSED[name]

    answer = sent(staff, make())

    assert answer.status_code in {200, 413}
    if answer.status_code == 200:
        assert sentence in str(answer.context["form"].errors)
    assert not SheetImport.objects.exists()
    assert not StagedFigure.objects.exists()
