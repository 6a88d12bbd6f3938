"""Who is reminded of a period's results: the people of the office that owns the rows, nobody else."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core.i18n import short_date
from monitoring.expected import OfficeLine, line_of
from monitoring.models import Period
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer, write_messages

RESULTS_DUE = "monitoring.results_due"


def people_of(line: OfficeLine) -> QuerySet[User]:
    """The staff of the office; where it has none, or no office is named, whoever coordinates."""
    if line.has_people:
        return User.objects.holding(Role.STAFF).filter(office=line.office)
    return User.objects.holding(Role.COORDINATOR)


def remind_office(line: OfficeLine, *, stage: str) -> None:
    """One message for each of them at each stage; for another due day they are told anew."""
    key = f"{RESULTS_DUE}:{line.period.pk}:{line.key}:{line.due_on}:{stage}"
    payload = {"period": line.period.pk, "office": line.key}
    write_messages(RESULTS_DUE, event_key=key, to=people_of(line), payload=payload)


@message_composer(RESULTS_DUE)
def results_due_mail(message: OutgoingMessage) -> Mail:
    """As the office stands when the mail goes out; one that has handed in since is told so."""
    period = Period.objects.select_related("version__plan").get(pk=message.payload["period"])
    line = line_of(period, message.payload["office"])
    address = settings.SITE_URL.rstrip("/") + reverse("monitoring:hand_in_list", args=[period.pk])
    if line is None or not line.open_cells:
        said = _("Everything is handed in by now; nothing is left to do.")
        return Mail(_("%(period)s: handed in") % {"period": period}, f"{said}\n\n{address}")
    words = {"period": period, "office": line.name, "day": short_date(line.due_on), "count": len(line.open_cells)}
    subject = _("%(period)s: results due by %(day)s")
    said = _("%(office)s: %(count)s cells are still open. They are due until the end of %(day)s.")
    if line.overdue:
        subject = _("%(period)s: results overdue since %(day)s")
        said = _("%(office)s: %(count)s cells are still open. They were due until the end of %(day)s.")
    return Mail(subject % words, f"{said % words}\n\n{address}")
