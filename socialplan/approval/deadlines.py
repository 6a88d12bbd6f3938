"""The legal dates of a version, computed from the editable rules and today's calendar each time they are asked for.

What was published is never shortened: the later of a published and a computed day holds (docs/law.md#announcement).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.enums import Role
from consultations.reckoning import Counting, computed_close
from core.i18n import short_date
from core.workflow import StepRefused
from municipality.calendar import ONE_DAY, WorkingCalendar, counted_end, end_of
from municipality.enums import DeadlineCode
from municipality.law import Law
from municipality.models import DeadlineRule
from municipality.rule_book import rule_book
from socialplan.approval.enums import SessionKind
from socialplan.approval.models import CouncilDecision
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanVersion


class Timing(TextChoices):
    """How a legal date stands today."""

    WAITING = "waiting", pgettext_lazy("legal date", "has not begun")
    OPEN = "open", pgettext_lazy("legal date", "running")
    DONE = "done", pgettext_lazy("legal date", "kept")
    LATE = "late", pgettext_lazy("legal date", "kept too late")
    OVERDUE = "overdue", pgettext_lazy("legal date", "overdue")
    OVER = "over", pgettext_lazy("legal date", "over")
    MISSING = "missing", pgettext_lazy("legal date", "no rule is set")


TONES = {
    Timing.DONE: "success",
    Timing.OPEN: "info",
    Timing.LATE: "warning",
    Timing.OVERDUE: "danger",
    Timing.MISSING: "danger",
}


# Without a step into force in its history, such a version was taken back or replaced before its day.
NEVER_IN_FORCE = frozenset({PlanState.REPEALED, PlanState.SUPERSEDED})
FORCE_STATES = frozenset({PlanState.IN_FORCE, PlanState.SUPERSEDED, PlanState.EXPIRED})


@dataclass(frozen=True, slots=True)
class LegalDate:
    """A day the law sets: from when it is counted, when it falls, when what it asks for was done."""

    code: str
    label: str
    rule: DeadlineRule | None
    starts_on: date | None
    due_on: date | None
    timing: Timing
    done_on: date | None = None
    note: str = ""
    binds: tuple[Role, ...] = ()

    @property
    def tone(self) -> str:
        return TONES.get(self.timing, "secondary")

    @property
    def is_pressing(self) -> bool:
        return self.timing in {Timing.OPEN, Timing.OVERDUE}


def _came_into_force_on(version: PlanVersion) -> date | None:
    steps = (change for change in version.state_changes.all() if change.step == PlanStep.ENFORCE)
    return next((change.happened_on for change in steps if change.happened_on), None)


class DeadlineCalendar:
    """The rules and the calendar as they are today, read once; or a law that somebody is about to make."""

    def __init__(self, today: date | None = None, *, law: Law | None = None) -> None:
        self.today = today or timezone.localdate()
        self.law = law

    @cached_property
    def rules(self) -> dict[str, DeadlineRule]:
        return self.law.rules if self.law else {rule.code: rule for rule in rule_book().deadlines}

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return self.law.calendar if self.law else WorkingCalendar.load()

    @cached_property
    def counting(self) -> Counting:
        """How rounds are counted today, from what was read already; also beside a law that is not made yet."""
        if self.law:
            return Counting()
        return Counting.of(self.rules.get(DeadlineCode.CONSULTATION), self.calendar)

    def rule(self, code: str) -> DeadlineRule:
        """The rule; refused with a sentence where the municipality has not set it."""
        rule = self.rules.get(code)
        if rule is None:
            raise StepRefused(_("The deadline rule “%(code)s” is not set.") % {"code": DeadlineCode(code).label})
        return rule

    def counted(self, code: str, start: date) -> date:
        """The last day of the rule's time as it is counted, before an end on a closed day is moved."""
        rule = self.rule(code)
        return counted_end(rule, start, rule.days, calendar=self.calendar)

    def end(self, code: str, start: date) -> date:
        """The last day of the rule's time, counted from the day after `start`."""
        rule = self.rule(code)
        return end_of(rule, start, rule.days, calendar=self.calendar)

    def last_working_day(self, day: date) -> date:
        while not self.calendar.is_working(day):
            day -= ONE_DAY
        return day

    def in_force_on(self, version: PlanVersion) -> date:
        """The day it came into force; of an announced version the announced day, or a later one by today's rule."""
        if came := _came_into_force_on(version):
            return came
        act = version.announcement
        if DeadlineCode.ENTRY_INTO_FORCE not in self.rules:
            return act.in_force_on
        return max(act.in_force_on, self.end(DeadlineCode.ENTRY_INTO_FORCE, act.happened_on))

    def force_in_words(self, version: PlanVersion) -> str:
        """What a page or file may say of the entry into force of an announced version, true on the day it is read.

        The day it came; one announced for later, and beside it the later day by the rules of today.
        """
        announced = version.announcement.in_force_on
        if came := _came_into_force_on(version):
            return short_date(came)
        if version.state in NEVER_IN_FORCE:
            sentence = _("did not come into force; announced for %(day)s")
            return sentence % {"day": short_date(announced)}
        day = self.in_force_on(version)
        sentence = _("%(day)s, as announced")
        if day > announced:
            sentence = _("announced for %(day)s; computed on %(today)s it is %(later)s, and the later day holds")
        values = {"day": announced, "today": self.today, "later": day}
        return sentence % {name: short_date(value) for name, value in values.items()}

    def complaints_until(self, decision: CouncilDecision) -> date:
        """The last day on which a complaint after the adoption is in time (law 146/2014)."""
        return self.end(DeadlineCode.COMPLAINT, decision.happened_on)


@dataclass(frozen=True, slots=True)
class LegalDeadline:
    """A deadline of the law as one row: from which act it is counted, which act keeps it, whom it binds.

    `read` makes the dates of one version; whoever is bound is reminded on the days that the municipality has set.
    """

    code: DeadlineCode
    label: str | Promise
    read: Callable[[_Dates, LegalDeadline], Iterator[LegalDate]]
    starts: str = ""
    done: str = ""
    binds: tuple[Role, ...] = ()


class _Dates:
    """The legal dates of one version; `version` has its acts loaded or loads them as it goes."""

    def __init__(self, version: PlanVersion, deadlines: DeadlineCalendar) -> None:
        self.version, self.deadlines = version, deadlines
        self.announcement = version.acts["announcement"]
        deposit = version.prefect_deposit
        acts = {
            "decision": version.acts["decision"],
            "announcement": self.announcement,
            "deposit": deposit,
            "registration": deposit.registration if deposit else None,
            "prefect_opinion": next(iter(version.valid("prefect_opinion")), None),
        }
        self.days = {"": None} | {name: act.happened_on if act else None for name, act in acts.items()}

    def all(self) -> Iterator[LegalDate]:
        for row in LEGAL_DEADLINES:
            yield from row.read(self, row)

    def dated(self, row: LegalDeadline, due_on: date | None, timing: Timing, **fields: Any) -> LegalDate:
        """A date of the row, counted from its first act unless `starts_on` says otherwise."""
        known = {"label": str(row.label), "starts_on": self.days[row.starts], "binds": row.binds}
        rule = self.deadlines.rules.get(row.code)
        return LegalDate(code=row.code, rule=rule, due_on=due_on, timing=timing, **(known | fields))

    def duty(self, row: LegalDeadline) -> Iterator[LegalDate]:
        """Something that must be done by the last day."""
        start, done = self.days[row.starts], self.days[row.done]
        if row.code not in self.deadlines.rules or start is None:
            yield self.dated(row, None, self.unknown(row), done_on=done)
            return
        due = self.deadlines.end(row.code, start)
        if done is not None:
            timing = Timing.LATE if done > due else Timing.DONE
        else:
            timing = Timing.OVERDUE if self.deadlines.today > due else Timing.OPEN
        yield self.dated(row, due, timing, done_on=done, note=self.advice(due) if done is None else "")

    def unknown(self, row: LegalDeadline) -> Timing:
        return Timing.WAITING if row.code in self.deadlines.rules else Timing.MISSING

    def advice(self, due: date) -> str:
        """A last day on which offices are closed is better kept on the working day before it."""
        if self.deadlines.calendar.is_working(due):
            return ""
        day = self.deadlines.last_working_day(due)
        return _("The last day is not a working day: do it by %(day)s.") % {"day": short_date(day)}

    def rounds(self, row: LegalDeadline) -> Iterator[LegalDate]:
        chain = self.version.chain()
        for link in self.version.plan.round_links.all():
            round_ = link.round
            if not (link.is_held_for(chain) and round_.needs_notice and round_.notice_on and round_.closes_on):
                continue
            has_rule, by = row.code in self.deadlines.rules, self.deadlines.counting
            computed = computed_close(round_, round_.notice_on, by=by) if has_rule else None
            due = max(filter(None, (round_.closes_on, computed)))
            moved = due > round_.closes_on
            note = _("Published until %(day)s; by today's calendar it ends later, and the later day holds.")
            yield self.dated(
                row,
                due,
                Timing.OPEN if due >= self.deadlines.today else Timing.OVER,
                label=str(row.label) % {"round": round_.title},
                starts_on=round_.notice_on,
                note=note % {"day": short_date(round_.closes_on)} if moved else "",
            )

    def views(self, row: LegalDeadline) -> Iterator[LegalDate]:
        """Until when views are taken after a prior notice, which is the municipality's choice to give."""
        for notice in self.version.voted_on.valid("prior_notice"):
            if row.code not in self.deadlines.rules:
                yield self.dated(row, None, Timing.MISSING, starts_on=notice.happened_on)
                continue
            due = self.deadlines.end(row.code, notice.happened_on)
            timing = Timing.OPEN if due >= self.deadlines.today else Timing.OVER
            yield self.dated(row, due, timing, starts_on=notice.happened_on)

    def notices(self, row: LegalDeadline) -> Iterator[LegalDate]:
        has_rule = row.code in self.deadlines.rules
        for session in self.version.voted_on.valid("session"):
            earliest = self.deadlines.end(row.code, session.happened_on) if has_rule else None
            is_in_time = earliest is not None and session.meeting_on >= earliest
            is_extraordinary = session.kind == SessionKind.EXTRAORDINARY
            kept = Timing.DONE if is_in_time or is_extraordinary else Timing.LATE
            yield self.dated(
                row,
                earliest,
                kept if has_rule else Timing.MISSING,
                starts_on=session.happened_on,
                done_on=session.meeting_on,
                note=_("An extraordinary session may be called at shorter notice.") if not is_in_time else "",
            )

    def force(self, row: LegalDeadline) -> Iterator[LegalDate]:
        act = self.announcement
        if act is None or row.code not in self.deadlines.rules:
            yield self.dated(row, None, self.unknown(row), starts_on=None)
            return
        due = self.deadlines.in_force_on(self.version)
        if self.version.state in FORCE_STATES:
            timing = Timing.DONE
        else:
            timing = Timing.OPEN if due > self.deadlines.today else Timing.OVERDUE
        note = _("Announced for %(day)s; by today's rule it is later, and the later day holds.")
        yield self.dated(
            row,
            due,
            timing,
            done_on=due if timing == Timing.DONE else None,
            note=note % {"day": short_date(act.in_force_on)} if due > act.in_force_on else "",
        )

    def complaints(self, row: LegalDeadline) -> Iterator[LegalDate]:
        start = self.days[row.starts]
        if row.code not in self.deadlines.rules or start is None:
            yield self.dated(row, None, self.unknown(row))
            return
        due, counted = self.deadlines.end(row.code, start), self.deadlines.counted(row.code, start)
        note = _("The time ends on %(day)s, which is not a working day; by the rule it ends on the next one.")
        yield self.dated(
            row,
            due,
            Timing.OPEN if due >= self.deadlines.today else Timing.OVER,
            note=note % {"day": short_date(counted)} if due != counted else "",
        )


# In the order of the way. The prefect's own time binds nobody here: nothing of the municipality waits for it.
LEGAL_DEADLINES = (
    LegalDeadline(DeadlineCode.PRIOR_NOTICE, gettext_lazy("Views after the prior notice"), _Dates.views),
    LegalDeadline(DeadlineCode.CONSULTATION, gettext_lazy("End of the consultation: %(round)s"), _Dates.rounds),
    LegalDeadline(
        DeadlineCode.COUNCIL_NOTICE,
        gettext_lazy("Earliest day of an ordinary session after its notice"),
        _Dates.notices,
    ),
    LegalDeadline(
        DeadlineCode.ANNOUNCEMENT,
        gettext_lazy("Announcement of the decision"),
        _Dates.duty,
        starts="decision",
        done="announcement",
        binds=(Role.SECRETARY, Role.MAYOR),
    ),
    LegalDeadline(
        DeadlineCode.ENTRY_INTO_FORCE, gettext_lazy("Entry into force"), _Dates.force, starts="announcement"
    ),
    LegalDeadline(
        DeadlineCode.PREFECT_DEPOSIT,
        gettext_lazy("Deposit with the prefect"),
        _Dates.duty,
        starts="announcement",
        done="deposit",
        binds=(Role.SECRETARY,),
    ),
    LegalDeadline(
        DeadlineCode.PREFECT_OPINION,
        gettext_lazy("Opinion of the prefect"),
        _Dates.duty,
        starts="registration",
        done="prefect_opinion",
    ),
    LegalDeadline(
        DeadlineCode.COMPLAINT,
        gettext_lazy("Complaints to the Commissioner"),
        _Dates.complaints,
        starts="decision",
    ),
)


def legal_dates(version: PlanVersion, *, deadlines: DeadlineCalendar | None = None) -> list[LegalDate]:
    """The legal dates of a version in the order of its way, as they stand by today's rules and calendar."""
    return list(_Dates(version, deadlines or DeadlineCalendar()).all())


def earliest_session(notice_on: date, *, deadlines: DeadlineCalendar | None = None) -> date:
    """The first day on which an ordinary session may be held after a notice of this day."""
    return (deadlines or DeadlineCalendar()).end(DeadlineCode.COUNCIL_NOTICE, notice_on)
