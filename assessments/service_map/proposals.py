"""Deeds: a provider proposes changes of its own service, staff accept or refuse each field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.enums import ProposalState
from assessments.models import ProposedChange, Service
from assessments.models.proposals import PROPOSABLE, REACHING
from assessments.services import change_service
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record


def proposable_fields(service: Service) -> list[str]:
    """Where an undisclosed service is, and how to reach it, is asked of nobody."""
    return [name for name in PROPOSABLE if not (service.is_undisclosed and name in REACHING)]


@transaction.atomic
def propose_changes(
    service: Service, proposed: Mapping[str, Any], *, actor: User, is_part: bool = False, entry: Entry = NOW
) -> int:
    """Keep each field that differs from the map until staff decide; a newer proposal takes the place of a waiting one.

    What is proposed as the map has it takes a waiting proposal back. Only the names of the fields stand in the
    history. Returns how many fields differ; where none does it is refused, unless it is only a part of what is asked.
    """
    stored = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    require(actor, "assessments.propose_service", stored)
    asked = [name for name in proposable_fields(stored) if name in proposed]
    changed = [name for name in asked if proposed[name] != getattr(stored, name)]
    waiting = {change.field: change for change in stored.proposed_changes.waiting().filter(field__in=asked)}
    same = {name for name in changed if name in waiting and waiting[name].new == proposed[name]}
    if not changed and not waiting and not is_part:
        raise StepRefused(_("Nothing differs from what stands here. If all of it is right, nothing is to be done."))
    if not set(changed) - same and not set(waiting) - same:
        return len(changed)
    stored.proposed_changes.waiting().filter(field__in=set(waiting) - same).delete()
    for name in changed:
        if name in same:
            continue
        value = "" if proposed[name] is None else str(proposed[name])
        change = ProposedChange(service=stored, field=name, value=value, proposed_by=actor)
        change.full_clean()
        change.save()
    told = {"fields": ", ".join(changed)}
    record(AssessmentAction.PROPOSE_SERVICE, stored, actor=actor, after=told, entry=entry)
    return len(changed)


@transaction.atomic
def decide_changes(
    service: Service, *, accepted: Collection[int], refused: Collection[int], actor: User, entry: Entry = NOW
) -> Service:
    """Write the accepted fields into the map and close all that is decided; the others wait on.

    ValidationError where the service would contradict itself; then nothing is decided.
    """
    stored = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    require(actor, "assessments.change_service", stored)
    decided = list(stored.proposed_changes.waiting().filter(pk__in={*accepted, *refused}))
    if not decided:
        raise StepRefused(_("Accept or refuse at least one field."))
    groups, units = list(stored.groups.all()), list(stored.served_units.all())
    for change in decided:
        if change.pk in set(accepted):
            setattr(stored, change.field, change.new)
        change.state = ProposalState.ACCEPTED if change.pk in set(accepted) else ProposalState.REFUSED
    if any(change.state == ProposalState.ACCEPTED for change in decided):
        change_service(stored, actor=actor, groups=groups, units=units, entry=entry)
    _close(decided, actor)
    told = {str(state): ", ".join(each.field for each in decided if each.state == state) for state in ProposalState}
    record(AssessmentAction.DECIDE_PROPOSAL, stored, actor=actor, after=told, entry=entry)
    return stored


def _close(decided: Collection[ProposedChange], actor: User) -> None:
    for change in decided:
        change.decided_by, change.decided_at = actor, timezone.now()
        if change.field in REACHING:
            change.value = ""
        change.full_clean()
        change.save()
