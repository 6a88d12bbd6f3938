"""What is recorded once and never changed; of a wrong act another row says that it does not count."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Recorded(models.Model):
    """Its legal date, who recorded it, and the database's time of recording."""

    append_only = True

    happened_on = models.DateField(_("date"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        related_name="+",
        null=True,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    is_back_entry = models.BooleanField(_("entered afterwards"), default=False)
    source_document = models.CharField(_("source document"), max_length=200, blank=True)

    class Meta:
        abstract = True


class ActWithdrawal(Recorded):
    """Says of one act that it was recorded wrongly, and why; triggers hold that it exists and nothing rests on it.

    The kind and the number name the act, as every kind of act has a table of its own.
    """

    version = models.ForeignKey(
        "content.PlanVersion", verbose_name=_("version"), related_name="withdrawals", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind of act"), max_length=30)
    act_id = models.BigIntegerField(_("number of the act"))
    reason = models.TextField(_("what was recorded wrongly"), max_length=2_000)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("withdrawal of an act")
        verbose_name_plural = _("withdrawals of acts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "act_id"], name="actwithdrawal_once_per_act"),
            models.CheckConstraint(name="actwithdrawal_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def names(self) -> tuple[str, int]:
        """The kind and number of the act that is withdrawn."""
        return self.kind, self.act_id


class RecordedActQuerySet(models.QuerySet[Any]):
    def not_withdrawn(self) -> Self:
        """The acts that count."""
        if not self.model.act_kind:
            return self
        withdrawals = ActWithdrawal.objects.filter(kind=self.model.act_kind, act_id=OuterRef("pk"))
        return self.filter(~Exists(withdrawals))


class RecordedAct(Recorded):
    """An act on a version; `act_kind` names its kind in the registry and in a withdrawal.

    `follows` is the field of the act it follows from, where it does not hang on the version itself; `shown_with` are
    the relations that a page reads with it.
    """

    act_kind: ClassVar[str] = ""
    follows: ClassVar[str] = ""
    shown_with: ClassVar[tuple[str, ...]] = ()

    objects = RecordedActQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def path(cls) -> tuple[str, ...]:
        """The relations that lead from a version to acts of this kind."""
        link: Any = cls._meta.get_field(cls.follows or "version")
        before = link.related_model.path() if cls.follows else ()
        return (*before, link.remote_field.get_accessor_name())

    @classmethod
    def version_lookup(cls) -> str:
        """How the version of an act of this kind is asked for."""
        return f"{cls.follows}__version" if cls.follows else "version"

    def is_withdrawn(self) -> bool:
        return ActWithdrawal.objects.filter(kind=self.act_kind, act_id=self.pk).exists()


class DocumentedAct(RecordedAct):
    """An act with its paper: the letter, the minutes, the scan."""

    document = models.ForeignKey(
        "approval.VersionAttachment",
        verbose_name=_("document"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        abstract = True


@cache
def act_models() -> dict[str, type[RecordedAct]]:
    """The models of the kinds of acts; asked for once all models are loaded."""
    found = (each for each in apps.get_models() if issubclass(each, RecordedAct))
    return {each.act_kind: each for each in found if each.act_kind}


def not_withdrawn(acts: Iterable[Any]) -> Any:
    """Of the acts that follow from one, the one that counts, or None."""
    return next((act for act in acts if (act.act_kind, act.pk) not in act.version.withdrawn()), None)
