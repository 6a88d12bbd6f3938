"""Words are read for names before they go out; nothing is lost, nothing put into a mouth, no planted name gets out."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from accounts.models import User
from consultations.models import (
    AnswerPublication,
    Contribution,
    ContributionContact,
    DataOpening,
    PublishedWords,
    Redaction,
    Round,
    TextReport,
)
from consultations.services import (
    code_contribution,
    move_round,
    open_data,
    raise_danger,
    redact,
    report_text,
    save_recommendation,
    settle_report,
    withdraw_consent,
)
from consultations.words.hints import hints_for
from consultations.words.naming import name_hints
from consultations.words.redacting import MARK, only_takes_out, plain_words
from core.workflow import StepRefused
from operations.models import Event
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.consultations import (
    CodingFactory,
    ContributionFactory,
    DispositionFactory,
    PublishedWordsFactory,
    RecommendationFactory,
    RedactionFactory,
    RoundFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

NAME = "Zana Përmetari"
WORDS = f"Mësuesja {NAME} na ndihmon; na duhet një rampë.\r\nFaleminderit!"
CLEAN = f"Mësuesja {MARK} na ndihmon; na duhet një rampë.\nFaleminderit!"


@pytest.fixture(autouse=True)
def _municipality(db: None) -> None:
    MunicipalityFactory()


def coordinator() -> User:
    return UserFactory(role="coordinator")


def consented(consultation: Round | None = None, **more: Any) -> Contribution:
    return ContributionFactory(
        round=consultation or RoundFactory(is_closed=True),
        text=WORDS,
        consents_to_publish=True,
        visibility="public",
        **more,
    )


def answered(contribution: Contribution) -> Contribution:
    DispositionFactory(recommendation=CodingFactory(contribution=contribution).recommendation)
    return contribution


def cleaned(contribution: Contribution) -> Redaction:
    return redact(Redaction(contribution=contribution, text=CLEAN, reason="emër"), actor=coordinator())


pieces = some.lists(some.text(alphabet="abç ë.\n[]…", max_size=12), min_size=1, max_size=6)


@given(pieces, some.data())
def test_taking_parts_out_is_a_redaction_and_every_word_left_is_the_speakers(parts: list[str], data: Any) -> None:
    original = "".join(parts)
    kept = [MARK if data.draw(some.booleans()) else part for part in parts]

    assert only_takes_out("".join(kept), original) or MARK in plain_words(original)


@given(some.text(alphabet="abcd ", min_size=1, max_size=20), some.integers(0, 20), some.sampled_from("xyz"))
def test_a_word_put_in_is_no_redaction(original: str, place: int, foreign: str) -> None:
    assert not only_takes_out(original[:place] + foreign + original[place:], original)
    assert not only_takes_out(original[:place] + foreign + MARK, original)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_no_words_are_lost_by_coding_joining_parting_and_redacting(seed: int) -> None:
    chance, actor = random.Random(seed), coordinator()
    consultation = RoundFactory(is_open=True)
    said = [ContributionFactory(round=consultation) for _each in range(6)]
    before = {row.pk: (row.text, row.digest) for row in said}
    recommendations = [RecommendationFactory(round=consultation) for _each in range(3)]
    for one in said:
        code_contribution(one, recommendations=[chance.choice(recommendations)], actor=actor)

    for _step in range(12):
        one, recommendation = chance.choice(said), chance.choice(recommendations)
        deed = chance.choice(["code", "join", "part", "redact"])
        if deed == "code":
            code_contribution(one, recommendations=[recommendation], actor=actor)
        elif deed == "join":
            save_recommendation(recommendation, actor=actor, contributions=said, needs=[])
        elif deed == "part":
            new = RecommendationFactory.build(round=consultation, code=f"N{_step}")
            save_recommendation(new, actor=actor, contributions=[one], needs=[])
        else:
            redact(Redaction(contribution=one, text=MARK, reason="emër"), actor=actor)

    assert {row.pk: (row.text, row.digest) for row in Contribution.objects.all()} == before
    assert not Contribution.objects.uncoded().exists()


def pages_with_words(contribution: Contribution) -> list[str]:
    recommendation = contribution.codings.first().recommendation
    return [
        reverse("consultations:contribution_list"),
        reverse("consultations:contribution_detail", args=[contribution.pk]),
        reverse("consultations:contribution_code", args=[contribution.pk]),
        reverse("consultations:contribution_no_proposal", args=[contribution.pk]),
        reverse("consultations:contribution_redact", args=[contribution.pk]),
        reverse("consultations:recommendation_detail", args=[recommendation.pk]),
        reverse("consultations:recommendation_update", args=[recommendation.pk]),
        reverse("consultations:own_contribution_list"),
        reverse("consultations:own_contribution_detail", args=[contribution.pk]),
        reverse("site:trace", args=["recommendation", recommendation.pk]),
        reverse("consultations:public_words", args=[contribution.round_id]),
        reverse("consultations:public_round_detail", args=[contribution.round_id]),
    ]


def readers(contribution: Contribution) -> list[User | None]:
    member = MembershipFactory(organisation=contribution.organisation).user
    return [None, member, *(UserFactory(role=role) for role in ("staff", "coordinator", "expert", "dpo", "admin"))]


def showing(contribution: Contribution, words: str) -> set[str]:
    """The pages on which the words stand, for whichever reader."""
    found = set()
    for reader in readers(contribution):
        client = Client()
        if reader:
            client.force_login(reader)
        for page in pages_with_words(contribution):
            if words in client.get(page).content.decode():
                found.add(page)
    return found


def test_a_name_taken_out_stands_on_no_page_for_anybody() -> None:
    contribution = answered(consented(organisation=MembershipFactory().organisation))
    assert len(showing(contribution, NAME)) >= 9, "the check can fail"

    cleaned(contribution)
    move_round(contribution.round, "answer", actor=coordinator())

    assert showing(contribution, NAME) == set()
    assert reverse("consultations:public_words", args=[contribution.round_id]) in showing(contribution, MARK)
    assert NAME not in "".join(f"{event.before}{event.after}" for event in Event.objects.all())


def test_the_answers_are_not_published_before_every_text_that_goes_out_was_read(client) -> None:
    contribution = answered(consented())

    with pytest.raises(StepRefused):
        move_round(contribution.round, "answer", actor=coordinator())
    cleaned(contribution)
    move_round(contribution.round, "answer", actor=coordinator())

    assert [row.words for row in PublishedWords.objects.shown()] == [CLEAN]


def test_what_nobody_agreed_to_or_took_back_or_tells_of_danger_does_not_go_out() -> None:
    consultation = RoundFactory(is_closed=True)
    silent = answered(ContributionFactory(round=consultation))
    taken_back, in_danger = answered(consented(consultation)), answered(consented(consultation))
    withdraw_consent(taken_back, "publication", actor=None)
    raise_danger(in_danger, actor=UserFactory(role="staff"))
    redact(Redaction(contribution=silent, text=silent.text), actor=coordinator())

    move_round(consultation, "answer", actor=coordinator())

    assert not PublishedWords.objects.exists()


def test_the_database_publishes_no_words_without_consent_or_unread() -> None:
    read, unread = RedactionFactory(contribution=ContributionFactory()).contribution, consented()
    for contribution in (read, unread):
        publication = AnswerPublication.objects.create(
            round=contribution.round, published_by=coordinator(), happened_on="2024-05-11"
        )
        row = PublishedWords(
            round=contribution.round, publication=publication, contribution=contribution, number=contribution.pk
        )
        with pytest.raises(IntegrityError, match="words_published_with_consent_and_read"), transaction.atomic():
            row.save()


def test_the_public_number_leads_back_to_nobody(client) -> None:
    consultation = RoundFactory(is_closed=True)
    several = [answered(consented(consultation)) for _each in range(8)]
    for each in several:
        cleaned(each)

    move_round(consultation, "answer", actor=coordinator())

    numbers = dict(PublishedWords.objects.values_list("number", "contribution"))
    assert sorted(numbers) == list(range(1, 9))
    page = client.get(reverse("consultations:public_words", args=[consultation.pk])).content.decode()
    assert not [each for each in several if f"#{each.pk}<" in page or each.reference_hash in page]


def test_only_removals_are_taken_with_their_reason() -> None:
    contribution, actor = consented(), coordinator()

    for text, reason in ((CLEAN, ""), ("Diçka tjetër", "emër"), (CLEAN + " Edhe kjo.", "emër")):
        with pytest.raises(ValidationError):
            redact(Redaction(contribution=contribution, text=text, reason=reason), actor=actor)
    with pytest.raises(PermissionDenied):
        redact(Redaction(contribution=contribution, text=CLEAN, reason="emër"), actor=UserFactory(role="expert"))
    read = redact(Redaction(contribution=contribution, text=WORDS, reason="s'ka"), actor=actor)
    assert (read.removes, read.reason) == (False, "")


def test_the_form_takes_what_the_moderator_typed_and_keeps_it_where_it_refuses(client) -> None:
    contribution = consented()
    client.force_login(coordinator())
    address = reverse("consultations:contribution_redact", args=[contribution.pk])
    page = client.get(address).content.decode()
    assert NAME in page.partition("<textarea")[0], "the hint"

    refused = client.post(address, {"text": "Fjalë të reja [...]", "reason": "emër"})
    assert "Fjalë të reja" in refused.content.decode()
    client.post(address, {"text": CLEAN.replace(MARK, "[...]"), "reason": "emër"})

    assert Redaction.objects.get().text == CLEAN
    assert Contribution.objects.with_words().get().words == CLEAN


def test_the_original_and_the_contact_open_only_to_a_written_reason(client) -> None:
    contribution, actor = consented(), coordinator()
    cleaned(contribution)
    ContributionContact.objects.create(contribution=contribution, name="Fshehur", email="")
    client.force_login(actor)
    address = reverse("consultations:contribution_open", args=[contribution.pk])
    detail = client.get(contribution.get_absolute_url()).content.decode()
    assert "Fshehur" not in detail
    assert NAME not in detail

    for opened, secret in (("original", NAME), ("contact", "Fshehur")):
        assert secret not in client.post(address, {"opened": opened, "reason": ""}).content.decode()
        assert secret in client.post(address, {"opened": opened, "reason": "Ankesë"}).content.decode()

    assert [(row.opened, row.reason) for row in DataOpening.objects.order_by("pk")] == [
        ("original", "Ankesë"),
        ("contact", "Ankesë"),
    ]
    with pytest.raises(PermissionDenied):
        open_data(
            DataOpening(contribution=contribution, opened="original", reason="."), actor=UserFactory(role="staff")
        )


def followed(client: Client, contribution: Contribution) -> None:
    session = client.session
    session["followed_contribution"] = contribution.pk
    session.save()


def test_the_speaker_takes_her_consent_back_with_her_code_and_the_words_leave_the_page(client) -> None:
    words = PublishedWordsFactory(redaction=RedactionFactory(contribution=consented(), text=CLEAN))
    public = reverse("consultations:public_words", args=[words.round_id])
    assert "rampë" in client.get(public).content.decode()
    followed(client, words.contribution)

    for _time in range(2):
        client.post(reverse("site:follow_withdraw"))

    assert "rampë" not in client.get(public).content.decode()
    assert words.contribution.withdrawals.get().recorded_by is None
    assert client.get(reverse("site:follow_answer")).status_code == 200


def test_a_person_who_is_named_reports_the_text_and_is_taken_out_everywhere(client) -> None:
    contribution = consented()
    words = PublishedWordsFactory(redaction=RedactionFactory(contribution=contribution, text=plain_words(WORDS)))
    public = reverse("consultations:public_words", args=[words.round_id])
    address = reverse("consultations:text_report_create", args=[words.round_id, words.number])
    assert NAME in client.get(public).content.decode()

    assert "complaint" in client.post(address, {"complaint": ""}).content.decode()
    for _time in range(2):
        client.post(address, {"complaint": "Unë jam e përmendur."})
    report, actor = TextReport.objects.get(), coordinator()
    report.result = "removed"
    with pytest.raises(ValidationError):
        settle_report(report, actor=actor)
    cleaned(contribution)
    settle_report(report, actor=actor)

    assert NAME not in client.get(public).content.decode()
    with pytest.raises(StepRefused):
        settle_report(report, actor=actor)


def test_what_stays_is_answered_with_a_reason() -> None:
    report = report_text(TextReport(words=PublishedWordsFactory(), complaint="Nuk më pëlqen."))
    report.result = "kept"

    with pytest.raises(ValidationError):
        settle_report(report, actor=coordinator())
    report.answer = "Nuk përmend njeri."
    assert settle_report(report, actor=UserFactory(role="dpo")).settled_at


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        (f"Fqinja {NAME} vjen.", [f"Fqinja {NAME}", NAME]),
        ("znj. Drita na ndihmon", ["znj. Drita"]),
        ("Më merrni në 069 123 4567 ose a.b@example.org", ["069 123 4567", "a.b@example.org"]),
        ("Numri J12345678K", ["J12345678K"]),
        ("Bashkia Vlorë dhe Njësia Orikum", []),
        ("Në Qendër Vlorë na duhet një rampë.", []),
        ("Na duhet një rampë. Edhe një ashensor.", []),
    ],
)
def test_what_may_name_a_person_is_hinted_at_and_places_are_not(text: str, hints: list[str]) -> None:
    found = name_hints(text, known=["Qendër Vlorë", "Orikum"])

    assert bool(found) == bool(hints)
    assert set(found) <= set(hints)


def test_the_units_of_the_municipality_are_no_persons() -> None:
    AdministrativeUnitFactory(name_sq="Novoselë Fshat")

    assert hints_for("Te Novoselë Fshat nuk ka autobus.") == []
    assert hints_for(f"{NAME} e di.") == [NAME]


def test_the_author_is_told_what_may_name_somebody(client) -> None:
    address = reverse("consultations:contribute", args=[RoundFactory(is_open=True).pk])
    key = re.search(r'name="submission" value="([^"]+)"', client.get(address).content.decode()).group(1)

    form = {"submission": key, "text": WORDS, "language": "sq", "spoken_by": "resident"}
    receipt = client.post(address, form).content.decode()

    assert f"<li>Mësuesja {NAME}</li>" in receipt or f"<li>{NAME}</li>" in receipt
    assert Contribution.objects.count() == 1
