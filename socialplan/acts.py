"""The acts beside the workflow as a table: who may record which, on what a version must be, what they must agree with.

None of them moves a version, and none is a gate; the workflow's own table is in `socialplan/workflow.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from municipality.enums import DeadlineCode
from socialplan.clock import Clock
from socialplan.enums import (
    LIVING_STATES,
    STANDING_STATES,
    ComplaintRecipient,
    DocumentKind,
    PlanState,
    PrefectVerdict,
    SessionKind,
)
from socialplan.models import (
    CommitteeOpinion,
    Complaint,
    ComplaintOutcome,
    CouncilSession,
    DispatchReceipt,
    MayorReturn,
    PlanDispatch,
    PlanVersion,
    PrefectDeposit,
    PrefectOpinion,
    PrefectRegistration,
    Publication,
    VersionDocument,
)


class ActKind(TextChoices):
    COMMITTEE = "committee", pgettext_lazy("act", "Record the opinion of a committee")
    SESSION = "session", pgettext_lazy("act", "Put on the agenda of a session")
    PUBLICATION = "publication", pgettext_lazy("act", "Record a publication")
    DEPOSIT = "deposit", pgettext_lazy("act", "Record the deposit with the prefect")
    REGISTRATION = "registration", pgettext_lazy("act", "Record the prefect's registration")
    PREFECT = "prefect", pgettext_lazy("act", "Record the opinion of the prefect")
    MAYOR_RETURN = "mayor-return", pgettext_lazy("act", "Return the decision to the council")
    DISPATCH = "dispatch", pgettext_lazy("act", "Record a letter with the adopted document")
    RECEIPT = "receipt", pgettext_lazy("act", "Record the receipt of a letter")
    COMPLAINT = "complaint", pgettext_lazy("act", "Record a complaint")
    OUTCOME = "outcome", pgettext_lazy("act", "Record what came of a complaint")
    PAPER = "paper", pgettext_lazy("act", "Add a document")


@dataclass(frozen=True, slots=True)
class ActRule:
    """`too_early` is said where the version is in none of `states`; `agrees` raises ValidationError at a field.

    `after` names the row another act's row follows from: a receipt follows a letter.
    """

    kind: ActKind
    model: type[Model]
    permission: str
    states: frozenset[str]
    too_early: str | Promise
    agrees: Callable[[Any, PlanVersion], None]
    paper: DocumentKind | None = None
    after: str = ""


def _day(value: Any) -> str:
    return str(date_format(value, "d.m.Y"))


def _not_before(act: Any, day: Any, sentence: str) -> None:
    if day and act.happened_on < day:
        raise ValidationError({"happened_on": sentence % {"day": _day(day)}})


def _once(act: Any, link: str, sentence: str) -> None:
    """One row of its kind to what it follows from; the act in hand is not saved yet."""
    if type(act)._default_manager.filter(**{link: getattr(act, link)}, withdrawal=None).exists():
        raise ValidationError(sentence)


def _counts(before: Any) -> None:
    """What an act follows from was not withdrawn."""
    if hasattr(before, "withdrawal"):
        raise ValidationError(_("What this follows from is withdrawn; record the right one first."))


def decided_on(version: PlanVersion) -> Any:
    """The day of the council's decision on this version, or None."""
    decision = version.acts["decision"]
    return decision.happened_on if decision else None


def _after_decision(act: Any, version: PlanVersion) -> None:
    _not_before(act, decided_on(version), _("It lies before the decision of the council, %(day)s."))


def _session_agrees(session: Any, version: PlanVersion) -> None:
    """Notice in time: an ordinary session keeps the days of the rule (law 139/2015, article 53)."""
    submission = version.submissions.order_by("-pk").first()
    _not_before(session, submission and submission.happened_on, _("The version was submitted only on %(day)s."))
    if session.meeting_on < session.happened_on:
        raise ValidationError({"meeting_on": _("The session lies before its notice.")})
    if session.kind == SessionKind.EXTRAORDINARY:
        return
    clock = Clock()
    rule, earliest = (
        clock.rule(DeadlineCode.COUNCIL_NOTICE),
        clock.end(DeadlineCode.COUNCIL_NOTICE, session.happened_on),
    )
    if session.meeting_on < earliest:
        sentence = _(
            "An ordinary session is called at least %(days)s %(unit)s before (%(source)s): after this notice not "
            "before %(day)s. A session at shorter notice is extraordinary."
        )
        named = {"days": rule.days, "unit": rule.get_unit_display(), "source": rule.source, "day": _day(earliest)}
        raise ValidationError({"meeting_on": sentence % named})


def _committee_agrees(opinion: Any, version: PlanVersion) -> None:
    """Between the submission and the session."""
    submission = version.submissions.order_by("-pk").first()
    _not_before(opinion, submission and submission.happened_on, _("The version was submitted only on %(day)s."))
    session = version.sessions.filter(withdrawal=None).order_by("-meeting_on").first()
    if session and opinion.happened_on > session.meeting_on:
        sentence = _("A committee gives its opinion before the session of %(day)s.")
        raise ValidationError({"happened_on": sentence % {"day": _day(session.meeting_on)}})


def _deposit_agrees(deposit: Any, version: PlanVersion) -> None:
    _after_decision(deposit, version)
    _once(deposit, "version", _("The deposit is already recorded."))


def _registration_agrees(registration: Any, version: PlanVersion) -> None:
    _counts(registration.deposit)
    _not_before(registration, registration.deposit.happened_on, _("It was deposited only on %(day)s."))
    _once(registration, "deposit", _("The registration is already recorded."))


def _prefect_agrees(opinion: Any, version: PlanVersion) -> None:
    """One return, then the court; what was never deposited can only be challenged (law 107/2016)."""
    deposit = version.prefect_deposit
    registration = deposit.registration if deposit else None
    _after_decision(opinion, version)
    if registration is None and opinion.verdict != PrefectVerdict.COURT:
        raise ValidationError(_("The prefect's registration of the deposit is not recorded yet."))
    if registration is not None:
        _not_before(opinion, registration.happened_on, _("The prefect registered the deposit only on %(day)s."))
    if opinion.verdict == PrefectVerdict.RETURNED:
        if version.state not in LIVING_STATES:
            raise ValidationError({"verdict": _("A decision that no longer stands is not returned.")})
        returns = PrefectOpinion.objects.filter(verdict=PrefectVerdict.RETURNED, withdrawal=None)
        if returns.filter(version__in=whole_chain(version)).exists():
            raise ValidationError(
                {
                    "verdict": _(
                        "The prefect returns a decision only once. One that is still not lawful after its "
                        "re-examination goes to the administrative court."
                    )
                }
            )


def _mayor_return_agrees(returned: Any, version: PlanVersion) -> None:
    _after_decision(returned, version)
    if MayorReturn.objects.filter(version__in=whole_chain(version)).exists():
        raise ValidationError(_("The mayor returns a decision only once."))


def whole_chain(version: PlanVersion) -> list[PlanVersion]:
    """All versions of one way before the council: where it began, what was amended, what was re-examined."""
    chain, waiting = version.chain(), [version]
    while waiting:
        later = [each for each in waiting.pop().derivatives.all() if each.goes_on]
        chain += later
        waiting += later
    return chain


def _complaint_agrees(complaint: Any, version: PlanVersion) -> None:
    if version.complaints.filter(number=complaint.number, withdrawal=None).exists():
        raise ValidationError({"number": _("A complaint with this number is already recorded.")})
    decided = decided_on(version)
    is_before = decided is None or complaint.happened_on < decided
    if is_before and complaint.recipient == ComplaintRecipient.COMMISSIONER:
        sentence = _("Before the adoption a complaint goes to the head of the municipality.")
        raise ValidationError({"recipient": sentence})


def _dispatch_agrees(dispatch: Any, version: PlanVersion) -> None:
    _after_decision(dispatch, version)
    if version.dispatches.filter(addressee=dispatch.addressee_id, withdrawal=None).exists():
        raise ValidationError({"addressee": _("It was already sent to this addressee.")})


def _outcome_agrees(outcome: Any, version: PlanVersion) -> None:
    _counts(outcome.complaint)
    _not_before(outcome, outcome.complaint.happened_on, _("The complaint was received only on %(day)s."))
    _once(outcome, "complaint", _("What came of this complaint is already recorded."))


def _receipt_agrees(receipt: Any, version: PlanVersion) -> None:
    _counts(receipt.dispatch)
    _not_before(receipt, receipt.dispatch.happened_on, _("The letter was sent only on %(day)s."))
    _once(receipt, "dispatch", _("The receipt of this letter is already recorded."))


def _agrees(act: Any, version: PlanVersion) -> None:
    """Nothing else that it must agree with."""


EVERY_STATE = frozenset(PlanState.values)
BEFORE_COUNCIL = frozenset({PlanState.BEFORE_COUNCIL})
NOT_BEFORE_COUNCIL = gettext_lazy("The version does not lie before the council.")
NOT_ADOPTED = gettext_lazy("The council has not adopted this version.")

ACT_RULES: dict[str, ActRule] = {
    rule.kind: rule
    for rule in (
        ActRule(
            ActKind.COMMITTEE,
            CommitteeOpinion,
            "socialplan.keep_council_record",
            BEFORE_COUNCIL,
            NOT_BEFORE_COUNCIL,
            _committee_agrees,
            DocumentKind.COMMITTEE,
        ),
        ActRule(
            ActKind.SESSION,
            CouncilSession,
            "socialplan.keep_council_record",
            BEFORE_COUNCIL,
            NOT_BEFORE_COUNCIL,
            _session_agrees,
            DocumentKind.OTHER,
        ),
        ActRule(
            ActKind.PUBLICATION,
            Publication,
            "socialplan.publish_version",
            STANDING_STATES,
            NOT_ADOPTED,
            _after_decision,
            DocumentKind.PUBLICATION,
        ),
        ActRule(
            ActKind.DEPOSIT,
            PrefectDeposit,
            "socialplan.keep_council_record",
            STANDING_STATES,
            NOT_ADOPTED,
            _deposit_agrees,
            DocumentKind.PREFECT,
        ),
        ActRule(
            ActKind.REGISTRATION,
            PrefectRegistration,
            "socialplan.keep_council_record",
            STANDING_STATES,
            NOT_ADOPTED,
            _registration_agrees,
            DocumentKind.PREFECT,
            after="deposit",
        ),
        ActRule(
            ActKind.PREFECT,
            PrefectOpinion,
            "socialplan.keep_council_record",
            STANDING_STATES,
            NOT_ADOPTED,
            _prefect_agrees,
            DocumentKind.PREFECT,
        ),
        ActRule(
            ActKind.MAYOR_RETURN,
            MayorReturn,
            "socialplan.send_version_back",
            LIVING_STATES,
            gettext_lazy("Only a decision that stands can be returned to the council."),
            _mayor_return_agrees,
            DocumentKind.RETURN,
        ),
        ActRule(
            ActKind.DISPATCH,
            PlanDispatch,
            "socialplan.dispatch_version",
            STANDING_STATES,
            NOT_ADOPTED,
            _dispatch_agrees,
            DocumentKind.LETTER,
        ),
        ActRule(
            ActKind.RECEIPT,
            DispatchReceipt,
            "socialplan.dispatch_version",
            STANDING_STATES,
            NOT_ADOPTED,
            _receipt_agrees,
            DocumentKind.LETTER,
            after="dispatch",
        ),
        ActRule(
            ActKind.COMPLAINT, Complaint, "socialplan.keep_complaints", EVERY_STATE, NOT_ADOPTED, _complaint_agrees
        ),
        ActRule(
            ActKind.OUTCOME,
            ComplaintOutcome,
            "socialplan.keep_complaints",
            EVERY_STATE,
            NOT_ADOPTED,
            _outcome_agrees,
            after="complaint",
        ),
        ActRule(ActKind.PAPER, VersionDocument, "socialplan.add_paper", EVERY_STATE, NOT_ADOPTED, _agrees),
    )
}
