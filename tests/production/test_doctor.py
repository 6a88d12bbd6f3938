"""What is wrong with an installation is said in sentences, one kind after the other."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone, translation

from municipality.models import CalendarDay
from municipality.services import install_reference_data
from operations.enums import MessageState
from operations.models import Heartbeat, OutgoingMessage
from operations.queue.heartbeats import beat
from operations.supervisor import machine
from operations.trail import history
from operations.trail.audit import write_event
from tests.factories.accounts import OrganisationFactory
from tests.factories.municipality import MunicipalityFactory
from vlora_plan import doctor

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(settings: Any, tmp_path: Any) -> None:
    """An installation with nothing wrong."""
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    MunicipalityFactory()
    install_reference_data()
    for year in (timezone.localdate().year, timezone.localdate().year + 1):
        if not CalendarDay.objects.of_year(year).exists():
            CalendarDay.objects.create(day=f"{year}-01-01", kind="holiday", name_sq="Viti i Ri", legal_basis="-")
    beat("worker")
    beat("backup")


def sentences(part: str) -> list[str]:
    with translation.override("en"):
        return dict(doctor.complaints())[part]


def test_a_sound_installation_is_told_so_part_by_part(well: None) -> None:
    said = io.StringIO()

    call_command("doctor", stdout=said)

    assert said.getvalue().splitlines() == [f"{name}: ok" for name in doctor.PARTS]


def test_a_fault_ends_the_command_with_an_error_code_after_all_is_said(well: None) -> None:
    Heartbeat.objects.all().delete()
    said = io.StringIO()

    with pytest.raises(CommandError):
        call_command("doctor", stdout=said)

    assert "worker: 1" in said.getvalue()
    assert "heads: ok" in said.getvalue()


def test_before_the_first_run_it_says_where_to_begin(settings: Any) -> None:
    assert sentences("settings") == [f"Nobody has set this installation up yet: open {settings.SITE_URL}."]


def test_a_broker_that_is_gone(well: None, settings: Any, tmp_path: Any) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"

    assert sentences("broker") == ["The broker does not answer: is it running, and does REDIS_URL name it?"]


def test_a_worker_that_was_not_seen_of_late(well: None) -> None:
    Heartbeat.objects.filter(name="worker").update(seen_at=timezone.now() - timedelta(minutes=5))

    assert "last heartbeat 300 seconds ago" in sentences("worker")[0]


def test_files_that_cannot_be_kept(well: None, settings: Any, tmp_path: Any) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"

    (sentence,) = sentences("storage")

    assert sentence.startswith(f"Files cannot be kept in {tmp_path / 'file'}: ")
    assert "None" not in sentence


def test_nothing_is_left_in_the_storage(well: None, settings: Any) -> None:
    assert sentences("storage") == []
    assert list(settings.MEDIA_ROOT.iterdir()) == []


def test_a_mail_server_that_does_not_answer_and_mails_that_were_given_up(well: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    OutgoingMessage.objects.create(
        kind="tests.note", dedupe_key="one", address="a@example.al", payload={}, state=MessageState.FAILED
    )

    refused, lost = sentences("mail")

    assert refused.startswith("The mail server 127.0.0.1:9 refuses us:")
    assert lost == "Mails given up in the last two weeks: 1."
    assert doctor.send_test_mail("me@example.al")


def test_a_test_mail_goes_to_the_one_who_asks(well: None) -> None:
    call_command("doctor", mail="me@example.al", stdout=io.StringIO())

    assert [message.to for message in mail.outbox] == [["me@example.al"]]


@pytest.mark.parametrize(("day", "missing"), [("2031-06-01", ["2031"]), ("2031-10-01", ["2031", "2032"])])
def test_a_calendar_without_this_year_and_from_october_without_the_next(
    well: None, monkeypatch: pytest.MonkeyPatch, day: str, missing: list[str]
) -> None:
    CalendarDay.objects.filter(day__year__gte=2031).delete()
    monkeypatch.setattr(timezone, "localdate", lambda: timezone.datetime.fromisoformat(day).date())

    assert [sentence.split(" for ")[1][:4] for sentence in sentences("calendar")] == missing


def test_a_backup_that_is_missing_or_old(well: None) -> None:
    Heartbeat.objects.filter(name="backup").update(seen_at=timezone.now() - timedelta(days=3))
    assert sentences("backups")[0].startswith("The last backup was made on ")

    Heartbeat.objects.filter(name="backup").delete()
    assert sentences("backups")[0].startswith("No backup has been made yet")


def test_heads_that_do_not_keep_up_with_the_history(well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        write_event(actor=None, action="accounts.organisation_edited", subject=OrganisationFactory(), after={})
    assert sentences("heads") == []
    monkeypatch.setattr(doctor, "MAY_BE_OLD", -timedelta(minutes=1))
    assert "lacks the newest events" in sentences("heads")[0]

    history.write_head()

    assert sentences("heads") == []


def test_a_machine_without_pango_is_told_the_line_to_type(well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "loads", lambda names: False)

    assert machine.line_to_type(machine.PDF) in sentences("worker")[0]
