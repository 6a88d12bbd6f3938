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
    """Percent (0 to 100, one decimal) of the contributions that raised each need (docs/law.md#voice).

    Rounds held on an edition that this one goes on from are heard here; a need is the same by its code.
    """
    editions = [edition.pk for edition in assessment.chain()]
    spoken = Contribution.objects.received().filter(round__assessment__in=editions)
    heard = spoken.count()
    raised = (
        spoken.filter(recommendations__needs__assessment__in=editions)
        .values_list("recommendations__needs__code")
        .annotate(voices=Count("pk", distinct=True))
        .order_by()
    )
    voices = dict(raised)
    needs = dict(assessment.needs.values_list("pk", "code")) if heard else {}
    return {
        need: (Decimal(voices.get(code, 0)) * 100 / heard).quantize(Decimal("0.1")) for need, code in needs.items()
    }


@transaction.atomic
def write_voice(assessment: Assessment, *, actor: User, entry: Entry = NOW) -> dict[int, Decimal]:
    """Write the share of contributions that raised each need into the edition; refused once it is published."""
    require(actor, "consultations.write_voice")
    shares = voice_shares(assessment)
    write_voice_scores(assessment, shares, actor=actor, entry=entry)
    return shares
