"""Beside the workflow, never a gate: the prefect's check and the mayor's return (docs/law.md#prefect-no-gate)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from socialplan.approval.enums import PrefectVerdict
from socialplan.content.models.plans import PlanVersion
from socialplan.content.models.recorded import DocumentedAct, not_withdrawn


class PrefectDeposit(DocumentedAct):
    """The decision is handed to the prefect; `protocol_no` is the municipality's own. One that counts a version."""

    act_kind = "deposit"

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="deposits", on_delete=models.PROTECT
    )
    protocol_no = models.CharField(_("protocol number of the municipality"), max_length=40)

    class Meta:
        verbose_name = _("deposit with the prefect")
        verbose_name_plural = _("deposits with the prefect")
        constraints = [models.CheckConstraint(name="prefectdeposit_has_protocol_no", condition=~Q(protocol_no=""))]

    def __str__(self) -> str:
        return self.protocol_no

    @property
    def registration(self) -> Any:
        """The registration that counts, or None."""
        return not_withdrawn(self.registrations.all())


class PrefectRegistration(DocumentedAct):
    """The prefect's protocol office has registered it: the proof of receipt, and the start of the prefect's time."""

    act_kind = "registration"
    follows = "deposit"

    deposit = models.ForeignKey(
        PrefectDeposit, verbose_name=_("deposit"), related_name="registrations", on_delete=models.PROTECT
    )
    prefect_protocol_no = models.CharField(_("protocol number of the prefect"), max_length=40)

    class Meta:
        verbose_name = _("registration by the prefect")
        verbose_name_plural = _("registrations by the prefect")
        constraints = [
            models.CheckConstraint(name="prefectregistration_has_protocol_no", condition=~Q(prefect_protocol_no=""))
        ]

    def __str__(self) -> str:
        return self.prefect_protocol_no

    @property
    def version(self) -> PlanVersion:
        return self.deposit.version


class PrefectOpinion(DocumentedAct):
    """What the prefect says on legality; a decision is returned once, a still illegal one goes to court."""

    act_kind = "prefect_opinion"

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="prefect_opinions", on_delete=models.PROTECT
    )
    verdict = models.CharField(_("what the prefect says"), max_length=10, choices=PrefectVerdict)
    letter_no = models.CharField(_("number of the letter"), max_length=40)
    reasons = models.TextField(_("reasons"), max_length=20_000, blank=True)

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("opinion of the prefect")
        verbose_name_plural = _("opinions of the prefect")
        constraints = [
            models.CheckConstraint(
                name="prefectopinion_reasoned_unless_lawful",
                condition=Q(verdict=PrefectVerdict.LEGAL) | ~Q(reasons=""),
                violation_error_message=_("A return, or the way to court, needs its reasons."),
            ),
            models.CheckConstraint(
                name="prefectopinion_verdict_known", condition=Q(verdict__in=PrefectVerdict.values)
            ),
            models.CheckConstraint(name="prefectopinion_has_letter_no", condition=~Q(letter_no="")),
        ]

    def __str__(self) -> str:
        return self.letter_no


class MayorReturn(DocumentedAct):
    """The mayor sends the decision back to the council, once, with reasons (law 139/2015, article 64)."""

    act_kind = "mayor_return"

    version = models.OneToOneField(
        PlanVersion, verbose_name=_("version"), related_name="mayor_return", on_delete=models.PROTECT
    )
    letter_no = models.CharField(_("number of the letter"), max_length=40)
    reasons = models.TextField(_("reasons"), max_length=20_000)

    class Meta:
        verbose_name = _("return by the mayor")
        verbose_name_plural = _("returns by the mayor")
        constraints = [
            models.CheckConstraint(name="mayorreturn_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(name="mayorreturn_has_letter_no", condition=~Q(letter_no="")),
        ]

    def __str__(self) -> str:
        return self.letter_no
