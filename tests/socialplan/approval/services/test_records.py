"""Recording an act: by whom, on which version, and that a refusal leaves neither row nor event nor file."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import modelform_factory
from django.utils import timezone

from core.workflow import StepRefused
from operations.deeds import NOW, Entry
from operations.models import Event, StoredFile
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.enums import DocumentKind, PrefectVerdict
from socialplan.approval.models import (
    Committee,
    DispatchReceipt,
    PlanDispatch,
    PrefectDeposit,
    PrefectOpinion,
    PrefectRegistration,
    VersionAttachment,
)
from socialplan.approval.services.records import add_paper, record_act, save_row
from socialplan.content.enums import PlanState
from tests.factories.socialplan import CommitteeFactory, PlanAddresseeFactory, PlanVersionFactory
from tests.socialplan.conftest import Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PDF = b"%PDF-1.7 shkresa"
TABLES = (PrefectDeposit, PrefectRegistration, PlanDispatch, DispatchReceipt, VersionAttachment, StoredFile, Event)


def refused(deed: Callable[[], Any], error: type[Exception]) -> None:
    before = [table.objects.count() for table in TABLES]  # type: ignore[attr-defined]
    with pytest.raises(error):
        deed()
    assert [table.objects.count() for table in TABLES] == before  # type: ignore[attr-defined]


def deposit(version: Any, actor: Any, entry: Entry = NOW, paper: Paper | None = None) -> PrefectDeposit:
    act = PrefectDeposit(protocol_no="12/DEMO")
    recorded: PrefectDeposit = record_act(version, act, kind="deposit", actor=actor, entry=entry, paper=paper)
    return recorded


@pytest.fixture
def adopted(law: Any) -> Any:
    return PlanVersionFactory(state=PlanState.ADOPTED)


@pytest.mark.parametrize("role", ["staff", "expert", "ngo", "admin", "mayor", "councillor", "dpo"])
def test_the_secretary_alone_keeps_the_record_of_the_council(role: str, adopted: Any, people: dict[str, Any]) -> None:
    refused(lambda: deposit(adopted, people[role], paper=Paper(PDF, "a.pdf")), PermissionDenied)


def test_nobody_is_asked_before_the_council_decided(law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.BEFORE_COUNCIL)

    refused(lambda: deposit(version, people["secretary"]), StepRefused)


def test_an_act_does_not_lie_in_the_future(adopted: Any, people: dict[str, Any]) -> None:
    tomorrow = Entry(timezone.localdate() + timedelta(days=1))

    refused(lambda: deposit(adopted, people["secretary"], tomorrow), StepRefused)


def test_an_act_of_yesterday_names_its_paper(adopted: Any, people: dict[str, Any]) -> None:
    refused(lambda: deposit(adopted, people["secretary"], Entry(timezone.localdate() - timedelta(1))), StepRefused)


def test_a_broken_paper_takes_the_act_with_it(adopted: Any, people: dict[str, Any]) -> None:
    refused(lambda: deposit(adopted, people["secretary"], paper=Paper(b"MZ", "a.pdf")), ValidationError)


def test_an_act_says_who_recorded_it_whatever_the_row_said(adopted: Any, people: dict[str, Any]) -> None:
    act = PrefectDeposit(protocol_no="12/DEMO", recorded_by=people["mayor"], version=PlanVersionFactory())

    recorded = record_act(adopted, act, kind="deposit", actor=people["secretary"], paper=Paper(PDF, "a.pdf"))

    assert (recorded.recorded_by, recorded.version) == (people["secretary"], adopted)
    assert recorded.document.version == adopted
    assert Event.objects.get(action="approval.record_prefectdeposit").actor == people["secretary"]


def test_a_registration_is_that_of_a_deposit_of_this_version(adopted: Any, people: dict[str, Any]) -> None:
    """Who is let at one version must not write into the record of another by naming its deposit."""
    elsewhere = deposit(PlanVersionFactory(state=PlanState.ADOPTED), people["secretary"])
    act = PrefectRegistration(deposit=elsewhere, prefect_protocol_no="99")

    refused(lambda: record_act(adopted, act, kind="registration", actor=people["secretary"]), StepRefused)


def test_a_receipt_is_that_of_a_letter_of_this_version(adopted: Any, people: dict[str, Any]) -> None:
    other = PlanVersionFactory(state=PlanState.ADOPTED)
    letter = PlanDispatch(addressee=PlanAddresseeFactory(), protocol_no="13/DEMO")
    record_act(other, letter, kind="dispatch", actor=people["secretary"])
    receipt = DispatchReceipt(dispatch=letter, their_protocol_no="98")

    refused(lambda: record_act(adopted, receipt, kind="receipt", actor=people["secretary"]), StepRefused)


def test_a_deposit_is_registered_once(adopted: Any, people: dict[str, Any]) -> None:
    deposited = deposit(adopted, people["secretary"])

    def register() -> Any:
        act = PrefectRegistration(deposit=deposited, prefect_protocol_no="99")
        return record_act(adopted, act, kind="registration", actor=people["secretary"])

    assert register().pk
    refused(register, ValidationError)


def test_no_registration_before_the_deposit(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_adopted(answered_round), journey.people["secretary"]
    act = PrefectRegistration(deposit=deposit(version, secretary, on(2024, 6, 5)), prefect_protocol_no="99")

    refused(
        lambda: record_act(version, act, kind="registration", actor=secretary, entry=on(2024, 6, 4)), ValidationError
    )


def test_the_prefect_does_not_answer_before_anything_was_deposited(journey: Journey, answered_round: Any) -> None:
    version = journey.to_adopted(answered_round)
    letter = PrefectOpinion(verdict=PrefectVerdict.LEGAL, letter_no="7")

    refused(
        lambda: record_act(
            version, letter, kind="prefect_opinion", actor=journey.people["secretary"], entry=on(2024, 6, 10)
        ),
        ValidationError,
    )


@pytest.mark.parametrize("role", ["secretary", "mayor", "admin", "coordinator", "staff"])
@pytest.mark.parametrize("state", [PlanState.DRAFTING, PlanState.EXPIRED])
def test_a_document_is_added_at_any_time_by_the_administration(
    state: str, role: str, law: Any, people: dict[str, Any]
) -> None:
    document = add_paper(
        PlanVersionFactory(state=state), Paper(PDF, "a.pdf"), kind=DocumentKind.MINUTES, actor=people[role]
    )

    assert document is not None
    assert document.kind == DocumentKind.MINUTES


@pytest.mark.parametrize("role", ["expert", "ngo", "councillor", "dpo"])
def test_nobody_else_adds_a_document(role: str, adopted: Any, people: dict[str, Any]) -> None:
    refused(
        lambda: add_paper(adopted, Paper(PDF, "a.pdf"), kind=DocumentKind.MINUTES, actor=people[role]),
        PermissionDenied,
    )


def renamed(committee: Committee) -> Any:
    form = modelform_factory(Committee, fields=["name_sq"])({"name_sq": "Komisioni i ri"}, instance=committee)
    assert form.is_valid()
    return form


def test_a_changed_committee_tells_what_it_was_called(people: dict[str, Any]) -> None:
    committee = CommitteeFactory()
    former = committee.name_sq

    save_row(renamed(committee), actor=people["secretary"])

    event = Event.objects.get(action="approval.save_committee")
    assert (event.before["name_sq"], event.after["name_sq"]) == (former, "Komisioni i ri")


@pytest.mark.parametrize("role", ["staff", "coordinator", "expert", "ngo", "mayor", "councillor", "dpo"])
def test_the_lists_are_changed_by_administrator_and_secretary_alone(role: str, people: dict[str, Any]) -> None:
    committee = CommitteeFactory()
    form = renamed(committee)

    refused(lambda: save_row(form, actor=people[role]), PermissionDenied)
    assert Committee.objects.get(pk=committee.pk).name_sq != "Komisioni i ri"
