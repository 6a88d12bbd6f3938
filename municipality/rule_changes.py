"""Deeds on rules of law and privacy, which take two persons: ask, confirm, stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.amounts import read_whole
from core.workflow import require
from municipality.actions import MunicipalityAction
from municipality.enums import ThresholdCode
from municipality.models import RuleChange, Threshold
from operations.deeds import record

CONFIRM = "municipality.confirm_rulechange"
SECOND_PERSON = "municipality.be_second_person"
LOWER = "municipality.lower_protection"
THRESHOLD = "threshold"
SMALL_NUMBERS = (ThresholdCode.SMALL_NUMBER, ThresholdCode.SMALL_NUMBER_PROTECTED)


@dataclass(frozen=True, slots=True)
class RuleProposal:
    """What somebody wants changed: in which list, which row, what was typed, and how it reads."""

    page: str
    title: str
    row: int | None = None
    year: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    shown: list[list[str]] = field(default_factory=list)


def lowered_threshold(change: RuleChange) -> tuple[str, int] | None:
    """The threshold of small numbers that the change lowers, and to what; none where it lowers none."""
    if change.page != THRESHOLD or "value" not in change.values:
        return None
    row = Threshold.objects.filter(pk=change.row, code__in=SMALL_NUMBERS).first()
    if row is None:
        return None
    wanted = read_whole(str(change.values["value"]).strip())
    return (row.code, wanted) if wanted < row.value else None


def nobody_else_confirms(actor: Any) -> bool:
    """Whether the installation has nobody yet who could be the second person."""
    others = get_user_model()._default_manager.filter(is_active=True).exclude(pk=actor.pk)
    return not any(other.has_perm(CONFIRM) for other in others)


@transaction.atomic
def ask_change(proposal: RuleProposal, deed: Callable[[], Any], *, actor: Any) -> RuleChange:
    """Ask for a change; `deed` makes it at once where nobody else could confirm it, and that stands beside it."""
    require(actor, "municipality.change_municipality")
    change = RuleChange(
        page=proposal.page,
        row=proposal.row,
        year=proposal.year,
        title=proposal.title[:300],
        values=proposal.values,
        shown=proposal.shown,
        proposed_by=actor,
        is_by_one=nobody_else_confirms(actor),
    )
    if lowered_threshold(change):
        change.is_by_one = False  # less protection waits for the data-protection officer, whoever else there is
    waiting = RuleChange.objects.waiting().filter(page=proposal.page, row=proposal.row)
    if proposal.row is not None and waiting.exists():
        raise ValidationError(_("A change of this row waits for a second person already."))
    if change.is_by_one:
        change.confirmed_by, change.confirmed_at = actor, timezone.now()
    change.full_clean()
    change.save()
    record(MunicipalityAction.ASK_RULECHANGE, change, actor=actor, after=_event_details(change))
    if change.is_by_one:
        deed()
    return change


@transaction.atomic
def confirm_change(change: RuleChange, deed: Callable[[], Any], *, actor: Any) -> RuleChange:
    """The second person's yes; `deed` makes the change. PermissionDenied for who asked for it."""
    change = _locked(change)
    require(actor, CONFIRM, change)
    if lowered_threshold(change):
        require(actor, LOWER)
    if not actor.has_perm(SECOND_PERSON, change):
        raise ValidationError(
            _("One of you two has the deciding role from the other, and newly: another person confirms this.")
        )
    change.confirmed_by, change.confirmed_at = actor, timezone.now()
    change.full_clean()
    change.save(update_fields=["confirmed_by", "confirmed_at"])
    record(MunicipalityAction.CONFIRM_RULECHANGE, change, actor=actor, after=_event_details(change))
    deed()
    return change


@transaction.atomic
def stop_change(change: RuleChange, *, actor: Any) -> RuleChange:
    """Refused by the second person, or withdrawn by the first."""
    change = _locked(change)
    require(actor, "municipality.stop_rulechange", change)
    change.stopped_by, change.stopped_at = actor, timezone.now()
    change.save(update_fields=["stopped_by", "stopped_at"])
    record(MunicipalityAction.STOP_RULECHANGE, change, actor=actor, after=_event_details(change))
    return change


def _locked(change: RuleChange) -> RuleChange:
    change = RuleChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if not change.is_waiting:
        raise ValidationError(_("This was confirmed or stopped already."))
    return change


def _event_details(change: RuleChange) -> dict[str, Any]:
    return {"title": change.title, "by_one": change.is_by_one, "fields": change.shown}
