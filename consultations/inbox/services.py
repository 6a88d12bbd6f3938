"""Deeds on many at once, and on recommendations that are brought together or parted; no words are lost by any."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.models import (
    AnswerTemplate,
    Coding,
    Contribution,
    Disposition,
    NoProposal,
    Recommendation,
    WorkNote,
)
from consultations.services.locks import lock_workable
from consultations.services.recommendations import answer_recommendation, save_recommendation
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record


@transaction.atomic
def code_letters(
    letters: Iterable[Contribution], *, recommendations: Iterable[Recommendation], actor: User
) -> list[Contribution]:
    """Identical letters into the same recommendations of their round, each counted for itself."""
    group, chosen = list(letters), list(recommendations)
    consultation = lock_workable(group[0].round_id)
    rounds = {each.round_id for each in chosen} | {each.round_id for each in group}
    if not chosen or rounds != {consultation.pk}:
        raise ValidationError({"recommendations": _("Choose at least one recommendation of the same round.")})
    for letter in group:
        require(actor, "consultations.code_contribution", letter)
    NoProposal.objects.filter(contribution__in=group).delete()
    rows = (Coding(contribution=one, recommendation=each, coded_by=actor) for one in group for each in chosen)
    Coding.objects.bulk_create(rows, ignore_conflicts=True)
    after = {"recommendations": [each.code for each in chosen], "identical": len(group)}
    record(ConsultationAction.CODE_CONTRIBUTION, group[0], actor=actor, after=after)
    return group


@transaction.atomic
def set_letters_aside(letters: Iterable[Contribution], *, reason: str, actor: User) -> list[Contribution]:
    """Identical letters as without a proposal, with one reason; what is part of a recommendation stays there."""
    chosen = list(letters)
    if chosen:
        lock_workable(chosen[0].round_id)
    group = [each for each in chosen if not each.codings.exists()]
    if not group:
        raise StepRefused(_("This contribution is already part of a recommendation."))
    for letter in group:
        require(actor, "consultations.code_contribution", letter)
    marks = [NoProposal(contribution=each, reason=reason.strip(), coded_by=actor) for each in group]
    marks[0].clean_fields()
    NoProposal.objects.bulk_create(marks, ignore_conflicts=True)
    after = {"identical": len(group)}
    record(ConsultationAction.EXCLUDE_CONTRIBUTION, group[0], actor=actor, after=after)
    return group


def _unanswered_of(consultation_pk: int, recommendation: Recommendation) -> Recommendation:
    kept = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if kept.round_id != consultation_pk or kept.merged_into_id or kept.dispositions.exists():
        raise StepRefused(
            _("Only recommendations of one round that are neither answered nor merged are brought here.")
        )
    return kept


@transaction.atomic
def merge_recommendation(recommendation: Recommendation, into: Recommendation, *, actor: User) -> Recommendation:
    """All that is heard in the one is heard in the other too; the merged one keeps its words and its codings."""
    consultation = lock_workable(recommendation.round_id)
    require(actor, "consultations.change_recommendation", consultation)
    merged, target = _unanswered_of(consultation.pk, recommendation), _unanswered_of(consultation.pk, into)
    if merged.pk == target.pk:
        raise ValidationError({"into": _("A recommendation is not merged into itself.")})
    heard = merged.codings.values_list("contribution", flat=True)
    Coding.objects.bulk_create(
        [Coding(contribution_id=each, recommendation=target, coded_by=actor) for each in heard], ignore_conflicts=True
    )
    target.needs.add(*merged.needs.all())
    merged.merged.update(merged_into=target)
    merged.merged_into = target
    merged.save(update_fields=["merged_into", "updated_at"])
    record(ConsultationAction.MERGE_RECOMMENDATION, merged, actor=actor, after={"into": target.code})
    return target


@transaction.atomic
def part_recommendation(recommendation: Recommendation, *, actor: User) -> Recommendation:
    """Take a merged recommendation out again; it stands with its own words and codings, the other keeps its own."""
    consultation = lock_workable(recommendation.round_id)
    require(actor, "consultations.change_recommendation", consultation)
    kept = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if kept.merged_into is None:
        raise StepRefused(_("This recommendation is not merged into another."))
    before = {"into": kept.merged_into.code}
    kept.merged_into = None
    kept.save(update_fields=["merged_into", "updated_at"])
    record(ConsultationAction.PART_RECOMMENDATION, kept, actor=actor, before=before, after={})
    return kept


@transaction.atomic
def split_recommendation(
    recommendation: Recommendation, new: Recommendation, *, contributions: Iterable[Contribution], actor: User
) -> Recommendation:
    """Part of what is heard here becomes a recommendation of its own; each contribution is heard in one of them."""
    consultation = lock_workable(recommendation.round_id)
    require(actor, "consultations.change_recommendation", consultation)
    kept, moved = _unanswered_of(consultation.pk, recommendation), list(contributions)
    stays = kept.codings.exclude(contribution__in=moved)
    if not stays.exists():
        raise ValidationError({"contributions": _("At least one contribution stays with the first recommendation.")})
    new.round = consultation
    made = save_recommendation(new, actor=actor, contributions=moved, needs=kept.needs.all())
    kept.codings.filter(contribution__in=moved).delete()
    record(ConsultationAction.SPLIT_RECOMMENDATION, kept, actor=actor, after={"into": made.code, "moved": len(moved)})
    return made


@transaction.atomic
def answer_many(
    recommendations: Iterable[Recommendation], answer: Disposition, *, actor: User, entry: Entry = NOW
) -> list[Disposition]:
    """One answer with one reason for a group of recommendations (docs/law.md#consultation-answers), held each."""
    said = {name: getattr(answer, name) for name in Disposition.SAID}
    made = [
        answer_recommendation(Disposition(recommendation=each, **said), actor=actor, entry=entry)
        for each in recommendations
    ]
    if not made:
        raise ValidationError({"recommendations": _("Choose at least one recommendation.")})
    return made


@transaction.atomic
def save_note(note: WorkNote, *, actor: User) -> WorkNote:
    """Whose task a contribution is, and the private note beside it."""
    require(actor, "consultations.code_contribution", note.contribution)
    note.full_clean()
    note.save()
    after = {"assigned_to": note.assigned_to_id}
    record(ConsultationAction.NOTE_CONTRIBUTION, note.contribution, actor=actor, after=after)
    return note


@transaction.atomic
def save_template(template: AnswerTemplate, *, actor: User) -> AnswerTemplate:
    require(actor, "consultations.change_answertemplate")
    template.full_clean()
    template.save()
    record(ConsultationAction.SAVE_TEMPLATE, template, actor=actor)
    return template
