"""What people send: failed attempts, forms whose deed is done, changes in a grid."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Attempt(models.Model):
    """How often something was tried in vain: the hash of what and from where, and since when it is counted."""

    bucket = models.CharField(_("hash of what is counted"), max_length=64, primary_key=True)
    count = models.PositiveIntegerField(_("number of failures"))
    since = models.DateTimeField(_("counted since"))

    class Meta:
        verbose_name = _("failed attempts")
        verbose_name_plural = _("failed attempts")

    def __str__(self) -> str:
        return self.bucket


class SentForm(models.Model):
    """A form whose deed is done: the hash of who sent what from which page, and the address it was answered with."""

    key = models.CharField(_("hash of the form"), max_length=64, primary_key=True)
    answer_url = models.CharField(_("address of the answer"), max_length=500, blank=True)
    shown = models.TextField(_("digests of the row that its page began"), blank=True, db_default="")
    sent_at = models.DateTimeField(_("sent at"), db_default=Now())

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")

    def __str__(self) -> str:
        return self.key


class GridEditQuerySet(models.QuerySet["GridEdit"]):
    def last_of(self, scope: str, actor: models.Model) -> GridEdit | None:
        """What this person changed last in the grid and has not taken back."""
        return self.filter(scope=scope, actor=actor, undone_at=None).order_by("-pk").first()


class GridEdit(models.Model):
    """One change in a grid, with what it needs to be taken back; `changes` are [row, column, before, after],
    with a false behind them where a cell was not typed but followed from another.

    `scope` names the grid. It is no history: what was written stands there, and these rows go after a few days.
    """

    scope = models.CharField(_("grid"), max_length=100)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="+", on_delete=models.CASCADE
    )
    changes = models.JSONField(_("changes"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = GridEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("change in a grid")
        verbose_name_plural = _("changes in grids")
        ordering = ("-pk",)
        indexes = [
            models.Index(name="gridedit_to_undo", fields=["scope", "actor", "-id"], condition=Q(undone_at=None))
        ]

    def __str__(self) -> str:
        typed = sum(len(change) == 4 for change in self.changes)
        return ngettext("%(count)s cell", "%(count)s cells", typed) % {"count": typed}
