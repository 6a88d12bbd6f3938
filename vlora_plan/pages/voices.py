"""What waits for a person in the consultations: those who spoke are read, protected and answered."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from accounts.models import User
from consultations.facts.prose import read_rounds_asking
from consultations.models import (
    Contribution,
    DangerAlert,
    IntakeHold,
    PersonRequest,
    PrivacyIncident,
    Recommendation,
    RoundComplaint,
    StartProposal,
    TextReport,
)
from consultations.services.safety import protection_workers
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read_count, side_by_side
from socialplan.approval.said_numbers import read_versions_asking
from vlora_plan.pages.desk import Task

DOCUMENTS_SHOWN = 10


def voice_tasks(user: User) -> Reader[list[Task]]:
    sources: tuple[Callable[[User], Reader[list[Task]]], ...] = (
        _danger_tasks,
        _privacy_tasks,
        _number_tasks,
        _complaint_tasks,
        _proposal_tasks,
        _name_tasks,
        _report_tasks,
        _late_tasks,
        _intake_tasks,
        _assigned_tasks,
    )
    found = yield from side_by_side(*(source(user) for source in sources))
    return [task for of_source in found for task in of_source]


def _proposal_tasks(user: User) -> Reader[list[Task]]:
    """What people propose to begin; each has an answer that everybody reads."""
    if not user.has_perm("consultations.answer_proposal"):
        return []
    count = yield from read_count(StartProposal.objects.waiting())
    if not count:
        return []
    label = ngettext(
        "Answer %(count)s proposal to start a procedure", "Answer %(count)s proposals to start a procedure", count
    )
    address = reverse("consultations:start_proposal_list")
    return [Task(label % {"count": count}, _("Consultations"), address, button=pgettext("button", "See to it"))]


def _complaint_tasks(user: User) -> Reader[list[Task]]:
    """Complaints before the adoption, by the day on which the body must have decided."""
    if not user.has_perm("consultations.keep_complaint"):
        return []
    waiting = RoundComplaint.objects.waiting()[:DOCUMENTS_SHOWN]
    yield from read_lists(waiting)
    return [Task(_("Decide on the complaint"), str(each), each.get_absolute_url(), each.due_on) for each in waiting]


def _privacy_tasks(user: User) -> Reader[list[Task]]:
    """Requests of persons with their last day, and incidents with the end of their clock."""
    if not user.has_perm("consultations.keep_privacy"):
        return []
    requests = PersonRequest.objects.waiting()[:DOCUMENTS_SHOWN]
    incidents = PrivacyIncident.objects.waiting()[:DOCUMENTS_SHOWN]
    yield from read_lists(requests, incidents)
    answer, notify = _("Answer the request of a person"), _("Notify or close the incident")
    return [
        *(Task(answer, str(each), each.get_absolute_url(), each.due_on) for each in requests),
        *(Task(notify, str(each), each.get_absolute_url(), timezone.localdate(each.due_at)) for each in incidents),
    ]


def _number_tasks(user: User) -> Reader[list[Task]]:
    """Numbers in the words of a round or a plan that whoever wrote them cannot confirm herself."""
    if not user.has_perm("consultations.confirm_numbers"):
        return []
    rounds, versions = yield from side_by_side(read_rounds_asking(user.pk), read_versions_asking(user.pk))
    of_round, of_plan = _("Confirm numbers in the words of the round"), _("Confirm numbers in the words of the plan")
    asked = [(of_round, each, "consultations:numbers_confirm") for each in rounds]
    asked += [(of_plan, each, "approval:numbers_confirm") for each in versions]
    button = pgettext("button", "Look")
    return [Task(label, str(each), reverse(page, args=[each.pk]), button=button) for label, each, page in asked]


def _danger_tasks(user: User) -> Reader[list[Task]]:
    """Texts about somebody in danger are read the same day; and somebody must be there to read them."""
    if not (user.has_perm("consultations.view_danger") or user.has_perm("accounts.view_user")):
        return []
    waiting = yield from read_count(DangerAlert.objects.waiting())
    if not waiting:
        return []
    today = timezone.localdate()
    if user.has_perm("consultations.view_danger"):
        label = ngettext(
            "Read %(count)s text about somebody in danger",
            "Read %(count)s texts about somebody in danger",
            waiting,
        )
        address = reverse("consultations:danger_list")
        return [
            Task(label % {"count": waiting}, _("Consultations"), address, today, button=pgettext("button", "Read"))
        ]
    if protection_workers():
        return []
    label = _("Give the office of child protection or against violence to an account: texts wait to be read today")
    address = reverse("accounts:user_list")
    return [Task(label, _("Accounts"), address, today, button=pgettext("button", "See to it"))]


def _late_tasks(user: User) -> Reader[list[Task]]:
    """Letters that came after the last day have an answer of their own."""
    if not user.has_perm("consultations.answer_late"):
        return []
    count = yield from read_count(Contribution.objects.late_unanswered())
    if not count:
        return []
    label = ngettext("Answer %(count)s late letter", "Answer %(count)s late letters", count)
    address = f"{reverse('consultations:contribution_list')}?coding=late"
    return [Task(label % {"count": count}, _("Consultations"), address, button=pgettext("button", "See to it"))]


def _intake_tasks(user: User) -> Reader[list[Task]]:
    """Texts that looked automated are read before they go on."""
    if not user.has_perm("consultations.review_intake"):
        return []
    count = yield from read_count(IntakeHold.objects.waiting())
    if not count:
        return []
    label = ngettext(
        "Look at %(count)s text that was set apart on its arrival",
        "Look at %(count)s texts that were set apart on their arrival",
        count,
    )
    address = reverse("consultations:intake_hold_list")
    return [Task(label % {"count": count}, _("Consultations"), address, button=pgettext("button", "See to it"))]


def _assigned_tasks(user: User) -> Reader[list[Task]]:
    """What was given to the person herself: contributions not coded yet, recommendations not answered yet."""
    if not user.has_perm("consultations.read_inbox"):
        return []
    contributions, recommendations = _to_code(user.pk), _to_answer(user.pk)
    yield from read_lists(contributions, recommendations)
    return [
        *(Task(_("Code the contribution"), str(each), each.get_absolute_url()) for each in contributions),
        *(
            Task(_("Prepare the answer"), str(each), each.get_absolute_url(), each.answer_by)
            for each in recommendations
        ),
    ]


@prepared
def _to_code(user: int) -> QuerySet[Contribution]:
    return Contribution.objects.in_the_open().uncoded().filter(work_note__assigned_to=user)[:DOCUMENTS_SHOWN]


@prepared
def _to_answer(user: int) -> QuerySet[Recommendation]:
    rows = Recommendation.objects.unanswered().filter(assigned_to=user)
    return rows.order_by("answer_by", "code")[:DOCUMENTS_SHOWN]


def _name_tasks(user: User) -> Reader[list[Task]]:
    """Words that may go out are read for names."""
    if not user.has_perm("consultations.add_round"):
        return []
    unread = yield from read_count(Contribution.objects.unread())
    if not unread:
        return []
    label = ngettext("Read %(count)s text for names", "Read %(count)s texts for names", unread)
    address = f"{reverse('consultations:contribution_list')}?names=open"
    return [Task(label % {"count": unread}, _("Consultations"), address, button=pgettext("button", "Read"))]


def _report_tasks(user: User) -> Reader[list[Task]]:
    """What readers reported is looked at."""
    if not user.has_perm("consultations.settle_report"):
        return []
    count = yield from read_count(TextReport.objects.waiting())
    if not count:
        return []
    label = ngettext(
        "Look at %(count)s report of a published text", "Look at %(count)s reports of published texts", count
    )
    address, button = reverse("consultations:report_list"), pgettext("button", "Look")
    return [Task(label % {"count": count}, _("Consultations"), address, button=button, owner=Role.COORDINATOR)]
