"""The steps of a version: the only place that writes `PlanVersion.state`."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from operations.deeds import NOW, Entry, StepHooks, StepTaken, move
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.effects import follow_step
from socialplan.approval.enums import StepEffect
from socialplan.approval.notifications import announce_step
from socialplan.approval.said_numbers import refuse_telling_words
from socialplan.approval.workflow import DATE_REACHED, PLAN_WORKFLOW
from socialplan.content.enums import LIVING_STATES, PlanState, PlanStep
from socialplan.content.models import PlanVersion
from socialplan.content.services.frozen import freeze_blocks, thaw_blocks
from socialplan.content.services.seal import seal_version, take_snapshot
from socialplan.content.snapshot import keep_snapshot, snapshot_of
from socialplan.drafting.services.editing import settle_version

logger = logging.getLogger(__name__)


class ContentMoved(StepRefused):
    """Decided from a page that showed other content; `shown` is the hash that the page carried."""

    def __init__(self, shown: str) -> None:
        super().__init__(
            _("The content has changed since you opened this page. Read what has changed before you decide.")
        )
        self.shown = shown


class LegalDay(Entry):
    """The day on which a step came by law. Where nobody took it, nobody's right to enter it afterwards is asked."""

    __slots__ = ()

    def checked(self, actor: Any, subject: models.Model | type[models.Model]) -> Self:
        today = timezone.localdate()
        if actor is not None or self.happened_on is None or self.happened_on > today:
            return super().checked(actor, subject)
        return replace(self, is_back_entry=self.is_back_entry or self.happened_on < today)


def locked_version(version: PlanVersion) -> PlanVersion:
    """The version as it stands now, locked for the rest of the transaction."""
    versions = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan", "derived_from")
    return versions.get(pk=version.pk)


def check_turn(version: PlanVersion, step: str, *, actor: User | None) -> None:
    """Whether the actor may take this step from where the version stands; what is missing is not asked yet."""
    transition = PLAN_WORKFLOW[step]
    transition.admit(actor, version)
    if version.state not in transition.sources:
        raise StepRefused(transition.misplaced(version))


def last_date(version: PlanVersion) -> date | None:
    """The legal date of its last step; one the council's vote opened begins with that vote."""
    steps = [change for change in snapshot_of(version).history if change.happened_on]
    own = [change for change in steps if change.version_id == version.pk]
    opening = [change for change in steps if PLAN_WORKFLOW[change.step].opens]
    followed = own or opening
    return followed[-1].happened_on if followed else None


def take_step(
    version: PlanVersion,
    step: str,
    *,
    actor: User | None,
    comment: str = "",
    entry: Entry = NOW,
    content_shown: str | None = None,
    act: models.Model | None = None,
) -> PlanVersion:
    """Take one step of a locked version within its deed: history, state, trail and message; `act` is what it records.

    Raises PermissionDenied, StepRefused, ContentMoved, and ValidationError for a date that cannot be.
    """
    change = move(
        version,
        step,
        workflow=PLAN_WORKFLOW,
        actor=actor,
        entry=entry,
        comment=comment,
        hooks=StepHooks(partial(_settle, content_shown=content_shown), follows=last_date),
        act=act,
    )
    if StepEffect.THAW_TABLES in PLAN_WORKFLOW[step].effects:
        thaw_blocks(version)
    follow_step(PLAN_WORKFLOW[step], version, actor=actor)
    announce_step(version, change)
    return version


def _settle(step: StepTaken, *, content_shown: str | None) -> None:
    """The content the step is taken with: its tables frozen, kept where reviewed, sealed where adopted.

    Its hash stands in the history. Raises ContentMoved where the actor decided from other content.
    """
    version, effects = step.document, step.transition.effects
    snapshot = snapshot_of(version)
    if StepEffect.SETTLE_DRAFT in effects:
        settle_version(version)
    if effects & {StepEffect.FREEZE_TABLES, StepEffect.FREEZE_OWN_TABLES}:
        freeze_blocks(version, keeps_findings=StepEffect.FREEZE_OWN_TABLES in effects)
        snapshot.reread()
    if content_shown is not None and content_shown != snapshot.sha256:
        raise ContentMoved(content_shown)
    step.columns["content_sha256"] = snapshot.sha256
    if StepEffect.KEEP_CONTENT in effects:
        take_snapshot(version, snapshot.plan_json)
    if StepEffect.SEAL in effects:
        seal_version(version, snapshot.plan_json)


@transaction.atomic
def move_plan(
    version: PlanVersion,
    step: str,
    *,
    actor: User | None,
    comment: str = "",
    entry: Entry = NOW,
    content_shown: str | None = None,
) -> PlanVersion:
    """Take one step and write it into the history. `content_shown` is the hash on the page the actor decided from."""
    version = locked_version(version)
    with keep_snapshot(version):
        return take_step(version, step, actor=actor, comment=comment, entry=entry, content_shown=content_shown)


def take_by_button(
    version: PlanVersion, step: str, *, actor: User, comment: str = "", entry: Entry = NOW
) -> PlanVersion:
    """A step that asks for nothing but a comment and a date; the day of entry into force is the law's, not typed."""
    if step == PlanStep.ENFORCE:
        return bring_into_force(version, actor=actor)
    return move_plan(version, step, actor=actor, comment=comment, entry=entry)


@transaction.atomic
def approve(
    version: PlanVersion, *, actor: User, content_shown: str, comment: str = "", entry: Entry = NOW
) -> PlanVersion:
    """Approve for submission exactly the content whose hash the approver saw; `comment` confirms numbers in its words.

    StepRefused for a number that only hidden figures explain; who wrote in the words confirms none of them.
    """
    version = locked_version(version)
    with keep_snapshot(version) as snapshot:
        moved = take_step(
            version, PlanStep.APPROVE, actor=actor, entry=entry, comment=comment, content_shown=content_shown
        )
        refuse_telling_words(version, PlanStep.APPROVE, snapshot.content, actor=actor.pk, comment=comment)
    return moved


@transaction.atomic
def bring_into_force(version: PlanVersion, *, actor: User | None) -> PlanVersion:
    """On the legal day: in force; whatever earlier version of the plan still stood is superseded.

    Without an actor the day itself brings it, whoever is or is not there.
    """
    version = locked_version(version)
    check_turn(version, PlanStep.ENFORCE, actor=actor)
    deadlines, act = DeadlineCalendar(), version.announcement
    day = deadlines.in_force_on(version)
    if day > deadlines.today:
        raise StepRefused(str(DATE_REACHED.otherwise))
    entry = LegalDay(day, act.is_back_entry, act.source_document)
    if day < deadlines.today and not entry.source_document:
        entry = LegalDay(day, source_document=str(version.decision))
    earlier = PlanVersion.objects.filter(plan=version.plan, number__lt=version.number, state__in=LIVING_STATES)
    for previous in earlier.order_by("number"):
        move_plan(previous, PlanStep.SUPERSEDE, actor=actor, entry=entry)
    return move_plan(version, PlanStep.ENFORCE, actor=actor, entry=entry)


def enforce_due_versions() -> int:
    """Bring into force what was announced and whose day has come."""
    deadlines = DeadlineCalendar()
    waiting = PlanVersion.objects.filter(state=PlanState.ANNOUNCED, announcement__in_force_on__lte=deadlines.today)
    done = 0
    for version in waiting.order_by("number"):
        if deadlines.in_force_on(version) > deadlines.today:
            continue
        try:
            bring_into_force(version, actor=None)
        except StepRefused as refusal:
            logger.warning("Version %s does not come into force: %s", version.pk, refusal)
        else:
            done += 1
    return done


def expire_ended_versions() -> int:
    """End what is in force though the years of its plan are over, as of their last day."""
    ended = PlanVersion.objects.in_force().filter(plan__last_year__lt=timezone.localdate().year)
    done = 0
    for version in ended.select_related("plan", "decision").order_by("pk"):
        entry = LegalDay(date(version.plan.last_year, 12, 31), source_document=str(version.decision))
        try:
            move_plan(version, PlanStep.EXPIRE, actor=None, entry=entry)
        except (StepRefused, ValidationError) as refusal:
            logger.warning("Version %s does not expire: %s", version.pk, refusal)
        else:
            done += 1
    return done
