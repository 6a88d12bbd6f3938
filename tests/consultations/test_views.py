import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from consultations.enums import Answer
from consultations.models import Contribution, ContributionContact, Disposition, Round, WorkNote
from consultations.services import publish_answers
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.assessments import ServiceFactory, TargetGroupFactory
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db

WORDS = "Na duhet një rampë te shkolla e Novoselës."


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


def submission(page) -> str:
    return re.search(r'name="submission" value="([^"]+)"', page.content.decode()).group(1)


def send(client, consultation, **more):
    address = reverse("consultations:contribute", args=[consultation.pk])
    form = {"submission": submission(client.get(address)), "text": WORDS, "language": "sq", "spoken_by": "undeclared"}
    return client.post(address, form | more), form | more


def test_anybody_sends_without_an_account_and_gets_a_code(client):
    answer, _form = send(client, RoundFactory(is_open=True))

    contribution = Contribution.objects.get()
    assert answer.status_code == 200
    assert re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", answer.content.decode())
    assert contribution.digest in answer.content.decode()
    assert (contribution.text, contribution.channel, contribution.visibility) == (WORDS, "web", "restricted")


def test_the_same_post_twice_gives_the_same_receipt(client):
    consultation = RoundFactory(is_open=True)
    first, form = send(client, consultation)

    second = client.post(reverse("consultations:contribute", args=[consultation.pk]), form)

    code = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"
    assert re.findall(code, first.content.decode()) == re.findall(code, second.content.decode())
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("forged", ["", "forged", "a:b:c"])
def test_a_forged_key_is_refused_and_nothing_typed_is_lost(client, forged):
    answer, _form = send(client, RoundFactory(is_open=True), submission=forged)

    assert not Contribution.objects.exists()
    assert WORDS in answer.content.decode()
    assert submission(answer) != forged


def test_an_address_without_consent_gets_a_sentence(client):
    answer, _form = send(client, RoundFactory(is_open=True), email="dikush@example.org")

    assert "consents_to_feedback" in answer.context["form"].errors
    assert WORDS in answer.content.decode()
    assert not ContributionContact.objects.exists()


def test_text_over_the_limit_is_refused_with_a_sentence(client):
    answer, _form = send(client, RoundFactory(is_open=True), text="ë" * 200_001)

    assert "text" in answer.context["form"].errors
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("sign", ["\u202d", "\u202e"])
def test_letters_turned_around_are_taken_out_before_the_eyes_of_who_sent_them(client, sign):
    consultation = RoundFactory(is_open=True)
    answer, form = send(client, consultation, text=f"Duam {sign}ujë.")

    assert "mbrapsht" in str(answer.context["form"].errors["text"])
    assert not Contribution.objects.exists()
    assert answer.context["form"]["text"].value() == "Duam ujë."
    client.post(
        reverse("consultations:contribute", args=[consultation.pk]),
        form | {"text": answer.context["form"]["text"].value(), "submission": submission(answer)},
    )
    assert Contribution.objects.get().text == "Duam ujë."


def test_what_a_telephone_puts_around_pasted_words_stands_in_nobodys_way(client):
    send(client, RoundFactory(is_open=True), text="\u2068Duam ujë.\u2069")

    assert Contribution.objects.count() == 1


def test_a_closed_round_keeps_what_was_typed_on_the_page(client):
    consultation = RoundFactory(is_open=True)
    address = reverse("consultations:contribute", args=[consultation.pk])
    key = submission(client.get(address))
    Round.objects.filter(pk=consultation.pk).update(state="closed")

    answer = client.post(address, {"submission": key, "text": WORDS, "language": "sq", "spoken_by": "undeclared"})

    assert WORDS in answer.content.decode()
    assert not Contribution.objects.exists()


def test_the_public_form_needs_no_script_and_stays_small(client):
    page = client.get(reverse("consultations:contribute", args=[RoundFactory(is_open=True).pk])).content.decode()

    assert page.count("<script") == 1  # the proof that automated posts are made to work for; nothing rests on it
    assert "js/proof.js" in page
    assert "bootstrap" not in page
    assert len(page.encode()) < 40_000


@pytest.mark.parametrize("name", ["contribute", "paper_page"])
@pytest.mark.parametrize(("language", "woman", "women"), [("sq", "Grua", "Gra"), ("en", "A woman", "Women")])
def test_who_writes_is_asked_as_one_person(client, name, language, woman, women):
    consultation = RoundFactory(is_open=True)
    with translation.override(language):
        page = client.get(reverse(f"consultations:{name}", args=[consultation.pk])).content.decode()

    assert re.search(rf"\b{woman}\b", page)
    assert not re.search(rf"\b{women}\b", page)


def test_planned_rounds_are_not_public(client):
    planned = RoundFactory()

    assert client.get(reverse("consultations:public_round_detail", args=[planned.pk])).status_code == 404
    assert client.get(reverse("consultations:contribute", args=[planned.pk])).status_code == 404


def test_held_answers_stay_unseen_until_they_are_published(client, coordinator):
    consultation = RoundFactory(is_closed=True)
    recommendation = RecommendationFactory(round=consultation)
    DispositionFactory(recommendation=recommendation, answer=Answer.NOT_ACCEPTED, reason_sq="Jashtë buxhetit të vitit")
    address = reverse("consultations:public_round_detail", args=[consultation.pk])
    assert "Jashtë buxhetit" not in client.get(address).content.decode()

    publish_answers(consultation, actor=coordinator)

    assert "Jashtë buxhetit" in client.get(address).content.decode()


def test_contact_opens_to_the_coordinator_and_the_dpo_alone(client_of, coordinator):
    contribution = ContributionFactory()
    ContributionContact.objects.create(
        contribution=contribution, email="dikush@example.org", consents_to_feedback=True
    )
    address = reverse("consultations:contribution_open", args=[contribution.pk])
    asked = {"opened": "contact", "reason": "Përgjigjja kthehet si e padorëzuar"}

    for opener in (coordinator, UserFactory(role="dpo")):
        assert "dikush@example.org" in client_of(opener).post(address, asked).content.decode()
    for role in ("staff", "expert", "admin"):
        assert client_of(UserFactory(role=role)).post(address, asked).status_code == 403


def test_a_coordinator_plans_publishes_and_answers(client_of, coordinator):
    client = client_of(coordinator)
    group = TargetGroupFactory()
    client.post(
        reverse("consultations:round_create"),
        {"kind": "listening", "title_sq": "Dëgjimi i grupeve", "groups": [group.pk], "answer_days": "20"},
    )
    consultation = Round.objects.get()
    client.post(reverse("consultations:round_step", args=[consultation.pk, "publish"]))
    consultation.refresh_from_db()
    assert consultation.is_open

    contribution = ContributionFactory(round=consultation)
    client.post(
        reverse("consultations:recommendation_create", args=[consultation.pk]),
        {"code": "R1", "title_sq": "Rampa", "text_sq": "Të ndërtohet.", "contributions": [contribution.pk]},
    )
    recommendation = consultation.recommendations.get()
    address = reverse("consultations:disposition_create", args=[recommendation.pk])
    refused = client.post(address, {"answer": "not_accepted", "happened_on": "10.05.2024", "source_document": "VKB 3"})
    assert "reason_sq" in refused.context["form"].errors
    client.post(
        address,
        {
            "answer": "not_accepted",
            "reason_sq": "Jashtë buxhetit.",
            "happened_on": "10.05.2024",
            "source_document": "VKB 3",
        },
    )

    assert Disposition.objects.get().decided_on == date(2024, 5, 10)


def test_attendance_is_typed_as_numbers_and_checked(client_of, coordinator):
    event = ConsultationEventFactory(groups=[TargetGroupFactory()])
    address = reverse("consultations:attendance_update", args=[event.pk])
    client = client_of(coordinator)

    seen = {"seen": client.get(address).context["form"]["seen"].value()}

    assert "sex_women" in client.post(address, {"sex_women": "shtatë"} | seen).context["form"].errors
    assert client.post(address, {"sex_women": "7", "type_cso": "3"} | seen).context["form"].non_field_errors()
    client.post(address, {"sex_women": "7", "type_cso": "2", "type_community": "5"} | seen)

    assert event.attendance.count() == 3


def test_a_member_sees_the_own_organisation_and_no_other(client_of):
    membership = MembershipFactory()
    own = ContributionFactory(organisation=membership.organisation, text="Fjalët tona")
    other = ContributionFactory(organisation=OrganisationFactory(), text="Fjalët e tyre")
    client = client_of(membership.user)

    page = client.get(reverse("consultations:own_contribution_list")).content.decode()

    assert "Fjalët tona" in page
    assert "Fjalët e tyre" not in page
    assert client.get(reverse("consultations:own_contribution_detail", args=[own.pk])).status_code == 200
    assert client.get(reverse("consultations:own_contribution_detail", args=[other.pk])).status_code == 403


def test_a_member_sends_for_the_organisation(client_of):
    membership = MembershipFactory()
    consultation = RoundFactory(is_open=True)
    client = client_of(membership.user)
    address = reverse("consultations:own_contribution_create", args=[consultation.pk])

    answer = client.post(
        address,
        {
            "submission": submission(client.get(address)),
            "organisation": membership.organisation.pk,
            "text": WORDS,
            "language": "sq",
        },
    )

    assert answer.status_code == 200
    contribution = Contribution.objects.get()
    assert (contribution.organisation, contribution.entered_by) == (membership.organisation, membership.user)


def test_the_inbox_filters_what_is_not_yet_coded(client_of, coordinator):
    coding = CodingFactory()
    open_one = ContributionFactory(round=coding.contribution.round)

    page = client_of(coordinator).get(reverse("consultations:contribution_list"), {"coding": "open"})

    assert list(page.context["page_obj"].object_list) == [open_one]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_each_working_page_opens_in_both_languages(language, client_of, coordinator):
    coding = CodingFactory()
    consultation = coding.contribution.round
    event = ConsultationEventFactory(round=consultation)
    client = client_of(coordinator)

    for row in (consultation, event, coding.contribution, coding.recommendation):
        address = row.get_absolute_url()
        prefix = address.split("/")[1]
        assert client.get(address.replace(f"/{prefix}/", f"/{language}/", 1)).status_code == 200


def listed(client, name, **wanted):
    page = client.get(reverse(f"consultations:{name}"), wanted)
    return {row.pk for row in page.context["object_list"]}


def test_the_inbox_narrows_by_what_is_asked_and_by_nothing_it_does_not_understand(client_of, coordinator):
    coded, open_one = ContributionFactory(channel="web"), ContributionFactory(channel="paper")
    CodingFactory(contribution=coded)
    client = client_of(coordinator)
    both = {coded.pk, open_one.pk}

    answers = {
        asked: listed(client, "contribution_list", **dict([asked]))
        for asked in (
            ("round", coded.round_id),
            ("channel", "paper"),
            ("coding", "open"),
            ("coding", "done"),
            ("channel", "pigeon"),
            ("round", "x"),
        )
    }

    assert answers == {
        ("round", coded.round_id): {coded.pk},
        ("channel", "paper"): {open_one.pk},
        ("coding", "open"): {open_one.pk},
        ("coding", "done"): {coded.pk},
        ("channel", "pigeon"): both,
        ("round", "x"): both,
    }


def test_the_answer_table_narrows_by_the_answer(client_of, coordinator):
    answered, waiting = RecommendationFactory(), RecommendationFactory()
    DispositionFactory(recommendation=answered, answer=Answer.ACCEPTED)
    client = client_of(coordinator)

    assert listed(client, "recommendation_list", answer="open") == {waiting.pk}
    assert listed(client, "recommendation_list", answer=Answer.ACCEPTED) == {answered.pk}
    assert listed(client, "recommendation_list", answer="nonsense") == {answered.pk, waiting.pk}


def test_the_inbox_is_narrowed_to_ones_own_tasks_and_to_those_of_nobody(client_of, coordinator):
    mine, others, free, told = (ContributionFactory() for _number in range(4))
    WorkNote.objects.create(contribution=mine, assigned_to=coordinator)
    WorkNote.objects.create(contribution=others, assigned_to=UserFactory(role="staff"))
    WorkNote.objects.create(contribution=told, note="Për të premten")
    client, address = client_of(coordinator), reverse("consultations:contribution_list")

    def shown(task):
        return {each.pk for each in client.get(address, {"task": task}).context["page_obj"].object_list}

    assert shown("mine") == {mine.pk}
    assert shown("nobody") == {free.pk, told.pk}
    assert len(shown("")) == 4


def test_a_member_finds_the_members_and_the_services_of_her_organisation_and_no_others(client_of):
    here, elsewhere = MembershipFactory(), MembershipFactory()
    colleague = MembershipFactory(organisation=here.organisation)
    own, other = ServiceFactory(organisation=here.organisation), ServiceFactory(organisation=elsewhere.organisation)

    page = client_of(here.user).get(reverse("consultations:own_contribution_list")).content.decode()

    assert own.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert colleague.user.name in page
    assert elsewhere.user.name not in page
