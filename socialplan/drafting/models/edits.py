from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from socialplan.content.models.plans import PlanVersion
from socialplan.drafting.enums import EditKind


class ContentEditQuerySet(models.QuerySet["ContentEdit"]):
    def last_of(self, version: PlanVersion, actor: models.Model) -> ContentEdit | None:
        """What this person changed last in the version and has not taken back."""
        return self.filter(version=version, actor=actor, undone_at=None).order_by("-pk").first()


class ContentEdit(models.Model):
    """One change in tree or matrix, with what it needs to be taken back.

    `changes` is a list of {model, key, field, before, after}; the field "row" is a whole row, "place" its place.
    """

    version = models.ForeignKey(PlanVersion, verbose_name=_("version"), related_name="edits", on_delete=models.CASCADE)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="+", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind"), max_length=8, choices=EditKind)
    changes = models.JSONField(_("changes"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = ContentEditQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("change in tree or matrix")
        verbose_name_plural = _("changes in tree or matrix")
        constraints = [models.CheckConstraint(name="contentedit_kind_known", condition=Q(kind__in=EditKind.values))]
        indexes = [
            models.Index(name="contentedit_to_undo", fields=["version", "actor", "-id"], condition=Q(undone_at=None))
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
