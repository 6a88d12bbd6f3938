"""Deeds on the finance office's sheet: it is taken in as it came, and its names are mapped once for all sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.search import folded
from core.sheet_reader.reading import ReadSheet
from core.workflow import require
from monitoring.actions import MonitoringAction
from monitoring.grid.treasury import programmes_of, read_treasury
from monitoring.models import Period, ProgrammeMapping, TreasuryLine, TreasurySheet
from monitoring.services.periods import refuse_frozen
from operations.deeds import plain_fields, record

OUTSIDE = "outside"


@transaction.atomic
def take_treasury_sheet(period: Period, sheet: ReadSheet, *, title: str, actor: User) -> TreasurySheet:
    """Take in a sheet, every line of it; ValidationError names each row that cannot be read, and then takes none."""
    require(actor, "monitoring.enter_results")
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    refuse_frozen(period)
    read = read_treasury(sheet)
    plain = "\n".join(f"{line.number}\t{line.label}\t{sorted(line.amounts.items())}" for line in read.lines)
    row = TreasurySheet.objects.create(
        period=period,
        title=title[:200],
        sha256=hashlib.sha256(plain.encode()).hexdigest(),
        stated_total=read.stated_total,
        actor=actor,
    )
    TreasuryLine.objects.bulk_create(
        TreasuryLine(sheet=row, number=line.number, label=line.label, **line.amounts) for line in read.lines
    )
    record(MonitoringAction.TAKE_TREASURY_SHEET, row, actor=actor)
    return row


@transaction.atomic
def map_programmes(period: Period, chosen: Mapping[str, str], *, actor: User) -> int:
    """Remember what names of the finance office are: a programme of the plan, outside, or "" for neither any more.

    Returns how many changed.
    """
    require(actor, "monitoring.enter_results")
    known, changed = set(programmes_of(period)), 0
    for label, programme in chosen.items():
        if programme not in {"", *known, OUTSIDE}:
            raise ValidationError(_("The plan has no such programme."))
        row = ProgrammeMapping.objects.select_for_update().filter(label=folded(label)).first()
        changed += _forget(row, actor) if programme == "" else _remember(row, label, programme, actor)
    return changed


def _forget(row: ProgrammeMapping | None, actor: User) -> int:
    if row is None:
        return 0
    record(MonitoringAction.MAP_PROGRAMME, row, actor=actor, before=plain_fields(row), after={})
    row.delete()
    return 1


def _remember(row: ProgrammeMapping | None, label: str, programme: str, actor: User) -> int:
    before = plain_fields(row) if row else {}
    row = row or ProgrammeMapping(label=folded(label))
    row.is_outside = programme == OUTSIDE
    row.programme = "" if row.is_outside else programme
    if before == plain_fields(row):
        return 0
    row.full_clean()
    row.save()
    record(MonitoringAction.MAP_PROGRAMME, row, actor=actor, before=before)
    return 1
