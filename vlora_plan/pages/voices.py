"""What waits for a person in the consultations: those who spoke are read, protected and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from accounts.models import User
from consultations.facts.prose import rounds_asking
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
from vlora_plan.pages.desk import Task

DOCUMENTS_SHOWN = 10


def voice_tasks(user: User) -> Iterator[Task]:
    sources: tuple[Callable[[User], Iterator[Task]], ...] = (
        _danger_tasks,
        _privacy_tasks,
        _number_tasks,
        _complaint_tasks,
        _proposal_tasks,
        _name_tasks,
        _late_tasks,
        _intake_tasks,
        _assigned_tasks,
    )
    for source in sources:
        yield from source(user)


def _proposal_tasks(user: User) -> Iterator[Task]:
    """What people propose to begin; each has an answer that everybody reads."""
    if user.has_perm("consultations.answer_proposal") and (count := StartProposal.objects.waiting().count()):
        label = ngettext(
            "Answer %(count)s proposal to start a procedure", "Answer %(count)s proposals to start a procedure", count
        )
        address = reverse("consultations:start_proposal_list")
        yield Task(label % {"count": count}, _("Consultations"), address, button=pgettext("button", "See to it"))


def _complaint_tasks(user: User) -> Iterator[Task]:
    """Complaints before the adoption, by the day on which the body must have decided."""
    if user.has_perm("consultations.keep_complaint"):
        for each in RoundComplaint.objects.waiting()[:DOCUMENTS_SHOWN]:
            yield Task(_("Decide on the complaint"), str(each), each.get_absolute_url(), each.due_on)


def _privacy_tasks(user: User) -> Iterator[Task]:
    """Requests of persons with their last day, and incidents with the end of their clock."""
    if not user.has_perm("consultations.keep_privacy"):
        return
    for asked in PersonRequest.objects.waiting()[:DOCUMENTS_SHOWN]:
        yield Task(_("Answer the request of a person"), str(asked), asked.get_absolute_url(), asked.due_on)
    for incident in PrivacyIncident.objects.waiting()[:DOCUMENTS_SHOWN]:
        due_on = timezone.localdate(incident.due_at)
        yield Task(_("Notify or close the incident"), str(incident), incident.get_absolute_url(), due_on)


def _number_tasks(user: User) -> Iterator[Task]:
    """Numbers in the words of a round that whoever wrote them cannot confirm herself."""
    if user.has_perm("consultations.confirm_numbers"):
        for each in rounds_asking(user.pk):
            address = reverse("consultations:numbers_confirm", args=[each.pk])
            yield Task(
                _("Confirm numbers in the words of the round"), str(each), address, button=pgettext("button", "Look")
            )


def _danger_tasks(user: User) -> Iterator[Task]:
    """Texts about somebody in danger are read the same day; and somebody must be there to read them."""
    waiting = DangerAlert.objects.waiting().count()
    if user.has_perm("consultations.view_danger"):
        if waiting:
            label = ngettext(
                "Read %(count)s text about somebody in danger",
                "Read %(count)s texts about somebody in danger",
                waiting,
            )
            address = reverse("consultations:danger_list")
            today = timezone.localdate()
            yield Task(
                label % {"count": waiting}, _("Consultations"), address, today, button=pgettext("button", "Read")
            )
    elif waiting and user.has_perm("accounts.view_user") and not protection_workers():
        label = _("Give the office of child protection or against violence to an account: texts wait to be read today")
        address = reverse("accounts:user_list")
        yield Task(label, _("Accounts"), address, timezone.localdate(), button=pgettext("button", "See to it"))


def _late_tasks(user: User) -> Iterator[Task]:
    """Letters that came after the last day have an answer of their own."""
    if user.has_perm("consultations.answer_late") and (count := Contribution.objects.late_unanswered().count()):
        label = ngettext("Answer %(count)s late letter", "Answer %(count)s late letters", count)
        address = f"{reverse('consultations:contribution_list')}?coding=late"
        yield Task(label % {"count": count}, _("Consultations"), address, button=pgettext("button", "See to it"))


def _intake_tasks(user: User) -> Iterator[Task]:
    """Texts that looked automated are read before they go on."""
    if user.has_perm("consultations.review_intake") and (count := IntakeHold.objects.waiting().count()):
        label = ngettext(
            "Look at %(count)s text that was set apart on its arrival",
            "Look at %(count)s texts that were set apart on their arrival",
            count,
        )
        address = reverse("consultations:intake_hold_list")
        yield Task(label % {"count": count}, _("Consultations"), address, button=pgettext("button", "See to it"))


def _assigned_tasks(user: User) -> Iterator[Task]:
    """What was given to the person herself: contributions not coded yet, recommendations not answered yet."""
    if user.has_perm("consultations.read_inbox"):
        waiting = Contribution.objects.in_the_open().uncoded().filter(work_note__assigned_to=user)
        for contribution in waiting[:DOCUMENTS_SHOWN]:
            yield Task(_("Code the contribution"), str(contribution), contribution.get_absolute_url())
        recommendations = Recommendation.objects.unanswered().filter(assigned_to=user)
        for each in recommendations.order_by("answer_by", "code")[:DOCUMENTS_SHOWN]:
            yield Task(_("Prepare the answer"), str(each), each.get_absolute_url(), each.answer_by)


def _name_tasks(user: User) -> Iterator[Task]:
    """Words that may go out are read for names; and what readers reported is looked at."""
    if user.has_perm("consultations.add_round") and (unread := Contribution.objects.unread().count()):
        label = ngettext("Read %(count)s text for names", "Read %(count)s texts for names", unread)
        address = f"{reverse('consultations:contribution_list')}?names=open"
        yield Task(label % {"count": unread}, _("Consultations"), address, button=pgettext("button", "Read"))
    if user.has_perm("consultations.settle_report") and (count := TextReport.objects.waiting().count()):
        label = ngettext(
            "Look at %(count)s report of a published text", "Look at %(count)s reports of published texts", count
        )
        address = reverse("consultations:report_list")
        told = label % {"count": count}
        yield Task(told, _("Consultations"), address, button=pgettext("button", "Look"), owner=Role.COORDINATOR)
