"""Deeds of the assessment: editions and their steps, groups and types, needs, figures and the service map."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.enums import AssessmentEffect, AssessmentState
from assessments.gaps.fitting import reach_of
from assessments.gaps.telling import store_release
from assessments.models import (
    AssessedService,
    Assessment,
    DataPoint,
    Need,
    RequirementLine,
    ScaleStep,
    Service,
    ServiceProvider,
    ServiceType,
    SheetImport,
    StaffRequirement,
    TargetGroup,
)
from assessments.models.proposals import REACHING
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.workflow import StepRefused, require
from municipality.models import AdministrativeUnit
from operations.deeds import NOW, Entry, StepHooks, StepTaken, effects_from, move, plain_fields, record

COPIED_AT_ONCE = 2_000

Links = Mapping[str, Iterable[Any]]


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


@transaction.atomic
def save_scale_step(step: ScaleStep, *, actor: User, entry: Entry = NOW) -> ScaleStep:
    """Change what a step of a scale is called and counts for; editions that are open keep theirs."""
    return save_reference(step, AssessmentAction.SAVE_SCALE_STEP, actor=actor, entry=entry)


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
    assessment.scale_points = ScaleStep.objects.points()
    assessment.full_clean()
    assessment.save()
    record(AssessmentAction.OPEN_ASSESSMENT, assessment, actor=actor, entry=entry)
    return assessment


@transaction.atomic
def begin_next_edition(previous: Assessment, assessment: Assessment, *, actor: User, entry: Entry = NOW) -> Assessment:
    """An edition in drafting that begins with needs, their lines, staff and figures of an earlier one.

    The service map is taken anew.

    A rank set by decision and the part of the consultations are not taken over: they belong to the day they were made.
    """
    assessment.follows = previous
    assessment = open_assessment(assessment, actor=actor, entry=entry)
    for need in previous.needs.all():
        linked = {name: list(getattr(need, name).all()) for name in ("units", "service_types")}
        own = {"voice_score": None, "override_rank": None, "override_reason": "", "override_body": ""}
        copy = _copied(need, assessment=assessment, **own)
        for name, rows in linked.items():
            getattr(copy, name).set(rows)
        for line in need.lines.all():
            _copied(line, need=copy).service_types.set(line.service_types.all())
    for row in previous.staff_requirements.all():
        _copied(row, assessment=assessment)
    _take_figures(previous, assessment)
    return assessment


def _take_figures(previous: Assessment, assessment: Assessment) -> None:
    """Each figure as it stands today, with who verified it: nothing of it has changed. Corrected rows stay behind."""
    names = [
        column.attname
        for column in DataPoint._meta.concrete_fields
        if column.name
        not in {"id", "created_at", "updated_at", "assessment", "corrects", "correction_reason", "revision"}
    ]
    rows = previous.data_points.current().order_by("pk").values(*names)
    DataPoint.objects.bulk_create(
        (DataPoint(assessment=assessment, **row) for row in rows.iterator(COPIED_AT_ONCE)), batch_size=COPIED_AT_ONCE
    )


def _copied(row: Any, **changed: Any) -> Any:
    """The same row once more, in another edition."""
    kept = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.name not in {"id", "created_at", "updated_at", *changed}
    }
    return type(row).objects.create(**kept, **changed)


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
    """Replace the edition's service map by that of the day, with whom it serves; an undisclosed place is left out."""
    assessment, day = step.document, step.day
    assessment.assessed_services.all().delete()
    AssessedService.objects.bulk_create(
        AssessedService(
            assessment=assessment,
            service=service,
            service_type_id=service.service_type_id,
            unit_id=None if service.is_undisclosed else service.unit_id,
            is_undisclosed=service.is_undisclosed,
            capacity=service.capacity,
            places_kept=service.places_kept,
            users=service.users,
            waiting=service.waiting,
            standing=service.count_status_on(day),
            reach=reach_of(service).plain(),
        )
        for service in Service.objects.not_closed().prefetch_related("groups", "served_units")
    )


def store_what_is_published(step: StepTaken) -> None:
    store_release(step.document, comment=step.comment)


HOOKS = StepHooks(
    effects_from(
        {AssessmentEffect.COPY_SERVICE_MAP: copy_service_map, AssessmentEffect.KEEP_TELLING: store_what_is_published}
    )
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
    need.full_clean()
    return write_need(need, actor=actor, links={"units": units, "service_types": service_types}, entry=entry)


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
    need.full_clean()
    return write_need(need, actor=actor, links={"units": units, "service_types": service_types}, entry=entry)


def write_need(need: Need, *, actor: User, links: Links, unchanged: Collection[str] = (), entry: Entry = NOW) -> Need:
    """`unchanged` names the links that stand already as `links` has them."""
    action = AssessmentAction.REGISTER_NEED if need._state.adding else AssessmentAction.CHANGE_NEED
    linked = _save_with_links(need, links, unchanged)
    record(action, need, actor=actor, after=plain_fields(need) | _codes(linked), entry=entry)
    return need


def _save_with_links(row: Any, links: Links, unchanged: Collection[str]) -> dict[str, list[Any]]:
    """The row and its links; nothing hangs on a new row, so nobody looks what does."""
    is_new = row._state.adding
    row.save()
    chosen = {name: list(rows) for name, rows in links.items()}
    for name, rows in chosen.items():
        if is_new and rows:
            getattr(row, name).add(*rows)
        elif not is_new and name not in unchanged:
            getattr(row, name).set(rows)
    return chosen


def _codes(linked: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
    return {name: [each.code for each in rows] for name, rows in linked.items()}


@transaction.atomic
def register_line(
    line: RequirementLine, *, actor: User, service_types: Iterable[ServiceType], entry: Entry = NOW
) -> RequirementLine:
    """Add a requirement line to a need of an edition that is being drafted; it gets the next number."""
    locked_edition(line.need.assessment, "assessments.change_need", actor)
    last = line.need.lines.aggregate(last=Max("number"))["last"] or 0
    line.number = last + 1
    return _save_line(line, AssessmentAction.REGISTER_LINE, actor=actor, service_types=service_types, entry=entry)


@transaction.atomic
def change_line(
    line: RequirementLine, *, actor: User, service_types: Iterable[ServiceType], entry: Entry = NOW
) -> RequirementLine:
    """Change a requirement line of an edition that is being drafted."""
    locked_edition(line.need.assessment, "assessments.change_need", actor)
    return _save_line(line, AssessmentAction.CHANGE_LINE, actor=actor, service_types=service_types, entry=entry)


def _save_line(
    line: RequirementLine,
    action: AssessmentAction,
    *,
    actor: User,
    service_types: Iterable[ServiceType],
    entry: Entry,
) -> RequirementLine:
    """Write the line with its types; raises ValidationError where it names none."""
    chosen = list(service_types)
    if not chosen:
        raise ValidationError({"service_types": _("Choose the type of service that answers this line.")})
    line.full_clean()
    line.save()
    line.service_types.set(chosen)
    after = plain_fields(line) | {"service_types": [service_type.code for service_type in chosen]}
    record(action, line, actor=actor, after=after, entry=entry)
    return line


@transaction.atomic
def remove_line(line: RequirementLine, *, actor: User, entry: Entry = NOW) -> Need:
    """Take a requirement line out of a need of an edition that is being drafted; the others keep their numbers."""
    locked_edition(line.need.assessment, "assessments.change_need", actor)
    if line.costings.exists():
        raise StepRefused(_("A costing for the Social Fund rests on this line; change the costing first."))
    record(AssessmentAction.REMOVE_LINE, line, actor=actor, before=plain_fields(line), entry=entry)
    line.delete()
    return line.need


@transaction.atomic
def save_staff_requirement(row: StaffRequirement, *, actor: User, entry: Entry = NOW) -> StaffRequirement:
    """Add or change the posts a ratio requires, in an edition that is being drafted."""
    locked_edition(row.assessment, "assessments.change_assessment", actor)
    row.full_clean()
    return write_staff_requirement(row, actor=actor, entry=entry)


def write_staff_requirement(row: StaffRequirement, *, actor: User, entry: Entry = NOW) -> StaffRequirement:
    """A cleaned row, and its event."""
    row.save()
    record(AssessmentAction.SAVE_STAFF, row, actor=actor, entry=entry)
    return row


@transaction.atomic
def remove_staff_requirement(row: StaffRequirement, *, actor: User, entry: Entry = NOW) -> Assessment:
    """Take a staff requirement out of an edition that is being drafted."""
    locked_edition(row.assessment, "assessments.change_assessment", actor)
    record(AssessmentAction.REMOVE_STAFF, row, actor=actor, before=plain_fields(row), entry=entry)
    row.delete()
    return row.assessment


@transaction.atomic
def register_service(
    service: Service,
    *,
    actor: User,
    groups: Iterable[TargetGroup] = (),
    units: Iterable[AdministrativeUnit] = (),
    entry: Entry = NOW,
) -> Service:
    """Add a service to the map."""
    require(actor, "assessments.add_service")
    service.full_clean()
    SheetImport.objects.forget_what_closes(service)
    return write_service(service, actor=actor, links={"groups": groups, "served_units": units}, entry=entry)


@transaction.atomic
def change_service(
    service: Service,
    *,
    actor: User,
    groups: Iterable[TargetGroup] = (),
    units: Iterable[AdministrativeUnit] = (),
    entry: Entry = NOW,
) -> Service:
    """Change a service of the map; published editions keep what they say of it. Undisclosed, its place is emptied."""
    require(actor, "assessments.change_service", service)
    SheetImport.objects.forget_what_closes(service)  # before its row is held, as an import holds them
    stored = Service.objects.select_for_update().get(pk=service.pk)
    service.empty_place(stored.place_words())
    service.full_clean()
    return write_service(service, actor=actor, links={"groups": groups, "served_units": units}, entry=entry)


def write_service(
    service: Service, *, actor: User, links: Links, unchanged: Collection[str] = (), entry: Entry = NOW
) -> Service:
    """An undisclosed service keeps no served units, and no unit of any service stands in the history."""
    action = AssessmentAction.REGISTER_SERVICE if service._state.adding else AssessmentAction.CHANGE_SERVICE
    if service.is_undisclosed:
        links, unchanged = {**links, "served_units": []}, {*unchanged} - {"served_units"}
    groups = _save_with_links(service, links, unchanged)["groups"]
    if service.is_undisclosed:
        service.proposed_changes.filter(field__in=REACHING).delete()
        SheetImport.objects.forget_undoing_of(service)
    record(action, service, actor=actor, after=plain_fields(service) | _codes({"groups": groups}), entry=entry)
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


@transaction.atomic
def save_provider(provider: ServiceProvider, *, actor: User, entry: Entry = NOW) -> ServiceProvider:
    """Add or change a provider of the register."""
    require(actor, "assessments.change_provider")
    provider.full_clean()
    return write_provider(provider, actor=actor, entry=entry)


def write_provider(provider: ServiceProvider, *, actor: User, entry: Entry = NOW) -> ServiceProvider:
    """A cleaned provider, and its event."""
    provider.save()
    record(AssessmentAction.SAVE_PROVIDER, provider, actor=actor, entry=entry)
    return provider
