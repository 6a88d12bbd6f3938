"""A public hearing has a clock of its own: earliest day, mark and reason of a short notice, refusal once it is set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from consultations.enums import DELIVERED_KINDS, EventStatus
from consultations.facts.meetings import earliest_hearing, meeting_notice
from consultations.models import ConsultationEvent, Round
from consultations.outputs.notice import notice_of
from consultations.outputs.tables import meetings_table
from consultations.privacy import public_face
from consultations.services import publish_round, save_event
from consultations.services.meetings import settle_notice
from core.workflow import StepRefused
from municipality import delivered_rows
from municipality.models import CalendarDay, DeadlineRule
from operations.deeds import Entry
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ConsultationEventFactory, EventKindFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db

NOTICE = date(2024, 4, 8)
EARLIEST = date(2024, 5, 9)


@pytest.fixture(autouse=True)
def _law() -> None:
    MunicipalityFactory()
    for name, model in (("deadlines", DeadlineRule), ("calendar", CalendarDay)):
        for fields in delivered_rows.read(name):
            model.objects.create(**fields)


@pytest.fixture
def coordinator() -> User:
    return UserFactory(role="coordinator")


def draft_round(**more: Any) -> Round:
    return RoundFactory(kind="draft_plan", **({"state": "open", "notice_on": NOTICE, "closes_on": EARLIEST} | more))


def hearing(consultation: Round, held_on: date, **more: Any) -> ConsultationEvent:
    made = {"kind": "public_hearing", "title_sq": "Dëgjesë", "confidentiality": "public"} | more
    return ConsultationEvent(
        round=consultation, held_on=held_on, **made | {"kind": EventKindFactory(code=made["kind"])}
    )


def refuse() -> None:
    DeadlineRule.objects.filter(code="public_meeting").update(
        refuses=True, checked_by="Zyra juridike", checked_on=date(2024, 1, 10)
    )


@pytest.mark.parametrize(("held_on", "days"), [(date(2024, 4, 17), 6), (date(2024, 4, 24), 11), (EARLIEST, None)])
def test_the_notice_of_the_demonstration_is_short_by_so_many_days(
    coordinator: User, held_on: date, days: int | None
) -> None:
    kept = save_event(
        hearing(draft_round(), held_on, status=EventStatus.HELD, short_notice_reason="Afati i këshillit"),
        actor=coordinator,
        groups=[],
        entry=Entry(held_on, is_back_entry=True, source_document="Procesverbali"),
    )

    notice = meeting_notice(kept)
    assert notice is not None
    assert (kept.short_notice_days, notice.earliest) == (days, EARLIEST)
    assert bool(kept.short_notice_reason) == (days is not None)


@time_machine.travel("2024-04-08 10:00", tick=False)
def test_a_short_notice_asks_why_and_names_the_earliest_day(coordinator: User) -> None:
    with override("en"), pytest.raises(ValidationError, match=r"09\.05\.2024") as refusal:
        save_event(hearing(draft_round(), date(2024, 4, 17)), actor=coordinator, groups=[])

    assert set(refusal.value.error_dict) == {"short_notice_reason"}


@time_machine.travel("2024-04-08 10:00", tick=False)
def test_it_is_refused_once_the_row_is_checked_and_set_to_refuse(coordinator: User) -> None:
    refuse()

    with pytest.raises(ValidationError) as refusal:
        save_event(
            hearing(draft_round(), date(2024, 4, 17), short_notice_reason="Nxitim"), actor=coordinator, groups=[]
        )

    assert set(refusal.value.error_dict) == {"held_on"}
    DeadlineRule.objects.filter(code="public_meeting").update(checked_by="", checked_on=None)
    save_event(hearing(draft_round(), date(2024, 4, 17), short_notice_reason="Nxitim"), actor=coordinator, groups=[])


@time_machine.travel("2024-04-15 10:00", tick=False)
def test_a_hearing_added_or_moved_later_is_noticed_on_that_day(coordinator: User) -> None:
    consultation = draft_round(closes_on=date(2024, 7, 1))
    kept = save_event(hearing(consultation, date(2024, 6, 20)), actor=coordinator, groups=[])
    assert kept.noticed_on == date(2024, 4, 15)

    with time_machine.travel("2024-05-20 10:00", tick=False):
        kept.held_on = date(2024, 6, 10)
        with pytest.raises(ValidationError):
            save_event(kept, actor=coordinator, groups=[])


@pytest.mark.parametrize("kind", [fields["code"] for fields in DELIVERED_KINDS if fields["code"] != "public_hearing"])
def test_other_events_have_no_such_clock(coordinator: User, kind: str) -> None:
    kept = save_event(hearing(draft_round(), date(2024, 4, 17), kind=kind), actor=coordinator, groups=[])

    assert (kept.short_notice_days, meeting_notice(kept)) == (None, None)


@time_machine.travel("2024-04-08 10:00", tick=False)
def test_listening_needs_no_such_notice(coordinator: User) -> None:
    consultation = RoundFactory(is_open=True)

    assert save_event(hearing(consultation, date(2024, 4, 9)), actor=coordinator, groups=[]).short_notice_days is None
    assert earliest_hearing(consultation) is None


@time_machine.travel("2024-04-08 10:00", tick=False)
def test_the_notice_of_the_round_is_refused_where_its_hearing_is_too_near(coordinator: User) -> None:
    consultation = RoundFactory(publishable=True)
    near = ConsultationEventFactory(
        round=consultation, kind="public_hearing", status=EventStatus.PLANNED, held_on=date(2024, 4, 24)
    )

    with override("en"), pytest.raises(StepRefused, match=r"09\.05\.2024"):
        publish_round(consultation, actor=coordinator)

    ConsultationEvent.objects.filter(pk=near.pk).update(short_notice_reason="Afati i këshillit")
    publish_round(consultation, actor=coordinator)
    near.refresh_from_db()
    assert near.short_notice_days == 11


def test_the_database_keeps_no_mark_without_a_reason() -> None:
    event = ConsultationEventFactory()

    with pytest.raises(IntegrityError, match="event_short_notice_has_reason"):
        ConsultationEvent.objects.filter(pk=event.pk).update(short_notice_days=3)


def test_page_and_report_carry_the_mark(client: Client) -> None:
    consultation = draft_round()
    ConsultationEventFactory(
        round=consultation,
        kind="public_hearing",
        held_on=date(2024, 4, 17),
        short_notice_days=6,
        short_notice_reason="Afati i këshillit",
    )

    with override("en"):
        page = client.get(reverse("consultations:public_round_detail", args=[consultation.pk])).content.decode()
        (table,) = meetings_table([consultation])

    assert "short notice, 6 working days" in page
    assert [str(cell.en) for cell in table.rows[0].cells[-1:]] == ["short notice, 6 working days: Afati i këshillit"]


def test_the_form_names_the_earliest_day(client_of: Any, coordinator: User) -> None:
    consultation = draft_round(closes_on=date.today() + timedelta(days=30))  # noqa: DTZ011
    with override("en"), time_machine.travel("2024-04-08 10:00", tick=False):
        page = client_of(coordinator).get(reverse("consultations:event_create", args=[consultation.pk]))

    assert "09.05.2024" in page.content.decode()


def test_a_notice_of_a_day_to_come_is_no_notice() -> None:
    with pytest.raises(ValidationError) as refusal:
        settle_notice(hearing(draft_round(), date(2100, 1, 4), noticed_on=date(2100, 1, 2)))

    assert set(refusal.value.error_dict) == {"noticed_on"}


@pytest.mark.parametrize(
    ("english", "language", "read"),
    [("", "sq", "Salla"), ("Hall", "sq", "Salla"), ("Hall", "en", "Hall"), ("", "en", "Salla (in Albanian)")],
)
def test_venue_and_contact_are_read_in_english_or_marked_as_albanian(english: str, language: str, read: str) -> None:
    consultation = draft_round(coordinator_contact="Salla", coordinator_contact_en=english)
    event = ConsultationEventFactory(
        round=consultation, place="Salla", place_en=english, confidentiality="public", kind="public_hearing"
    )

    with override(language):
        told = dict(notice_of(consultation).facts)
        assert public_face(event).place == read
        assert read in told.values()
