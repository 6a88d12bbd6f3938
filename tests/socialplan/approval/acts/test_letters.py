"""Publications, letters and their receipts: where, to whom, once, in which order, and what is still due."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from core.workflow import StepRefused
from socialplan.approval.acts.dispatch import DispatchForm
from socialplan.approval.acts.publication import PublicationForm
from socialplan.approval.enums import DispatchChannel, PublicationChannel
from socialplan.approval.models import DispatchReceipt, PlanAddressee, PlanDispatch, Publication
from socialplan.approval.open_tasks import open_tasks_of
from socialplan.approval.services.records import record_act
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.timeline import timeline_of
from socialplan.content.enums import ADOPTED_STATES, PlanState
from socialplan.content.models import PlanVersion
from tests.factories.socialplan import PlanAddresseeFactory, PlanVersionFactory, publish
from tests.socialplan.approval.bodies import fresh, recorder, refused_at
from tests.socialplan.conftest import on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
STATES = sorted(set(PlanState.values) - {PlanState.AMENDING})
FILLED = {"happened_on": "20.06.2024", "source_document": "DEMO"}


@pytest.fixture
def version(law: Any) -> PlanVersion:
    """Decided on 30.5.2024, in force since 13.6.2024."""
    return publish(PlanVersionFactory())


def loaded(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.with_acts().get(pk=version.pk)


def send(version: PlanVersion, actor: Any, addressee: Any = None, day: int = 20, **fields: Any) -> Any:
    act = PlanDispatch(addressee=addressee or PlanAddresseeFactory(), **{"protocol_no": "13/DEMO"} | fields)
    return recorder(version, "dispatch", actor)(act, day)


def receive(version: PlanVersion, letter: Any, actor: Any, day: int = 21) -> Any:
    return recorder(version, "receipt", actor)(DispatchReceipt(dispatch=letter, their_protocol_no="98"), day)


def open_tasks(version: PlanVersion, actor: Any) -> str:
    with override("en"):
        return " ".join(each.sentence for each in open_tasks_of(loaded(version), actor))


# ---- letters


@pytest.mark.parametrize("state", STATES)
def test_only_what_the_council_adopted_is_sent(state: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=state)

    if state in ADOPTED_STATES:
        assert send(version, people["staff"]).version == version
    else:
        with pytest.raises(StepRefused):
            send(version, people["staff"])


@pytest.mark.parametrize("channel", DispatchChannel.values)
def test_a_letter_goes_by_each_channel_under_its_number(
    channel: str, version: PlanVersion, people: dict[str, Any]
) -> None:
    letter = send(version, people["mayor"], channel=channel)
    found = loaded(version)

    assert set(refused_at(lambda: send(version, people["mayor"], protocol_no=""))) == {"protocol_no"}
    with override("en"):
        (told,) = [each for each in timeline_of(found, people["mayor"]) if str(letter.addressee) in each.title]
    assert "13/DEMO" in " ".join(told.lines)


def test_an_addressee_gets_it_once_and_again_where_the_first_was_wrong(
    version: PlanVersion, people: dict[str, Any]
) -> None:
    ministry = PlanAddresseeFactory()
    wrong = send(version, people["secretary"], ministry)
    assert set(refused_at(lambda: send(version, people["secretary"], ministry))) == {"addressee"}
    assert ministry not in DispatchForm(version=version).fields["addressee"].queryset  # type: ignore[attr-defined]

    withdraw_act(version, wrong, kind="dispatch", reason="Numri i gabuar.", actor=people["secretary"])

    assert ministry in DispatchForm(version=version).fields["addressee"].queryset  # type: ignore[attr-defined]
    assert send(version, people["secretary"], ministry, protocol_no="14/DEMO").pk


def test_each_version_is_sent_anew(version: PlanVersion, people: dict[str, Any]) -> None:
    ministry = PlanAddresseeFactory()
    send(version, people["secretary"], ministry)

    assert send(publish(PlanVersionFactory(plan__title_sq="Tjetër")), people["secretary"], ministry).pk


@pytest.mark.parametrize(("month", "day", "is_right"), [(5, 29, False), (5, 30, True)])
def test_no_letter_goes_out_before_the_decision(
    month: int, day: int, is_right: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    act = PlanDispatch(addressee=PlanAddresseeFactory(), protocol_no="13/DEMO")

    def ask() -> Any:
        return record_act(version, act, kind="dispatch", actor=people["secretary"], entry=on(2024, month, day))

    if is_right:
        assert ask().pk
    else:
        assert set(refused_at(ask)) == {"happened_on"}


def test_who_is_still_to_be_written_to_is_named(version: PlanVersion, people: dict[str, Any]) -> None:
    PlanAddressee.objects.all().delete()
    county, ministry = PlanAddresseeFactory(name_en="County council"), PlanAddresseeFactory(name_en="Ministry")
    PlanAddresseeFactory(name_en="Former office", is_active=False)
    assert "County council, Ministry" in open_tasks(version, people["secretary"])
    assert "Former office" not in open_tasks(version, people["secretary"])

    letter = send(version, people["secretary"], county)
    assert "County council" not in open_tasks(version, people["secretary"])
    send(version, people["secretary"], ministry)
    assert "sent to" not in open_tasks(version, people["secretary"])

    withdraw_act(version, letter, kind="dispatch", reason="Numri i gabuar.", actor=people["secretary"])
    assert "County council" in open_tasks(version, people["secretary"])


@pytest.mark.parametrize("state", [PlanState.DRAFTING, PlanState.REPEALED, PlanState.REJECTED, PlanState.AMENDED])
def test_of_what_does_not_stand_nothing_is_owed(state: str, law: Any, people: dict[str, Any]) -> None:
    PlanAddresseeFactory()

    assert "sent to" not in open_tasks(PlanVersionFactory(state=state), people["secretary"])


# ---- receipts


@pytest.mark.parametrize(("day", "is_right"), [(19, False), (20, True), (28, True)])
def test_a_letter_is_received_after_it_was_sent(
    day: int, is_right: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    letter = send(version, people["secretary"])

    if is_right:
        assert receive(version, letter, people["secretary"], day).pk
    else:
        said = refused_at(lambda: receive(version, letter, people["secretary"], day))
        assert "20.06.2024" in said["happened_on"]


def test_one_receipt_counts_and_it_holds_its_letter(version: PlanVersion, people: dict[str, Any]) -> None:
    secretary = people["secretary"]
    letter = send(version, secretary)
    receipt = receive(version, letter, secretary)
    refused_at(lambda: receive(version, letter, secretary))
    with pytest.raises(StepRefused):
        withdraw_act(version, letter, kind="dispatch", reason="Gabim.", actor=secretary)

    withdraw_act(version, receipt, kind="receipt", reason="Gabim.", actor=secretary)

    assert withdraw_act(version, letter, kind="dispatch", reason="Gabim.", actor=secretary).pk
    refused_at(lambda: receive(version, letter, secretary))


# ---- publications


@pytest.mark.parametrize("channel", PublicationChannel.values)
@pytest.mark.parametrize(
    ("where", "can_be_found"),
    [
        ({"url": "https://vlora.example/vkb"}, True),
        ({"place": "Salla e njoftimeve"}, True),
        ({}, False),
        ({"url": "javascript:alert(1)"}, False),
        ({"url": "ftp://vlora.example/vkb"}, False),
    ],
    ids=["address", "place", "nowhere", "script", "ftp"],
)
def test_what_is_published_can_be_found(
    where: dict[str, str], can_be_found: bool, channel: str, version: PlanVersion, people: dict[str, Any]
) -> None:
    form = PublicationForm({"channel": channel, **where, **FILLED}, version=version)
    assert form.is_valid() is can_be_found

    def ask() -> Any:
        return recorder(version, "publication", people["coordinator"])(Publication(channel=channel, **where), 20)

    if can_be_found:
        assert ask().channel == channel
    else:
        refused_at(ask)


@pytest.mark.parametrize("channel", PublicationChannel.values)
def test_the_register_of_law_146_is_owed_until_it_is_the_channel(
    channel: str, version: PlanVersion, people: dict[str, Any]
) -> None:
    """The website does not stand for the register, nor the board in the hall."""
    assert "electronic register" in open_tasks(version, people["coordinator"])

    act = Publication(channel=channel, place="Salla e njoftimeve")
    recorder(version, "publication", people["coordinator"])(act, 20)

    assert ("electronic register" in open_tasks(version, people["coordinator"])) is (channel != "register")


def test_a_withdrawn_publication_is_owed_again(version: PlanVersion, people: dict[str, Any]) -> None:
    act = Publication(channel="register", url="https://regjistri.example/1")
    recorder(version, "publication", people["coordinator"])(act, 20)

    withdraw_act(version, act, kind="publication", reason="Akti i gabuar.", actor=people["coordinator"])

    assert "electronic register" in open_tasks(fresh(version), people["coordinator"])


def test_it_is_not_published_before_it_is_decided(version: PlanVersion, people: dict[str, Any]) -> None:
    act = Publication(channel="website", url="https://vlora.example/vkb")

    said = refused_at(lambda: recorder(version, "publication", people["secretary"], month=5)(act, 29))

    assert "30.05.2024" in said["happened_on"]
    assert recorder(version, "publication", people["secretary"], month=5)(act, 30).happened_on == date(2024, 5, 30)
