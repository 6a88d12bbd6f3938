"""Deeds on the Social Fund: calls with their rows, their outcome, costings, and the package asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.enums import PACKAGE, CallOutcome, PackageFormat
from assessments.models import FundCall, FundCosting, FundShare, PartOfFund, ServiceType
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, plain_fields, record
from operations.models import Job
from operations.queue.jobs import enqueue

# what is said of the fund, to be verified: editable rows of each call
DELIVERED_SHARES = {1: Decimal(90), 2: Decimal(60), 3: Decimal(30)}


@transaction.atomic
def save_call(call: FundCall, *, actor: User, service_types: Iterable[ServiceType], entry: Entry = NOW) -> FundCall:
    """Add or change a call; a new one begins with shares of 90, 60 and 30 percent that are still to be verified."""
    require(actor, "assessments.change_fund")
    is_new = call.pk is None
    if not is_new:
        _still_open(call.pk)
    call.full_clean()
    call.save()
    chosen = list(service_types)
    call.service_types.set(chosen)
    if is_new:
        for number, percent in DELIVERED_SHARES.items():
            FundShare.objects.create(call=call, year_number=number, percent=percent)
    after = plain_fields(call) | {"service_types": [each.code for each in chosen]}
    record(AssessmentAction.SAVE_CALL, call, actor=actor, after=after, entry=entry)
    return call


@transaction.atomic
def close_call(call: FundCall, outcome: str, *, on: date, note: str, actor: User, entry: Entry = NOW) -> FundCall:
    """Record what became of a call; nothing of it changes afterwards."""
    require(actor, "assessments.change_fund")
    call = _still_open(call.pk)
    if on > timezone.localdate():
        raise StepRefused(_("The date lies in the future."))
    call.outcome, call.outcome_on, call.outcome_note = CallOutcome(outcome), on, note
    call.full_clean()
    call.save()
    record(AssessmentAction.CLOSE_CALL, call, actor=actor, entry=entry)
    return call


@transaction.atomic
def save_costing(costing: FundCosting, *, actor: User, entry: Entry = NOW) -> FundCosting:
    """Add or change the costing of a service for a call."""
    require(actor, "assessments.change_fund")
    _still_open(costing.call_id)
    costing.full_clean()
    costing.save()
    record(AssessmentAction.SAVE_COSTING, costing, actor=actor, entry=entry)
    return costing


@transaction.atomic
def save_fund_part(row: PartOfFund, *, actor: User, entry: Entry = NOW) -> PartOfFund:
    """Add or change a share, a criterion, an attachment or a post."""
    _may_write(row, actor)
    row.full_clean()
    row.save()
    record(AssessmentAction.SAVE_FUND_PART, row.owner, actor=actor, after=_event_details(row), entry=entry)
    return row


@transaction.atomic
def remove_fund_part(row: PartOfFund, *, actor: User, entry: Entry = NOW) -> FundCall | FundCosting:
    _may_write(row, actor)
    owner: FundCall | FundCosting = row.owner
    record(AssessmentAction.REMOVE_FUND_PART, owner, actor=actor, before=_event_details(row), after={}, entry=entry)
    row.delete()
    return owner


@transaction.atomic
def request_package(costing: FundCosting, file_format: str, *, language: str, actor: User) -> Job:
    """Ask for the application's package; a worker makes it of what stands there then."""
    require(actor, "assessments.request_fund_package")
    kind = PackageFormat(file_format)
    record(AssessmentAction.REQUEST_FUND_PACKAGE, costing, actor=actor, after={"format": str(kind)})
    stamp = timezone.now().isoformat()
    return enqueue(
        PACKAGE,
        dedupe_key=f"{PACKAGE}:{costing.pk}:{kind}:{language}:{stamp}",
        payload={"costing": costing.pk, "format": str(kind), "language": language},
        requested_by=actor,
    )


def _still_open(pk: int) -> FundCall:
    call = FundCall.objects.select_for_update().get(pk=pk)
    if call.is_closed:
        raise StepRefused(call.closed_because)
    return call


def _may_write(row: PartOfFund, actor: User) -> None:
    require(actor, "assessments.change_fund")
    owner = row.owner
    _still_open(owner.pk if isinstance(owner, FundCall) else owner.call_id)


def _event_details(row: PartOfFund) -> dict[str, object]:
    return {"part": str(row.part), **plain_fields(row)}
