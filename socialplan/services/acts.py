"""Deeds that carry data of their own: opinions, submission, decision, announcement, the mayor's order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from municipality.calendar import deadline, majority
from municipality.enums import DeadlineCode
from municipality.models import MajorityRule, Municipality
from socialplan.canonical import content_sha256
from socialplan.enums import SEALED_STATES, OpinionKind, Outcome, PlanState, PlanStep
from socialplan.models import (
    Announcement,
    CouncilDecision,
    CouncilSubmission,
    MayorOrder,
    Opinion,
    PlanVersion,
)
from socialplan.rules import opinion_kinds
from socialplan.services.entries import NOW, Entry, record
from socialplan.services.steps import locked_for, move_plan


@dataclass(frozen=True, slots=True)
class Vote:
    """How the council voted; present = for + against + abstained + did not vote."""

    present: int
    votes_for: int
    votes_against: int
    abstained: int
    did_not_vote: int


def _store_act(act: models.Model, action: str, *, actor: User, entry: Entry) -> None:
    act.full_clean()
    act.save()
    record(action, act, actor=actor, entry=entry)


@transaction.atomic
def record_opinion(
    version: PlanVersion, *, kind: str, verdict: str, text: str = "", actor: User, entry: Entry = NOW
) -> Opinion:
    """An office's opinion on the content as it stands in review; other content needs a new opinion."""
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if OpinionKind(kind) not in opinion_kinds(actor):
        raise PermissionDenied
    if version.state != PlanState.IN_REVIEW:
        raise StepRefused(_("Opinions are given while the version is in review."))
    entry = entry.checked(actor)
    opinion = Opinion(
        version=version,
        kind=kind,
        verdict=verdict,
        text=text,
        content_sha256=content_sha256(version),
        recorded_by=actor,
        **entry.stamp,
    )
    _store_act(opinion, "socialplan.record_opinion", actor=actor, entry=entry)
    return opinion


@transaction.atomic
def submit_to_council(
    version: PlanVersion,
    *,
    protocol_no: str,
    actor: User,
    entry: Entry = NOW,
    content_shown: str | None = None,
) -> PlanVersion:
    """The mayor submits the approved version to the council under a protocol number."""
    version = locked_for(version, PlanStep.SUBMIT, actor=actor)
    entry = entry.checked(actor)
    submission = CouncilSubmission(
        version=version,
        protocol_no=protocol_no,
        content_sha256=content_sha256(version),
        recorded_by=actor,
        **entry.stamp,
    )
    _store_act(submission, "socialplan.record_submission", actor=actor, entry=entry)
    return move_plan(version, PlanStep.SUBMIT, actor=actor, entry=entry, content_shown=content_shown)


@transaction.atomic
def record_decision(
    version: PlanVersion, *, number: str, vote: Vote, actor: User, entry: Entry = NOW, rule: MajorityRule | None = None
) -> PlanVersion:
    """The council's vote: adopted and sealed if the majority rule is met, else rejected. Quorum is a condition."""
    version = locked_for(version, PlanStep.ADOPT, actor=actor)
    entry = entry.checked(actor)
    council = Municipality.objects.get()
    rule = rule or majority()
    if vote.present < council.quorum:
        raise StepRefused(
            _("The quorum is %(quorum)s; %(present)s were present.")
            % {"quorum": council.quorum, "present": vote.present}
        )
    is_adopted = rule.is_reached(votes_for=vote.votes_for, present=vote.present, seats=council.seats)
    decision = CouncilDecision(
        version=version,
        number=number,
        year=entry.happened_on.year if entry.happened_on else 0,
        outcome=Outcome.ADOPTED if is_adopted else Outcome.REJECTED,
        seats=council.seats,
        quorum=council.quorum,
        present=vote.present,
        votes_for=vote.votes_for,
        votes_against=vote.votes_against,
        abstained=vote.abstained,
        did_not_vote=vote.did_not_vote,
        majority_rule=rule.code,
        recorded_by=actor,
        **entry.stamp,
    )
    _store_act(decision, "socialplan.record_decision", actor=actor, entry=entry)
    return move_plan(version, PlanStep.ADOPT if is_adopted else PlanStep.REJECT, actor=actor, entry=entry)


@transaction.atomic
def announce(version: PlanVersion, *, actor: User, entry: Entry = NOW, url: str = "", place: str = "") -> PlanVersion:
    """The decision is made public; the day it comes into force follows from the editable rule."""
    version = locked_for(version, PlanStep.ANNOUNCE, actor=actor)
    entry = entry.checked(actor)
    if not (url or place):
        raise StepRefused(_("Say where the decision was published: an address or a place."))
    fields: dict[str, Any] = entry.stamp | {"url": url, "place": place, "recorded_by": actor}
    announcement = Announcement(
        version=version,
        in_force_on=deadline(DeadlineCode.ENTRY_INTO_FORCE, entry.happened_on or timezone.localdate()),
        rule_code=DeadlineCode.ENTRY_INTO_FORCE,
        **fields,
    )
    _store_act(announcement, "socialplan.record_announcement", actor=actor, entry=entry)
    return move_plan(version, PlanStep.ANNOUNCE, actor=actor, entry=entry)


@transaction.atomic
def record_mayor_order(version: PlanVersion, *, number: str, actor: User, entry: Entry = NOW) -> MayorOrder:
    """The mayor's order to carry the plan out: an act of its own beside the council's decision."""
    version = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not actor.has_perm("socialplan.order_version", version):
        raise PermissionDenied
    if version.state not in SEALED_STATES:
        raise StepRefused(_("The order follows the adoption by the council."))
    entry = entry.checked(actor)
    order = MayorOrder(version=version, number=number, recorded_by=actor, **entry.stamp)
    _store_act(order, "socialplan.record_order", actor=actor, entry=entry)
    return order
