"""Complaints before the adoption, and the package for the national register."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from consultations.calls.ahead import answer_proposal
from consultations.calls.services import decide_complaint, save_complaint_body, take_complaint
from consultations.enums import RoundState
from consultations.models import (
    ComplaintBody,
    PlannedConsultation,
    Round,
    RoundComplaint,
    RoundSubscription,
    StartProposal,
)
from consultations.outputs.register import register_zip
from consultations.reckoning import is_accepting
from core.workflow import StepRefused
from operations.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import ContributionFactory, RoundFactory
from tests.factories.municipality import (
    AdministrativeUnitFactory,
    CalendarDayFactory,
    DeadlineRuleFactory,
    MunicipalityFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()
    DeadlineRuleFactory(maximum=40)
    for year in range(2024, timezone.localdate().year + 2):
        for month in (1, 3, 5, 8):
            CalendarDayFactory(day=date(year, month, 1), is_proclaimed_yearly=True)


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


@pytest.fixture
def complaint(coordinator):
    one = RoundFactory(is_closed=True)
    made = RoundComplaint(round=one, received_on=timezone.localdate(), protocol_no="210/2026", about="Drafti mungonte")
    return take_complaint(made, actor=coordinator)


def decided(complaint: RoundComplaint, **said: object) -> RoundComplaint:
    for name, value in said.items():
        setattr(complaint, name, value)
    return complaint


def test_the_day_of_the_decision_comes_from_the_row(complaint, coordinator):
    assert complaint.due_on == timezone.localdate() + timedelta(days=15)
    row = ComplaintBody.objects.current()
    row.days = 30
    save_complaint_body(row, actor=coordinator)

    later = RoundComplaint(round=complaint.round, received_on=timezone.localdate(), protocol_no="211", about="Afati")
    assert take_complaint(later, actor=coordinator).due_on == timezone.localdate() + timedelta(days=30)


def test_an_upheld_complaint_opens_the_round_and_everybody_is_told(complaint, coordinator):
    RoundSubscription.objects.create(email="dikush@example.org", pending_since=None, confirmed_at=timezone.now())
    ContributionFactory(round=complaint.round)
    until = timezone.localdate() + timedelta(days=14)

    said = decided(complaint, result="upheld", reason="Drafti u vendos në faqe.", new_last_day=until)
    decide_complaint(said, actor=coordinator)

    one = Round.objects.get(pk=complaint.round_id)
    assert (one.state, one.closes_on) == (RoundState.OPEN, until)
    assert is_accepting(one)
    assert one.state_changes.get().comment == "Drafti u vendos në faqe."
    assert OutgoingMessage.objects.filter(kind__startswith="consultations.").exists()
    with pytest.raises(StepRefused):
        decide_complaint(said, actor=coordinator)


def test_an_upheld_complaint_gives_a_later_last_day(complaint, coordinator):
    with pytest.raises(ValidationError) as refusal:
        decide_complaint(decided(complaint, result="upheld", reason="Po"), actor=coordinator)
    assert list(refusal.value.message_dict) == ["new_last_day"]


def test_a_rejected_complaint_leaves_the_round_as_it_is(complaint, coordinator):
    decide_complaint(decided(complaint, result="rejected", reason="Drafti ishte aty."), actor=coordinator)

    assert Round.objects.get(pk=complaint.round_id).state == RoundState.CLOSED
    assert not RoundComplaint.objects.waiting().exists()


def test_a_waiting_complaint_is_a_task(complaint, coordinator, client_of):
    assert complaint.get_absolute_url() in client_of(coordinator).get(reverse("site:home")).content.decode()


def test_the_package_says_the_notice_in_both_languages():
    one = RoundFactory(publishable=True)

    package = zipfile.ZipFile(io.BytesIO(register_zip(one)))

    assert {"njoftimi-sq.txt", "njoftimi-en.txt"} <= set(package.namelist())
    assert one.reasons_sq in package.read("njoftimi-sq.txt").decode()


def test_the_calendar_shows_its_published_rows_alone(coordinator, client_of, client):
    form = {"year": 2026, "month": 3, "proposer": "Drejtoria", "explanation_sq": "Hartimi i planit"}
    add = reverse("consultations:planned_create")
    logged_in = client_of(coordinator)
    logged_in.post(add, form | {"title_sq": "Plani social", "is_published": "on"})
    logged_in.post(add, form | {"title_sq": "Plani i fshehtë"})
    logged_in.post(add, form | {"title_sq": "Muaji i gabuar", "month": 13})

    page = client.get(reverse("consultations:yearly_calendar", args=[2026])).content.decode()

    assert "Plani social" in page
    assert "Plani i fshehtë" not in page
    assert PlannedConsultation.objects.count() == 2


@pytest.mark.parametrize(("language", "month"), [("sq", "mars"), ("en", "March")])
def test_the_calendar_names_the_month_and_leads_to_other_years_alone(client, language, month):
    said = {"month": 3, "title_sq": "Plani", "title_en": "Plan", "proposer": "D", "explanation_sq": "E"}
    PlannedConsultation.objects.create(year=2026, is_published=True, **said)
    with translation.override(language):
        address = reverse("consultations:yearly_calendar", args=[2026])

    alone = client.get(address).content.decode()
    PlannedConsultation.objects.create(year=2025, is_published=True, **said)
    of_two = client.get(address).content.decode()

    assert re.search(rf"<dd>\s*{month}\s*</dd>", alone)
    assert f'<a href="{address}"' not in alone.partition("<h1")[2].partition("</main>")[0]
    assert re.findall(r'aria-current="page">(\d+)<', of_two) == ["2026"]
    assert address.replace("2026", "2025") in of_two


def test_where_a_protected_group_is_asked_is_not_in_the_calendar(coordinator, client_of, client):
    group, unit = TargetGroupFactory(is_protected=True), AdministrativeUnitFactory(name_sq="Novoselë")
    form = {"year": 2026, "month": 3, "title_sq": "Dëgjim", "proposer": "Drejtoria", "explanation_sq": "Hartimi"}
    sent = form | {"groups": [group.pk], "units": [unit.pk], "is_published": "on"}

    refused = client_of(coordinator).post(reverse("consultations:planned_create"), sent)
    row = PlannedConsultation.objects.create(**form, is_published=True)
    row.groups.add(group)
    row.units.add(unit)
    page = client.get(reverse("consultations:yearly_calendar", args=[2026])).content.decode()

    assert "units" in refused.context["form"].errors
    assert "Dëgjim" in page
    assert "Novoselë" not in page


def test_a_proposal_is_one_and_only_its_answer_is_public(coordinator, client_of):
    address, visitor = reverse("consultations:propose_start"), Client()
    form = {"submission": visitor.get(address).context["form"].initial["submission"], "text": "Ujë për Gjonin"}
    for _time in range(2):
        assert visitor.post(address, form).status_code == 200
    kept = StartProposal.objects.get()
    answer = {"result": "begun", "subject_sq": "Furnizimi me ujë", "answer_sq": "Niset në mars."}
    client_of(coordinator).post(kept.get_absolute_url(), answer)
    page = Client().get(address).content.decode()

    assert "Niset në mars." in page
    assert "Gjonin" not in page
    with pytest.raises(StepRefused):
        answer_proposal(kept, actor=coordinator)


def test_the_public_list_names_what_is_announced_and_still_to_come(client):
    today = timezone.localdate()
    row = {"title_sq": "Kalendari", "proposer": "DSS", "explanation_sq": "Pse", "is_published": True}
    rows = [
        PlannedConsultation.objects.create(**row | change)
        for change in (
            {"year": today.year, "month": today.month},
            {"year": today.year + 1, "month": 1},
            {"year": today.year - 1, "month": 12},
            {"year": today.year + 1, "month": 2, "is_published": False},
            {"year": today.year + 1, "month": 3, "round": RoundFactory(is_open=True)},
        )
    ]

    page = client.get(reverse("consultations:public_round_list"))

    assert list(page.context["coming"]) == rows[:2]
    assert "Konsultimet që vijnë" in page.content.decode()
