"""What is wrong with an installation, in sentences that say what to do: `manage.py doctor`."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from smtplib import SMTPException

import redis
from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import short_date
from municipality.models import Municipality
from operations.enums import MessageState
from operations.models import Event, Heartbeat, OutgoingMessage
from operations.queue.jobs import pdf_lack
from operations.supervisor.machine import pdf_remedy
from operations.trail.history import read_heads
from vlora_plan import health
from vlora_plan.calendar_watch import years_lacking

MAY_BE_OLD = timedelta(days=2)
PRODUCTION = "vlora_plan.settings.production"

Part = Callable[[], Iterator[str]]


def of_settings() -> Iterator[str]:
    """Django's own check for deployment; a machine of development is not held to it."""
    if settings.SETTINGS_MODULE == PRODUCTION:
        for found in checks.run_checks(include_deployment_checks=True):
            yield " ".join(filter(None, [str(found.msg), str(found.hint or "")]))
    if not Municipality.objects.exists():
        yield _("Nobody has set this installation up yet: open %(address)s.") % {"address": settings.SITE_URL}


def of_database() -> Iterator[str]:
    try:
        health.migrations()
    except health.Unwell as illness:
        yield _("The database is not of this version (%(how)s): run “manage.py prepare_database”.") % {"how": illness}


def of_storage() -> Iterator[str]:
    """Written, read and removed again, as every stored file is."""
    content = secrets.token_bytes(64)
    try:
        name = default_storage.save(f"doctor-{secrets.token_hex(8)}", ContentFile(content))
        with default_storage.open(name) as file:
            is_whole = file.read() == content
        default_storage.delete(name)
    except OSError as error:
        yield _("Files cannot be kept in %(folder)s: %(why)s.") % {
            "folder": settings.MEDIA_ROOT,
            "why": str(error.strerror or error).rstrip("."),
        }
        return
    if not is_whole:
        yield _("A file in %(folder)s was not what had been written.") % {"folder": settings.MEDIA_ROOT}


def of_broker() -> Iterator[str]:
    try:
        health.broker()
    except (redis.RedisError, OSError):
        yield _("The broker does not answer: is it running, and does REDIS_URL name it?")


def of_worker() -> Iterator[str]:
    try:
        health.worker()
    except health.Unwell as illness:
        yield _("No worker does its work (%(how)s): start worker and beat, and read their logs.") % {"how": illness}
    if line := pdf_remedy():
        yield pdf_lack(line)


def of_mail() -> Iterator[str]:
    """The server lets us in, and nothing was given up of late."""
    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except (SMTPException, OSError) as error:
        yield _("The mail server %(host)s:%(port)s refuses us: %(why)s.") % {
            "host": settings.EMAIL_HOST,
            "port": settings.EMAIL_PORT,
            "why": error,
        }
    lost = OutgoingMessage.objects.filter(state=MessageState.FAILED, created_at__gt=timezone.now() - 7 * MAY_BE_OLD)
    if count := lost.count():
        yield _("Mails given up in the last two weeks: %(count)s.") % {"count": count}


def of_calendar() -> Iterator[str]:
    for year in years_lacking(timezone.localdate()):
        yield _("The calendar has no days off for %(year)s: no period that enters it can be published.") % {
            "year": year
        }


def of_backups() -> Iterator[str]:
    last = Heartbeat.objects.filter(name="backup").values_list("seen_at", flat=True).first()
    if last is None:
        yield _("No backup has been made yet: run “manage.py backup FOLDER”, and let a clock do it every night.")
    elif timezone.now() - last > MAY_BE_OLD:
        yield _("The last backup was made on %(day)s: read the log of the backup service.") % {"day": short_date(last)}


def of_heads() -> Iterator[str]:
    """The history's heads keep up with it outside the database."""
    heads = read_heads()
    seen = heads[-1].sequence if heads else 0
    if Event.objects.filter(sequence__gt=seen, recorded_at__lt=timezone.now() - MAY_BE_OLD).exists():
        yield _("The file of heads %(file)s lacks the newest events: can worker and clock write it?") % {
            "file": settings.HISTORY_HEADS_FILE
        }


PARTS: dict[str, Part] = {
    "settings": of_settings,
    "database": of_database,
    "storage": of_storage,
    "broker": of_broker,
    "worker": of_worker,
    "mail": of_mail,
    "calendar": of_calendar,
    "backups": of_backups,
    "heads": of_heads,
}


def complaints() -> Iterator[tuple[str, list[str]]]:
    """The sentences of each part; a part that needs a database that is gone says so."""
    for name, part in PARTS.items():
        try:
            yield name, list(part())
        except DatabaseError:
            yield name, [_("The database does not answer: is it running, and does DATABASE_URL name it?")]


def send_test_mail(address: str) -> str:
    """Sends one mail to the one who asks; the sentence of what is wrong, empty when the server took it."""
    words = _("This mail was sent by “manage.py doctor” of %(address)s. Mails leave this installation.")
    try:
        EmailMessage(_("Test"), words % {"address": settings.SITE_URL}, to=[address]).send()
    except (SMTPException, OSError, ValueError) as error:
        return _("The mail to %(address)s was not taken: %(why)s.") % {"address": address, "why": error}
    return ""
