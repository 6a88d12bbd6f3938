from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")


class Queue(StrEnum):
    """Where work waits, each with a worker of its own: mails, pages to lay out, sheets."""

    FAST = "fast"
    PDF = "pdf"
    SHEETS = "sheets"


class MessageState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("message", "waiting")
    SENDING = "sending", pgettext_lazy("message", "being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    FAILED = "failed", pgettext_lazy("message", "failed")


class NewsTopic(models.TextChoices):
    """What somebody who works here is told of; what concerns the account itself is no news and cannot be left."""

    STEPS = "steps", _("A document has moved on and waits for me")
    DECISIONS = "decisions", _("A decision on a plan, or against one")
    DEADLINES = "deadlines", _("A deadline comes near: seven days before, and one")
    MENTIONS = "mentions", _("Somebody has named me or answered my comment")


class NewsWay(models.TextChoices):
    AT_ONCE = "at_once", pgettext_lazy("news", "by e-mail at once")
    DAILY = "daily", pgettext_lazy("news", "in one e-mail a day")
    HERE = "here", pgettext_lazy("news", "only on the page of news")


USUAL_WAY = {
    NewsTopic.STEPS: NewsWay.DAILY,
    NewsTopic.DECISIONS: NewsWay.AT_ONCE,
    NewsTopic.DEADLINES: NewsWay.AT_ONCE,
    NewsTopic.MENTIONS: NewsWay.AT_ONCE,
}


class Retention(models.TextChoices):
    """How long a field's content may be kept, and why."""

    RECORD = "record", _("kept permanently: public record or reference")
    TRAIL = "trail", _("kept permanently: proof of who did what")
    ACCOUNT = "account", _("kept while the account exists")
    CONTACT = "contact", _("personal contact, purged after its term")
    VOICE = "voice", _("words of contributors, kept with the consultation file")
    TECHNICAL = "technical", _("technical, purged after its term")
    SECRET = "secret", _("secret, never shown or exported")
