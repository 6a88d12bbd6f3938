"""The scan of a paper is sealed: kept by its content, opened with a reason, erased with the person, in no output."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.models import Contribution, ContributionContact, ContributionScan, DangerAlert, DataOpening
from consultations.outputs.workbook import round_workbook
from consultations.rights.requests import data_of_request, erase_for_request
from consultations.services import erase_contact
from consultations.services.contributions import attach_scan, erase_scan
from consultations.services.redactions import withdraw_consent
from core.workflow import StepRefused
from operations.models import Event
from operations.retention import purge
from operations.trail.erasures import FILE, outstanding, write_erasures
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    PAPER,
    ConsultationEventFactory,
    ContributionFactory,
    ContributionScanFactory,
    PersonRequestFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory, OfficeFactory

pytestmark = pytest.mark.django_db
WORDS = "Na duhet një rampë te ambulanca."


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Path, db: None) -> None:
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    MunicipalityFactory()


def typed(client: Client, address: str, **more: Any) -> dict[str, Any]:
    page = client.get(address).content.decode()
    return {
        "submission": re.search(r'name="submission" value="([^"]+)"', page)[1],  # type: ignore[index]
        "channel": "paper",
        "spoken_by": "resident",
        "language": "sq",
        "text": WORDS,
        "happened_on": timezone.localdate().strftime("%d.%m.%Y"),
        "protocol_no": "12/2026",
    } | more


def a_file(content: bytes = PAPER, name: str = "Emri Mbiemri.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def worker() -> Any:
    return UserFactory(role="staff", office=OfficeFactory(code="NJMF"))


def opened(client: Client, said: Contribution) -> Any:
    address = reverse("consultations:contribution_open", args=[said.pk])
    return client.post(address, {"opened": "scan", "reason": "Krahasim me fletën"})


def test_a_paper_is_typed_with_its_scan_whose_name_is_not_kept(client_of: Any) -> None:
    desk = client_of(UserFactory(role="coordinator"))
    address = reverse("consultations:contribution_create", args=[RoundFactory(is_open=True).pk])

    answer = desk.post(address, typed(desk, address, scan=a_file()))

    scan = ContributionScan.objects.get()
    assert answer.status_code == 302
    assert (scan.contribution.text, bytes(scan.content), scan.content_type) == (WORDS, PAPER, "application/pdf")
    assert "Mbiemri" not in str(list(Event.objects.values())) + scan.file_name
    assert "Mbiemri" not in desk.get(scan.contribution.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("upload", "more"),
    [
        (b"<html><script>alert(1)</script></html>", {}),
        (b"PK\x03\x04 no archive", {}),
        (b"a;b\n1;2\n", {}),
        (PAPER + b"0" * (10 * 1024 * 1024), {}),
        (PAPER, {"channel": "email"}),
        (PAPER, {"age_band": "under_16"}),
    ],
    ids=["markup", "broken", "table", "too large", "not of paper", "child alone"],
)
def test_what_is_no_scan_is_refused_with_a_sentence_and_the_typed_text_stays(
    upload: bytes, more: dict[str, str], client_of: Any
) -> None:
    desk = client_of(UserFactory(role="coordinator"))
    address = reverse("consultations:contribution_create", args=[RoundFactory(is_open=True).pk])

    page = desk.post(address, typed(desk, address, scan=a_file(upload), **more))

    assert page.status_code == 200
    assert page.context["form"].errors["scan"]
    assert WORDS in page.content.decode()
    assert not Contribution.objects.exists()
    assert not ContributionScan.objects.exists()


def test_it_is_attached_afterwards_once_and_handed_out_only_for_a_recorded_reason(client_of: Any) -> None:
    said = ContributionFactory(channel="paper")
    coordinator = UserFactory(role="coordinator")
    desk = client_of(coordinator)
    address = reverse("consultations:scan_attach", args=[said.pk])
    assert desk.post(address, {"scan": a_file()}).status_code == 302

    again = desk.post(address, {"scan": a_file(PAPER + b"2")})
    handed = opened(desk, said)

    assert "tashmë" in again.content.decode()
    assert handed.content == PAPER
    assert handed["Content-Disposition"] == f'attachment; filename="skanim-{said.pk}.pdf"'
    assert DataOpening.objects.values_list("opened", "opened_by", "reason").get() == (
        "scan",
        coordinator.pk,
        "Krahasim me fletën",
    )
    assert desk.post(reverse("consultations:contribution_open", args=[said.pk]), {"opened": "scan"}).status_code == 200
    assert DataOpening.objects.count() == 1


@pytest.mark.parametrize("role", ["staff", "expert", "admin", "mayor", "ngo"])
def test_nobody_else_opens_it(role: str, client_of: Any) -> None:
    said = ContributionScanFactory().contribution

    assert opened(client_of(UserFactory(role=role)), said).status_code == 403


def test_once_somebody_is_in_danger_only_the_protection_workers_read_it(client_of: Any) -> None:
    said = ContributionScanFactory().contribution
    alert = DangerAlert.objects.create(contribution=said)
    address = reverse("consultations:danger_scan", args=[alert.pk])
    desk = client_of(UserFactory(role="coordinator"))
    refused = (opened(desk, said).status_code, desk.get(address).status_code)

    guarding = client_of(worker())
    page = guarding.get(alert.get_absolute_url()).content.decode()
    read = guarding.get(address)
    alert_returned = guarding.post(alert.get_absolute_url(), {"result": "returned", "reason": "Askush"})

    assert refused == (403, 403)
    assert address in page
    assert read.content == PAPER
    assert alert_returned.status_code == 302
    assert guarding.get(address).status_code == 404


def test_the_paper_of_somebody_in_danger_is_kept_with_her_words(client_of: Any) -> None:
    desk = client_of(UserFactory(role="coordinator"))
    address = reverse("consultations:contribution_create", args=[RoundFactory(is_open=True).pk])

    desk.post(address, typed(desk, address, scan=a_file(), tells_of_danger="on"))

    scan = ContributionScan.objects.get()
    assert DangerAlert.objects.get().contribution == scan.contribution
    assert opened(desk, scan.contribution).status_code == 403


def test_the_form_of_an_event_that_keeps_counts_only_takes_no_file(client_of: Any) -> None:
    desk = client_of(UserFactory(role="coordinator"))
    event = ConsultationEventFactory(confidentiality="counts_only")
    address = reverse("consultations:event_contribution_create", args=[event.pk])

    page = desk.post(address, typed(desk, address, scan=a_file()))

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Contribution.objects.exists()


def test_the_database_keeps_none_of_a_child_alone_or_of_the_web_and_exchanges_none() -> None:
    for said in (ContributionFactory(channel="paper", age_band="under_16"), ContributionFactory()):
        with pytest.raises(IntegrityError), transaction.atomic():
            ContributionScanFactory(contribution=said)
    scan = ContributionScanFactory()
    with pytest.raises(DatabaseError, match="contribution_scan_stays"), transaction.atomic():
        ContributionScan.objects.filter(pk=scan.pk).update(content=b"%PDF-other")


def test_it_goes_with_the_contact_with_the_erasure_by_its_button_and_after_its_term(client_of: Any) -> None:
    coordinator, dpo = UserFactory(role="coordinator"), UserFactory(role="dpo")
    reached, asked, pressed, old = (ContributionScanFactory().contribution for _number in range(4))
    contact = ContributionContact.objects.create(contribution=reached, name="Emri")

    erase_contact(contact, actor=coordinator)
    erase_for_request(PersonRequestFactory(kind="erasure", contribution=asked), actor=dpo)
    client_of(dpo).post(reverse("consultations:scan_erase", args=[pressed.pk]))
    left = list(ContributionScan.objects.values_list("contribution", flat=True))
    ContributionScan.objects.all().delete()
    ContributionScanFactory(contribution=old, recorded_at=timezone.now() - timedelta(days=1_096))
    purge()

    assert left == [old.pk]
    assert not ContributionScan.objects.exists()
    assert Contribution.objects.count() == 4


def test_it_goes_with_the_consent_to_be_reached() -> None:
    said = ContributionFactory(channel="paper", source_document="12/2026")
    ContributionScanFactory(contribution=said)

    withdraw_consent(said, "contact", actor=None)

    assert not ContributionScan.objects.exists()
    assert Event.objects.filter(action="consultations.erase_scan", subject_id=str(said.pk)).count() == 1


def test_a_restore_does_not_bring_it_back() -> None:
    scan = ContributionScanFactory(recorded_at=timezone.now() - timedelta(hours=1))
    said, before = scan.contribution, scan.recorded_at
    erase_for_request(PersonRequestFactory(kind="erasure", contribution=said), actor=UserFactory(role="dpo"))
    write_erasures()

    ContributionScanFactory(contribution=said, recorded_at=before)

    assert [line.kind for line in outstanding()] == ["scan"]
    call_command("replay_erasures", stdout=StringIO())
    assert not ContributionScan.objects.exists()
    assert outstanding() == []


def test_it_stands_in_no_output_but_in_what_is_handed_to_the_person_herself() -> None:
    scan = ContributionScanFactory()
    coordinator = UserFactory(role="coordinator")
    request = PersonRequestFactory(kind="export", contribution=scan.contribution)

    with CaptureQueriesContext(connection) as asked:
        round_workbook(scan.contribution.round, language="sq", actor=coordinator)
    assert "consultations_contributionscan" not in str(asked.captured_queries)
    assert b"content_base64" in data_of_request(request, actor=UserFactory(role="dpo"))
    assert coordinator.has_perm("consultations.open_data", scan.contribution)


def test_the_ledger_outside_the_database_holds_no_word_of_it(settings: Any) -> None:
    said = ContributionScanFactory().contribution
    erase_for_request(PersonRequestFactory(kind="erasure", contribution=said), actor=UserFactory(role="dpo"))
    write_erasures()

    kept = (Path(settings.HISTORY_HEADS_FILE).parent / FILE).read_text()

    assert "scan" in kept
    assert "Kodi 1" not in kept


def test_only_paper_has_a_scan_and_only_one() -> None:
    desk, paper, letter = UserFactory(role="coordinator"), ContributionFactory(channel="paper"), ContributionFactory()

    with pytest.raises(ValidationError) as refused:
        attach_scan(letter, a_file(), actor=desk)
    assert list(refused.value.message_dict) == ["scan"]
    first = attach_scan(paper, a_file(), actor=desk)
    with pytest.raises(StepRefused):
        attach_scan(paper, a_file(PAPER + b" "), actor=desk)

    assert list(ContributionScan.objects.all()) == [first]


def test_who_may_not_work_at_the_desk_neither_attaches_nor_erases() -> None:
    paper = ContributionFactory(channel="paper")
    attach_scan(paper, a_file(), actor=UserFactory(role="coordinator"))

    for role in ("councillor", "ngo", "mayor"):
        with pytest.raises(PermissionDenied):
            attach_scan(paper, a_file(), actor=UserFactory(role=role))
        with pytest.raises(PermissionDenied):
            erase_scan(paper, actor=UserFactory(role=role))

    assert ContributionScan.objects.count() == 1
