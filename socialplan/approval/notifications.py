"""Who is told that a version has moved: those who act next, each in their own language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core.i18n import short_date
from municipality.enums import DeadlineCode
from operations.deeds import is_of_the_past
from operations.enums import NewsTopic
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer, recipients_of, write_messages
from operations.queue.news import News
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.deadlines import LegalDate, legal_dates
from socialplan.approval.status import who_acts_next
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import ActWithdrawal, PlanStateChange, PlanVersion
from socialplan.content.models.recorded import RecordedAct

STEP_TAKEN = "socialplan.step_taken"
RETURNED = "socialplan.returned"
WITHDRAWN = "socialplan.return_withdrawn"
REMINDER = "socialplan.reminder"


def next_people(state: str) -> QuerySet[User]:
    """The accounts that have something to do, or to know, when a version has reached a state."""
    assignee = PLAN_WORKFLOW.assignee_in(state)
    if assignee is None:
        return User.objects.none()
    holding = Q(assignments__role__in=assignee.roles)
    holding |= Q(assignments__role=Role.STAFF, office__code__in=assignee.offices)
    return User.objects.filter(holding, is_active=True, assignments__revoked_on=None).distinct()


def announce_step(version: PlanVersion, change: PlanStateChange) -> None:
    """Leave a message for everybody who acts next; who took the step knows it already.

    A step of the past that is entered afterwards asks nobody to act: it tells nobody.
    """
    if is_of_the_past(change):
        return
    people = next_people(version.state).exclude(pk=change.actor_id)
    write_messages(
        STEP_TAKEN,
        event_key=f"{STEP_TAKEN}:{change.pk}",
        to=people,
        payload={"version": version.pk, "change": change.pk},
        news=_news(
            version,
            NewsTopic.DECISIONS if change.to_state in ADOPTED_STATES else NewsTopic.STEPS,
            lambda: _("%(document)s: %(state)s") % {"document": version, "state": change.to_state_label},
        ),
    )


def _news(version: PlanVersion, topic: NewsTopic, heading: Callable[[], str]) -> News:
    page = reverse("approval:version_approval", args=[version.pk])
    return News(topic, heading, page, "content.view_plan")


def announce_act(version: PlanVersion, act: RecordedAct) -> None:
    """Those are told whom the registry names: that the decision comes back to the council; not of the past."""
    roles = ACTS[act.act_kind].tells(act)
    if not roles or is_of_the_past(act):
        return
    people = User.objects.holding(*roles).exclude(pk=act.recorded_by_id)
    news = _news(
        version, NewsTopic.DECISIONS, lambda: _("%(document)s: the decision comes back") % {"document": version}
    )
    write_messages(RETURNED, event_key=_key_of_return(act), to=people, payload={"version": version.pk}, news=news)


def _key_of_return(act: RecordedAct) -> str:
    return f"{RETURNED}:{act._meta.model_name}:{act.pk}"


def announce_withdrawal(version: PlanVersion, act: RecordedAct, withdrawal: ActWithdrawal) -> None:
    """Those who were told that the decision comes back hear that this was recorded wrongly; of the past nobody was."""
    holding = User.objects.holding(*ACTS[act.act_kind].tells(act)).exclude(pk=withdrawal.recorded_by_id)
    told = recipients_of(_key_of_return(act), holding)
    people = [person for person in holding if person.pk in told]
    payload = {"version": version.pk, "reason": withdrawal.reason}
    values = {"document": version}
    news = _news(
        version, NewsTopic.DECISIONS, lambda: _("%(document)s: a letter of the prefect is withdrawn") % values
    )
    write_messages(WITHDRAWN, event_key=f"{WITHDRAWN}:{withdrawal.pk}", to=people, payload=payload, news=news)


@message_composer(WITHDRAWN)
def withdrawn_mail(message: OutgoingMessage) -> Mail:
    version = PlanVersion.objects.select_related("plan").get(pk=message.payload["version"])
    lines = [
        _("The letter of the prefect on %(document)s was recorded wrongly and is withdrawn; it does not count.")
        % {"document": version},
        message.payload["reason"],
        _page_of(version),
    ]
    subject = _("%(document)s: a letter of the prefect is withdrawn") % {"document": version}
    return Mail(subject, "\n\n".join(lines))


def remind_of_duty(version: PlanVersion, duty: LegalDate, *, within: int) -> None:
    """Leave one message for each holder of the duty; with the same days and last day it is not repeated."""
    payload = {"version": version.pk, "code": duty.code, "due_on": short_date(duty.due_on)}
    key = f"{REMINDER}:{version.pk}:{duty.code}:{duty.due_on}:{within}"
    people = User.objects.holding(*duty.binds)
    values = {"what": duty.label, "day": payload["due_on"], "document": version}
    news = _news(version, NewsTopic.DEADLINES, lambda: _("%(document)s. %(what)s: by %(day)s.") % values)
    write_messages(REMINDER, event_key=key, to=people, payload=payload, news=news)


@message_composer(REMINDER)
def reminder_mail(message: OutgoingMessage) -> Mail:
    """As the duty stands when the mail goes out; one that was done in the meantime says so."""
    version = PlanVersion.objects.select_related("plan").get(pk=message.payload["version"])
    code = message.payload["code"]
    duty = next(each for each in legal_dates(version) if each.code == code)
    values = {"what": duty.label, "day": message.payload["due_on"], "document": version}
    done = _("It is recorded as done on %(day)s.") % {"day": short_date(duty.done_on)} if duty.done_on else duty.note
    lines = [_("%(document)s. %(what)s: by %(day)s.") % values, done, _page_of(version)]
    return Mail(_("%(what)s: by %(day)s") % values, "\n\n".join(filter(None, lines)))


@message_composer(RETURNED)
def returned_mail(message: OutgoingMessage) -> Mail:
    version = PlanVersion.objects.select_related("plan").get(pk=message.payload["version"])
    lines = [
        _("The decision on %(document)s has been challenged by the prefect or returned by the mayor.")
        % {"document": version},
        _("The reasons are on the page of its approval, where the council secretary opens the re-examination."),
        _page_of(version),
    ]
    return Mail(_("%(document)s: the decision comes back") % {"document": version}, "\n\n".join(lines))


def _page_of(version: PlanVersion) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("approval:version_approval", args=[version.pk])


@message_composer(STEP_TAKEN)
def step_taken_mail(message: OutgoingMessage) -> Mail:
    version = PlanVersion.objects.select_related("plan").get(pk=message.payload["version"])
    change = PlanStateChange.objects.get(pk=message.payload["change"])
    lines = [
        _("%(document)s is now: %(state)s.") % {"document": version, "state": change.to_state_label},
        *_next_lines(version, change),
        _page_of(version),
    ]
    subject = _("%(document)s: %(state)s") % {"document": version, "state": change.to_state_label}
    return Mail(subject, "\n\n".join(lines))


def _next_lines(version: PlanVersion, change: PlanStateChange) -> list[str]:
    """Who acts next and by when; nothing where the version has gone on since."""
    if version.state != change.to_state:
        return []
    lines = []
    if office := who_acts_next(version.state):
        lines.append(_("Next: %(office)s.") % {"office": office})
    lines += [
        (_("%(what)s: on %(day)s.") if each.code == DeadlineCode.ENTRY_INTO_FORCE else _("%(what)s: by %(day)s."))
        % {"what": each.label, "day": short_date(each.due_on)}
        for each in legal_dates(version)
        if each.is_pressing and each.due_on
    ]
    return lines
