"""Acts beside the way of a version, one of each kind, as rows that nobody's deed checked."""

from collections.abc import Callable
from datetime import date
from typing import Any

from socialplan.approval.acts.prior_notice import PriorNotice
from socialplan.approval.acts.working_group import WorkingGroupOrder
from socialplan.approval.enums import ComplaintRecipient, OpinionKind, PrefectVerdict, PublicationChannel, Verdict
from socialplan.approval.models import (
    CommitteeOpinion,
    Complaint,
    ComplaintOutcome,
    CouncilSession,
    DispatchReceipt,
    MayorOrder,
    Opinion,
    PlanDispatch,
    PrefectDeposit,
    PrefectOpinion,
    PrefectRegistration,
    Publication,
)
from socialplan.content.models import PlanVersion
from tests.factories.socialplan import CommitteeFactory, PlanAddresseeFactory

DAY = date(2024, 6, 20)


def _made(model: Any, **fields: Any) -> Callable[[PlanVersion], Any]:
    def make(version: PlanVersion) -> Any:
        given = {name: value() if callable(value) else value for name, value in fields.items()}
        return model.objects.create(version=version, happened_on=DAY, **given)

    return make


MADE: dict[str, Callable[[PlanVersion], Any]] = {
    "opinion": _made(Opinion, kind=OpinionKind.LEGAL, verdict=Verdict.FAVOURABLE),
    "committee_opinion": _made(
        CommitteeOpinion, committee=CommitteeFactory, votes_for=5, votes_against=0, abstained=0, verdict="favourable"
    ),
    "publication": _made(Publication, channel=PublicationChannel.WEBSITE, url="https://bashkia.example/"),
    "deposit": _made(PrefectDeposit, protocol_no="12/DEMO"),
    "prefect_opinion": _made(PrefectOpinion, verdict=PrefectVerdict.LEGAL, letter_no="7"),
    "dispatch": _made(PlanDispatch, addressee=PlanAddresseeFactory, protocol_no="13/DEMO"),
    "complaint": _made(Complaint, number="1", recipient=ComplaintRecipient.HEAD, subject="Njoftimi."),
    "session": _made(CouncilSession, meeting_on=date(2024, 6, 30), agenda_item=1, place="Salla e Këshillit"),
    "mayor_order": _made(MayorOrder, number="14/DEMO"),
    "working_group": _made(WorkingGroupOrder, number="15/DEMO", members="Drejtoria e Shërbimeve Sociale"),
    "prior_notice": _made(PriorNotice, register_no="16/DEMO"),
}
# What follows from another act, which is recorded with it.
FOLLOWING: dict[str, tuple[Any, str, dict[str, str]]] = {
    "registration": (PrefectRegistration, "deposit", {"prefect_protocol_no": "99"}),
    "receipt": (DispatchReceipt, "dispatch", {"their_protocol_no": "98"}),
    "outcome": (ComplaintOutcome, "complaint", {"measures": "U korrigjua."}),
}


def recorded(kind: str, version: PlanVersion) -> Any:
    """An act of the kind on the version; where its state matters, the caller sets it."""
    if kind not in FOLLOWING:
        return MADE[kind](version)
    model, after, fields = FOLLOWING[kind]
    before = next(iter(version.acts_of(after)), None) or recorded(after, version)
    return model.objects.create(**{after: before}, happened_on=DAY, **fields)
