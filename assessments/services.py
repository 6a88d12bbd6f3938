"""Deeds of the assessment: editions and their steps, groups and types, needs, figures and the service map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.enums import AssessmentEffect, AssessmentState
from assessments.models import (
    AssessedService,
    Assessment,
    DataPoint,
    Need,
    Service,
    ServiceType,
    TargetGroup,
)
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.workflow import StepRefused, require
from municipality.models import AdministrativeUnit
from operations.deeds import NOW, Entry, StepHooks, StepTaken, effects_from, move, plain_fields, record


def locked_edition(assessment: Assessment, permission: str, actor: User) -> Assessment:
    """The edition, locked; raises StepRefused where it is no longer drafted, PermissionDenied for the wrong person."""
    edition = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not edition.is_editable:
        raise StepRefused(_("This edition is no longer being drafted; its content does not change."))
    require(actor, permission, edition)
    return edition


@transaction.atomic
def register_group(group: TargetGroup, *, actor: User, entry: Entry = NOW) -> TargetGroup:
    """Add or change a group in need."""
    return save_reference(group, AssessmentAction.SAVE_GROUP, actor=actor, entry=entry)


@transaction.atomic
def register_service_type(service_type: ServiceType, *, actor: User, entry: Entry = NOW) -> ServiceType:
    """Add or change a row of the typology."""
    return save_reference(service_type, AssessmentAction.SAVE_SERVICE_TYPE, actor=actor, entry=entry)


def save_reference(row: Any, action: AssessmentAction, *, actor: User, entry: Entry) -> Any:
    require(actor, "assessments.change_reference")
    row.full_clean()
    row.save()
    record(action, row, actor=actor, entry=entry)
    return row


@transaction.atomic
def open_assessment(assessment: Assessment, *, actor: User, entry: Entry = NOW) -> Assessment:
    """Begin a new edition, in drafting."""
    require(actor, "assessments.add_assessment")
    assessment.full_clean()
    assessment.save()
    record(AssessmentAction.OPEN_ASSESSMENT, assessment, actor=actor, entry=entry)
    return assessment


@transaction.atomic
def change_assessment(assessment: Assessment, *, actor: User, entry: Entry = NOW) -> Assessment:
    """Change the texts or weights of an edition that is being drafted."""
    locked_edition(assessment, "assessments.change_assessment", actor)
    assessment.full_clean()
    assessment.save()
    record(AssessmentAction.CHANGE_ASSESSMENT, assessment, actor=actor, entry=entry)
    return assessment


@transaction.atomic
def move_assessment(
    assessment: Assessment, step: str, *, actor: User, comment: str = "", entry: Entry = NOW
) -> Assessment:
    """Take one step of the workflow; verifying also writes the service map of the day into the edition."""
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    move(assessment, step, workflow=ASSESSMENT_WORKFLOW, actor=actor, entry=entry, comment=comment, hooks=HOOKS)
    return assessment


def copy_service_map(step: StepTaken) -> None:
    """Replace the edition's service map by the services that run today; an undisclosed place is left out."""
    assessment = step.document
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


HOOKS = StepHooks(effects_from({AssessmentEffect.COPY_SERVICE_MAP: copy_service_map}))


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
    return save_need(need, AssessmentAction.REGISTER_NEED, actor=actor, links=(units, service_types), entry=entry)


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
    return save_need(need, AssessmentAction.CHANGE_NEED, actor=actor, links=(units, service_types), entry=entry)


def save_need(
    need: Need, action: AssessmentAction, *, actor: User, links: tuple[Iterable[Any], Iterable[Any]], entry: Entry
) -> Need:
    need.full_clean()
    need.save()
    units, service_types = (list(rows) for rows in links)
    need.units.set(units)
    need.service_types.set(service_types)
    after = plain_fields(need) | {
        "units": [unit.code for unit in units],
        "service_types": [service_type.code for service_type in service_types],
    }
    record(action, need, actor=actor, after=after, entry=entry)
    return need


@transaction.atomic
def register_data_point(point: DataPoint, *, actor: User, entry: Entry = NOW) -> DataPoint:
    """Add a figure to an edition that is being drafted; who enters it is the actor."""
    locked_edition(point.assessment, "assessments.add_datapoint", actor)
    point.entered_by = actor
    point.full_clean()
    point.save()
    record(AssessmentAction.REGISTER_DATA_POINT, point, actor=actor, entry=entry)
    return point


@transaction.atomic
def register_service(
    service: Service, *, actor: User, groups: Iterable[TargetGroup] = (), entry: Entry = NOW
) -> Service:
    """Add a service to the map."""
    require(actor, "assessments.add_service")
    return save_service(service, AssessmentAction.REGISTER_SERVICE, actor=actor, groups=groups, entry=entry)


@transaction.atomic
def change_service(
    service: Service, *, actor: User, groups: Iterable[TargetGroup] = (), entry: Entry = NOW
) -> Service:
    """Change a service of the map; published editions keep what they say of it."""
    require(actor, "assessments.change_service", service)
    Service.objects.select_for_update().get(pk=service.pk)
    return save_service(service, AssessmentAction.CHANGE_SERVICE, actor=actor, groups=groups, entry=entry)


def save_service(
    service: Service, action: AssessmentAction, *, actor: User, groups: Iterable[TargetGroup], entry: Entry
) -> Service:
    service.full_clean()
    service.save()
    chosen = list(groups)
    service.groups.set(chosen)
    after = plain_fields(service) | {"groups": [group.code for group in chosen]}
    record(action, service, actor=actor, after=after, entry=entry)
    return service


@transaction.atomic
def write_voice_scores(
    assessment: Assessment, shares: Mapping[int, Decimal], *, actor: User, entry: Entry = NOW
) -> Assessment:
    """Write the share of consultations that raised each need (percent by need's key); refused once published."""
    edition = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if edition.state == AssessmentState.PUBLISHED:
        raise StepRefused(_("This edition is published and never changes."))
    require(actor, "assessments.write_voice")
    needs = list(edition.needs.filter(pk__in=shares))
    for need in needs:
        need.voice_score = shares[need.pk]
    Need.objects.bulk_update(needs, ["voice_score"])
    after = {need.code: str(need.voice_score) for need in needs}
    record(AssessmentAction.WRITE_VOICE, edition, actor=actor, after=after, entry=entry)
    return edition
