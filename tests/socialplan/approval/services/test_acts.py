"""What opinion, submission, announcement and order refuse, and that a refusal leaves nothing behind."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.workflow import StepRefused
from operations.models import Event, StoredFile
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.enums import OpinionKind, Verdict
from socialplan.approval.models import Announcement, CouncilSubmission, MayorOrder, Opinion, VersionAttachment
from socialplan.approval.services.acts import announce, record_mayor_order, record_opinion, submit_to_council
from socialplan.approval.services.steps import ContentMoved
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.conftest import Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PDF = b"%PDF-1.7 vendim"


def rows() -> tuple[int, ...]:
    models = (Opinion, CouncilSubmission, Announcement, MayorOrder, VersionAttachment, StoredFile, Event)
    return tuple(model.objects.count() for model in models)


def refused(deed: Callable[[], Any], error: type[Exception]) -> str:
    """The sentence of the refusal; neither row, file nor event stays."""
    before = rows()
    with pytest.raises(error) as refusal:
        deed()
    assert rows() == before
    return str(refusal.value)


@pytest.mark.parametrize("state", sorted(set(PlanState.values) - {PlanState.IN_REVIEW}))
def test_an_opinion_is_given_in_review_alone(state: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=state)
    given = {"kind": OpinionKind.LEGAL, "verdict": Verdict.FAVOURABLE, "actor": people["admin"]}

    sentence = refused(lambda: record_opinion(version, **given), StepRefused)

    assert sentence


@pytest.mark.parametrize("role", ["coordinator", "expert", "mayor", "secretary", "councillor", "ngo"])
def test_nobody_gives_the_opinion_of_an_office_he_is_not_in(role: str, journey: Journey) -> None:
    version, actor = journey.to_review(), journey.people[role]

    refused(
        lambda: record_opinion(version, kind=OpinionKind.LEGAL, verdict=Verdict.FAVOURABLE, actor=actor),
        PermissionDenied,
    )


def test_an_opinion_is_that_of_the_content_in_review(journey: Journey) -> None:
    version = journey.to_review()
    opinion = record_opinion(
        version,
        kind=OpinionKind.LEGAL,
        verdict=Verdict.FAVOURABLE,
        actor=journey.people["admin"],
        entry=on(2024, 5, 15),
    )

    assert opinion.content_sha256 == version.state_changes.last().content_sha256
    assert (opinion.happened_on, opinion.is_back_entry) == (date(2024, 5, 15), True)


def test_what_the_mayor_did_not_see_is_not_submitted(journey: Journey, answered_round: Any) -> None:
    version = journey.to_approved()
    version.plan.round_links.get_or_create(round=answered_round)
    paper = Paper(name="shkresa.pdf", content=PDF)

    refused(
        lambda: submit_to_council(
            version,
            protocol_no="1",
            actor=journey.people["mayor"],
            entry=on(2024, 5, 17),
            content_shown="0" * 64,
            paper=paper,
        ),
        ContentMoved,
    )

    assert PlanVersion.objects.get(pk=version.pk).state == PlanState.APPROVED


@pytest.mark.parametrize("role", ["staff", "coordinator", "expert", "admin", "secretary", "councillor", "dpo", "ngo"])
def test_the_mayor_alone_submits(role: str, journey: Journey, answered_round: Any) -> None:
    version = journey.to_approved()
    version.plan.round_links.get_or_create(round=answered_round)

    refused(lambda: submit_to_council(version, protocol_no="1", actor=journey.people[role]), PermissionDenied)


def test_a_submission_dated_before_the_approval_is_refused(journey: Journey, answered_round: Any) -> None:
    version = journey.to_approved()
    version.plan.round_links.get_or_create(round=answered_round)
    actor = journey.people["mayor"]

    refused(lambda: submit_to_council(version, protocol_no="1", actor=actor, entry=on(2024, 5, 15)), ValidationError)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"entry": on(2024, 6, 3)}, StepRefused),
        ({"entry": on(2024, 5, 29), "place": "Salla"}, ValidationError),
        ({"entry": on(2024, 6, 3), "url": "javascript:alert(1)"}, ValidationError),
        ({"entry": on(2024, 6, 3), "url": "ftp://vlora.example/vendim.pdf"}, ValidationError),
    ],
    ids=["nowhere", "before the decision", "not an address of the web", "not one that a browser opens"],
)
def test_an_announcement_says_where_and_follows_the_decision(
    fields: dict[str, Any], error: type[Exception], journey: Journey, answered_round: Any
) -> None:
    version = journey.to_adopted(answered_round)

    refused(lambda: announce(version, actor=journey.people["secretary"], **fields), error)

    assert PlanVersion.objects.get(pk=version.pk).state == PlanState.ADOPTED


def test_the_day_of_force_is_counted_from_the_announcement(journey: Journey, answered_round: Any) -> None:
    """Law 139/2015, article 55: ten days after the announcement."""
    version = journey.to_announced(answered_round)

    assert version.announcement.in_force_on == date(2024, 6, 13)


def order(version: PlanVersion, actor: Any, number: str = "12") -> Callable[[], Any]:
    return lambda: record_mayor_order(
        version, number=number, actor=actor, entry=on(2024, 6, 4), paper=Paper(name="urdhri.pdf", content=PDF)
    )


def test_the_mayors_order_follows_the_adoption_and_is_one(journey: Journey, answered_round: Any) -> None:
    version, mayor = journey.to_council(answered_round), journey.people["mayor"]
    assert refused(order(version, mayor), StepRefused)

    version = journey.vote()
    refused(order(version, journey.people["secretary"]), PermissionDenied)
    first = order(version, mayor)()

    assert (first.number, first.document.file.name) == ("12", "urdhri.pdf")
    assert refused(order(PlanVersion.objects.get(pk=version.pk), mayor, "13"), StepRefused)


def test_an_order_whose_paper_is_no_paper_is_not_recorded(journey: Journey, answered_round: Any) -> None:
    version = journey.to_adopted(answered_round)
    paper = Paper(name="urdhri.pdf", content=b"MZ\x90 a program")

    refused(
        lambda: record_mayor_order(
            version, number="12", actor=journey.people["mayor"], entry=on(2024, 6, 4), paper=paper
        ),
        ValidationError,
    )
