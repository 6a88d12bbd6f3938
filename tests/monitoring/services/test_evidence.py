"""Evidence of a value: added with its file, opened by those who see true figures."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from monitoring.models import IndicatorValue, Period, ValueEvidence
from monitoring.services.evidence import add_evidence
from monitoring.services.grid import write_cells
from operations.grids import TypedCell
from socialplan.approval.acts.definition.paper import Paper
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import (
    IndicatorValueFactory,
    PeriodFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


def test_a_value_with_evidence_is_not_emptied(period: Period) -> None:
    staff, value = UserFactory(role="staff"), IndicatorValueFactory(period=period, amount=7, state="draft")
    add_evidence(value, Paper(PDF, "r.pdf"), note="", actor=staff)

    cells = [TypedCell("amount", "", "7")]
    with pytest.raises(ValidationError):
        write_cells(period, "indicators", row=str(value.indicator_id), cells=cells, actor=staff)
    assert IndicatorValue.objects.get().amount == 7


def test_evidence_is_kept_by_its_hash_once_and_opened_by_those_who_see_true_figures(
    period: Period, client_of: Any
) -> None:
    value, staff = IndicatorValueFactory(period=period), client_of(UserFactory(role="staff"))
    address = reverse("monitoring:evidence_add", args=[value.pk])

    refused = staff.post(address, {"file": SimpleUploadedFile("r.pdf", b"MZ\x90")})
    assert refused.context["form"].errors["file"]
    assert staff.post(address, {"file": SimpleUploadedFile("r.pdf", PDF), "note": "Regjistri"}).status_code == 302
    twice = staff.post(address, {"file": SimpleUploadedFile("other.pdf", PDF)})
    assert twice.context["form"].errors

    row = ValueEvidence.objects.get()
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert row.sha256 in staff.get(value.get_absolute_url()).content.decode()
    file = row.file.get_absolute_url()
    assert b"".join(staff.get(file).streaming_content) == PDF
    assert client_of(UserFactory(role="councillor")).get(file).status_code in {403, 404}
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE monitoring_valueevidence SET note = 'x'")
