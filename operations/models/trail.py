"""What was done: the audit trail, its heads, and the patterns that published tables keep."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from operations.actions import action_label, role_labels


class SuppressionPattern(models.Model):
    """Which cells of a published table were hidden: kept, so that later releases hide the same ones."""

    append_only = True

    name = models.CharField(_("name"), max_length=120)
    scope = models.CharField(_("scope"), max_length=200)
    pattern = models.JSONField(_("pattern"))
    version = models.PositiveIntegerField(_("version"), default=1)
    audited_at = models.DateTimeField(_("audited at"), db_default=Now())

    class Meta:
        verbose_name = _("suppression pattern")
        verbose_name_plural = _("suppression patterns")
        constraints = [
            models.UniqueConstraint(name="suppression_pattern_version_once", fields=["name", "scope", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class TrailQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> TrailQuerySet:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def newest_first(self) -> TrailQuerySet:
        return self.select_related("actor").defer("rows").order_by("-sequence")

    def older_than(self, sequence: int) -> TrailQuerySet:
        return self.filter(sequence__lt=sequence)


class Event(models.Model):
    """A deed in the audit trail. The database sets sequence, time and hash; rows are only added."""

    append_only = True
    stored_in_history = False  # it is the history

    sequence = models.BigIntegerField(_("sequence"), default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        related_name="events",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    role = models.CharField(_("role"), max_length=100, blank=True)
    action = models.CharField(_("deed"), max_length=100)
    subject_type = models.CharField(_("kind of subject"), max_length=100)
    subject_id = models.CharField(_("key of subject"), max_length=64)
    subject_label = models.CharField(_("subject"), max_length=300)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    is_back_entry = models.BooleanField(_("entered afterwards"), default=False)
    source_document = models.CharField(_("source document"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    prev_hash = models.CharField(_("previous hash"), max_length=64, default="")
    hash = models.CharField(_("hash"), max_length=64, default="")
    rows = models.TextField(_("rows kept"), default="", blank=True)

    objects = TrailQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(name="event_sequence_once", fields=["sequence"]),
            models.UniqueConstraint(name="event_has_one_successor", fields=["prev_hash"]),
            models.CheckConstraint(
                name="event_back_entry_names_source",
                condition=Q(is_back_entry=False) | (~Q(source_document="") & Q(happened_on__isnull=False)),
                violation_error_message=_("What is entered afterwards names its date and its source document."),
            ),
        ]
        indexes = [models.Index(name="event_by_subject", fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action_label}"

    @property
    def action_label(self) -> str:
        return action_label(self.action)

    @property
    def role_labels(self) -> str:
        return role_labels(self.role)

    @property
    def changes(self) -> list[dict[str, str]]:
        """Every named field with its value before and after; what was not there is a dash."""
        names = sorted({*self.before, *self.after})
        return [{"name": each, "before": shown(self.before, each), "after": shown(self.after, each)} for each in names]


class SeenHead(models.Model):
    """A head that was written to the file outside the database: what is missing there is known here."""

    append_only = True
    stored_in_history = False  # each would make an event, whose head would be the next one to write

    sequence = models.BigIntegerField(_("sequence"))
    hash = models.CharField(_("hash"), max_length=64)
    seen_at = models.DateTimeField(_("seen at"), db_default=Now())

    class Meta:
        verbose_name = _("head of the history")
        verbose_name_plural = _("heads of the history")
        constraints = [models.UniqueConstraint(name="seenhead_once", fields=["sequence", "hash"])]

    def __str__(self) -> str:
        return str(self.sequence)


def shown(fields: dict[str, Any], name: str) -> str:
    """A value of the trail as text; a digest stands for what is not kept."""
    value = fields.get(name)
    if isinstance(value, dict) and value.keys() == {"salt", "digest"}:
        return f"#{value['digest'][:12]}"
    return "\u2013" if value is None or value == "" else str(value)
