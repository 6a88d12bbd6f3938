"""What freezes a version's content: its steps, the seal, the snapshot of a review. Rows are only added."""

from __future__ import annotations

from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.models import StateChange
from socialplan.content.enums import PlanState
from socialplan.content.models.plans import PlanVersion


class TransactionNumber(Func):
    function = "txid_current"
    arity = 0
    output_field = models.BigIntegerField()


class PlanStateChange(StateChange):
    append_only = True

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="state_changes", on_delete=models.PROTECT
    )
    content_sha256 = models.CharField(_("content hash"), max_length=64, blank=True)
    source_document = models.CharField(_("source document"), max_length=200, blank=True)
    transaction_number = models.BigIntegerField(editable=False, db_default=TransactionNumber())

    class Meta:
        ordering = ("pk",)
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")

    def __str__(self) -> str:
        return f"{self.version_id}: {self.from_state} → {self.to_state}"

    @property
    def to_state_label(self) -> str:
        return str(PlanState(self.to_state).label)


class Seal(models.Model):
    """The version's content as it was adopted: canonical JSON and its SHA-256. Content rows no longer change."""

    append_only = True

    version = models.OneToOneField(
        PlanVersion, verbose_name=_("version"), related_name="seal", on_delete=models.PROTECT
    )
    canonical_json = models.TextField(_("content"))
    sha256 = models.CharField(_("content hash"), max_length=64, unique=True)
    sealed_at = models.DateTimeField(_("sealed at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [
            models.CheckConstraint(name="seal_hash_well_formed", condition=Q(sha256__regex=r"^[0-9a-f]{64}$"))
        ]

    def __str__(self) -> str:
        return self.sha256


class ContentSnapshot(models.Model):
    """The content as it was sent to review; an approver whose page shows another hash sees what has moved since."""

    append_only = True

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="snapshots", on_delete=models.PROTECT
    )
    sha256 = models.CharField(_("content hash"), max_length=64)
    canonical_json = models.TextField(_("content"))
    taken_at = models.DateTimeField(_("taken at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("content sent to review")
        verbose_name_plural = _("contents sent to review")
        constraints = [
            models.UniqueConstraint(fields=["version", "sha256"], name="contentsnapshot_once_per_content"),
            models.CheckConstraint(
                name="contentsnapshot_hash_well_formed", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.sha256
