"""What was done with a version, in the order of the legal dates: steps and acts, by whom, and when recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.i18n import short_date
from municipality.models import MajorityRule
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.models import VersionAttachment
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import PlanState
from socialplan.content.models import ActWithdrawal, PlanStateChange, PlanVersion


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
    paper: VersionAttachment | None = None
    state: str = ""
    withdrawn: ActWithdrawal | None = None
    withdraw_url: str = ""


def timeline_of(version: PlanVersion, user: User) -> list[TimelineEntry]:
    """Steps and acts of a version whose acts are loaded; complaints only for those who may see them."""
    entries = [*_steps(version), *_acts(version, user)]
    return sorted(entries, key=lambda each: (each.happened_on or each.recorded_at.date(), each.recorded_at))


def _day(value: date) -> str:
    return short_date(value)


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
            yield SHOWN_BY_ACT[name](acts[name], state=change.to_state_label)
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
        _("Majority: %(rule)s (%(source)s).") % {"rule": rule, "source": rule.source_label} if rule else "",
        state=state,
    )


def _announcement(act: Any, *, state: str = "") -> TimelineEntry:
    day = _("In force on %(day)s, as announced.") % {"day": _day(act.in_force_on)}
    return _entry(act, _("Announcement of the decision"), act.url, act.place, day, state=state)


SHOWN_BY_ACT: dict[str, Callable[..., TimelineEntry]] = {
    "submission": _submission,
    "decision": _decision,
    "announcement": _announcement,
}


def _acts(version: PlanVersion, user: User) -> Iterator[TimelineEntry]:
    """The acts beside the way, those that were recorded wrongly too; some are not for every reader."""
    gone = version.withdrawn()
    for kind, rule in ACTS.items():
        if rule.line is None or (rule.seen_by and not user.has_perm(rule.seen_by)):
            continue
        for act in version.acts_of(kind):
            withdrawn = gone.get((kind, act.pk))
            is_open = withdrawn is None and rule.can_be_withdrawn(user, version, act)
            address = reverse("approval:act_withdraw", args=[version.pk, kind, act.pk]) if is_open else ""
            line = rule.line(act)
            shown = _entry(act, line.title, *line.details)
            yield replace(shown, withdrawn=withdrawn, withdraw_url=address)
