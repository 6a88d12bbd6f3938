"""What waits for a person: read from the workflow tables, so a new step appears here by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from accounts.models import PowerChange, User
from accounts.second_person import bound_to
from assessments.enums import ProposalState
from assessments.fund.deadlines import closing_calls
from assessments.models import Assessment, Service
from assessments.service_map.endings import endings
from assessments.workflow import ASSESSMENT_WORKFLOW
from consultations.enums import RoundState
from consultations.models import (
    Contribution,
    Recommendation,
    Round,
)
from consultations.reckoning import accepting_rounds, lengthened_rounds
from consultations.releases import rounds_to_publish
from consultations.workflow import ROUND_WORKFLOW
from core.i18n import short_date
from core.workflow import Workflow
from monitoring.models import IndicatorValue, Period, YearlyReport
from monitoring.workflow import REPORT_WORKFLOW
from municipality.calendar import unchecked_rules
from municipality.models import RuleChange
from socialplan.approval.open_tasks import due_date, open_tasks_of
from socialplan.approval.rules import opinion_kinds
from socialplan.approval.status import next_steps
from socialplan.content.enums import FINISHED_STATES, LIVING_STATES, PlanState
from socialplan.content.models import PlanVersion
from vlora_plan.calendar_watch import years_after_its_end
from vlora_plan.pages.desk import Task
from vlora_plan.pages.voices import voice_tasks

DOCUMENTS_SHOWN = 10
AT_THE_END = FINISHED_STATES - LIVING_STATES


def tasks_of(user: User) -> list[Task]:
    """The person's tasks, those with a deadline first."""
    sources: tuple[Callable[[User], Iterator[Task]], ...] = (
        _assessment_tasks,
        _service_tasks,
        _proposal_tasks,
        _fund_tasks,
        _round_tasks,
        _register_tasks,
        _lengthened_tasks,
        _attendance_tasks,
        voice_tasks,
        _answer_tasks,
        _plan_tasks,
        _opinion_tasks,
        _council_tasks,
        _monitoring_tasks,
        _organisation_tasks,
        _power_tasks,
        _rule_tasks,
        _rule_change_tasks,
        _calendar_tasks,
    )
    tasks = [task for source in sources for task in source(user)]
    return sorted(tasks, key=lambda task: (bool(task.missing), task.due_on is None, task.due_on or date.max))


def _steps(workflow: Workflow[Any], document: Any, user: User, due_on: date | None = None) -> Iterator[Task]:
    """Steps that lead on; sending something back is a choice, not a task."""
    for offer in workflow.offers(document, user):
        if not offer.needs_comment:
            address = document.get_absolute_url()
            yield Task(
                offer.label, str(document), address, due_on, offer.missing, button=offer.label, owner=offer.owner
            )


def _assessment_tasks(user: User) -> Iterator[Task]:
    waiting = Assessment.objects.filter(state__in=ASSESSMENT_WORKFLOW.onward).with_what_steps_need()
    for assessment in waiting[:DOCUMENTS_SHOWN]:
        yield from _steps(ASSESSMENT_WORKFLOW, assessment, user)


def _proposal_tasks(user: User) -> Iterator[Task]:
    """What providers propose to change of their services."""
    if user.has_perm("assessments.change_service"):
        proposed = Service.objects.filter(proposed_changes__state=ProposalState.WAITING).distinct()
        for service in proposed[:DOCUMENTS_SHOWN]:
            address = reverse("assessments:service_decide", args=[service.pk])
            yield Task(
                _("Decide on what the provider proposes"),
                str(service),
                address,
                button=pgettext("button", "See to it"),
            )


def _service_tasks(user: User) -> Iterator[Task]:
    """Licences and donor money of services that come to their end."""
    if user.has_perm("assessments.change_service"):
        for ending in endings(timezone.localdate()):
            address = ending.service.get_absolute_url()
            yield Task(
                ending.sentence, str(ending.service), address, ending.ends_on, button=pgettext("button", "See to it")
            )


def _fund_tasks(user: User) -> Iterator[Task]:
    """Calls of the Social Fund that close, and those whose outcome nobody has recorded."""
    if user.has_perm("assessments.change_fund"):
        for closing in closing_calls(timezone.localdate()):
            call = closing.call
            address = call.get_absolute_url()
            yield Task(
                closing.sentence,
                str(call),
                address,
                call.closes_on,
                button=pgettext("button", "See to it"),
                owner=Role.STAFF,
            )


def _round_tasks(user: User) -> Iterator[Task]:
    if user.has_perm("consultations.add_round"):
        waiting = Round.objects.filter(state__in=ROUND_WORKFLOW.onward).with_what_steps_need()
        for consultation in waiting[:DOCUMENTS_SHOWN]:
            endless = _is_endless(consultation)
            for task in _steps(ROUND_WORKFLOW, consultation, user, consultation.closes_on):
                yield replace(task, label=_("Close the round once all have been heard")) if endless else task


def _is_endless(consultation: Round) -> bool:
    """Open without a last day: nothing says that it should be closed today."""
    return consultation.state == RoundState.OPEN and consultation.closes_on is None


def _register_tasks(user: User) -> Iterator[Task]:
    """Published notices that are not known to stand in the electronic register (docs/law.md#consultation-register)."""
    if user.has_perm("consultations.register_round"):
        for consultation in Round.objects.unregistered()[:DOCUMENTS_SHOWN]:
            address = reverse("consultations:round_register", args=[consultation.pk])
            yield Task(_("Note the entry in the electronic register"), str(consultation), address)


def _lengthened_tasks(user: User) -> Iterator[Task]:
    """Rounds whose last day the calendar has moved since their notice: the parties are told."""
    if not (user.has_perm("consultations.extend_round") or user.has_perm("approval.keep_council_record")):
        return
    for consultation, last_day in lengthened_rounds():
        label = _("The calendar has moved the last day to %(day)s: tell the interested parties")
        address = reverse("consultations:public_round_detail", args=[consultation.pk])
        told = label % {"day": short_date(last_day)}
        yield Task(
            told, str(consultation), address, last_day, button=pgettext("button", "Tell"), owner=Role.COORDINATOR
        )


def _attendance_tasks(user: User) -> Iterator[Task]:
    if user.has_perm("consultations.publish_attendance"):
        for consultation in rounds_to_publish(Round.objects.public()):
            address = reverse("consultations:attendance_publish", args=[consultation.pk])
            yield Task(_("Publish the attendance"), str(consultation), address, button=pgettext("button", "Publish"))


def _answer_tasks(user: User) -> Iterator[Task]:
    if not user.has_perm("consultations.view_contribution"):
        return
    if uncoded := Contribution.objects.in_the_open().uncoded().count():
        label = ngettext("Code %(count)s contribution", "Code %(count)s contributions", uncoded) % {"count": uncoded}
        address = reverse("consultations:contribution_list")
        yield Task(label, _("Consultations"), address, button=pgettext("button", "Code"), owner=Role.STAFF)
    may_answer = user.has_perm("consultations.answer_recommendation")
    if may_answer and (unanswered := Recommendation.objects.unanswered().count()):
        label = ngettext("Answer %(count)s recommendation", "Answer %(count)s recommendations", unanswered) % {
            "count": unanswered
        }
        address = reverse("consultations:recommendation_list")
        yield Task(label, _("Consultations"), address, button=pgettext("button", "Answer"))


def _plan_tasks(user: User) -> Iterator[Task]:
    """Steps of versions on their way, and what the law asks for beside it once one is adopted."""
    for version in PlanVersion.objects.exclude(state__in=AT_THE_END).with_acts()[:DOCUMENTS_SHOWN]:
        page = reverse("approval:version_approval", args=[version.pk])
        due_on = due_date(version)
        for step in next_steps(version, user):
            if not step.needs_comment:
                own_page = reverse(step.page, args=[version.pk]) if step.page and not step.missing else page
                yield Task(
                    step.label, str(version), own_page, due_on, step.missing, button=step.label, owner=step.owner
                )
        for duty in open_tasks_of(version, user):
            if duty.url:
                yield Task(
                    duty.deed,
                    str(version),
                    duty.url,
                    duty.due_on,
                    button=pgettext("button", "Record"),
                    owner=duty.owner,
                )


def _opinion_tasks(user: User) -> Iterator[Task]:
    kinds = opinion_kinds(user)
    if not kinds or user.has_perm("approval.approve_version"):
        return
    for version in PlanVersion.objects.filter(state=PlanState.IN_REVIEW).select_related("plan"):
        if not version.opinions.not_withdrawn().filter(kind__in=kinds).exists():
            address = reverse("approval:opinion_create", args=[version.pk])
            yield Task(
                _("Give the opinion of your office"),
                str(version),
                address,
                button=pgettext("button", "Give the opinion"),
            )


def _council_tasks(user: User) -> Iterator[Task]:
    if user.has_perm("content.view_plan") and not user.has_perm("consultations.work_round"):
        for version in PlanVersion.objects.filter(state=PlanState.BEFORE_COUNCIL).select_related("plan"):
            address = version.get_absolute_url()
            yield Task(_("Read what is before the council"), str(version), address, button=pgettext("button", "Read"))


def _monitoring_tasks(user: User) -> Iterator[Task]:
    if not user.has_perm("monitoring.view_period"):
        return
    yield from _value_tasks(user)
    waiting = YearlyReport.objects.filter(state__in=REPORT_WORKFLOW.onward).with_what_steps_need()
    for report in waiting[:DOCUMENTS_SHOWN]:
        yield from _steps(REPORT_WORKFLOW, report, user)


def _value_tasks(user: User) -> Iterator[Task]:
    """Measured values, a task a period: a year has dozens of them."""
    values = IndicatorValue.objects.current()
    if user.has_perm("monitoring.enter_results"):
        for period, count in _by_period(values.unsubmitted()):
            label = ngettext("Submit %(count)s value", "Submit %(count)s values", count) % {"count": count}
            yield Task(
                label, str(period), period.get_absolute_url(), period.cut_off_on, button=pgettext("button", "Submit")
            )
    if user.has_perm("monitoring.approve_value"):
        for period, count in _by_period(values.submitted_by_others(user)):
            label = ngettext("Approve %(count)s value", "Approve %(count)s values", count) % {"count": count}
            address = period.get_absolute_url()
            yield Task(
                label,
                str(period),
                address,
                period.cut_off_on,
                button=pgettext("button", "Approve"),
                owner=Role.COORDINATOR,
            )


def _by_period(values: QuerySet[IndicatorValue]) -> list[tuple[Period, int]]:
    counted = Counter(values.order_by().values_list("period", flat=True))
    periods = Period.objects.in_bulk(counted)
    return [(periods[pk], count) for pk, count in counted.items()]


def _organisation_tasks(user: User) -> Iterator[Task]:
    if user.has_perm("consultations.send_contribution"):
        for consultation in accepting_rounds():
            yield Task(
                _("Send your organisation's contribution"),
                str(consultation),
                reverse("consultations:own_contribution_create", args=[consultation.pk]),
                consultation.closes_on,
                button=pgettext("button", "Write"),
            )


def _as_second_person(user: User, changes: Iterable[PowerChange | RuleChange]) -> int:
    """How many of these the person may confirm; whether she may hangs on who asked."""
    asked = Counter(change.proposed_by_id for change in changes)
    bound = bound_to(user.pk, set(asked))
    return sum(count for asker, count in asked.items() if asker not in bound)


def _power_tasks(user: User) -> Iterator[Task]:
    """What others asked for on accounts, and a second person confirms."""
    if not user.has_perm("accounts.view_powerchange"):
        return
    if count := _as_second_person(user, PowerChange.objects.for_second_person(user)):
        label = ngettext(
            "Confirm or refuse %(count)s change of an account",
            "Confirm or refuse %(count)s changes of accounts",
            count,
        )
        address = reverse("accounts:change_list")
        yield Task(label % {"count": count}, _("Accounts"), address, button=pgettext("button", "Look"))


def _rule_tasks(user: User) -> Iterator[Task]:
    """Rules that the plan rests on and nobody has checked."""
    if user.has_perm("municipality.change_municipality") and (count := unchecked_rules()):
        label = ngettext(
            "Have %(count)s rule checked that the plan rests on",
            "Have %(count)s rules checked that the plan rests on",
            count,
        )
        address = reverse("municipality:rule_list")
        yield Task(label % {"count": count}, _("Rules and thresholds"), address, button=pgettext("button", "Check"))


def _rule_change_tasks(user: User) -> Iterator[Task]:
    """What others asked for on rules of law and privacy, and a second person confirms."""
    if not user.has_perm("municipality.confirm_rulechange"):
        return
    if count := _as_second_person(user, RuleChange.objects.for_second_person(user)):
        label = ngettext(
            "Confirm or refuse %(count)s change of a rule", "Confirm or refuse %(count)s changes of rules", count
        )
        address = reverse("municipality:change_list")
        yield Task(label % {"count": count}, _("Rules and thresholds"), address, button=pgettext("button", "Look"))


def _calendar_tasks(user: User) -> Iterator[Task]:
    """The calendar ends: days off of this year, or in autumn of the next, that nobody has entered."""
    if not user.has_perm("municipality.change_municipality"):
        return
    for year in years_after_its_end(timezone.localdate()):
        label = _("Enter the proclaimed days off of %(year)s") % {"year": year}
        yield Task(label, _("Calendar"), reverse("municipality:calendar_check", args=[year]))
