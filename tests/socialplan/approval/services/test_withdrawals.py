"""What was recorded wrongly is withdrawn: the row stays, it no longer counts, and the right one can follow."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from time_machine import travel

from core.workflow import StepRefused
from municipality.enums import DeadlineCode
from operations.deeds import NOW, Entry
from operations.models import Event, OutgoingMessage
from operations.queue.messages import send_due
from socialplan.approval.acts_table import acts_table
from socialplan.approval.deadlines import legal_dates
from socialplan.approval.enums import OpinionKind, PublicationChannel, Verdict
from socialplan.approval.models import CommitteeOpinion, Opinion, Publication
from socialplan.approval.notifications import WITHDRAWN
from socialplan.approval.services.acts import record_opinion
from socialplan.approval.services.council import reexamine
from socialplan.approval.services.records import record_act
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.workflow import OPINIONS, RETURNED
from socialplan.content.enums import PlanState
from socialplan.content.models import ActWithdrawal, PlanVersion
from socialplan.publishing.documents.opinions import acts_of_way
from tests.factories.accounts import UserFactory
from tests.factories.municipality import OfficeFactory
from tests.factories.socialplan import CommitteeFactory, PlanVersionFactory
from tests.socialplan.conftest import Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
REASON = "Mendimi u hodh te plani i gabuar."
OPINION, PREFECT = "opinion", "prefect_opinion"


def withdraw(version: PlanVersion, act: Any, kind: str, actor: Any, entry: Entry = NOW) -> ActWithdrawal:
    return withdraw_act(version, act, kind=kind, reason=REASON, actor=actor, entry=entry)


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def legal_opinion(version: PlanVersion) -> Opinion:
    return version.opinions.get(kind=OpinionKind.LEGAL)


def test_a_withdrawn_opinion_is_missing_again_until_it_is_given_anew(journey: Journey) -> None:
    version, admin = journey.with_opinions(), journey.people["admin"]

    withdraw(version, legal_opinion(version), OPINION, admin)

    assert [each.check(version) for each in OPINIONS] == [False, True, True, True]
    assert len(acts_of_way(version, Opinion)) == len(version.valid_opinions) == 3
    assert version.opinions.count() == 4
    assert Event.objects.filter(action="approval.withdraw_act").count() == 1
    record_opinion(version, kind=OpinionKind.LEGAL, verdict=Verdict.FAVOURABLE, actor=admin)
    assert all(each.check(version) for each in OPINIONS)


def test_after_the_approval_no_opinion_is_withdrawn(journey: Journey) -> None:
    version = journey.to_approved()

    with pytest.raises(StepRefused):
        withdraw(version, legal_opinion(version), OPINION, journey.people["admin"])


def test_an_office_withdraws_its_own_opinion_only(journey: Journey) -> None:
    version = journey.with_opinions()
    lawyer = UserFactory(role="staff", office=OfficeFactory(code="legal"))

    with pytest.raises(PermissionDenied):
        withdraw(version, version.opinions.get(kind=OpinionKind.FINANCE), OPINION, lawyer)
    legal = legal_opinion(version)
    assert withdraw(version, legal, OPINION, lawyer).names == (OPINION, legal.pk)


def test_an_act_is_withdrawn_once_and_not_before_its_day(journey: Journey) -> None:
    version, admin = journey.with_opinions(), journey.people["admin"]
    opinion = legal_opinion(version)

    with pytest.raises(ValidationError) as early:
        withdraw(version, opinion, OPINION, admin, on(2024, 5, 14))
    withdraw(version, opinion, OPINION, admin)
    with pytest.raises(ValidationError):
        withdraw(version, opinion, OPINION, admin)

    assert set(early.value.error_dict) == {"happened_on"}
    assert ActWithdrawal.objects.count() == 1


def test_an_act_of_another_version_is_not_withdrawn_here(journey: Journey) -> None:
    version = journey.with_opinions()
    other = PlanVersionFactory(content=True, state=PlanState.IN_REVIEW)

    with pytest.raises(PermissionDenied):
        withdraw(other, legal_opinion(version), OPINION, journey.people["admin"])


def test_a_withdrawn_return_of_the_prefect_opens_no_reexamination(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_force(answered_round), journey.people["secretary"]
    withdraw(version, journey.prefect("returned"), PREFECT, secretary)
    version.refresh_from_db()

    assert not RETURNED.check(version)
    with pytest.raises(StepRefused):
        reexamine(version, actor=secretary, entry=on(2024, 6, 17))
    with pytest.raises(IntegrityError, match="socialplan_reexamination_follows_a_return"), transaction.atomic():
        PlanVersion.objects.create(
            plan=version.plan, number=9, derived_from=version, origin="reexamination", state="before_council"
        )
    found = {each.code: each for each in legal_dates(PlanVersion.objects.get(pk=version.pk))}
    assert found[DeadlineCode.PREFECT_OPINION].done_on is None


def test_the_right_letter_of_the_prefect_follows_the_wrong_one(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_force(answered_round), journey.people["secretary"]
    withdraw(version, journey.prefect("returned"), PREFECT, secretary)

    journey.prefect("returned")
    again = journey.reexamine()

    assert again.state == PlanState.BEFORE_COUNCIL


def test_nobody_hears_of_the_withdrawal_of_a_letter_of_years_ago(journey: Journey, answered_round: Any) -> None:
    """It was entered when it was no news: nobody was told of it."""
    version, secretary = journey.to_force(answered_round), journey.people["secretary"]

    withdraw(version, journey.prefect("returned"), PREFECT, secretary)

    assert not OutgoingMessage.objects.filter(kind=WITHDRAWN).exists()


def test_who_was_told_of_the_return_hears_of_its_withdrawal(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_force(answered_round), journey.people["secretary"]
    letter = journey.prefect("legal")
    withdraw(version, letter, PREFECT, secretary)
    assert not OutgoingMessage.objects.filter(kind=WITHDRAWN).exists()

    with travel("2024-06-18 12:00"):
        letter = journey.prefect("returned")
    withdraw(version, letter, PREFECT, secretary)

    told = {message.recipient for message in OutgoingMessage.objects.filter(kind=WITHDRAWN)}
    assert told == {journey.people["mayor"], journey.people["admin"]}
    with override("sq"):
        send_due()
    assert any("u regjistrua gabim" in letter.body and REASON in letter.body for letter in mail.outbox)


def test_a_return_that_the_council_already_has_is_not_withdrawn(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_force(answered_round), journey.people["secretary"]
    letter = journey.prefect("returned")
    journey.reexamine()

    with pytest.raises(StepRefused):
        withdraw(version, letter, PREFECT, secretary)
    with pytest.raises(IntegrityError, match="socialplan_return_was_followed"), transaction.atomic():
        ActWithdrawal.objects.create(
            version=version, kind=PREFECT, act_id=letter.pk, reason="x", happened_on=timezone.localdate()
        )


def test_a_committee_gives_its_opinion_anew(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_council(answered_round), journey.people["secretary"]
    opinion = CommitteeOpinion(
        committee=CommitteeFactory(), votes_for=5, votes_against=0, abstained=0, verdict=Verdict.FAVOURABLE
    )
    record_act(version, opinion, kind="committee_opinion", actor=secretary, entry=on(2024, 5, 20))

    withdraw(version, opinion, "committee_opinion", secretary)

    assert acts_of_way(version, CommitteeOpinion) == []
    assert version.valid("committee_opinion") == []


def test_a_withdrawn_publication_is_not_printed_among_the_acts(journey: Journey, answered_round: Any) -> None:
    version = journey.to_announced(answered_round)
    published = Publication(channel=PublicationChannel.REGISTER, url="https://konsultimipublik.gov.al/gabim")
    record_act(version, published, kind="publication", actor=journey.people["coordinator"], entry=on(2024, 6, 4))
    assert "gabim" in str(acts_table(version)[0].rows)

    withdraw(version, published, "publication", journey.people["secretary"])

    assert "gabim" not in str(acts_table(version)[0].rows)


def test_the_database_keeps_withdrawals_as_they_are(journey: Journey) -> None:
    version = journey.with_opinions()
    row = withdraw(version, legal_opinion(version), OPINION, journey.people["admin"])
    other = PlanVersionFactory(content=True)

    for statement in (
        "UPDATE content_actwithdrawal SET reason = 'x' WHERE id = %s",
        "DELETE FROM content_actwithdrawal WHERE id = %s",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row.pk])
    finance = version.opinions.get(kind=OpinionKind.FINANCE)
    with pytest.raises(IntegrityError, match="socialplan_withdrawal_of_another_version"), transaction.atomic():
        ActWithdrawal.objects.create(
            version=other, kind=OPINION, act_id=finance.pk, reason="x", happened_on=timezone.localdate()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ActWithdrawal.objects.create(version=version, reason="x", happened_on=timezone.localdate())


@pytest.mark.parametrize(("language", "word"), [("sq", "i tërhequr"), ("en", "withdrawn")])
def test_the_page_offers_the_withdrawal_and_tells_of_it(
    language: str, word: str, journey: Journey, client_of: Any
) -> None:
    version = journey.with_opinions()
    opinion = legal_opinion(version)
    page = reverse("approval:act_withdraw", args=[version.pk, OPINION, opinion.pk])
    approval = reverse("approval:version_approval", args=[version.pk])
    assert page not in client_of(journey.people["mayor"]).get(approval).content.decode()
    client = client_of(journey.people["admin"])
    assert page in client.get(approval).content.decode()

    empty = client.post(page, {"reason": "", "happened_on": today()})
    sent = client.post(page, {"reason": REASON, "happened_on": today()})

    assert set(empty.context["form"].errors) == {"reason"}
    assert sent.url == approval
    told = client.get(approval.replace("/sq/", f"/{language}/")).content.decode()
    assert page not in told
    assert REASON in told
    assert f">{word}<" in told


def test_the_page_says_when_it_is_too_late(journey: Journey, client_of: Any) -> None:
    version = journey.to_approved()
    page = reverse("approval:act_withdraw", args=[version.pk, OPINION, legal_opinion(version).pk])
    client = client_of(journey.people["admin"])

    assert client.get(page).context["notice"]
    sent = client.post(page, {"reason": REASON, "happened_on": today()})

    assert sent.status_code == 200
    assert REASON in sent.content.decode()
    assert not ActWithdrawal.objects.exists()
