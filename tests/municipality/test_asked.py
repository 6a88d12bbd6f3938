"""What the law asks for stands in rows: the code reads them, and only a checked row waives anything."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.workflow import ROUND_WORKFLOW
from municipality.enums import AskedCode
from municipality.models import Asked, Threshold
from municipality.services import install_reference_data
from operations.models import OutgoingMessage
from operations.queue.messages import write_message
from operations.retention import days_of, purge, table
from socialplan.approval.status import status_of
from socialplan.approval.workflow import OPINIONS
from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ConsultationEventFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db
FIELDS = {
    AskedCode.NOTICE_DRAFT: "draft_sq",
    AskedCode.NOTICE_REASONS: "reasons_sq",
    AskedCode.NOTICE_MANNER: "manner_sq",
    AskedCode.NOTICE_MEETINGS: "meetings_sq",
    AskedCode.NOTICE_CONTACT: "coordinator_contact",
}
OF_OPINIONS = [code for code in AskedCode if code not in FIELDS]


@pytest.fixture(autouse=True)
def _law() -> None:
    MunicipalityFactory()
    install_reference_data()


def waive(code: str, *, checked_by: str = "Zyra Juridike") -> None:
    Asked.objects.filter(code=code).update(is_asked=False, checked_by=checked_by)


def test_every_code_is_delivered_as_a_row_and_read() -> None:
    assert set(Asked.objects.values_list("code", flat=True)) == set(AskedCode.values)
    assert {*FIELDS, *OF_OPINIONS} == set(AskedCode)


@pytest.mark.parametrize(("code", "field"), FIELDS.items())
def test_a_field_of_the_notice_is_asked_for_until_a_checked_row_says_otherwise(code: str, field: str) -> None:
    round_ = RoundFactory(publishable=True, **{field: ""})
    if code == AskedCode.NOTICE_MEETINGS:
        ConsultationEventFactory(round=round_, kind="public_hearing")

    def missing() -> int:
        fresh = type(round_).objects.with_what_steps_need().get(pk=round_.pk)
        alone = type(round_).objects.get(pk=round_.pk)
        counts = {len(ROUND_WORKFLOW["publish"].unmet(each)) for each in (fresh, alone)}
        assert len(counts) == 1
        return counts.pop()

    assert missing() == 1
    waive(code, checked_by="")
    assert missing() == 1
    waive(code)
    assert missing() == 0


def test_a_meeting_is_asked_for_only_where_one_is_held() -> None:
    assert ROUND_WORKFLOW["publish"].unmet(RoundFactory(publishable=True, meetings_sq="")) == []


@pytest.mark.parametrize("code", OF_OPINIONS)
def test_an_opinion_is_asked_for_until_a_checked_row_says_otherwise(code: str) -> None:
    version, admin = PlanVersionFactory(content=True, state=PlanState.IN_REVIEW), UserFactory(role="admin")
    assert sum(not each.check(version) for each in OPINIONS) == 4
    waive(code)

    assert sum(not each.check(version) for each in OPINIONS) == 3
    assert len(status_of(version, admin).missing_opinions) == 3


def test_the_term_of_keeping_is_the_one_of_the_row() -> None:
    rule = table()["operations.OutgoingMessage"]
    assert days_of(rule) == 90
    write_message("accounts.password_link", dedupe_key="k", to="x@y.al", payload={}, language="sq")
    row = OutgoingMessage.objects.filter(dedupe_key="k")
    row.update(state="sent", sent_at=timezone.now(), created_at=timezone.now() - timedelta(days=40))
    purge()
    assert row.get().address == "x@y.al"

    Threshold.objects.filter(code="keep_messages").update(value=30)
    purge()

    assert days_of(rule) == 30
    assert row.get().address == ""


def test_without_a_row_the_term_delivered_holds() -> None:
    Threshold.objects.filter(code="keep_messages").delete()

    assert days_of(table()["operations.OutgoingMessage"]) == 90
