"""Deeds that carry data of their own: opinions, submission, announcement, the mayor's order."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.i18n import short_date
from core.workflow import StepRefused, require
from municipality.enums import DeadlineCode
from municipality.models import Office
from operations.deeds import NOW, Entry, record
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.acts.registry import recording
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.enums import OFFICE_OPINIONS, DocumentKind, OpinionKind
from socialplan.approval.models import Announcement, CouncilSubmission, MayorOrder, Opinion
from socialplan.approval.services.attachments import keep_paper
from socialplan.approval.services.steps import check_turn, locked_version, take_step
from socialplan.content.enums import ADOPTED_STATES, PlanState, PlanStep
from socialplan.content.models import PlanVersion
from socialplan.content.snapshot import keep_snapshot

OPINION_OFFICES = {kind: code for code, kind in OFFICE_OPINIONS.items()}
PEOPLE_AND_ROWS = ("version", "recorded_by", "document", "office", "session")


def save_act(act: models.Model) -> None:
    """Check what was entered and save it; raises ValidationError, also for what somebody else recorded just now."""
    act.clean_fields(exclude=PEOPLE_AND_ROWS)
    act.validate_constraints()
    try:
        act.save()
    except IntegrityError as refusal:
        raise ValidationError(_("Somebody has recorded this in the meantime. Open the page again.")) from refusal


@transaction.atomic
def record_opinion(
    version: PlanVersion,
    *,
    kind: str,
    verdict: str,
    text: str = "",
    actor: User,
    entry: Entry = NOW,
    paper: Paper | None = None,
) -> Opinion:
    """An office's opinion on the content as it stands in review; other content needs a new opinion.

    It is the opinion of the office that gives opinions of this kind, whoever records it.
    """
    version = locked_version(version)
    require(actor, "approval.give_opinion", OpinionKind(kind))
    if version.state != PlanState.IN_REVIEW:
        raise StepRefused(_("Opinions are given while the version is in review."))
    entry = entry.checked(actor, version)
    with keep_snapshot(version) as facts:
        opinion = Opinion(
            version=version,
            kind=kind,
            verdict=verdict,
            text=text,
            office=Office.objects.filter(code=OPINION_OFFICES[OpinionKind(kind)]).first() or actor.office,
            content_sha256=facts.sha256,
            recorded_by=actor,
            document=keep_paper(version, paper, kind=DocumentKind.OPINION, actor=actor, entry=entry),
            **entry.stamp,
        )
    save_act(opinion)
    record(recording("opinion"), opinion, actor=actor, entry=entry)
    return opinion


@transaction.atomic
def submit_to_council(
    version: PlanVersion,
    *,
    protocol_no: str,
    actor: User,
    entry: Entry = NOW,
    content_shown: str | None = None,
    paper: Paper | None = None,
) -> PlanVersion:
    """The mayor submits the approved version to the council under a protocol number."""
    version = locked_version(version)
    with keep_snapshot(version) as facts:
        check_turn(version, PlanStep.SUBMIT, actor=actor)
        entry = entry.checked(actor, version)
        submission = CouncilSubmission(
            version=version,
            protocol_no=protocol_no,
            content_sha256=facts.sha256,
            recorded_by=actor,
            document=keep_paper(version, paper, kind=DocumentKind.SUBMISSION, actor=actor, entry=entry),
            **entry.stamp,
        )
        submission.clean_fields(exclude=PEOPLE_AND_ROWS)
        submission.save()
        facts.is_submitted = True
        return take_step(
            version, PlanStep.SUBMIT, actor=actor, entry=entry, content_shown=content_shown, act=submission
        )


@transaction.atomic
def announce(
    version: PlanVersion,
    *,
    actor: User,
    entry: Entry = NOW,
    url: str = "",
    place: str = "",
    paper: Paper | None = None,
) -> PlanVersion:
    """The decision is made public; the day it comes into force follows from the editable rule."""
    version = locked_version(version)
    with keep_snapshot(version):
        check_turn(version, PlanStep.ANNOUNCE, actor=actor)
        entry = entry.checked(actor, version)
        announced_on = entry.happened_on or timezone.localdate()
        if not (url or place):
            raise StepRefused(_("Say where the decision was published: an address or a place."))
        if announced_on < version.decision.happened_on:
            sentence = _("A decision is not announced before it is taken, on %(day)s.")
            raise ValidationError({"happened_on": sentence % {"day": short_date(version.decision.happened_on)}})
        announcement = Announcement(
            version=version,
            url=url,
            place=place,
            in_force_on=DeadlineCalendar().end(DeadlineCode.ENTRY_INTO_FORCE, announced_on),
            rule_code=DeadlineCode.ENTRY_INTO_FORCE,
            recorded_by=actor,
            **entry.stamp,
        )
        keep_paper(version, paper, kind=DocumentKind.PUBLICATION, actor=actor, entry=entry)
        save_act(announcement)
        return take_step(version, PlanStep.ANNOUNCE, actor=actor, entry=entry, act=announcement)


@transaction.atomic
def record_mayor_order(
    version: PlanVersion, *, number: str, actor: User, entry: Entry = NOW, paper: Paper | None = None
) -> MayorOrder:
    """The mayor's order to carry the plan out: an act of its own beside the council's decision."""
    version = locked_version(version)
    require(actor, "approval.order_version", version)
    if version.state not in ADOPTED_STATES:
        raise StepRefused(_("The order follows the adoption by the council."))
    if version.mayor_order is not None:
        raise StepRefused(_("The order is already recorded."))
    entry = entry.checked(actor, version)
    document = keep_paper(version, paper, kind=DocumentKind.ORDER, actor=actor, entry=entry)
    order = MayorOrder(version=version, number=number, recorded_by=actor, document=document, **entry.stamp)
    save_act(order)
    record(recording("mayor_order"), order, actor=actor, entry=entry)
    return order
