"""Why a person who has the role may not do it now: what stands in the way, and what she can do instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.models import Assessment
from consultations.models import Round
from core.i18n import short_date
from monitoring.models import IndicatorValue, YearlyReport
from socialplan.content.models import PlanVersion


@dataclass(frozen=True, slots=True)
class Refusal:
    """The sentence; and a way on, by a page or, where `is_deed`, by a button that does it."""

    sentence: str
    label: str = ""
    url: str = ""
    is_deed: bool = False


def _sealed(version: PlanVersion, user: User) -> Refusal:
    if decision := version.own_decision:
        sentence = _("Adopted by decision %(decision)s of %(day)s, not changed any more.") % {
            "decision": decision,
            "day": short_date(decision.happened_on),
        }
    else:
        sentence = _("Adopted by the council, not changed any more.")
    if not user.has_perm("drafting.amend_version", version):
        return Refusal(sentence, str(_("Read the content of this version")), version.get_absolute_url())
    page = reverse("drafting:version_amend", args=[version.pk])
    return Refusal(sentence, str(_("Begin an amendment")), page, is_deed=True)


def _written(subject: Any, user: User) -> Refusal:
    """Of a version, or of a row of one: what may not be written, and why."""
    version = subject if isinstance(subject, PlanVersion) else subject.version
    if version.is_sealed:
        return _sealed(version, user)
    stands = reverse("approval:version_approval", args=[version.pk])
    if version.is_amending:
        sentence = _("The amendments of the council are entered by its secretary, and by nobody else.")
    else:
        sentence = _("The document is not being drafted now; its state is: %(state)s.") % {
            "state": version.get_state_display()
        }
    return Refusal(sentence, str(_("Where it stands")), stands)


def _four_eyes(subject: Any, user: User) -> Refusal:
    sentence = _("You took the step before this one; another person takes this step.")
    return Refusal(sentence, str(_("Back")), subject.get_absolute_url())


def _round_of(subject: Any) -> Round:
    return subject if isinstance(subject, Round) else subject.round


def _answers_published(sentence: Any) -> Callable[[Any, User], Refusal | None]:
    def refusal_of(subject: Any, user: User) -> Refusal | None:
        round_ = _round_of(subject)
        if round_.is_workable:
            return None
        return Refusal(str(sentence), str(_("The round")), round_.get_absolute_url())

    return refusal_of


def _notice_published(subject: Round, user: User) -> Refusal:
    sentence = _("The notice is published and can no longer be changed; a period is lengthened by a decision.")
    return Refusal(sentence, str(_("The round")), subject.get_absolute_url())


def _edition(subject: Any, user: User) -> Refusal:
    edition = subject if isinstance(subject, Assessment) else subject.assessment
    if edition.is_published:
        sentence = _("This edition is published and never changes.")
    else:
        sentence = _("This edition is verified: it is changed after it has been returned to drafting.")
    return Refusal(sentence, str(_("The assessment")), edition.get_absolute_url())


def _report(subject: YearlyReport, user: User) -> Refusal:
    sentence = _("The report is validated and not changed any more; a correction is a new revision.")
    page = reverse("monitoring:report_create", args=[subject.period_id])
    return Refusal(sentence, str(_("Begin a new revision")), page)


def _value(subject: IndicatorValue, user: User) -> Refusal:
    sentence = _("You submitted this value; another person approves it.")
    return Refusal(sentence, str(_("Back")), subject.get_absolute_url())


OF_ROUNDS = {
    "add_event": gettext_lazy("The answers are published: no event enters this round any more."),
    "change_event": gettext_lazy("The answers are published: no event of this round is changed any more."),
    "code_contribution": gettext_lazy("The answers are published: no contribution is coded any more."),
    "add_recommendation": gettext_lazy("The answers are published: no recommendation enters this round any more."),
    "change_recommendation": gettext_lazy("The answers are published: no recommendation is changed any more."),
    "answer_recommendation": gettext_lazy("The answers are published: no answer is changed any more."),
}
REASONS: dict[str, Callable[[Any, User], Refusal | None]] = {
    "content.change_version": _written,
    "content.comment_version": _written,
    "drafting.choose_followed_plan": _written,
    "approval.approve_version": _four_eyes,
    "approval.submit_version": _four_eyes,
    "approval.decide_version": _four_eyes,
    "assessments.change_assessment": _edition,
    "assessments.add_need": _edition,
    "assessments.change_need": _edition,
    "assessments.add_datapoint": _edition,
    "assessments.verify_datapoint": _edition,
    "assessments.publish_assessment": _four_eyes,
    "consultations.change_round": _notice_published,
    "monitoring.write_report": _report,
    "monitoring.review_report": _four_eyes,
    "monitoring.approve_report": _four_eyes,
    "monitoring.approve_value": _value,
    **{f"consultations.{name}": _answers_published(sentence) for name, sentence in OF_ROUNDS.items()},
}


def refusal_for(user: Any) -> Refusal | None:
    """Why the last thing she was refused is refused, where it is not for her role."""
    asked = getattr(user, "last_refused", None)
    if asked is None or asked[0] not in REASONS:
        return None
    permission, subject = asked
    if subject is None or not user.has_perm(permission):
        return None
    return REASONS[permission](subject, user)
