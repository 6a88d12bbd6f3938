"""The part of a need's score that comes from what people said."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from assessments.models import Assessment
from assessments.services import write_voice_scores
from consultations.models import Contribution
from core.workflow import require
from operations.deeds import NOW, Entry


def voice_shares(assessment: Assessment) -> dict[int, Decimal]:
    """Percent (0 to 100, one decimal) of the contributions that raised each need (docs/law.md#voice)."""
    spoken = Contribution.objects.filter(round__assessment=assessment)
    heard = spoken.count()
    raised = (
        spoken.filter(recommendations__needs__assessment=assessment)
        .values_list("recommendations__needs")
        .annotate(voices=Count("pk", distinct=True))
        .order_by()
    )
    voices = dict(raised)
    needs = assessment.needs.values_list("pk", flat=True) if heard else ()
    return {need: (Decimal(voices.get(need, 0)) * 100 / heard).quantize(Decimal("0.1")) for need in needs}


@transaction.atomic
def write_voice(assessment: Assessment, *, actor: User, entry: Entry = NOW) -> dict[int, Decimal]:
    """Write the share of contributions that raised each need into the edition; refused once it is published."""
    require(actor, "consultations.write_voice")
    shares = voice_shares(assessment)
    write_voice_scores(assessment, shares, actor=actor, entry=entry)
    return shares
