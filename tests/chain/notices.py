"""The mails that the way of a plan causes: who is told of the vote, and reminded before the last day of a duty."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import mail
from time_machine import travel

from core.i18n import short_date
from municipality.enums import ThresholdCode
from municipality.models import Threshold
from operations.queue.messages import send_due
from socialplan.approval.deadlines import LegalDate, legal_dates
from socialplan.content.models import PlanVersion
from tests.chain.people import Town
from vlora_plan.tasks import remind_of_open_plan_tasks

REMINDERS = (ThresholdCode.REMINDER_FIRST, ThresholdCode.REMINDER_LAST)


def letters_since(count: int) -> list[tuple[str, str, str]]:
    """Whom the mails after so many went to, their subjects and their words."""
    send_due()
    return [(letter.to[0], str(letter.subject), str(letter.body)) for letter in mail.outbox[count:]]


def told_of_the_vote(town: Town, version: PlanVersion, before: int) -> None:
    """Whose turn it is has the number of votes' outcome in the mail, the next duty, its last day and the page."""
    found = {to: (subject, body) for to, subject, body in letters_since(before)}
    page = town.address + f"/sq/plan/versions/{version.pk}/approval/"
    subject, body = found["mayor@fier.example"]
    assert subject == f"Bashkia Fier: {version}: i miratuar nga këshilli"
    duty = duty_of(version, "announcement")
    assert short_date(duty.due_on) in body
    assert page.removeprefix(town.address) in body
    assert "secretary@fier.example" not in found, "who has recorded the vote knows it"


def duty_of(version: PlanVersion, code: str) -> LegalDate:
    found = PlanVersion.objects.with_acts().get(pk=version.pk)
    return next(each for each in legal_dates(found) if each.code == code)


def reminded_of(version: PlanVersion, code: str, *names: str) -> None:
    """Those whom the duty binds have one mail at each of the municipality's days before the last, and nobody else."""
    duty = duty_of(version, code)
    assert duty.due_on is not None
    values = Threshold.objects.filter(code__in=REMINDERS).values_list("value", flat=True)
    for days in sorted(map(int, values), reverse=True):
        morning = datetime.combine(duty.due_on - timedelta(days=days), time(10), ZoneInfo(settings.TIME_ZONE))
        send_due()
        before = len(mail.outbox)
        with travel(morning, tick=True):
            remind_of_open_plan_tasks()
            remind_of_open_plan_tasks()
            found = letters_since(before)
        assert sorted(to for to, _subject, _body in found) == sorted(f"{name}@fier.example" for name in names), days
        for _to, subject, body in found:
            assert subject == f"Bashkia Fier: {duty.label}: deri më {short_date(duty.due_on)}"
            assert str(version) in body
