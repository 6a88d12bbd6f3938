"""Acts beside the way of a version, one of each kind, as rows that nobody's deed checked."""

from collections.abc import Callable
from datetime import date
from typing import Any

from socialplan.enums import ComplaintRecipient, OpinionKind, PrefectVerdict, PublicationChannel, Verdict
from socialplan.models import (
    CommitteeOpinion,
    Complaint,
    Opinion,
    PlanDispatch,
    PlanVersion,
    PrefectDeposit,
    PrefectOpinion,
    Publication,
)
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
}


def recorded(kind: str, version: PlanVersion) -> Any:
    """An act of the kind on the version; where its state matters, the caller sets it."""
    return MADE[kind](version)
