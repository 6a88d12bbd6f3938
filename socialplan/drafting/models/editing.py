from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from socialplan.content.enums import EditablePartKind
from socialplan.content.models.plans import PlanVersion


class EditingHoldQuerySet(models.QuerySet["EditingHold"]):
    def alive(self) -> EditingHoldQuerySet:
        """By the database's clock."""
        return self.filter(until__gt=Now())

    def unrecorded(self) -> EditingHoldQuerySet:
        """With changes that the history does not tell yet."""
        return self.filter(changed_at__isnull=False)


class EditingHold(models.Model):
    """Who has a place of a draft open. Nobody is kept out by it; it goes by itself when no sign comes any more.

    What saved itself there since the last event is gathered in it, from `before` to `after`, and becomes one event.
    `revision` is the one the last of it made, where the row counts it; `draft` names the opened page it came from.
    """

    version = models.ForeignKey(PlanVersion, verbose_name=_("version"), related_name="holds", on_delete=models.CASCADE)
    kind = models.CharField(_("kind"), max_length=12, choices=EditablePartKind)
    node_key = models.UUIDField(_("key"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="+", on_delete=models.PROTECT
    )
    opened_at = models.DateTimeField(_("opened at"), db_default=Now())
    until = models.DateTimeField(_("held until"))
    draft = models.CharField(_("opened page"), max_length=40, blank=True)
    changed_since = models.DateTimeField(_("first change"), null=True, blank=True)
    changed_at = models.DateTimeField(_("last change"), null=True, blank=True)
    revision_before = models.PositiveIntegerField(_("revision before"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), null=True, blank=True)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)

    objects = EditingHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("open place")
        verbose_name_plural = _("open places")
        constraints = [
            models.UniqueConstraint(name="editinghold_once", fields=["version", "kind", "node_key", "user"]),
            models.CheckConstraint(name="editinghold_kind_known", condition=Q(kind__in=EditablePartKind.values)),
            models.CheckConstraint(
                name="editinghold_changes_whole",
                condition=Q(
                    changed_since=None, changed_at=None, revision_before=None, revision=None, before=None, after=None
                )
                | Q(
                    Q(revision_before__isnull=False, revision__gt=models.F("revision_before"))
                    | Q(revision_before=None, revision=None),
                    changed_since__isnull=False,
                    changed_at__isnull=False,
                    before__isnull=False,
                    after__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(name="editinghold_until", fields=["until"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.node_key}"
