"""Deeds: a provider proposes changes of its own service, staff accept or refuse each field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.enums import ProposalState
from assessments.models import ProposedChange, Service
from assessments.models.proposals import PROPOSABLE, REACHING, value_text
from assessments.services import change_service
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record


def proposable_fields(service: Service) -> list[str]:
    """Where an undisclosed service is, and how to reach it, is asked of nobody."""
    return [name for name in PROPOSABLE if not (service.is_undisclosed and name in REACHING)]


NOTHING: Mapping[str, Any] = MappingProxyType({})


@transaction.atomic
def propose_changes(
    service: Service,
    proposed: Mapping[str, Any],
    *,
    actor: User,
    shown: Mapping[str, Any] = NOTHING,
    is_part: bool = False,
    entry: Entry = NOW,
) -> int:
    """Keep each field that differs from the map until staff decide; a newer proposal takes the place of a waiting one.

    `shown` is what the page said when it was opened: a field left as it was says nothing, and one that is put back to
    what the map has takes only that proposal back which stood there. Only the names of the fields stand in the
    history. Returns how many fields differ; where none does it is refused, unless it is only a part of what is asked.
    """
    stored = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    require(actor, "assessments.propose_service", stored)
    asked = [name for name in proposable_fields(stored) if name in proposed]
    written = [name for name in asked if name not in shown or proposed[name] != shown[name]]
    changed = [name for name in written if proposed[name] != getattr(stored, name)]
    waiting = {change.field: change.new for change in stored.proposed_changes.waiting().filter(field__in=asked)}
    newer = [name for name in changed if name not in waiting or waiting[name] != proposed[name]]
    put_back = set(written).difference(changed)
    taken_back = {name for name in put_back if name in waiting and name in shown and waiting[name] == shown[name]}
    if not changed and not waiting and not is_part:
        raise StepRefused(_("Nothing differs from what stands here. If all of it is right, nothing is to be done."))
    if not newer and not taken_back:
        return len(changed)
    stored.proposed_changes.waiting().filter(field__in=taken_back.union(newer)).delete()
    for name in newer:
        change = ProposedChange(service=stored, field=name, value=value_text(proposed[name]), proposed_by=actor)
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
