"""Deeds on the place and its law: one function, one change, one event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import ModelForm
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from core.workflow import require
from municipality import delivered_rows
from municipality.actions import MunicipalityAction
from municipality.arms import store_picture
from municipality.models import (
    GUIDE_DONE,
    Asked,
    CalendarDay,
    DeadlineRule,
    MajorityRule,
    Municipality,
    Office,
    Project,
    Threshold,
)
from operations.deeds import record

CHANGE = "municipality.change_municipality"
LAST_STEP = 5  # of the first-run guide


@transaction.atomic
def create_municipality(*, actor: Any, **fields: Any) -> Municipality:
    """Found the one municipality of this installation.

    Raises ValidationError where there is one already or the fields contradict each other.
    """
    if Municipality.objects.exists():
        raise ValidationError(_("This installation already has its municipality."))
    municipality = Municipality(pk=1, **fields)
    municipality.full_clean()
    municipality.save(force_insert=True)
    record(MunicipalityAction.CREATE_MUNICIPALITY, municipality, actor=actor, after=model_to_dict(municipality))
    return municipality


@transaction.atomic
def install_reference_data(*, actor: Any = None) -> int:
    """Add what is missing of calendar, rules, thresholds and offices; returns how many rows were added.

    Units are each municipality's own and are never delivered.

    Rows that exist are left as the municipality made them, so the deed can be repeated.
    """
    added = [
        *add_missing(Office, "offices", "code"),
        *add_missing(CalendarDay, "calendar", "day", "territory"),
        *add_missing(DeadlineRule, "deadlines", "code"),
        *add_missing(MajorityRule, "majorities", "code"),
        *add_missing(Threshold, "thresholds", "code"),
        *add_missing(Asked, "asked", "code"),
    ]
    if added:
        subject = Municipality.objects.first() or added[0]
        record(MunicipalityAction.INSTALL_ROWS, subject, actor=actor, after={"rows": len(added)})
    return len(added)


def add_missing(model: type[models.Model], name: str, *keys: str) -> list[models.Model]:
    """The rows of a reference file whose natural key is not in the table yet, checked and saved."""
    known = {tuple(str(value) for value in row) for row in model._default_manager.values_list(*keys)}
    delivered = delivered_rows.read(name)
    rows = [model(**fields) for fields in delivered if tuple(str(fields[key]) for key in keys) not in known]
    for row in rows:
        row.clean_fields()
    return model._default_manager.bulk_create(rows)


@transaction.atomic
def save_change(form: ModelForm[Any], *, actor: Any, permission: str = CHANGE) -> Any:
    """Save a checked form of one row of place or law, with its event; PermissionDenied for who may not."""
    require(actor, permission)
    row = form.instance
    is_new = row.pk is None
    changed = [name for name in form.changed_data if name not in getattr(form, "of_other_rows", ())]
    before = {} if is_new else {name: form.initial.get(name) for name in changed}
    row = _saved_once(form)
    record(
        MunicipalityAction.of("add" if is_new else "change", row),
        row,
        actor=actor,
        before=before,
        after={name: form.cleaned_data[name] for name in changed},
    )
    return row


@transaction.atomic
def save_profile(form: ModelForm[Any], *, actor: Any) -> Municipality:
    """Save the profile, and the arms where a picture came with it; ValidationError for what is no picture."""
    if picture := form.cleaned_data.get("arms_file"):
        form.instance.arms = store_picture(picture, purpose="arms", actor=actor)
    place: Municipality = save_change(form, actor=actor)
    return place


@transaction.atomic
def save_project(form: ModelForm[Any], *, actor: Any) -> Project:
    """Save the project, and its donor's emblem where a picture came with it; ValidationError for what is none."""
    require(actor, CHANGE)
    if picture := form.cleaned_data.get("emblem_file"):
        form.instance.emblem = store_picture(picture, purpose="emblem", actor=actor)
    elif form.cleaned_data.get("without_emblem"):
        form.instance.emblem = None
    project: Project = save_change(form, actor=actor)
    return project


@transaction.atomic
def give_arms(place: Municipality, picture: Any, *, actor: Any) -> None:
    """Put the arms on the municipality that is being founded; ValidationError for what is no picture."""
    require(actor, CHANGE)
    place.arms = store_picture(picture, purpose="arms", actor=actor)
    place.save(update_fields=["arms", "updated_at"])
    record(MunicipalityAction.CHANGE_MUNICIPALITY, place, actor=actor, after={"arms": str(place.arms)})


@transaction.atomic
def choose_offices(existing: Iterable[Office], *, actor: Any) -> None:
    """Say which offices of the list exist here; the others stay in the list for later."""
    require(actor, "municipality.change_municipality")
    chosen = {office.pk for office in existing}
    for office in Office.objects.select_for_update():
        if office.is_active is not (office.pk in chosen):
            office.is_active = office.pk in chosen
            office.save(update_fields=["is_active", "updated_at"])
            record(MunicipalityAction.CHANGE_OFFICE, office, actor=actor, after={"is_active": office.is_active})


@transaction.atomic
def finish_step(step: int, *, actor: Any) -> Municipality:
    """Note that a step of the first-run guide is done; a step done earlier is not undone by going back to it."""
    require(actor, "municipality.change_municipality")
    place = Municipality.objects.select_for_update().get()
    if place.guide_step == step:
        place.guide_step = GUIDE_DONE if step == LAST_STEP else step + 1
        place.save(update_fields=["guide_step", "updated_at"])
        record(MunicipalityAction.FINISH_STEP, place, actor=actor, after={"step": step})
    return place


@transaction.atomic
def remove_project(*, actor: Any) -> None:
    """Take the project away; the home page then shows the plan's own way."""
    require(actor, "municipality.change_municipality")
    for project in Project.objects.select_for_update():
        record(MunicipalityAction.REMOVE_PROJECT, project, actor=actor, before=model_to_dict(project), after={})
        project.delete()


def _saved_once(form: ModelForm[Any]) -> Any:
    """The saved row; ValidationError where another request has saved what excludes it since the form was checked."""
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError as clash:
        raise ValidationError(_("Somebody else has saved this, or what excludes it, at the same moment.")) from clash


@transaction.atomic
def confirm_days(
    rows: Iterable[CalendarDay],
    *,
    checked_by: str,
    checked_on: date,
    legal_bases: tuple[str, str],
    actor: Any,
    permission: str = CHANGE,
) -> int:
    """Say which office checked rows of the calendar, proposed ones among them, and when.

    A row without a legal basis gets the one given, Albanian and English.
    """
    require(actor, permission)
    count = 0
    for row in rows:
        row.checked_by, row.checked_on = checked_by, checked_on
        if not row.legal_basis:
            row.legal_basis, row.legal_basis_en = legal_bases
        row.full_clean()
        row.save()
        after = model_to_dict(row, fields=["day", "kind", "legal_basis", "source", "checked_by", "checked_on"])
        record(MunicipalityAction.CONFIRM_CALENDARDAY, row, actor=actor, after=after)
        count += 1
    return count


@transaction.atomic
def remove_calendar_day(day: CalendarDay, *, actor: Any, permission: str = CHANGE) -> None:
    """Take a day out of the calendar; deadlines already stored with documents do not move."""
    require(actor, permission)
    record(
        MunicipalityAction.REMOVE_CALENDARDAY, day, actor=actor, before=model_to_dict(day, exclude=["id"]), after={}
    )
    day.delete()
