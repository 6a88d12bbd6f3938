"""Somebody is in danger, a child speaks, nobody may know: from each door of a stranger to every output."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultations.codes import reference_code
from consultations.forms import HelpLineForm
from consultations.models import (
    Contribution,
    ContributionContact,
    DangerAlert,
    DangerCorrection,
    DangerSettlement,
    HelpLine,
    NoProposal,
    Redaction,
    Round,
    is_with_protection,
)
from consultations.record import records_of
from consultations.requirements import unanswered
from consultations.rules import PROTECTION_OFFICES
from consultations.services import (
    enter_contribution,
    raise_danger,
    redact,
    save_helpline,
    save_recommendation,
    settle_danger,
)
from consultations.services.safety import HELP_LINES, install_help_lines
from core.workflow import StepRefused
from municipality import delivered_rows
from operations.models import Event, OutgoingMessage
from operations.queue.messages import send_due
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ConsultedDraftFactory,
    ContributionFactory,
    HelpLineFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory, OfficeFactory
from vlora_plan.pages.todo import tasks_of

SECRET = "Fqinji i tim vëllai rreh gruan çdo natë"
CODE = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"


@pytest.fixture(autouse=True)
def _municipality(db: None) -> None:
    MunicipalityFactory()


def worker(code: str = "NJMF") -> User:
    return UserFactory(role="staff", office=OfficeFactory(code=code))


def submission(page: Any) -> str:
    return re.search(r'name="submission" value="([^"]+)"', page.content.decode()).group(1)


def by_public_form(client: Client, **typed: str) -> Any:
    address = reverse("consultations:contribute", args=[RoundFactory(is_open=True).pk])
    form = {"submission": submission(client.get(address)), "text": SECRET, "language": "sq", "spoken_by": "resident"}
    first = client.post(address, form | typed)
    again = client.post(address, form | typed)  # the replay
    assert first.status_code == again.status_code == 200
    return first


def by_member(client: Client, **typed: str) -> Any:
    membership = MembershipFactory()
    client.force_login(membership.user)
    address = reverse("consultations:own_contribution_create", args=[RoundFactory(is_open=True).pk])
    form = {"submission": submission(client.get(address)), "organisation": membership.organisation_id}
    return client.post(address, form | {"text": SECRET, "language": "sq"} | typed)


def by_paper(client: Client, **typed: str) -> Any:
    client.force_login(UserFactory(role="coordinator"))
    address = reverse("consultations:contribution_create", args=[RoundFactory(is_open=True).pk])
    form = {"submission": submission(client.get(address)), "channel": "paper", "text": SECRET, "language": "sq"}
    form |= {"spoken_by": "resident", "happened_on": f"{timezone.localdate():%d.%m.%Y}"}
    return client.post(address, form | typed)


def by_counts_only_event(client: Client, **typed: str) -> Any:
    client.force_login(UserFactory(role="coordinator"))
    event = ConsultationEventFactory(confidentiality="counts_only")
    address = reverse("consultations:event_contribution_create", args=[event.pk])
    form = {"submission": submission(client.get(address)), "text": SECRET, "language": "sq"}
    return client.post(address, form | {"happened_on": f"{timezone.localdate():%d.%m.%Y}"} | typed)


DOORS = [by_public_form, by_member, by_paper, by_counts_only_event]


def pages_of(contribution: Contribution) -> list[str]:
    """Every page on which words of contributions stand."""
    recommendation = RecommendationFactory(round=contribution.round)
    CodingFactory(recommendation=recommendation, contribution=contribution)
    return [
        reverse("consultations:contribution_list"),
        reverse("consultations:contribution_detail", args=[contribution.pk]),
        reverse("consultations:contribution_code", args=[contribution.pk]),
        reverse("consultations:contribution_no_proposal", args=[contribution.pk]),
        reverse("consultations:recommendation_detail", args=[recommendation.pk]),
        reverse("consultations:recommendation_update", args=[recommendation.pk]),
        reverse("consultations:recommendation_create", args=[contribution.round_id]),
        reverse("consultations:feedback_create", args=[contribution.round_id]),
        reverse("consultations:own_contribution_list"),
        reverse("consultations:own_contribution_detail", args=[contribution.pk]),
        reverse("site:trace", args=["recommendation", recommendation.pk]),
        reverse("consultations:public_round_detail", args=[contribution.round_id]),
    ]


@pytest.mark.parametrize("door", DOORS)
def test_a_text_about_danger_is_read_by_the_protection_workers_alone_whatever_door_it_came_by(door, client):
    door(client, tells_of_danger="on")
    contribution = Contribution.objects.get()
    readers = [UserFactory(role=role) for role in ("staff", "coordinator", "expert", "admin", "dpo", "mayor")]
    readers += [MembershipFactory(organisation=contribution.organisation).user] if contribution.organisation else []

    for reader in readers:
        client.force_login(reader)
        for page in pages_of(contribution):
            assert SECRET not in client.get(page).content.decode(), (reader, page)

    client.force_login(worker("KV"))
    alert = DangerAlert.objects.get(contribution=contribution)
    assert SECRET in client.get(alert.get_absolute_url()).content.decode()
    assert SECRET not in "".join(f"{event.before}{event.after}" for event in Event.objects.all())


def test_every_page_of_words_shows_them_while_nobody_raised_an_alarm(client):
    """The check above can fail."""
    contribution = ContributionFactory(text=SECRET)
    client.force_login(UserFactory(role="coordinator"))

    shown = [page for page in pages_of(contribution) if SECRET in client.get(page).content.decode()]

    assert len(shown) == 8


def test_the_code_tells_the_speaker_no_more_than_that_it_was_read(client):
    page = by_public_form(client, tells_of_danger="on")
    code = re.search(CODE, page.content.decode()).group()

    client.post(reverse("site:follow"), {"code": code})
    followed = client.get(reverse("site:follow_answer")).content.decode()

    assert SECRET not in followed
    assert "propozim" in followed


def test_one_who_reads_gives_a_text_to_the_protection_workers_at_once_and_once(client):
    contribution, coordinator, protector = ContributionFactory(text=SECRET), UserFactory(role="coordinator"), worker()
    client.force_login(coordinator)

    for _time in range(2):
        client.post(reverse("consultations:danger_raise", args=[contribution.pk]))

    assert DangerAlert.objects.get().raised_by == coordinator
    assert is_with_protection(contribution)
    assert [message.recipient_id for message in OutgoingMessage.objects.all()] == [protector.pk]
    assert "danger_list" not in str(tasks_of(coordinator))
    assert next(task.url for task in tasks_of(protector) if task.due_on) == reverse("consultations:danger_list")


def test_the_mail_to_the_workers_tells_nothing_of_the_matter(mailoutbox):
    worker()
    raise_danger(ContributionFactory(text=SECRET), actor=UserFactory(role="staff"))

    send_due()

    assert len(mailoutbox) == 1
    assert SECRET not in mailoutbox[0].body
    assert "rrezik" not in mailoutbox[0].subject + mailoutbox[0].body.replace("/danger/", "")


def test_a_referral_answers_the_contribution_and_counts_as_without_proposal():
    consultation = RoundFactory(is_closed=True)
    contribution = ContributionFactory(round=consultation)
    alert = raise_danger(contribution, actor=UserFactory(role="staff"))
    assert unanswered(consultation) != []

    settle_danger(DangerSettlement(alert=alert, result="referred", referred_to="Policia"), actor=worker())

    assert unanswered(consultation) == []
    assert [record.without_proposal for record in records_of([consultation])] == [1]
    assert not Contribution.objects.in_the_open().exists()


def test_a_returned_text_is_in_the_inbox_again_and_is_not_raised_a_second_time():
    contribution = ContributionFactory()
    alert = raise_danger(contribution, actor=UserFactory(role="staff"))

    settle_danger(DangerSettlement(alert=alert, result="returned", reason="Keqkuptim"), actor=worker())

    assert contribution in Contribution.objects.in_the_open()
    with pytest.raises(StepRefused):
        raise_danger(contribution, actor=UserFactory(role="staff"))


@pytest.mark.parametrize(("first", "is_hidden"), [("referred", False), ("returned", True)])
def test_a_wrong_settlement_is_corrected_on_its_page_and_a_form_that_is_too_old_is_not_taken(
    first, is_hidden, client_of
):
    said, protects = ContributionFactory(round__is_open=True), worker()
    alert = raise_danger(said, actor=UserFactory(role="coordinator"))
    done = DangerSettlement(alert=alert, result=first, referred_to="NJMF", reason="Gabim")
    settle_danger(done, actor=protects)
    Round.objects.filter(pk=said.round_id).update(state="answered")
    client, address = client_of(protects), reverse("consultations:danger_correct", args=[alert.pk])

    receiver = {"referred_to": "NJVNR"} if is_hidden else {}
    mails = OutgoingMessage.objects.count()

    seen = {"seen": "1"}
    assert client.post(address, {"reason": "", **receiver, **seen}).status_code == 200
    if is_hidden:  # nobody named who takes the case
        assert client.post(address, {"reason": "U lexua keq", **seen}).status_code == 200
    assert client.post(address, {"reason": "U lexua keq", **receiver, **seen}).status_code == 302

    assert OutgoingMessage.objects.count() - mails == int(is_hidden)

    assert Contribution.objects.in_the_open().filter(pk=said.pk).exists() is not is_hidden
    assert is_with_protection(Contribution.objects.get(pk=said.pk)) is is_hidden
    said.round.refresh_from_db()
    assert said.round.state == ("answered" if is_hidden else "closed")
    assert bool(unanswered(said.round)) is not is_hidden
    assert records_of([said.round])[0].without_proposal == int(is_hidden)
    again = client.post(address, {"reason": "Edhe një herë", "referred_to": "Policia", **seen})
    assert again.status_code == 200  # who sends it has not read the correction that a colleague made
    assert DangerCorrection.objects.count() == 1
    assert "U lexua keq" in client.get(reverse("consultations:danger_detail", args=[alert.pk])).content.decode()


def test_it_is_corrected_as_often_as_it_must_be_and_the_last_holds(client_of):
    said, protects = ContributionFactory(round__is_open=True), worker()
    alert = raise_danger(said, actor=UserFactory(role="coordinator"))
    settle_danger(DangerSettlement(alert=alert, result="returned", reason="Askush"), actor=protects)
    CodingFactory(contribution=said, recommendation__round=said.round)
    client, address = client_of(protects), reverse("consultations:danger_correct", args=[alert.pk])
    held = []

    for turn in range(1, 5):
        page = client.get(address).content.decode()
        assert f'name="seen" value="{turn}"' in page
        sent = {"seen": str(turn), "reason": f"Arsyeja {turn}"} | ({"referred_to": "NJVNR"} if turn % 2 else {})
        assert client.post(address, sent).status_code == 302, turn
        held.append(is_with_protection(Contribution.objects.get(pk=said.pk)))
        assert held[-1] is not Contribution.objects.in_the_open().filter(pk=said.pk).exists()

    assert held == [True, False, True, False]
    shown = client.get(reverse("consultations:danger_detail", args=[alert.pk])).content.decode()
    assert [shown.index(f"Arsyeja {turn}") for turn in range(1, 5)] == sorted(
        shown.index(f"Arsyeja {turn}") for turn in range(1, 5)
    )
    results = [each.result for each in DangerCorrection.objects.order_by("pk")]
    assert results == ["referred", "returned", "referred", "returned"]
    assert "U kthye te konsultimi" in client.get(reverse("consultations:danger_list")).content.decode()


def test_a_settlement_says_to_whom_or_why_and_is_written_once():
    alert = raise_danger(ContributionFactory(), actor=UserFactory(role="staff"))
    protector = worker()

    for lacking in ({"result": "referred"}, {"result": "returned"}):
        with pytest.raises(ValidationError):
            settle_danger(DangerSettlement(alert=alert, **lacking), actor=protector)
    with pytest.raises(PermissionDenied):
        settle_danger(DangerSettlement(alert=alert, result="returned", reason="."), actor=UserFactory(role="staff"))
    settle_danger(DangerSettlement(alert=alert, result="returned", reason="Keqkuptim"), actor=protector)
    with pytest.raises(StepRefused):
        settle_danger(DangerSettlement(alert=alert, result="returned", reason="Keqkuptim"), actor=protector)


@pytest.mark.parametrize("row", [DangerAlert, DangerSettlement])
def test_the_database_keeps_alarm_and_settlement_as_they_are(row):
    alert = raise_danger(ContributionFactory(), actor=UserFactory(role="staff"))
    settle_danger(DangerSettlement(alert=alert, result="returned", reason="Keqkuptim"), actor=worker())

    for change in (lambda rows: rows.update(recorded_at=timezone.now()), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(row.objects.all())


def test_a_recommendation_keeps_what_its_editor_does_not_see():
    recommendation = RecommendationFactory()
    hidden = CodingFactory(recommendation=recommendation).contribution
    seen = CodingFactory(recommendation=recommendation).contribution
    raise_danger(hidden, actor=UserFactory(role="staff"))

    save_recommendation(recommendation, actor=UserFactory(role="staff"), contributions=[seen], needs=[])

    assert set(recommendation.contributions.all()) == {hidden, seen}


def test_somebody_must_be_there_to_read_them():
    raise_danger(ContributionFactory(), actor=UserFactory(role="staff"))
    admin = UserFactory(role="admin")

    assert any(task.url == reverse("accounts:user_list") for task in tasks_of(admin))
    worker()
    assert not any(task.url == reverse("accounts:user_list") for task in tasks_of(admin))


REACH = {"name": "Emri", "email": "femija@example.org", "consents_to_feedback": "on", "consents_to_publish": "on"}


def test_of_a_child_under_16_the_public_form_keeps_the_words_and_nothing_else(client):
    page = by_public_form(client, age_band="under_16", **REACH)

    kept = Contribution.objects.get()
    assert (kept.text, kept.consents_to_publish, kept.visibility) == (SECRET, False, "restricted")
    assert not ContributionContact.objects.exists()
    assert "16" in page.content.decode()


def test_a_forged_consent_of_the_guardian_opens_nothing(client):
    by_public_form(client, age_band="under_16", guardian_consent="Po", **REACH)

    assert Contribution.objects.get().guardian_consent == ""
    assert not ContributionContact.objects.exists()


@pytest.mark.parametrize("typed", [{"consents_to_publish": "on"}, {"name": "Emri"}])
def test_on_paper_contact_and_consent_of_a_child_wait_for_the_guardian(typed, client):
    by_paper(client, age_band="under_16", **typed)
    assert not Contribution.objects.exists()

    by_paper(client, age_band="under_16", guardian_consent="Prindi, me shkrim, 12.11.2026", **typed)
    assert Contribution.objects.count() == 1


def test_the_database_refuses_a_childs_contact_and_publication_without_the_guardian():
    child = ContributionFactory(age_band="under_16")

    with pytest.raises(IntegrityError, match="contribution_child_has_no_contact"), transaction.atomic():
        ContributionContact.objects.create(contribution=child, name="Emri")
    with pytest.raises(IntegrityError, match="contribution_child_needs_guardian"), transaction.atomic():
        ContributionFactory(age_band="under_16", consents_to_publish=True)


def test_safe_to_send_is_ticked_by_the_speaker_and_needs_an_address(client):
    by_public_form(client, email="dikush@example.org", consents_to_feedback="on")
    by_public_form(client, email="dikush@example.org", consents_to_feedback="on", safe_to_send="on")

    assert [contact.safe_to_send for contact in ContributionContact.objects.order_by("pk")] == [False, True]
    refused = by_public_form(client, safe_to_send="on")
    assert Contribution.objects.count() == 2
    assert SECRET in refused.content.decode()


def test_the_code_opens_a_contribution_and_stands_in_no_table():
    contribution = ContributionFactory()
    code = reference_code(contribution.submission_key)

    stored = {str(value) for row in Contribution.objects.values() for value in row.values()}

    assert not any(code in value or code.replace("-", "") in value for value in stored)


HELP_PAGES = ("contribute", "receipt", "follow", "follow_answer")


def shown_on(client: Client) -> dict[str, str]:
    round_pk = RoundFactory(is_open=True).pk
    receipt = by_public_form(client).content.decode()
    form = client.get(reverse("consultations:contribute", args=[round_pk])).content.decode()
    follow = client.get(reverse("site:follow")).content.decode()
    client.post(reverse("site:follow"), {"code": re.search(CODE, receipt).group()})
    answer = client.get(reverse("site:follow_answer")).content.decode()
    return dict(zip(HELP_PAGES, (form, receipt, follow, answer), strict=True))


def test_a_checked_number_stands_on_form_receipt_and_follow_page_and_an_unchecked_one_nowhere(client):
    HelpLineFactory(phone="129 129", is_checked=True)
    HelpLineFactory(phone="404 404")
    HelpLineFactory(phone="505 505", is_checked=True, is_in_use=False)

    pages = shown_on(client)

    assert {name for name, page in pages.items() if "129 129" in page} == set(HELP_PAGES)
    assert [name for name, page in pages.items() if "404 404" in page or "505 505" in page] == []


def test_the_installer_brings_numbers_that_nobody_has_checked():
    for _time in range(2):
        install_help_lines(actor=UserFactory(role="admin"))

    assert HelpLine.objects.count() == len(HELP_LINES)
    assert not HelpLine.objects.shown().exists()


def test_a_number_is_saved_by_who_may_and_checked_by_office_and_day_together():
    typed = {"name_sq": "Linja", "phone": "116 117", "order": "1", "is_in_use": "on", "source": "Thirrje"}
    typed |= {"source_mark": "found"}

    assert (
        "checked_by" in HelpLineForm(typed | {"checked_on": "05.01.2026"}).errors
        or not HelpLineForm(typed | {"checked_on": "05.01.2026"}).is_valid()
    )
    whole = HelpLineForm(typed | {"checked_on": "05.01.2026", "checked_by": "DSS"})
    with pytest.raises(PermissionDenied):
        save_helpline(whole, actor=UserFactory(role="ngo"))
    assert whole.is_valid()
    assert save_helpline(whole, actor=UserFactory(role="coordinator")) in HelpLine.objects.shown()


def test_the_offices_of_the_rule_are_delivered_with_the_installation():
    assert set(PROTECTION_OFFICES) <= {row["code"] for row in delivered_rows.read("offices")}


def test_an_alarm_at_the_door_and_words_set_aside_do_not_count_twice():
    consultation = RoundFactory(is_closed=True)
    contribution = ContributionFactory(round=consultation)
    NoProposal.objects.create(contribution=contribution, reason="Falënderim", coded_by=UserFactory())
    alert = raise_danger(contribution, actor=UserFactory(role="staff"))
    settle_danger(DangerSettlement(alert=alert, result="referred", referred_to="Policia"), actor=worker())

    assert [record.without_proposal for record in records_of([consultation])] == [1]


def test_a_paper_of_danger_is_entered_once():
    contribution = Contribution(round=RoundFactory(is_open=True), channel="paper", text=SECRET)
    contribution.submission_key, contribution.tells_of_danger = uuid.uuid4(), True

    enter_contribution(contribution, actor=UserFactory(role="coordinator"))

    assert DangerAlert.objects.count() == 1


def test_words_at_a_place_of_a_draft_are_shown_to_drafters_only_while_nobody_raised_an_alarm():
    key = uuid.uuid4()
    place = {"place_kind": "measure", "place_key": key}
    draft = ConsultedDraftFactory()
    held, open_one = (ContributionFactory(round=draft.round, draft=draft, **place) for _each in range(2))
    redact(Redaction(contribution=open_one, text="[…]", reason="emër"), actor=UserFactory(role="coordinator"))
    raise_danger(held, actor=UserFactory(role="staff"))

    assert [row.words for row in Contribution.objects.at_places([key])] == ["[…]"]
