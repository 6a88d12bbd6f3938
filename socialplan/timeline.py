"""What was done with a version, in the order of the legal dates: steps and acts, by whom, and when recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from municipality.models import MajorityRule
from socialplan.enums import PlanState, WithdrawableAct
from socialplan.models import ActWithdrawal, PlanStateChange, PlanVersion, VersionDocument
from socialplan.withdrawing import can_be_withdrawn
from socialplan.workflow import PLAN_WORKFLOW


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`state` is the state that was reached with it, if any; `lines` say what the act contains.

    `withdrawn` says that it was recorded wrongly; `withdraw_url` is for who may say so.
    """

    happened_on: date | None
    title: str
    lines: list[str]
    who: str
    recorded_at: datetime
    is_back_entry: bool
    source_document: str
    paper: VersionDocument | None = None
    state: str = ""
    withdrawn: ActWithdrawal | None = None
    withdraw_url: str = ""


def timeline_of(version: PlanVersion, user: User) -> list[TimelineEntry]:
    """Steps and acts of a version whose acts are loaded; complaints only for those who may see them."""
    entries = [*_steps(version), *_mayor_return(version), *_withdrawable(version, user)]
    return sorted(entries, key=lambda each: (each.happened_on or each.recorded_at.date(), each.recorded_at))


def _day(value: date) -> str:
    return str(date_format(value, "d.m.Y"))


def _entry(act: Any, title: str, *lines: str, state: str = "") -> TimelineEntry:
    return TimelineEntry(
        happened_on=act.happened_on,
        title=title,
        lines=[line for line in lines if line],
        who=str(act.recorded_by or ""),
        recorded_at=act.recorded_at,
        is_back_entry=act.is_back_entry,
        source_document=act.source_document,
        paper=getattr(act, "document", None),
        state=state,
    )


def _steps(version: PlanVersion) -> Iterator[TimelineEntry]:
    """Each step, told by the act it was taken with where there is one."""
    acts = {**version.acts, "submission": None}
    submissions, decided = list(version.submissions.all()), False
    for change in version.state_changes.all():
        name = PLAN_WORKFLOW[change.step].act
        acts["submission"] = submissions.pop(0) if name == "submission" and submissions else None
        if name and acts[name]:
            decided = decided or name == "decision"
            yield TOLD_BY_ACT[name](acts[name], state=change.to_state_label)
        else:
            yield _step(change)
    own_decision = getattr(version, "decision", None)
    if own_decision and not decided:
        yield _decision(own_decision)


def _step(change: PlanStateChange) -> TimelineEntry:
    return TimelineEntry(
        happened_on=change.happened_on,
        title=str(PLAN_WORKFLOW[change.step].done),
        lines=[change.comment] if change.comment else [],
        who=str(change.actor or _("by itself, on the date the law sets")),
        recorded_at=change.recorded_at,
        is_back_entry=change.is_back_entry,
        source_document=change.source_document,
        state=str(PlanState(change.to_state).label) if change.to_state != change.from_state else "",
    )


def _submission(act: Any, *, state: str = "") -> TimelineEntry:
    number = _("Protocol number %(number)s.") % {"number": act.protocol_no}
    return _entry(act, _("Submitted to the council by the mayor"), number, state=state)


def votes_in_words(act: Any) -> str:
    return _(
        "Present %(present)s of %(seats)s (quorum %(quorum)s): for %(for)s, against %(against)s, "
        "abstained %(abstained)s, did not vote %(silent)s."
    ) % {
        "present": act.present,
        "seats": act.seats,
        "quorum": act.quorum,
        "for": act.votes_for,
        "against": act.votes_against,
        "abstained": act.abstained,
        "silent": act.did_not_vote,
    }


def _decision(act: Any, *, state: str = "") -> TimelineEntry:
    rule = MajorityRule.objects.filter(code=act.majority_rule).first()
    return _entry(
        act,
        _("Decision of the council: %(decision)s") % {"decision": act},
        _("Outcome: %(outcome)s.") % {"outcome": act.get_outcome_display()},
        votes_in_words(act),
        _("Majority: %(rule)s (%(source)s).") % {"rule": rule, "source": rule.source} if rule else "",
        state=state,
    )


def _announcement(act: Any, *, state: str = "") -> TimelineEntry:
    day = _("In force on %(day)s, as announced.") % {"day": _day(act.in_force_on)}
    return _entry(act, _("Announcement of the decision"), act.url, act.place, day, state=state)


TOLD_BY_ACT: dict[str, Callable[..., TimelineEntry]] = {
    "submission": _submission,
    "decision": _decision,
    "announcement": _announcement,
}


def _withdrawable(version: PlanVersion, user: User) -> Iterator[TimelineEntry]:
    """Acts that may have been recorded wrongly, and those of which that was said."""
    gone = version.withdrawn()
    sees_complaints = user.has_perm("socialplan.view_complaints")
    for kind, tell in TELLING.items():
        if kind in OF_COMPLAINTS and not sees_complaints:
            continue
        for act in version.acts_of(kind):
            withdrawn = gone.get((kind.value, act.pk))
            is_open = withdrawn is None and can_be_withdrawn(user, version, act, kind)
            address = reverse("socialplan:act_withdraw", args=[version.pk, kind, act.pk]) if is_open else ""
            yield replace(tell(act), withdrawn=withdrawn, withdraw_url=address)


def _opinion(opinion: Any) -> TimelineEntry:
    title = _("Opinion: %(kind)s") % {"kind": opinion.get_kind_display()}
    verdict = capfirst(f"{opinion.get_verdict_display()}.")
    return _entry(opinion, title, str(opinion.office or ""), verdict, opinion.text)


def _publication(publication: Any) -> TimelineEntry:
    title = _("Published: %(where)s") % {"where": publication.get_channel_display()}
    return _entry(publication, title, publication.url, publication.place)


def _committee_opinion(opinion: Any) -> TimelineEntry:
    votes = _("For %(for)s, against %(against)s, abstained %(abstained)s.") % {
        "for": opinion.votes_for,
        "against": opinion.votes_against,
        "abstained": opinion.abstained,
    }
    title = _("Opinion of a committee: %(committee)s") % {"committee": opinion.committee}
    return _entry(opinion, title, capfirst(f"{opinion.get_verdict_display()}."), votes, opinion.text)


def _prefect_opinion(opinion: Any) -> TimelineEntry:
    title = _("The prefect: %(verdict)s") % {"verdict": opinion.get_verdict_display()}
    return _entry(opinion, title, _("Letter no. %(number)s.") % {"number": opinion.letter_no}, opinion.reasons)


def _session(session: Any) -> TimelineEntry:
    told = {"day": _day(session.meeting_on), "place": session.place, "item": session.agenda_item}
    where = _("Session of %(day)s, %(place)s, item %(item)s of the agenda.") % told
    kind = _("Kind: %(kind)s.") % {"kind": session.get_kind_display()}
    return _entry(session, _("Notice of a session of the council"), where, kind, session.called_by)


def _deposit(deposit: Any) -> TimelineEntry:
    number = _("Protocol number %(number)s.") % {"number": deposit.protocol_no}
    return _entry(deposit, _("Deposited with the prefect"), number)


def _registration(registration: Any) -> TimelineEntry:
    number = _("Protocol number of the prefect %(number)s.") % {"number": registration.prefect_protocol_no}
    return _entry(registration, _("Registered by the prefect"), number)


def _order(order: Any) -> TimelineEntry:
    return _entry(order, _("Order of the mayor no. %(number)s") % {"number": order.number})


def _dispatch(dispatch: Any) -> TimelineEntry:
    title = _("Sent to: %(addressee)s") % {"addressee": dispatch.addressee}
    number = _("Protocol number %(number)s.") % {"number": dispatch.protocol_no}
    return _entry(dispatch, title, capfirst(dispatch.get_channel_display()), number)


def _receipt(receipt: Any) -> TimelineEntry:
    title = _("Received by: %(addressee)s") % {"addressee": receipt.dispatch.addressee}
    return _entry(receipt, title, _("Their protocol number %(number)s.") % {"number": receipt.their_protocol_no})


def _complaint(complaint: Any) -> TimelineEntry:
    title = _("Complaint no. %(number)s") % {"number": complaint.number}
    to_whom = _("To %(recipient)s.") % {"recipient": complaint.get_recipient_display()}
    return _entry(complaint, title, to_whom, complaint.subject)


def _outcome(outcome: Any) -> TimelineEntry:
    title = _("Outcome of complaint no. %(number)s") % {"number": outcome.complaint.number}
    return _entry(outcome, title, outcome.measures)


TELLING: dict[WithdrawableAct, Callable[[Any], TimelineEntry]] = {
    WithdrawableAct.OPINION: _opinion,
    WithdrawableAct.COMMITTEE_OPINION: _committee_opinion,
    WithdrawableAct.SESSION: _session,
    WithdrawableAct.PUBLICATION: _publication,
    WithdrawableAct.DEPOSIT: _deposit,
    WithdrawableAct.REGISTRATION: _registration,
    WithdrawableAct.PREFECT_OPINION: _prefect_opinion,
    WithdrawableAct.MAYOR_ORDER: _order,
    WithdrawableAct.DISPATCH: _dispatch,
    WithdrawableAct.RECEIPT: _receipt,
    WithdrawableAct.COMPLAINT: _complaint,
    WithdrawableAct.OUTCOME: _outcome,
}
OF_COMPLAINTS = frozenset({WithdrawableAct.COMPLAINT, WithdrawableAct.OUTCOME})


def _mayor_return(version: PlanVersion) -> Iterator[TimelineEntry]:
    if returned := getattr(version, "mayor_return", None):
        letter = _("Letter no. %(number)s.") % {"number": returned.letter_no}
        yield _entry(returned, _("Returned to the council by the mayor"), letter, returned.reasons)
