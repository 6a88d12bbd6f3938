"""What waits for a person: read from the workflow tables, so a new step appears here by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from accounts.models import User
from assessments.enums import ProposalState
from assessments.fund.deadlines import read_closing_calls
from assessments.models import Assessment, Service
from assessments.service_map.endings import read_endings
from assessments.workflow import ASSESSMENT_WORKFLOW
from consultations.enums import RoundState
from consultations.models import (
    Contribution,
    Recommendation,
    Round,
)
from consultations.reckoning import read_accepting_rounds, read_lengthened_rounds
from consultations.releases import read_rounds_to_publish
from consultations.workflow import ROUND_WORKFLOW
from core.i18n import short_date
from core.together.once import read_once
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, figures_of, read, side_by_side
from core.workflow import Workflow
from monitoring.models import IndicatorValue, Period, YearlyReport
from monitoring.workflow import REPORT_WORKFLOW
from municipality.rule_book import read_rule_book
from socialplan.approval.models import Opinion
from socialplan.approval.open_tasks import due_date, open_tasks_of
from socialplan.approval.rules import opinion_kinds
from socialplan.approval.status import next_steps
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from vlora_plan.pages.ahead import read_versions_on_their_way
from vlora_plan.pages.desk import Task
from vlora_plan.pages.upkeep import upkeep_tasks
from vlora_plan.pages.voices import voice_tasks

DOCUMENTS_SHOWN = 10


def tasks_of(user: User) -> list[Task]:
    return read(read_tasks(user))


def read_tasks(user: User) -> Reader[list[Task]]:
    """The person's tasks, those with a deadline first; all sources are read side by side."""
    sources: tuple[Callable[[User], Reader[list[Task]]], ...] = (
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
        _value_tasks,
        _report_tasks,
        _organisation_tasks,
        upkeep_tasks,
    )
    found = yield from side_by_side(*(source(user) for source in sources))
    tasks = [task for of_source in found for task in of_source]
    return sorted(tasks, key=lambda task: (bool(task.missing), task.due_on is None, task.due_on or date.max))


def _steps(workflow: Workflow[Any], document: Any, user: User, due_on: date | None = None) -> Iterator[Task]:
    """Steps that lead on; sending something back is a choice, not a task."""
    for offer in workflow.offers(document, user):
        if not offer.needs_comment:
            address = document.get_absolute_url()
            yield Task(
                offer.label, str(document), address, due_on, offer.missing, button=offer.label, owner=offer.owner
            )


@prepared
def _waiting(model: type[Any], states: frozenset[str]) -> QuerySet[Any]:
    """The documents in these states, with what their steps look at."""
    rows: QuerySet[Any] = model.objects.filter(state__in=sorted(states)).with_what_steps_need()[:DOCUMENTS_SHOWN]
    return rows


def _assessment_tasks(user: User) -> Reader[list[Task]]:
    waiting = _waiting(Assessment, ASSESSMENT_WORKFLOW.onward)
    yield from read_lists(waiting)
    return [task for assessment in waiting for task in _steps(ASSESSMENT_WORKFLOW, assessment, user)]


def _proposal_tasks(user: User) -> Reader[list[Task]]:
    """What providers propose to change of their services."""
    if not user.has_perm("assessments.change_service"):
        return []
    proposed = _proposed()
    yield [proposed]
    return [
        Task(
            _("Decide on what the provider proposes"),
            str(service),
            reverse("assessments:service_decide", args=[service.pk]),
            button=pgettext("button", "See to it"),
        )
        for service in proposed
    ]


@prepared
def _proposed() -> QuerySet[Service]:
    return Service.objects.filter(proposed_changes__state=ProposalState.WAITING).distinct()[:DOCUMENTS_SHOWN]


def _service_tasks(user: User) -> Reader[list[Task]]:
    """Licences and donor money of services that come to their end."""
    if not user.has_perm("assessments.change_service"):
        return []
    found = yield from read_endings(timezone.localdate())
    see_to_it = pgettext("button", "See to it")
    return [
        Task(each.sentence, str(each.service), each.service.get_absolute_url(), each.ends_on, button=see_to_it)
        for each in found
    ]


def _fund_tasks(user: User) -> Reader[list[Task]]:
    """Calls of the Social Fund that close, and those whose outcome nobody has recorded."""
    if not user.has_perm("assessments.change_fund"):
        return []
    found = yield from read_closing_calls(timezone.localdate())
    return [
        Task(
            each.sentence,
            str(each.call),
            each.call.get_absolute_url(),
            each.call.closes_on,
            button=pgettext("button", "See to it"),
            owner=Role.STAFF,
        )
        for each in found
    ]


def _round_tasks(user: User) -> Reader[list[Task]]:
    if not user.has_perm("consultations.add_round"):
        return []
    waiting = _waiting(Round, ROUND_WORKFLOW.onward)
    yield from read_lists(waiting)
    return [task for consultation in waiting for task in _steps_of_round(consultation, user)]


def _steps_of_round(consultation: Round, user: User) -> Iterator[Task]:
    endless = _is_endless(consultation)
    for task in _steps(ROUND_WORKFLOW, consultation, user, consultation.closes_on):
        yield replace(task, label=_("Close the round once all have been heard")) if endless else task


def _is_endless(consultation: Round) -> bool:
    """Open without a last day: nothing says that it should be closed today."""
    return consultation.state == RoundState.OPEN and consultation.closes_on is None


def _register_tasks(user: User) -> Reader[list[Task]]:
    """Published notices that are not known to stand in the electronic register (docs/law.md#consultation-register)."""
    if not user.has_perm("consultations.register_round"):
        return []
    unregistered = _unregistered()
    yield [unregistered]
    label = _("Note the entry in the electronic register")
    return [
        Task(label, str(consultation), reverse("consultations:round_register", args=[consultation.pk]))
        for consultation in unregistered
    ]


@prepared
def _unregistered() -> QuerySet[Round]:
    return Round.objects.unregistered()[:DOCUMENTS_SHOWN]


def _lengthened_tasks(user: User) -> Reader[list[Task]]:
    """Rounds whose last day the calendar has moved since their notice: the parties are told."""
    if not (user.has_perm("consultations.extend_round") or user.has_perm("approval.keep_council_record")):
        return []
    found = yield from read_lengthened_rounds()
    label = _("The calendar has moved the last day to %(day)s: tell the interested parties")
    return [
        Task(
            label % {"day": short_date(last_day)},
            str(consultation),
            reverse("consultations:public_round_detail", args=[consultation.pk]),
            last_day,
            button=pgettext("button", "Tell"),
            owner=Role.COORDINATOR,
        )
        for consultation, last_day in found
    ]


def _attendance_tasks(user: User) -> Reader[list[Task]]:
    if not user.has_perm("consultations.publish_attendance"):
        return []
    public = _public_rounds()
    yield [public]
    found = yield from read_rounds_to_publish(public)
    return [
        Task(
            _("Publish the attendance"),
            str(consultation),
            reverse("consultations:attendance_publish", args=[consultation.pk]),
            button=pgettext("button", "Publish"),
        )
        for consultation in found
    ]


@prepared
def _public_rounds() -> QuerySet[Round]:
    return Round.objects.public()


@prepared
def _uncoded() -> QuerySet[Any, Any]:
    return figures_of(Contribution.objects.in_the_open().uncoded(), many=Count("pk"))


@prepared
def _unanswered() -> QuerySet[Any, Any]:
    return figures_of(Recommendation.objects.unanswered(), many=Count("pk"))


def _answer_tasks(user: User) -> Reader[list[Task]]:
    if not user.has_perm("consultations.view_contribution"):
        return []
    counted = _uncoded(), _unanswered()
    yield [*counted]
    uncoded, unanswered = (row["many"] for (row,) in counted)
    tasks = []
    if uncoded:
        label = ngettext("Code %(count)s contribution", "Code %(count)s contributions", uncoded) % {"count": uncoded}
        address = reverse("consultations:contribution_list")
        tasks.append(Task(label, _("Consultations"), address, button=pgettext("button", "Code"), owner=Role.STAFF))
    if unanswered and user.has_perm("consultations.answer_recommendation"):
        label = ngettext("Answer %(count)s recommendation", "Answer %(count)s recommendations", unanswered) % {
            "count": unanswered
        }
        address = reverse("consultations:recommendation_list")
        tasks.append(Task(label, _("Consultations"), address, button=pgettext("button", "Answer")))
    return tasks


def _plan_tasks(user: User) -> Reader[list[Task]]:
    """Steps of versions on their way, and what the law asks for beside it once one is adopted."""
    versions, _book = yield from side_by_side(read_once(read_versions_on_their_way), read_rule_book())
    return list(_of_versions(versions[:DOCUMENTS_SHOWN], user))


def _of_versions(versions: Iterable[PlanVersion], user: User) -> Iterator[Task]:
    for version in versions:
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


def _opinion_tasks(user: User) -> Reader[list[Task]]:
    kinds = opinion_kinds(user)
    if not kinds or user.has_perm("approval.approve_version"):
        return []
    given = Opinion.objects.not_withdrawn().filter(version=OuterRef("pk"), kind__in=kinds)
    versions = PlanVersion.objects.filter(~Exists(given), state=PlanState.IN_REVIEW).select_related("plan")
    yield [versions]
    return [
        Task(
            _("Give the opinion of your office"),
            str(version),
            reverse("approval:opinion_create", args=[version.pk]),
            button=pgettext("button", "Give the opinion"),
        )
        for version in versions
    ]


def _council_tasks(user: User) -> Reader[list[Task]]:
    if not user.has_perm("content.view_plan") or user.has_perm("consultations.work_round"):
        return []
    versions = PlanVersion.objects.filter(state=PlanState.BEFORE_COUNCIL).select_related("plan")
    yield [versions]
    label, button = _("Read what is before the council"), pgettext("button", "Read")
    return [Task(label, str(version), version.get_absolute_url(), button=button) for version in versions]


def _report_tasks(user: User) -> Reader[list[Task]]:
    if not user.has_perm("monitoring.view_period"):
        return []
    waiting = _waiting(YearlyReport, REPORT_WORKFLOW.onward)
    yield from read_lists(waiting)
    return [task for report in waiting for task in _steps(REPORT_WORKFLOW, report, user)]


def _value_tasks(user: User) -> Reader[list[Task]]:
    """Measured values, a task a period: a year has dozens of them."""
    if not user.has_perm("monitoring.view_period"):
        return []
    to_submit, to_approve = yield from side_by_side(
        _by_period(_unsubmitted, user.has_perm("monitoring.enter_results")),
        _by_period(_submitted_by_others, user.has_perm("monitoring.approve_value"), user.pk),
    )
    tasks = []
    for period, count in to_submit:
        label = ngettext("Submit %(count)s value", "Submit %(count)s values", count) % {"count": count}
        button = pgettext("button", "Submit")
        tasks.append(Task(label, str(period), period.get_absolute_url(), period.cut_off_on, button=button))
    for period, count in to_approve:
        label = ngettext("Approve %(count)s value", "Approve %(count)s values", count) % {"count": count}
        button, address = pgettext("button", "Approve"), period.get_absolute_url()
        task = Task(label, str(period), address, period.cut_off_on, button=button, owner=Role.COORDINATOR)
        tasks.append(task)
    return tasks


def _unsubmitted() -> QuerySet[IndicatorValue]:
    return IndicatorValue.objects.current().unsubmitted()


def _submitted_by_others(user: int) -> QuerySet[IndicatorValue]:
    return IndicatorValue.objects.current().submitted_by_others(user)


@prepared
def _counted_by_period(values: Callable[..., QuerySet[IndicatorValue]], *args: int) -> QuerySet[Any, Any]:
    return values(*args).order_by().values("period").annotate(count=Count("pk")).values_list("period", "count")


@prepared
def _periods_of(values: Callable[..., QuerySet[IndicatorValue]], *args: int) -> QuerySet[Period]:
    return Period.objects.filter(pk__in=values(*args).order_by().values("period"))


def _by_period(
    values: Callable[..., QuerySet[IndicatorValue]], may_see_to_them: bool, *args: int
) -> Reader[list[tuple[Period, int]]]:
    """The periods of these values, and how many each has."""
    if not may_see_to_them:
        return []
    counted, periods = _counted_by_period(values, *args), _periods_of(values, *args)
    yield from read_lists(counted, periods)
    count_of = dict(counted)
    return [(period, count_of[period.pk]) for period in periods if period.pk in count_of]


def _organisation_tasks(user: User) -> Reader[list[Task]]:
    if not user.has_perm("consultations.send_contribution"):
        return []
    found = yield from read_accepting_rounds()
    return [
        Task(
            _("Send your organisation's contribution"),
            str(consultation),
            reverse("consultations:own_contribution_create", args=[consultation.pk]),
            consultation.closes_on,
            button=pgettext("button", "Write"),
        )
        for consultation in found
    ]
