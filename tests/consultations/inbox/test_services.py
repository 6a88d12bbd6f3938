"""Many letters worked at once, and no words lost by merging or splitting."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consultations.enums import Answer
from consultations.inbox.letters import letter_groups, similar_to
from consultations.inbox.services import answer_many, merge_recommendation, part_recommendation, split_recommendation
from consultations.models import AnswerTemplate, Contribution, Disposition, NoProposal, Recommendation, WorkNote
from consultations.outputs.tables import identical_table
from consultations.record import records_of, text_counts
from consultations.requirements import unanswered
from consultations.services import answer_recommendation, code_contribution, save_recommendation
from core.workflow import StepRefused
from tests.factories.accounts import UserFactory
from tests.factories.assessments import NeedFactory
from tests.factories.consultations import (
    CodingFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RedactionFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db
LETTER = "Kërkojmë  që ambulanca të hapet\nedhe të shtunën."
SAME = "kërkojmë që ambulanca të hapet edhe të shtunën. "


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


@pytest.fixture
def one():
    return RoundFactory(is_open=True)


def test_three_hundred_letters_and_five_with_a_sentence_more_are_both_counts(one):
    blank = ContributionFactory.build_batch(300, round=one, text=LETTER)
    own = [ContributionFactory.build(round=one, text=f"{LETTER} Jam {number}.") for number in range(5)]
    Contribution.objects.bulk_create([*blank, *own])

    counts = text_counts([one])

    assert (counts.received, counts.texts, counts.groups, counts.senders) == (305, 6, 1, 300)
    assert records_of([one])[0].contributions == 305
    assert identical_table([one])[0].rows[0].cells == (305, 6, 1, 300)
    assert [group.senders for group in letter_groups(one)] == [300]


def test_blanks_and_capitals_make_no_other_letter_and_a_word_does(one):
    first = ContributionFactory(round=one, text=LETTER)
    first.refresh_from_db()
    ContributionFactory(round=one, text=SAME)
    ContributionFactory(round=one, text=SAME + "Faleminderit.")
    ContributionFactory(text=LETTER)  # of another round

    assert Contribution.objects.identical_to(first).count() == 2


def test_one_coding_and_one_reason_reach_the_whole_group(one, coordinator, client_of):
    letters = [ContributionFactory(round=one, text=LETTER) for _number in range(3)]
    other = ContributionFactory(round=one, text="Tjetër.")
    recommendation = RecommendationFactory(round=one)
    client = client_of(coordinator)

    aside = reverse("consultations:contribution_no_proposal", args=[letters[0].pk])
    client.post(aside, {"reason": "Pa propozim", "with_identical": "on"})
    assert NoProposal.objects.count() == 3

    code = reverse("consultations:contribution_code", args=[letters[0].pk])
    client.post(code, {"recommendations": [recommendation.pk], "with_identical": "on"})
    assert recommendation.codings.count() == 3
    assert not NoProposal.objects.exists()
    assert list(Contribution.objects.uncoded()) == [other]


def test_a_round_without_recommendations_leads_to_the_first_one(one, coordinator, client_of):
    letter = ContributionFactory(round=one, text=LETTER)
    code = reverse("consultations:contribution_code", args=[letter.pk])
    word = reverse("consultations:recommendation_create", args=[one.pk]) + f"?contribution={letter.pk}"
    RecommendationFactory()  # of another round

    page = client_of(coordinator).get(code)
    assert word in page.content.decode()
    assert 'name="recommendations"' not in page.content.decode()
    assert client_of(coordinator).get(word).context["form"].initial["contributions"] == [str(letter.pk)]

    RecommendationFactory(round=one)
    page = client_of(coordinator).get(code).content.decode()
    assert 'name="recommendations"' in page
    assert word not in page


def test_a_nearly_identical_text_is_shown_beside(one):
    first = ContributionFactory(round=one, text=LETTER)
    first.refresh_from_db()
    near = ContributionFactory(round=one, text=SAME + "Ju lutem.")
    ContributionFactory(round=one, text="Rruga për në Novoselë nuk ka ndriçim.")

    assert list(similar_to(first)) == [near]


def test_the_inbox_is_searched_by_words_without_accents_and_not_by_what_was_taken_out(one, coordinator, client_of):
    ramp = ContributionFactory(round=one, text="Duam një rampë te shkolla.")
    sealed = ContributionFactory(round=one, text="Agimi do rampën.")
    RedactionFactory(contribution=sealed, text="[…] do rampën.", removes=True, reason="Emër")
    ContributionFactory(round=one, text="Duam ujë.")
    inbox = client_of(coordinator)

    def found(words: str) -> set:
        return set(inbox.get(reverse("consultations:contribution_list"), {"words": words}).context["object_list"])

    assert found("rampe") == {ramp, sealed}
    assert found("Agimi") == set()
    assert len(found("  ")) == 3
    assert found("rampe\0") is not None


def test_what_was_taken_out_is_compared_with_nothing(one):
    name = "Agim Hoxha nga lagjja e re pas spitalit"
    sealed = ContributionFactory(round=one, text=f"{name}. {SAME}")
    RedactionFactory(contribution=sealed, text=f"[…] {SAME}".strip(), removes=True, reason="Emër")
    named, same = ContributionFactory(round=one, text=f"{name}."), ContributionFactory(round=one, text=sealed.text)

    assert sealed not in similar_to(named)
    assert sealed in similar_to(ContributionFactory(round=one, text=SAME + "Ju lutem."))
    assert letter_groups(one) == []  # as one of a pair it would say what the other still shows
    assert same in similar_to(ContributionFactory(round=one, text=f"{name}! {SAME}"))


def test_merging_and_parting_loses_no_words(one, coordinator):
    merged, target = CodingFactory(recommendation__round=one), CodingFactory(recommendation__round=one)
    merged.recommendation.needs.add(NeedFactory())
    into = merge_recommendation(merged.recommendation, target.recommendation, actor=coordinator)

    assert set(into.contributions.all()) == {merged.contribution, target.contribution}
    assert into.needs.count() == 1
    assert records_of([one])[0].recommendations == 1
    assert Recommendation.objects.unanswered().count() == 1  # the merged one owes no answer of its own
    assert not Contribution.objects.uncoded().exists()

    kept = Recommendation.objects.get(pk=merged.recommendation.pk)
    with pytest.raises(StepRefused):
        save_recommendation(kept, actor=coordinator, contributions=[ContributionFactory(round=one)], needs=[])
    with pytest.raises(StepRefused):
        code_contribution(ContributionFactory(round=one), recommendations=[kept], actor=coordinator)
    with pytest.raises(StepRefused):
        answer_recommendation(Disposition(recommendation=kept, answer=Answer.ACCEPTED), actor=coordinator)

    part_recommendation(merged.recommendation, actor=coordinator)
    assert Recommendation.objects.unanswered().count() == 2
    assert list(merged.recommendation.contributions.all()) == [merged.contribution]


def test_an_answered_recommendation_is_not_merged(one, coordinator):
    answered = DispositionFactory(recommendation__round=one).recommendation

    with pytest.raises(StepRefused):
        merge_recommendation(answered, RecommendationFactory(round=one), actor=coordinator)
    single = RecommendationFactory(round=one)
    with pytest.raises(ValidationError):
        merge_recommendation(single, single, actor=coordinator)


def test_splitting_leaves_every_contribution_heard_in_one_of_both(one, coordinator):
    whole = RecommendationFactory(round=one, code="R07")
    stays, goes = (CodingFactory(recommendation=whole).contribution for _number in range(2))
    new = Recommendation(title_sq="Më vete", text_sq="Më vete")

    with pytest.raises(ValidationError):
        split_recommendation(whole, new, contributions=[stays, goes], actor=coordinator)
    made = split_recommendation(whole, new, contributions=[goes], actor=coordinator)

    assert made.code == "R08"  # given by the system
    assert list(whole.contributions.all()) == [stays]
    assert list(made.contributions.all()) == [goes]


def test_one_reason_answers_a_group_of_recommendations(one, coordinator, client_of):
    several = [CodingFactory(recommendation__round=one).recommendation for _number in range(3)]
    template = AnswerTemplate.objects.create(title="Buxheti", answer="not_accepted", reason_sq="Nuk ka buxhet.")
    client, address = client_of(coordinator), reverse("consultations:answer_many", args=[one.pk])

    assert "Nuk ka buxhet." in client.get(f"{address}?template={template.pk}").content.decode()
    typed = {"answer": "not_accepted", "reason_sq": "Nuk ka buxhet.", "happened_on": one.notice_on}
    client.post(address, typed | {"recommendations": [each.pk for each in several[:2]]})

    assert Disposition.objects.filter(answer=Answer.NOT_ACCEPTED).count() == 2
    with pytest.raises(ValidationError):
        answer_many([], Disposition(answer=Answer.ACCEPTED), actor=coordinator)
    assert len([sentence for sentence in unanswered(one) if "rekomandim" in sentence.lower()]) == 1


def test_one_answer_outside_competence_names_its_body_for_the_whole_group(one, coordinator, client_of):
    several = [CodingFactory(recommendation__round=one).recommendation for _number in range(2)]
    said = {"answer": "outside_competence", "reason_sq": "Nuk na takon.", "happened_on": one.notice_on}
    said |= {"competent_body_sq": "OSHEE", "competent_body_en": "The grid company"}
    said["recommendations"] = [each.pk for each in several]
    address = reverse("consultations:answer_many", args=[one.pk])

    assert client_of(coordinator).post(address, said | {"source_document": "VKB"}).status_code == 302
    assert {(each.competent_body_sq, each.competent_body_en) for each in Disposition.objects.all()} == {
        ("OSHEE", "The grid company")
    }
    assert Disposition.objects.count() == 2


def test_a_note_is_the_office_s_and_makes_a_task(one, coordinator, client_of):
    said, worker = ContributionFactory(round=one), UserFactory(role="staff")
    address = reverse("consultations:work_note", args=[said.pk])
    client_of(coordinator).post(address, {"assigned_to": worker.pk, "note": "Për të premten"})

    assert WorkNote.objects.get().assigned_to == worker
    assert said.get_absolute_url() in client_of(worker).get(reverse("site:home")).content.decode()


def test_reading_for_names_is_one_click(one, coordinator, client_of):
    said = ContributionFactory(round=one, consents_to_publish=True, visibility="public")
    client_of(coordinator).post(reverse("consultations:contribution_read", args=[said.pk]))

    assert not Contribution.objects.unread().exists()
