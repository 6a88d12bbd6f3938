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
from municipality import reference
from municipality.actions import MunicipalityAction
from municipality.models import (
    AdministrativeUnit,
    CalendarDay,
    DeadlineRule,
    MajorityRule,
    Municipality,
    Office,
    Threshold,
)
from operations.deeds import record

VLORA: dict[str, Any] = {
    "name_sq": "Bashkia Vlorë",
    "name_en": "Municipality of Vlora",
    "county_sq": "Qarku Vlorë",
    "county_en": "Vlora County",
    "territory": "vlore",
    "website": "https://vlora.gov.al",
    "seats": 41,
    "quorum": 21,
    "plan_first_year": 2024,
    "plan_last_year": 2026,
    "approval_month": date(2024, 5, 1),
    "beneficiaries_base": 1700,
    "beneficiaries_target": 2000,
    "groups_target": 5,
    "organisations_target": 25,
    "organisations_women_share": 80,
    "authorities_target": 30,
    "authorities_women_share": 70,
}


@transaction.atomic
def create_municipality(*, actor: Any, **fields: Any) -> Municipality:
    """Found the one municipality of this installation; what is not given is Vlora's profile.

    Raises ValidationError where there is one already or the fields contradict each other.
    """
    if Municipality.objects.exists():
        raise ValidationError(_("This installation already has its municipality."))
    municipality = Municipality(pk=1, **{**VLORA, **fields})
    municipality.full_clean()
    municipality.save(force_insert=True)
    record(MunicipalityAction.CREATE_MUNICIPALITY, municipality, actor=actor, after=model_to_dict(municipality))
    return municipality


@transaction.atomic
def install_reference_data(*, actor: Any = None) -> int:
    """Add what is missing of calendar, rules, thresholds, units and offices; returns how many rows were added.

    Rows that exist are left as the municipality made them, so the deed can be repeated.
    """
    added = [
        *add_missing(AdministrativeUnit, "units", "code"),
        *add_missing(Office, "offices", "code"),
        *add_missing(CalendarDay, "calendar", "day", "territory"),
        *add_missing(DeadlineRule, "deadlines", "code"),
        *add_missing(MajorityRule, "majorities", "code"),
        *add_missing(Threshold, "thresholds", "code"),
    ]
    if added:
        subject = Municipality.objects.first() or added[0]
        record(MunicipalityAction.INSTALL_ROWS, subject, actor=actor, after={"rows": len(added)})
    return len(added)


def add_missing(model: type[models.Model], name: str, *keys: str) -> list[models.Model]:
    """The rows of a reference file whose natural key is not in the table yet, checked and saved."""
    known = {tuple(str(value) for value in row) for row in model._default_manager.values_list(*keys)}
    rows = [model(**fields) for fields in reference.read(name) if tuple(str(fields[key]) for key in keys) not in known]
    for row in rows:
        row.clean_fields()
    return model._default_manager.bulk_create(rows)


@transaction.atomic
def save_change(form: ModelForm[Any], *, actor: Any) -> Any:
    """Save a checked form of one row of place or law, with its event; PermissionDenied for who may not."""
    require(actor, "municipality.change_municipality")
    row = form.instance
    is_new = row.pk is None
    before = {} if is_new else {name: form.initial.get(name) for name in form.changed_data}
    row = _saved_once(form)
    record(
        MunicipalityAction.of("add" if is_new else "change", row),
        row,
        actor=actor,
        before=before,
        after={name: form.cleaned_data[name] for name in form.changed_data},
    )
    return row


def _saved_once(form: ModelForm[Any]) -> Any:
    """The saved row; ValidationError where another request has saved what excludes it since the form was checked."""
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError as clash:
        raise ValidationError(_("Somebody else has saved this, or what excludes it, at the same moment.")) from clash


@transaction.atomic
def confirm_days(
    rows: Iterable[CalendarDay], *, checked_by: str, checked_on: date, legal_basis: str, actor: Any
) -> int:
    """Say of rows of the calendar, and of proposed ones that enter it by this, which office checked them and when."""
    require(actor, "municipality.change_municipality")
    count = 0
    for row in rows:
        row.checked_by, row.checked_on = checked_by, checked_on
        row.legal_basis = row.legal_basis or legal_basis
        row.full_clean()
        row.save()
        after = model_to_dict(row, fields=["day", "kind", "legal_basis", "source", "checked_by", "checked_on"])
        record(MunicipalityAction.CONFIRM_CALENDARDAY, row, actor=actor, after=after)
        count += 1
    return count


@transaction.atomic
def remove_calendar_day(day: CalendarDay, *, actor: Any) -> None:
    """Take a day out of the calendar; deadlines already stored with documents do not move."""
    require(actor, "municipality.change_municipality")
    record(
        MunicipalityAction.REMOVE_CALENDARDAY, day, actor=actor, before=model_to_dict(day, exclude=["id"]), after={}
    )
    day.delete()
