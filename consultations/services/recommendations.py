"""Deeds of answering: word a recommendation, code contributions into it, answer it."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import Need
from consultations.actions import ConsultationAction
from consultations.models import Coding, Contribution, Disposition, NoProposal, Recommendation, Round
from consultations.services.locks import lock_workable
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record


@transaction.atomic
def save_recommendation(
    recommendation: Recommendation,
    *,
    actor: User,
    contributions: Iterable[Contribution],
    needs: Iterable[Need],
    entry: Entry = NOW,
) -> Recommendation:
    """Word a recommendation from at least one contribution of its round, and link it to needs."""
    consultation = lock_workable(recommendation.round_id)
    require(actor, "consultations.change_recommendation", consultation)
    refuse_merged(recommendation)
    heard = list(contributions)
    if not heard:
        raise ValidationError({"contributions": _("A recommendation rests on at least one contribution.")})
    if any(contribution.round_id != consultation.pk for contribution in heard):
        raise ValidationError({"contributions": _("The contributions must belong to the same round.")})
    if recommendation.pk and recommendation.dispositions.exists():
        raise StepRefused(_("The recommendation is already answered; its words stay as they are."))
    recommendation.code = recommendation.code.strip() or next_code(consultation)
    recommendation.full_clean()
    recommendation.save()
    recommendation.needs.set(needs)
    let_go = recommendation.codings.filter(contribution__in=Contribution.objects.in_the_open())
    let_go.exclude(contribution__in=heard).delete()
    for contribution in heard:
        code_into(contribution, recommendation, actor=actor)
    after = {"code": recommendation.code, "contributions": len(heard)}
    record(ConsultationAction.SAVE_RECOMMENDATION, recommendation, actor=actor, after=after, entry=entry)
    return recommendation


def refuse_merged(*recommendations: Recommendation) -> None:
    """Within the lock of the round: what is heard in a merged one would be answered by nobody."""
    keys = [each.pk for each in recommendations if each.pk]
    if Recommendation.objects.filter(pk__in=keys, merged_into__isnull=False).exists():
        raise StepRefused(_("This recommendation is merged with another: work on that one, or part them first."))


def next_code(consultation: Round) -> str:
    """The number after the highest that was used in the round, whether by hand or by the system."""
    used = consultation.recommendations.values_list("code", flat=True)
    numbers = [int(code[1:]) for code in used if code[:1] == "R" and code[1:].isdigit()]
    return f"R{max(numbers, default=0) + 1:02}"


def code_into(contribution: Contribution, recommendation: Recommendation, *, actor: User) -> None:
    """One coding row, once; what was set aside as “no proposal” is taken back by it."""
    NoProposal.objects.filter(contribution=contribution).delete()
    Coding.objects.get_or_create(
        contribution=contribution, recommendation=recommendation, defaults={"coded_by": actor}
    )


@transaction.atomic
def code_contribution(
    contribution: Contribution,
    *,
    recommendations: Iterable[Recommendation],
    actor: User,
    entry: Entry = NOW,
) -> Contribution:
    """Put a contribution into further recommendations of its round."""
    consultation = lock_workable(contribution.round_id)
    require(actor, "consultations.code_contribution", consultation)
    chosen = list(recommendations)
    if not chosen or any(recommendation.round_id != consultation.pk for recommendation in chosen):
        raise ValidationError({"recommendations": _("Choose at least one recommendation of the same round.")})
    refuse_merged(*chosen)
    for recommendation in chosen:
        code_into(contribution, recommendation, actor=actor)
    after = {"recommendations": [recommendation.code for recommendation in chosen]}
    record(ConsultationAction.CODE_CONTRIBUTION, contribution, actor=actor, after=after, entry=entry)
    return contribution


@transaction.atomic
def mark_no_proposal(contribution: Contribution, *, reason: str, actor: User, entry: Entry = NOW) -> NoProposal:
    """Set a contribution aside, with the reason; refused where it is already part of a recommendation."""
    consultation = lock_workable(contribution.round_id)
    require(actor, "consultations.code_contribution", consultation)
    if contribution.codings.exists():
        raise StepRefused(_("This contribution is already part of a recommendation."))
    mark = NoProposal(contribution=contribution, reason=reason.strip(), coded_by=actor)
    mark.full_clean()
    mark.save()
    record(ConsultationAction.EXCLUDE_CONTRIBUTION, contribution, actor=actor, after={}, entry=entry)
    return mark


@transaction.atomic
def answer_recommendation(disposition: Disposition, *, actor: User, entry: Entry = NOW) -> Disposition:
    """Hold an answer until its round's answers are published; a later answer supersedes it."""
    consultation = lock_workable(disposition.recommendation.round_id)
    require(actor, "consultations.answer_recommendation", consultation)
    refuse_merged(disposition.recommendation)
    disposition.decided_by = actor
    entry = entry.checked(actor, disposition)
    disposition.decided_on = entry.happened_on or timezone.localdate()
    disposition.is_back_entry = entry.is_back_entry
    disposition.full_clean()
    disposition.save(force_insert=True)
    after = {"answer": disposition.answer, "code": disposition.recommendation.code}
    record(ConsultationAction.ANSWER_RECOMMENDATION, disposition, actor=actor, after=after, entry=entry)
    return disposition
