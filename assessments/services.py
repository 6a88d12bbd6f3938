"""Deeds of the assessment: editions and their steps, groups and types, needs, figures and the service map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import AssessmentState, AssessmentStep
from assessments.models import (
    AssessedService,
    Assessment,
    AssessmentStateChange,
    DataPoint,
    Need,
    Service,
    ServiceType,
    TargetGroup,
)
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.workflow import StepRefused
from municipality.models import AdministrativeUnit
from operations import entries

# Never in the history: the place of a service, disclosed or not.
PLACE_FIELDS = frozenset({"unit", "address", "opening_hours", "referral_path"})


class Entry(entries.Entry):
    permission = "assessments.enter_afterwards"


NOW = Entry()


def note(action: str, subject: models.Model, *, actor: User, after: Mapping[str, Any], entry: Entry) -> None:
    entries.record(f"assessments.{action}", subject, actor=actor, after=after, entry=entry)


def plain(row: models.Model, *, leaving_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The row's own columns for the history."""
    left_out = leaving_out | {"id", "created_at", "updated_at"}
    return {
        field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name not in left_out
    }


def locked_edition(assessment: Assessment, permission: str, actor: User) -> Assessment:
    """The edition, locked; raises StepRefused where it is no longer drafted, PermissionDenied for the wrong person."""
    edition = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not edition.is_editable:
        raise StepRefused(_("This edition is no longer being drafted; its content does not change."))
    if not actor.has_perm(permission, edition):
        raise PermissionDenied
    return edition


@transaction.atomic
def register_group(group: TargetGroup, *, actor: User, entry: Entry = NOW) -> TargetGroup:
    """Add or change a group in need."""
    return save_reference(group, "group_saved", actor=actor, entry=entry)


@transaction.atomic
def register_service_type(service_type: ServiceType, *, actor: User, entry: Entry = NOW) -> ServiceType:
    """Add or change a row of the typology."""
    return save_reference(service_type, "service_type_saved", actor=actor, entry=entry)


def save_reference(row: Any, action: str, *, actor: User, entry: Entry) -> Any:
    if not actor.has_perm("assessments.change_reference"):
        raise PermissionDenied
    row.full_clean()
    row.save()
    note(action, row, actor=actor, after=plain(row), entry=entry)
    return row


@transaction.atomic
def open_assessment(assessment: Assessment, *, actor: User, entry: Entry = NOW) -> Assessment:
    """Begin a new edition, in drafting."""
    if not actor.has_perm("assessments.add_assessment"):
        raise PermissionDenied
    assessment.full_clean()
    assessment.save()
    note("assessment_opened", assessment, actor=actor, after=plain(assessment), entry=entry)
    return assessment


@transaction.atomic
def change_assessment(assessment: Assessment, *, actor: User, entry: Entry = NOW) -> Assessment:
    """Change the texts or weights of an edition that is being drafted."""
    locked_edition(assessment, "assessments.change_assessment", actor)
    assessment.full_clean()
    assessment.save()
    note("assessment_changed", assessment, actor=actor, after=plain(assessment), entry=entry)
    return assessment


@transaction.atomic
def move_assessment(
    assessment: Assessment, step: str, *, actor: User, comment: str = "", entry: Entry = NOW
) -> Assessment:
    """Take one step of the workflow; verifying also writes the service map of the day into the edition."""
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    transition = ASSESSMENT_WORKFLOW.check(assessment, step, actor=actor, comment=comment)
    entry = entry.checked(actor)
    entry.refuse_before(assessment.state_changes.aggregate(last=Max("happened_on"))["last"])
    if step == AssessmentStep.VERIFY:
        copy_service_map(assessment)
    AssessmentStateChange.objects.create(
        assessment=assessment,
        step=step,
        actor=actor,
        from_state=assessment.state,
        to_state=transition.target,
        comment=comment,
        happened_on=entry.happened_on,
        is_back_entry=entry.is_back_entry,
    )
    before, assessment.state = assessment.state, transition.target
    assessment.save(update_fields=["state", "updated_at"])
    note(f"assessment_{step}", assessment, actor=actor, after={"from": before, "to": assessment.state}, entry=entry)
    return assessment


def copy_service_map(assessment: Assessment) -> None:
    """Replace the edition's service map by the services that run today; an undisclosed place is left out."""
    assessment.assessed_services.all().delete()
    AssessedService.objects.bulk_create(
        AssessedService(
            assessment=assessment,
            service=service,
            service_type_id=service.service_type_id,
            unit_id=None if service.is_undisclosed else service.unit_id,
            is_undisclosed=service.is_undisclosed,
            capacity=service.capacity,
            users=service.users,
            waiting=service.waiting,
        )
        for service in Service.objects.running()
    )


@transaction.atomic
def register_need(
    need: Need,
    *,
    actor: User,
    units: Iterable[AdministrativeUnit] = (),
    service_types: Iterable[ServiceType] = (),
    entry: Entry = NOW,
) -> Need:
    """Add a need to an edition that is being drafted, with its units and the types of service that answer it."""
    locked_edition(need.assessment, "assessments.add_need", actor)
    return save_need(need, "need_registered", actor=actor, links=(units, service_types), entry=entry)


@transaction.atomic
def change_need(
    need: Need,
    *,
    actor: User,
    units: Iterable[AdministrativeUnit] = (),
    service_types: Iterable[ServiceType] = (),
    entry: Entry = NOW,
) -> Need:
    """Change a need of an edition that is being drafted."""
    locked_edition(need.assessment, "assessments.change_need", actor)
    return save_need(need, "need_changed", actor=actor, links=(units, service_types), entry=entry)


def save_need(
    need: Need, action: str, *, actor: User, links: tuple[Iterable[Any], Iterable[Any]], entry: Entry
) -> Need:
    need.full_clean()
    need.save()
    units, service_types = (list(rows) for rows in links)
    need.units.set(units)
    need.service_types.set(service_types)
    after = plain(need) | {
        "units": [unit.code for unit in units],
        "service_types": [service_type.code for service_type in service_types],
    }
    note(action, need, actor=actor, after=after, entry=entry)
    return need


@transaction.atomic
def register_data_point(point: DataPoint, *, actor: User, entry: Entry = NOW) -> DataPoint:
    """Add a figure to an edition that is being drafted; who enters it is the actor."""
    locked_edition(point.assessment, "assessments.add_datapoint", actor)
    point.entered_by = actor
    point.full_clean()
    point.save()
    note("data_point_registered", point, actor=actor, after=plain(point), entry=entry)
    return point


@transaction.atomic
def register_service(
    service: Service, *, actor: User, groups: Iterable[TargetGroup] = (), entry: Entry = NOW
) -> Service:
    """Add a service to the map."""
    if not actor.has_perm("assessments.add_service"):
        raise PermissionDenied
    return save_service(service, "service_registered", actor=actor, groups=groups, entry=entry)


@transaction.atomic
def change_service(
    service: Service, *, actor: User, groups: Iterable[TargetGroup] = (), entry: Entry = NOW
) -> Service:
    """Change a service of the map; published editions keep what they say of it."""
    if not actor.has_perm("assessments.change_service", service):
        raise PermissionDenied
    Service.objects.select_for_update().get(pk=service.pk)
    return save_service(service, "service_changed", actor=actor, groups=groups, entry=entry)


def save_service(
    service: Service, action: str, *, actor: User, groups: Iterable[TargetGroup], entry: Entry
) -> Service:
    service.full_clean()
    service.save()
    chosen = list(groups)
    service.groups.set(chosen)
    after = plain(service, leaving_out=PLACE_FIELDS) | {"groups": [group.code for group in chosen]}
    note(action, service, actor=actor, after=after, entry=entry)
    return service


@transaction.atomic
def write_voice_scores(
    assessment: Assessment, shares: Mapping[int, Decimal], *, actor: User, entry: Entry = NOW
) -> Assessment:
    """Write the share of consultations that raised each need (percent by need's key); refused once published."""
    edition = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if edition.state == AssessmentState.PUBLISHED:
        raise StepRefused(_("This edition is published and never changes."))
    if not actor.has_perm("assessments.write_voice"):
        raise PermissionDenied
    needs = list(edition.needs.filter(pk__in=shares))
    for need in needs:
        need.voice_score = shares[need.pk]
    Need.objects.bulk_update(needs, ["voice_score"])
    after = {need.code: str(need.voice_score) for need in needs}
    note("voice_written", edition, actor=actor, after=after, entry=entry)
    return edition
