"""In autumn those who keep the calendar hear that the days off of the coming year are not entered yet."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from municipality.calendar import WorkingCalendar
from operations.enums import NewsTopic
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer, write_messages
from operations.queue.news import News

NEXT_YEAR_LACKS = "vlora_plan.next_year_lacks"
NEXT_YEAR_IS_DUE_FROM = 10  # the month in which the next year's days off should be entered


def years_lacking(today: date, calendar: WorkingCalendar | None = None) -> list[int]:
    """This year, and from October on the next, where the calendar lacks their proclaimed days off."""
    last = today.year + (today.month >= NEXT_YEAR_IS_DUE_FROM)
    return (calendar or WorkingCalendar.load()).lacking(today, date(last, 12, 31))


def years_after_its_end(today: date) -> list[int]:
    """The same of a calendar that somebody keeps: one without a single year entered has no end."""
    calendar = WorkingCalendar.load()
    return years_lacking(today, calendar) if calendar.years else []


def warn_of_next_year() -> bool:
    """Write to administrators and secretaries, once a month while it is so; returns whether there was reason."""
    today = timezone.localdate()
    if today.month < NEXT_YEAR_IS_DUE_FROM or today.year + 1 not in years_lacking(today):
        return False
    write_messages(
        NEXT_YEAR_LACKS,
        event_key=f"{NEXT_YEAR_LACKS}:{today:%Y-%m}",
        to=User.objects.holding(Role.ADMIN, Role.SECRETARY),
        payload={"year": today.year + 1},
        news=News(
            NewsTopic.DEADLINES,
            lambda: _("The days off of %(year)s are missing") % {"year": today.year + 1},
            reverse("municipality:calendar_year", args=[today.year + 1]),
        ),
    )
    return True


@message_composer(NEXT_YEAR_LACKS)
def next_year_lacks_mail(message: OutgoingMessage) -> Mail:
    year = message.payload["year"]
    lines = [
        _("The calendar does not hold the proclaimed days off of %(year)s yet.") % {"year": year},
        _("Until they are entered, no consultation that runs into that year can be published."),
        settings.SITE_URL.rstrip("/") + reverse("municipality:calendar_year", args=[year]),
    ]
    return Mail(_("The days off of %(year)s are missing") % {"year": year}, "\n\n".join(lines))
