"""What the council decides: its vote, the amendments it adopts, and what comes back to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.i18n import short_date
from core.workflow import StepRefused
from municipality.calendar import majority
from municipality.enums import MajorityBase
from municipality.models import MajorityRule, Municipality
from operations.deeds import NOW, Entry, record
from socialplan.approval.actions import ApprovalAction
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.enums import DocumentKind, Outcome
from socialplan.approval.models import CouncilDecision, CouncilSession
from socialplan.approval.said_numbers import refuse_telling_words
from socialplan.approval.services.acts import save_act
from socialplan.approval.services.attachments import keep_paper
from socialplan.approval.services.steps import check_turn, locked_version, take_step
from socialplan.content.enums import PlanOrigin, PlanState, PlanStep
from socialplan.content.models import PlanVersion
from socialplan.content.snapshot import keep_snapshot
from socialplan.drafting.services.copying import copy_content
from socialplan.drafting.services.plans import open_version

# What a council may decide, on a new version and on one that was sent back to it.
PROPOSALS = (Outcome.ADOPTED, Outcome.AMENDED, Outcome.REJECTED)
PROPOSALS_AGAIN = (Outcome.CONFIRMED, Outcome.AMENDED, Outcome.REPEALED)


@dataclass(frozen=True, slots=True)
class Vote:
    """How the council voted; present = for + against + abstained + did not vote."""

    present: int
    votes_for: int
    votes_against: int
    abstained: int
    did_not_vote: int

    @property
    def counted(self) -> int:
        return self.votes_for + self.votes_against + self.abstained + self.did_not_vote


@dataclass(frozen=True, slots=True)
class Ballot:
    """What the council decided in which session (`proposal`), the number the decision got, and the votes."""

    session: CouncilSession
    number: str
    vote: Vote
    proposal: str = Outcome.ADOPTED


def proposals(version: PlanVersion) -> tuple[Outcome, ...]:
    return PROPOSALS_AGAIN if version.is_reexamination else PROPOSALS


def the_council() -> tuple[int, int]:
    """Seats and quorum; StepRefused while nobody has recorded them."""
    council = Municipality.objects.get()
    if council.seats is None or council.quorum is None:
        raise StepRefused(
            _("The seats of the council are not recorded yet; the administrator does it in the profile.")
        )
    return council.seats, council.quorum


def _check_vote(vote: Vote, *, seats: int, quorum: int) -> None:
    if vote.counted != vote.present:
        sentence = _("For, against, abstained and did not vote make %(counted)s; %(present)s were present.")
        raise ValidationError({"present": sentence % {"counted": vote.counted, "present": vote.present}})
    if vote.present > seats:
        sentence = _("The council has %(seats)s seats; more cannot be present.")
        raise ValidationError({"present": sentence % {"seats": seats}})
    if vote.present < quorum:
        sentence = _("The quorum is %(quorum)s; %(present)s were present.")
        raise ValidationError({"present": sentence % {"quorum": quorum, "present": vote.present}})


def _check_ballot(version: PlanVersion, ballot: Ballot, entry: Entry) -> None:
    day = ballot.session.meeting_on
    if ballot.session.version_id != version.pk:
        raise ValidationError({"session": _("This version is not on the agenda of that session.")})
    if ballot.session.is_withdrawn():
        raise ValidationError({"session": _("This session was recorded wrongly and is withdrawn.")})
    if entry.happened_on and entry.happened_on < day:
        sentence = _("The decision is dated before its session of %(day)s.")
        raise ValidationError({"happened_on": sentence % {"day": short_date(day)}})
    if entry.happened_on != day:
        sentence = _("A decision bears the day of its session, %(day)s.")
        raise ValidationError({"happened_on": sentence % {"day": short_date(day)}})
    if CouncilDecision.objects.filter(number=ballot.number, year=day.year).exists():
        sentence = _("Decision no. %(number)s of the year %(year)s is already recorded.")
        raise ValidationError({"number": sentence % {"number": ballot.number, "year": day.year}})
    if ballot.proposal not in proposals(version):
        raise ValidationError({"proposal": _("The council is not asked this about this version.")})


def _outcome(version: PlanVersion, ballot: Ballot, rule: MajorityRule, seats: int) -> Outcome:
    """What was decided, if the votes say the same: no vote can be withdrawn, so a slip of a digit must not decide."""
    vote, decided = ballot.vote, Outcome(ballot.proposal)
    is_carried = rule.is_reached(votes_for=vote.votes_for, present=vote.present, seats=seats)
    if is_carried is not (decided == Outcome.REJECTED):
        return decided
    if is_carried:
        sentence = _("%(needed)s of %(base)s needed, %(votes_for)s voted for: it was adopted, not rejected.")
    elif version.is_reexamination:
        sentence = _(
            "%(needed)s of %(base)s needed, %(votes_for)s voted for: this proposal was not carried. Record the one "
            "that was: confirm, amend or repeal."
        )
    else:
        sentence = _(
            "%(needed)s of %(base)s needed, %(votes_for)s voted for: it was not adopted. Check the votes; if the "
            "council rejected it, say so above."
        )
    raise ValidationError(
        {
            "votes_for": sentence
            % {
                "needed": rule.needed(present=vote.present, seats=seats),
                "base": vote.present if rule.base == MajorityBase.PRESENT else seats,
                "votes_for": vote.votes_for,
            }
        }
    )


@transaction.atomic
def record_decision(
    version: PlanVersion,
    ballot: Ballot,
    *,
    actor: User,
    entry: Entry = NOW,
    rule: MajorityRule | None = None,
    paper: Paper | None = None,
) -> PlanVersion:
    """The council's vote on what lies before it, with everything that follows from it; returns what is to go on.

    Adopted or confirmed: sealed. Amended: a version opens in which the amendments are entered. Repealed: the version
    that was re-examined ends too. Raises ValidationError at the field that cannot be true.
    """
    version = locked_version(version)
    with keep_snapshot(version):
        check_turn(version, PlanStep.ADOPT, actor=actor)
        entry = entry.checked(actor, version)
        seats, quorum = the_council()
        _check_vote(ballot.vote, seats=seats, quorum=quorum)
        _check_ballot(version, ballot, entry)
        rule = rule or majority()
        outcome = _outcome(version, ballot, rule, seats)
        text = _open_amended_text(version, actor=actor, entry=entry) if outcome == Outcome.AMENDED else version
        decision = CouncilDecision(
            version=text,
            session=ballot.session,
            number=ballot.number,
            year=ballot.session.meeting_on.year,
            outcome=outcome,
            seats=seats,
            quorum=quorum,
            present=ballot.vote.present,
            votes_for=ballot.vote.votes_for,
            votes_against=ballot.vote.votes_against,
            abstained=ballot.vote.abstained,
            did_not_vote=ballot.vote.did_not_vote,
            majority_rule=rule.code,
            recorded_by=actor,
            document=keep_paper(version, paper, kind=DocumentKind.DECISION, actor=actor, entry=entry),
            **entry.stamp,
        )
        save_act(decision)
        if outcome == Outcome.AMENDED:
            record(ApprovalAction.RECORD_DECISION, decision, actor=actor, entry=entry)
            return text
        step = PlanStep.REJECT if outcome in {Outcome.REJECTED, Outcome.REPEALED} else PlanStep.ADOPT
        take_step(version, step, actor=actor, entry=entry, act=decision)
    if outcome == Outcome.REPEALED and version.derived_from:
        _repeal(version.derived_from, actor=actor, entry=entry)
    return version


def _repeal(version: PlanVersion, *, actor: User, entry: Entry) -> None:
    version = locked_version(version)
    with keep_snapshot(version):
        take_step(version, PlanStep.REPEAL, actor=actor, entry=entry)


def _open_amended_text(version: PlanVersion, *, actor: User, entry: Entry) -> PlanVersion:
    take_step(version, PlanStep.AMEND, actor=actor, entry=entry)
    return _open(version, PlanOrigin.AMENDMENTS, PlanState.AMENDING, actor=actor, entry=entry)


def _open(version: PlanVersion, origin: PlanOrigin, state: PlanState, *, actor: User, entry: Entry) -> PlanVersion:
    """A version with the same content under the same keys, to go on from this one."""
    opened = open_version(version.plan, derived_from=version, origin=origin, state=state, actor=actor, entry=entry)
    copy_content(version, opened, with_blocks=True)
    return opened


@transaction.atomic
def confirm_amendments(
    version: PlanVersion, *, actor: User, content_shown: str, comment: str = "", entry: Entry = NOW
) -> PlanVersion:
    """The amended text is what the council adopted, as shown beside the text it voted on: it is sealed.

    StepRefused for a number that the amendments brought in and only hidden figures explain: who entered them does not
    confirm it, another person does, in the comment of the step or before.
    """
    version = locked_version(version)
    with keep_snapshot(version) as snapshot:
        moved = take_step(
            version,
            PlanStep.CONFIRM_AMENDMENTS,
            actor=actor,
            entry=entry,
            comment=comment,
            content_shown=content_shown,
        )
        step = PlanStep.CONFIRM_AMENDMENTS
        refuse_telling_words(version, step, snapshot.content, actor=actor.pk, comment=comment)
    return moved


@transaction.atomic
def reexamine(version: PlanVersion, *, actor: User, entry: Entry = NOW) -> PlanVersion:
    """What prefect or mayor returned lies before the council again, as a version with the same content."""
    version = locked_version(version)
    with keep_snapshot(version):
        entry = entry.checked(actor, version)
        take_step(version, PlanStep.REEXAMINE, actor=actor, entry=entry)
    return _open(version, PlanOrigin.REEXAMINATION, PlanState.BEFORE_COUNCIL, actor=actor, entry=entry)
