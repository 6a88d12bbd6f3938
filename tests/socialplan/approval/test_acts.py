"""The acts beside the workflow: who records which, on what, and what they must agree with; and their papers."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from core.workflow import StepRefused
from operations.models import Event, StoredFile
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.acts.prior_notice import PriorNotice
from socialplan.approval.acts.registry import ACTS, RECORDABLE
from socialplan.approval.acts.working_group import WorkingGroupOrder
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import (
    CommitteeOpinion,
    Complaint,
    ComplaintOutcome,
    CouncilSession,
    DispatchReceipt,
    MayorReturn,
    Opinion,
    PlanDispatch,
    PrefectDeposit,
    PrefectOpinion,
    PrefectRegistration,
    Publication,
    VersionAttachment,
)
from socialplan.approval.reference import ADDRESSEES, COMMITTEES
from socialplan.approval.services.acts import record_opinion
from socialplan.approval.services.records import add_paper, record_act
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.reference import PROGRAMMES, SOURCES, first_outline
from socialplan.publishing.reference import LEGAL_BASES, first_strategy_texts, first_texts, install_approval_rows
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import OfficeFactory
from tests.factories.socialplan import CommitteeFactory, PlanAddresseeFactory, PlanDispatchFactory, PlanVersionFactory
from tests.socialplan.conftest import Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PDF = b"%PDF-1.7 procesverbal"


def row(kind: str, version: PlanVersion) -> Any:
    """An unsaved act of the kind, whole in itself."""
    rows: dict[str, Callable[[], Any]] = {
        "committee_opinion": lambda: CommitteeOpinion(
            committee=CommitteeFactory(), votes_for=5, votes_against=0, abstained=1, verdict="favourable"
        ),
        "working_group": lambda: WorkingGroupOrder(number="8", members="Drejtoria e Shërbimeve Sociale"),
        "prior_notice": lambda: PriorNotice(register_no="9"),
        "session": lambda: CouncilSession(meeting_on=date(2024, 6, 28), agenda_item=1, place="Salla"),
        "publication": lambda: Publication(channel="website", url="https://vlora.example/vkb"),
        "deposit": lambda: PrefectDeposit(protocol_no="1"),
        "registration": lambda: PrefectRegistration(deposit=deposit_of(version), prefect_protocol_no="2"),
        "prefect_opinion": lambda: PrefectOpinion(verdict="court", letter_no="3", reasons="Pa depozituar."),
        "mayor_return": lambda: MayorReturn(letter_no="4", reasons="Cenon interesat."),
        "dispatch": lambda: PlanDispatch(addressee=PlanAddresseeFactory(), protocol_no="5"),
        "receipt": lambda: DispatchReceipt(dispatch=PlanDispatchFactory(version=version), their_protocol_no="6"),
        "complaint": lambda: Complaint(number="7", recipient="head", subject="Afati i njoftimit"),
        "outcome": lambda: ComplaintOutcome(complaint=complaint_of(version), measures="U ripërsërit njoftimi."),
    }
    return rows[kind]()


def deposit_of(version: PlanVersion) -> PrefectDeposit:
    deposited = {"protocol_no": "1", "happened_on": date(2024, 6, 5)}
    return PrefectDeposit.objects.get_or_create(version=version, defaults=deposited)[0]


def complaint_of(version: PlanVersion) -> Complaint:
    received = {"recipient": "head", "subject": "Afati", "happened_on": date(2024, 6, 5)}
    return Complaint.objects.get_or_create(version=version, number="1", defaults=received)[0]


# A second opinion on the registry of acts.
COUNCIL, ADOPTED, ANY = {"before_council"}, {"adopted", "announced", "in_force", "superseded", "expired"}, None
LIVING = {"adopted", "announced", "in_force"}
RECORDERS: dict[str, tuple[set[str], set[str] | None]] = {
    "working_group": ({"mayor"}, COUNCIL | {"drafting", "in_consultation", "in_review", "approved"}),
    "prior_notice": ({"coordinator"}, {"drafting", "in_consultation"}),
    "committee_opinion": ({"secretary"}, COUNCIL),
    "session": ({"secretary"}, COUNCIL),
    "publication": ({"secretary", "coordinator"}, ADOPTED),
    "deposit": ({"secretary"}, ADOPTED),
    "registration": ({"secretary"}, ADOPTED),
    "prefect_opinion": ({"secretary"}, ADOPTED),
    "mayor_return": ({"mayor"}, LIVING),
    "dispatch": ({"secretary", "mayor", "staff"}, ADOPTED),
    "receipt": ({"secretary", "mayor", "staff"}, ADOPTED),
    "complaint": ({"secretary", "coordinator"}, ANY),
    "outcome": ({"secretary", "coordinator"}, ANY),
    "attachment": ({"secretary", "mayor", "staff", "coordinator", "admin"}, ANY),
}


@pytest.mark.parametrize("kind", RECORDABLE)
def test_each_act_has_its_recorders_and_its_states(kind: str, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()
    recorders, states = RECORDERS[kind]
    rule = ACTS[kind]

    assert {role for role, user in people.items() if user.has_perm(rule.permission, version)} == recorders
    assert {str(state) for state in rule.states} == (set(PlanState.values) if states is None else states)


@pytest.mark.parametrize("kind", [kind for kind in RECORDABLE if kind != "attachment"])
def test_each_act_is_recorded_by_its_own_people_alone(kind: str, law: Any, people: dict[str, Any]) -> None:
    recorders, states = RECORDERS[kind]
    fitting = {"announced", "before_council", "in_consultation"} & (states or set(PlanState.values))
    version = PlanVersionFactory(state=min(fitting))

    for role in sorted(people.keys() - recorders):
        with pytest.raises(PermissionDenied):
            record_act(version, row(kind, version), kind=kind, actor=people[role], entry=on(2024, 6, 20))
    act = record_act(version, row(kind, version), kind=kind, actor=people[sorted(recorders)[0]], entry=on(2024, 6, 20))

    assert (act.version, act.happened_on, act.is_back_entry) == (version, date(2024, 6, 20), True)
    event = Event.objects.get(action=f"approval.record_{act._meta.model_name}")
    assert event.subject_id == str(act.pk)


@pytest.mark.parametrize("kind", [kind for kind, (_who, states) in RECORDERS.items() if states is not None])
def test_no_act_comes_too_early(kind: str, law: Any, people: dict[str, Any]) -> None:
    recorders, states = RECORDERS[kind]
    assert states is not None
    version = PlanVersionFactory(state=min({"in_review", "rejected"} - states))
    actor = people[min(recorders)]

    with pytest.raises(StepRefused):
        record_act(version, MayorReturn(letter_no="1", reasons="x"), kind=kind, actor=actor)


@pytest.mark.parametrize("kind", ["publication", "deposit", "prefect_opinion", "mayor_return", "dispatch"])
def test_no_act_on_a_decision_is_older_than_it(kind: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.ANNOUNCED)

    with pytest.raises(ValidationError, match=r"30\.05\.2024") as refusal:
        record_act(
            version,
            row(kind, version),
            kind=kind,
            actor=people[sorted(RECORDERS[kind][0])[0]],
            entry=on(2024, 5, 29),
        )
    assert set(refusal.value.message_dict) == {"happened_on"}


@pytest.mark.parametrize("kind", ["registration", "receipt", "outcome"])
def test_what_follows_is_not_older_and_comes_once(kind: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.ANNOUNCED)
    actor = people["secretary"]
    early, first = row(kind, version), None
    before = getattr(early, ACTS[kind].after)

    with pytest.raises(ValidationError):
        record_act(version, early, kind=kind, actor=actor, entry=on(2024, 6, 1))
    first = record_act(version, early, kind=kind, actor=actor, entry=on(2024, 6, 21))
    again = type(first)(**{ACTS[kind].after: before})
    with pytest.raises(ValidationError):
        record_act(version, again, kind=kind, actor=actor, entry=on(2024, 6, 22))


def test_a_letter_goes_once_to_an_addressee(law: Any, people: dict[str, Any]) -> None:
    sent = PlanDispatchFactory()

    with pytest.raises(ValidationError) as refusal:
        record_act(
            sent.version,
            PlanDispatch(addressee=sent.addressee, protocol_no="9"),
            kind="dispatch",
            actor=people["staff"],
            entry=on(2024, 6, 21),
        )
    assert set(refusal.value.message_dict) == {"addressee"}


def test_a_complaint_goes_to_the_head_before_the_adoption(law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.IN_REVIEW)

    def complain(recipient: str, number: str) -> Any:
        complaint = Complaint(number=number, recipient=recipient, subject="Afati")
        return record_act(version, complaint, kind="complaint", actor=people["coordinator"], entry=on(2024, 5, 10))

    with pytest.raises(ValidationError) as refusal:
        complain("commissioner", "1")
    assert set(refusal.value.message_dict) == {"recipient"}
    complain("head", "1")
    with pytest.raises(ValidationError) as refusal:
        complain("head", "1")
    assert set(refusal.value.message_dict) == {"number"}
    after = Event.objects.get(action="approval.record_complaint").after
    assert "subject" not in after


def test_an_opinion_is_the_office_s(journey: Journey) -> None:
    office = OfficeFactory(code="finance")
    version = journey.to_review()

    opinion = record_opinion(
        version, kind="finance", verdict="favourable", actor=journey.people["admin"], entry=on(2024, 5, 15)
    )

    assert opinion.office == office


# ---- papers


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n....", "skanim.png"),
        (b"\xff\xd8\xff....", "skanim.jpg"),
        (PDF, "vkb.pdf"),
        (docx(), "m.docx"),
    ],
)
def test_a_paper_is_known_by_what_it_holds(content: bytes, name: str, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()

    paper = add_paper(version, Paper(content, name), kind="minutes", actor=people["secretary"], entry=on(2024, 5, 30))

    assert paper is not None
    assert (paper.title, paper.kind, paper.file.size) == (name, DocumentKind.MINUTES, len(content))


@pytest.mark.parametrize("content", [b"", b"MZ\x90 program", b"a;b\n1;2\n", b"<html><script>alert(1)</script></html>"])
def test_what_is_no_paper_is_refused(content: bytes, people: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        add_paper(PlanVersionFactory(), Paper(content, "vkb.pdf"), kind="minutes", actor=people["secretary"])
    assert not StoredFile.objects.exists()


def test_an_act_keeps_its_paper(journey: Journey) -> None:
    version = journey.to_review()

    opinion = record_opinion(
        version,
        kind="legal",
        verdict="favourable",
        actor=journey.people["admin"],
        entry=on(2024, 5, 15),
        paper=Paper(PDF, "mendim.pdf"),
    )

    assert opinion.document is not None
    assert (opinion.document.version, opinion.document.kind) == (version, DocumentKind.OPINION)


@pytest.mark.parametrize(
    ("role", "status"),
    [("staff", 200), ("dpo", 200), ("councillor", 403), ("ngo", 403), (None, 302)],
)
def test_a_paper_opens_for_those_who_read_the_version(
    role: str | None, status: int, client: Client, client_of: Any, people: dict[str, Any]
) -> None:
    paper = add_paper(
        PlanVersionFactory(), Paper(PDF, "vkb.pdf"), kind="other", actor=people["secretary"], entry=on(2024, 5, 30)
    )
    assert paper is not None
    reader = client_of(people[role]) if role else client

    response = reader.get(paper.file.get_absolute_url())

    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content) == PDF
        assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_a_councillor_opens_what_lies_before_the_council(client_of: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.BEFORE_COUNCIL)
    paper = add_paper(version, Paper(PDF, "r.pdf"), kind="other", actor=people["secretary"], entry=on(2024, 5, 30))
    assert paper is not None

    response = client_of(people["councillor"]).get(paper.file.get_absolute_url())

    assert response.status_code == 200
    response.close()


def test_a_public_paper_opens_for_everybody(client: Client, people: dict[str, Any]) -> None:
    public = Paper(PDF, "vkb.pdf", is_public=True)
    paper = add_paper(PlanVersionFactory(), public, kind="decision", actor=people["secretary"], entry=on(2024, 5, 30))
    assert paper is not None

    response = client.get(paper.file.get_absolute_url())

    assert response.status_code == 200
    response.close()


def test_a_prior_notice_comes_once_and_before_the_consultation(law: Any, people: dict[str, Any]) -> None:
    version, coordinator = PlanVersionFactory(), people["coordinator"]
    round_ = RoundFactory(kind="draft_plan", notice_on=date(2024, 3, 1))
    version.plan.round_links.create(round=round_)

    def notify(day: int) -> Any:
        notice = PriorNotice(register_no="9")
        return record_act(version, notice, kind="prior_notice", actor=coordinator, entry=on(2024, 3, day))

    with pytest.raises(ValidationError, match=r"01\.03\.2024") as refusal:
        notify(2)
    assert set(refusal.value.message_dict) == {"happened_on"}
    notify(1)
    with pytest.raises(ValidationError):
        notify(1)


# ---- what the database refuses

ONLY_ADDED = [rule.model for rule in ACTS.values()] + [Opinion, VersionAttachment]


@pytest.mark.parametrize("model", ONLY_ADDED, ids=lambda model: model.__name__)
def test_an_act_is_only_added(model: Any) -> None:
    table = model._meta.db_table
    for sql in (f"UPDATE {table} SET is_back_entry = true", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


DAY = {"happened_on": date(2024, 6, 5)}
BROKEN: dict[str, Callable[[PlanVersion], Any]] = {
    "workinggrouporder_has_number": lambda version: WorkingGroupOrder.objects.create(
        version=version, members="x", **DAY
    ),
    "workinggrouporder_has_members": lambda version: WorkingGroupOrder.objects.create(
        version=version, number="1", **DAY
    ),
    "priornotice_has_register_no": lambda version: PriorNotice.objects.create(version=version, **DAY),
    "committeeopinion_reasoned_unless_favourable": lambda version: committee(version, verdict="unfavourable"),
    "committeeopinion_carried_by_votes": lambda version: committee(version, votes_against=9),
    "committeeopinion_verdict_known": lambda version: committee(version, verdict="?", text="x"),
    "councilsession_after_its_notice": lambda version: session(version, meeting_on=date(2024, 6, 4)),
    "councilsession_extraordinary_explained": lambda version: session(version, kind="extraordinary"),
    "councilsession_kind_known": lambda version: session(version, kind="?", called_by="x"),
    "councilsession_agenda_item_positive": lambda version: session(version, agenda_item=0),
    "prefectdeposit_has_protocol_no": lambda version: PrefectDeposit.objects.create(version=version, **DAY),
    "prefectregistration_has_protocol_no": lambda version: PrefectRegistration.objects.create(
        deposit=deposit_of(version), **DAY
    ),
    "prefectopinion_reasoned_unless_lawful": lambda version: PrefectOpinion.objects.create(
        version=version, verdict="court", letter_no="1", **DAY
    ),
    "prefectopinion_verdict_known": lambda version: PrefectOpinion.objects.create(
        version=version, verdict="?", letter_no="1", reasons="x", **DAY
    ),
    "prefectopinion_has_letter_no": lambda version: PrefectOpinion.objects.create(
        version=version, verdict="legal", **DAY
    ),
    "mayorreturn_has_reasons": lambda version: MayorReturn.objects.create(version=version, letter_no="1", **DAY),
    "mayorreturn_has_letter_no": lambda version: MayorReturn.objects.create(version=version, reasons="x", **DAY),
    "publication_can_be_found": lambda version: Publication.objects.create(version=version, channel="website", **DAY),
    "publication_channel_known": lambda version: Publication.objects.create(
        version=version, channel="?", place="x", **DAY
    ),
    "plandispatch_has_protocol_no": lambda version: PlanDispatchFactory(version=version, protocol_no=""),
    "plandispatch_channel_known": lambda version: PlanDispatchFactory(version=version, channel="?"),
    "dispatchreceipt_has_protocol_no": lambda version: DispatchReceipt.objects.create(
        dispatch=PlanDispatchFactory(version=version), **DAY
    ),
    "complaint_has_subject": lambda version: Complaint.objects.create(
        version=version, number="1", recipient="head", **DAY
    ),
    "complaint_recipient_known": lambda version: Complaint.objects.create(
        version=version, number="1", recipient="?", subject="x", **DAY
    ),
    "complaintoutcome_has_measures": lambda version: ComplaintOutcome.objects.create(
        complaint=complaint_of(version), **DAY
    ),
}


def committee(version: PlanVersion, **fields: Any) -> Any:
    votes = {"votes_for": 5, "votes_against": 0, "abstained": 0, "verdict": "favourable"}
    return CommitteeOpinion.objects.create(version=version, committee=CommitteeFactory(), **votes | DAY | fields)


def session(version: PlanVersion, **fields: Any) -> Any:
    whole = {"meeting_on": date(2024, 6, 28), "agenda_item": 1, "place": "Salla"}
    return CouncilSession.objects.create(version=version, **whole | DAY | fields)


@pytest.mark.parametrize("name", BROKEN)
def test_each_constraint_by_its_name(name: str) -> None:
    version = PlanVersionFactory(state=PlanState.ADOPTED)

    with pytest.raises(IntegrityError, match=name):
        BROKEN[name](version)


def test_a_paper_belongs_to_the_version_of_its_act(people: dict[str, Any]) -> None:
    paper = add_paper(
        PlanVersionFactory(), Paper(PDF, "a.pdf"), kind="other", actor=people["secretary"], entry=on(2024, 5, 30)
    )

    with pytest.raises(IntegrityError, match="socialplan_document_of_another_version"):
        PlanDispatchFactory(document=paper)


def test_the_first_rows_are_added_once(people: dict[str, Any]) -> None:
    first = len(COMMITTEES) + len(ADDRESSEES) + len(LEGAL_BASES) + len(first_texts()) + len(first_outline())
    first += len(first_strategy_texts()) + len(SOURCES) + len(PROGRAMMES)

    assert install_approval_rows(actor=people["admin"]) == first > 6
    assert install_approval_rows(actor=people["admin"]) == 0
