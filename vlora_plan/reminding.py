"""Deadlines that come near: who sees a date among the dates ahead is told seven days before it, and one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from core.i18n import short_date
from municipality.enums import ThresholdCode
from municipality.models import Threshold
from operations.enums import NewsTopic
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer, write_messages
from operations.queue.news import News
from vlora_plan.pages.ahead import dates_ahead

DATE_NEAR = "vlora_plan.date_near"
DAYS = (ThresholdCode.REMINDER_FIRST, ThresholdCode.REMINDER_LAST)


@dataclass(frozen=True, slots=True)
class NearDate:
    """A date that a person sees ahead; its heading by language."""

    day: date
    path: str
    headings: dict[str, str]


def remind_of_dates() -> int:
    """Write to each person what is not written yet; returns of how many dates that was.

    The legal dates of plans have reminders of their own, to those alone whom they bind.
    """
    days = sorted(int(each) for each in Threshold.objects.filter(code__in=DAYS).values_list("value", flat=True))
    return sum(
        remind(person, near, within=within)
        for person in User.objects.filter(is_active=True, assignments__revoked_on=None).distinct().with_roles()
        for near in near_dates(person)
        if (within := limit_of(near.day, days)) is not None
    )


def limit_of(day: date, days: list[int]) -> int | None:
    """The limit that the date has come within; None while it is far away."""
    left = (day - timezone.localdate()).days
    return next((limit for limit in days if left <= limit), None)


def near_dates(person: User) -> list[NearDate]:
    found: dict[tuple[date, str], NearDate] = {}
    for language in ("sq", "en"):
        with translation.override(language):
            for each in dates_ahead(person, with_plans=False):
                path = translate_url(each.url, "sq")
                near = found.setdefault((each.day, path), NearDate(each.day, path, {}))
                values = {"document": each.document, "what": each.label, "day": short_date(each.day)}
                near.headings[language] = _("%(document)s. %(what)s: %(day)s.") % values
    return list(found.values())


def remind(person: User, near: NearDate, *, within: int) -> int:
    return len(
        write_messages(
            DATE_NEAR,
            event_key=f"{DATE_NEAR}:{near.path}:{near.day}:{within}",
            to=[person],
            payload={},
            news=News(NewsTopic.DEADLINES, lambda: near.headings[str(get_language())], near.path),
        )
    )


@message_composer(DATE_NEAR)
def date_near_mail(message: OutgoingMessage) -> Mail:
    page = settings.SITE_URL.rstrip("/") + message.page
    return Mail(message.heading, f"{message.heading}\n\n{page}")
