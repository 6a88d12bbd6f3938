"""The paper of an act: what is no paper is refused, and whoever may not read the version does not open it."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from core.workflow import StepRefused
from operations.deeds import NOW, Entry
from operations.files import MAX_FILE_BYTES, may_open
from operations.models import Event, StoredFile
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.enums import DocumentKind, Outcome
from socialplan.approval.models import VersionAttachment
from socialplan.approval.services.attachments import keep_paper
from socialplan.approval.services.council import Ballot, record_decision
from socialplan.content.enums import PlanState
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.conftest import VOTE, Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PDF = b"%PDF-1.7 shkresa"


def keep(version: Any, actor: Any, paper: Paper | None, entry: Entry = NOW) -> VersionAttachment | None:
    """As a deed does that has checked its entry."""
    return keep_paper(version, paper, kind=DocumentKind.OTHER, actor=actor, entry=entry.checked(actor, version))


def kept() -> tuple[int, int, int]:
    return VersionAttachment.objects.count(), StoredFile.objects.count(), Event.objects.count()


def test_an_act_without_a_paper_keeps_none(people: dict[str, Any]) -> None:
    version = PlanVersionFactory()
    before = kept()

    assert keep(version, people["admin"], None) is None
    assert kept() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("shkresa.pdf", b""),
        ("shkresa.pdf", b"MZ\x90\x00 a program"),
        ("shkresa.pdf", b"<html><script>alert(1)</script></html>"),
        ("tabela.csv", b"emri;shuma\nA;1\n"),
        ("shkresa.pdf", b"%PDF-" + b"0" * MAX_FILE_BYTES),
    ],
    ids=["empty", "a program", "a page", "a table", "too big"],
)
def test_what_is_no_paper_is_not_kept(name: str, content: bytes, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()
    before = kept()

    with pytest.raises(ValidationError):
        keep(version, people["admin"], Paper(content, name))
    assert kept() == before


def test_a_paper_bears_the_day_of_its_act_and_who_brought_it(people: dict[str, Any]) -> None:
    document = keep(PlanVersionFactory(), people["secretary"], Paper(PDF, "C:\\skanime\\shkresa.pdf"), on(2024, 6, 3))

    assert document is not None
    assert (document.title, document.file.name) == ("shkresa.pdf", "shkresa.pdf")
    assert (document.happened_on, document.is_back_entry) == (date(2024, 6, 3), True)
    assert document.recorded_by == people["secretary"]
    event = Event.objects.get(action="approval.keep_paper")
    assert (event.actor, event.happened_on) == (people["secretary"], date(2024, 6, 3))


def test_the_title_given_stands_before_the_name_of_the_file(people: dict[str, Any]) -> None:
    document = keep(PlanVersionFactory(), people["secretary"], Paper(PDF, "scan0001.pdf", title="Procesverbali"))

    assert document is not None
    assert document.title == "Procesverbali"


def test_a_paper_entered_afterwards_names_what_it_was_taken_from(people: dict[str, Any]) -> None:
    with pytest.raises(StepRefused):
        keep(PlanVersionFactory(), people["secretary"], Paper(PDF, "a.pdf"), Entry(date(2024, 6, 3)))


@pytest.mark.parametrize("state", [PlanState.DRAFTING, PlanState.BEFORE_COUNCIL, PlanState.IN_FORCE])
def test_a_paper_is_open_to_whom_its_version_is(state: str, people: dict[str, Any]) -> None:
    """A councillor reads what lies before the council, not the draft; nobody outside reads what was not opened."""
    document = keep(PlanVersionFactory(state=state), people["secretary"], Paper(PDF, "a.pdf"))
    assert document is not None

    assert may_open(people["staff"], document.file)
    assert may_open(people["councillor"], document.file) is (state != PlanState.DRAFTING)
    assert not may_open(people["ngo"], document.file)
    assert not may_open(AnonymousUser(), document.file)


def test_a_public_paper_is_open_to_everybody(people: dict[str, Any]) -> None:
    document = keep(PlanVersionFactory(), people["secretary"], Paper(PDF, "a.pdf", is_public=True))

    assert document is not None
    assert may_open(AnonymousUser(), document.file)


def test_the_scan_of_a_decision_with_amendments_is_kept_with_it(journey: Journey, answered_round: Any) -> None:
    """The decision stands with the amended text; its scan came with the text that was voted on."""
    submitted = journey.to_council(answered_round)
    ballot = Ballot(journey.session(), "1", VOTE, Outcome.AMENDED)
    scan = Paper(PDF, "vendimi.pdf")

    text = record_decision(submitted, ballot, actor=journey.people["secretary"], entry=on(2024, 5, 30), paper=scan)

    assert text.decision.document is not None
    assert text.decision.document.kind == DocumentKind.DECISION
    assert may_open(journey.people["councillor"], text.decision.document.file)
