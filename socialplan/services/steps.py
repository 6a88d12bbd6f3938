"""The steps of a version: the only place that writes `PlanVersion.state`."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from socialplan.canonical import canonical_json, sha256_of
from socialplan.enums import PlanState, PlanStep
from socialplan.models import PlanVersion
from socialplan.services.entries import NOW, Entry, plain_fields, record
from socialplan.services.seal import seal_version, take_snapshot
from socialplan.workflow import PLAN_WORKFLOW


def locked_for(version: PlanVersion, step: str, *, actor: User) -> PlanVersion:
    """The version, locked, if the actor may take this step from where it stands; what is missing is not asked yet."""
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    transition = PLAN_WORKFLOW[step]
    if not actor.has_perm(transition.permission, version):
        raise PermissionDenied
    if version.state not in transition.sources:
        raise StepRefused(_("Someone else has already moved this document on."))
    return version


def _check_order(version: PlanVersion, entry: Entry) -> None:
    last = version.state_changes.exclude(happened_on=None).order_by("-pk").first()
    if last and last.happened_on and entry.happened_on and last.happened_on > entry.happened_on:
        raise StepRefused(
            _("The date lies before that of the previous step, %(date)s.") % {"date": date_format(last.happened_on)}
        )


@transaction.atomic
def move_plan(
    version: PlanVersion,
    step: str,
    *,
    actor: User,
    comment: str = "",
    entry: Entry = NOW,
    content_shown: str | None = None,
) -> PlanVersion:
    """Take one step and write it into the history. `content_shown` is the hash on the page the actor decided from."""
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    transition = PLAN_WORKFLOW.check(version, step, actor=actor, comment=comment)
    entry = entry.checked(actor)
    _check_order(version, entry)
    text = canonical_json(version)
    content = sha256_of(text)
    if content_shown is not None and content_shown != content:
        raise StepRefused(_("The content has changed since you opened this page. Read it again before you decide."))
    if transition.target == PlanState.IN_REVIEW:
        take_snapshot(version, text)
    if transition.target == PlanState.ADOPTED:
        seal_version(version, text)
    version.state_changes.create(
        step=step,
        from_state=version.state,
        to_state=transition.target,
        actor=actor,
        comment=comment,
        content_sha256=content,
        **entry.stamp,
    )
    before = plain_fields(version)
    version.state = transition.target
    version.save(update_fields=["state", "updated_at"])
    record(f"socialplan.{step}", version, actor=actor, entry=entry, before=before)
    return version


def approve(version: PlanVersion, *, actor: User, content_shown: str, entry: Entry = NOW) -> PlanVersion:
    """Approve for submission exactly the content whose hash the approver saw."""
    return move_plan(version, PlanStep.APPROVE, actor=actor, entry=entry, content_shown=content_shown)


@transaction.atomic
def bring_into_force(version: PlanVersion, *, actor: User) -> PlanVersion:
    """On the computed date: in force; the version of the same plan that was in force is superseded."""
    version = locked_for(version, PlanStep.ENFORCE, actor=actor)
    act = version.announcement
    entry = Entry(act.in_force_on, act.is_back_entry, act.source_document)
    if act.in_force_on < timezone.localdate() and not entry.source_document:
        entry = Entry(act.in_force_on, source_document=str(act.version.decision))
    for previous in PlanVersion.objects.in_force().filter(plan=version.plan).exclude(pk=version.pk):
        move_plan(previous, PlanStep.SUPERSEDE, actor=actor, entry=entry)
    return move_plan(version, PlanStep.ENFORCE, actor=actor, entry=entry)


def enforce_due_versions() -> int:
    """Bring into force what was announced and whose date has come, in the name of who recorded the announcement."""
    due = PlanVersion.objects.filter(
        state=PlanState.ANNOUNCED, announcement__in_force_on__lte=timezone.localdate()
    ).select_related("announcement__recorded_by")
    done = 0
    for version in due:
        recorder = version.announcement.recorded_by
        if recorder is not None:
            bring_into_force(version, actor=recorder)
            done += 1
    return done
