"""Acts that were recorded wrongly. The row stays as it was written; that it does not count is a row of its own."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from socialplan.enums import WithdrawableAct
from socialplan.models.approval import Act, MayorOrder, Opinion
from socialplan.models.council import CommitteeOpinion, CouncilSession
from socialplan.models.plans import PlanVersion
from socialplan.models.prefect import PrefectDeposit, PrefectOpinion, PrefectRegistration
from socialplan.models.publicity import Complaint, ComplaintOutcome, DispatchReceipt, PlanDispatch, Publication


def _one(model: type[models.Model], label: Any) -> models.OneToOneField[Any, Any]:
    return models.OneToOneField(
        model, verbose_name=label, related_name="withdrawal", null=True, blank=True, on_delete=models.PROTECT
    )


def _only(name: str) -> Q:
    return Q(**{f"{each}__isnull": each != name for each in WithdrawableAct.values})


class ActWithdrawal(Act):
    """Says of exactly one act that it was recorded wrongly, and why; what is right is recorded anew."""

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="withdrawals", on_delete=models.PROTECT
    )
    opinion = _one(Opinion, WithdrawableAct.OPINION.label)
    committee_opinion = _one(CommitteeOpinion, WithdrawableAct.COMMITTEE_OPINION.label)
    prefect_opinion = _one(PrefectOpinion, WithdrawableAct.PREFECT_OPINION.label)
    publication = _one(Publication, WithdrawableAct.PUBLICATION.label)
    session = _one(CouncilSession, WithdrawableAct.SESSION.label)
    deposit = _one(PrefectDeposit, WithdrawableAct.DEPOSIT.label)
    registration = _one(PrefectRegistration, WithdrawableAct.REGISTRATION.label)
    mayor_order = _one(MayorOrder, WithdrawableAct.MAYOR_ORDER.label)
    dispatch = _one(PlanDispatch, WithdrawableAct.DISPATCH.label)
    receipt = _one(DispatchReceipt, WithdrawableAct.RECEIPT.label)
    complaint = _one(Complaint, WithdrawableAct.COMPLAINT.label)
    outcome = _one(ComplaintOutcome, WithdrawableAct.OUTCOME.label)
    reason = models.TextField(_("what was recorded wrongly"), max_length=2_000)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("withdrawal of an act")
        verbose_name_plural = _("withdrawals of acts")
        constraints = [
            models.CheckConstraint(
                name="actwithdrawal_of_one_act",
                condition=reduce(or_, (_only(name) for name in WithdrawableAct.values)),
            ),
            models.CheckConstraint(name="actwithdrawal_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def names(self) -> tuple[str, int]:
        """The kind and number of the act that is withdrawn."""
        return next((name, pk) for name in WithdrawableAct.values if (pk := getattr(self, f"{name}_id")))
