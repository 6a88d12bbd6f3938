from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.models import TargetGroup
from consultations.codes import code_digest, reference_code, text_digest
from consultations.enums import (
    DELIVERED_KINDS,
    Answer,
    Confidentiality,
    ContributionChannel,
    EngagedKind,
    EventStatus,
    RoundKind,
    RoundState,
    Sex,
)
from consultations.models import (
    AnswerPublication,
    Coding,
    ConsultationEvent,
    ConsultedDraft,
    Contribution,
    ContributionScan,
    Disposition,
    DraftPlace,
    EventKind,
    FeedbackEntry,
    HelpLine,
    LateReply,
    MinutesPoint,
    PersonRequest,
    PrivacyIncident,
    PublishedWords,
    Recommendation,
    Redaction,
    Round,
    RoundExtension,
    StartProposal,
    UniquePerson,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, TargetGroupFactory, small_number_thresholds

NOTICE = {
    "draft_sq": "Drafti dhe relacioni te zyra dhe në regjistër.",
    "reasons_sq": "Plani i ri trevjeçar; pritet më shumë shërbime.",
    "manner_sq": "Me formular, postë ose gojarisht te koordinatori.",
    "meetings_sq": "Orikum, 17.04.2024; Vlorë, 24.04.2024.",
    "coordinator_contact": "Zyra e koordinatorit, e hënë–e premte 9–12",
}


class RoundFactory(DjangoModelFactory):
    """`RoundFactory(publishable=True)` has every notice field and a group; `is_open=True` takes contributions."""

    class Meta:
        model = Round
        skip_postgeneration_save = True

    class Params:
        publishable = factory.Trait(**NOTICE, kind=RoundKind.DRAFT_PLAN)
        is_open = factory.Trait(
            state=RoundState.OPEN,
            notice_on=factory.LazyFunction(timezone.localdate),
            closes_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=28)),
        )
        with_assessment = factory.Trait(assessment=factory.SubFactory(AssessmentFactory))
        is_closed = factory.Trait(state=RoundState.CLOSED, notice_on=date(2024, 4, 8), closes_on=date(2024, 5, 9))

    kind = RoundKind.LISTENING
    answer_days = 20
    title_sq = factory.Sequence(lambda n: f"Raundi {n}")
    title_en = factory.Sequence(lambda n: f"Round {n}")

    @classmethod
    def _create(cls, model_class: type[Round], *args: Any, **kwargs: Any) -> Round:
        """Planned at first, as each round is: what it addresses comes before its notice, and is fixed by that."""
        wanted = kwargs.pop("state", RoundState.PLANNED)
        made: Round = super()._create(model_class, *args, **kwargs)
        made.state = wanted
        return made

    @factory.post_generation
    def has_copy(self: Round, create: bool, wanted: bool | None, **kwargs: Any) -> None:  # type: ignore[misc]
        """A draft that may be published has its copy; `has_copy=False` leaves it out."""
        if wanted or (wanted is None and self.asks_about_a_draft and self.is_planned):
            ConsultedDraftFactory(round=self)

    @factory.post_generation
    def groups(self: Round, create: bool, groups: list[TargetGroup] | None, **kwargs: Any) -> None:  # type: ignore[misc]
        self.groups.set([TargetGroupFactory()] if groups is None else groups)

    @factory.post_generation
    def reaches_its_state(self: Round, create: bool, wanted: None, **kwargs: Any) -> None:  # type: ignore[misc]
        if self.state != RoundState.PLANNED:
            Round.objects.filter(pk=self.pk).update(state=self.state)


class ConsultedDraftFactory(DjangoModelFactory):
    class Meta:
        model = ConsultedDraft

    round = factory.SubFactory(RoundFactory, is_open=True, kind=RoundKind.DRAFT_PLAN)
    number = factory.LazyAttribute(lambda row: row.round.drafts.count() + 1)
    title_sq = "Projektplani social 2024–2026"
    title_en = "Draft social plan 2024–2026"
    content_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    frozen_by = factory.SubFactory(UserFactory, role="coordinator")
    happened_on = date(2024, 4, 8)


class DraftPlaceFactory(DjangoModelFactory):
    class Meta:
        model = DraftPlace

    draft = factory.SubFactory(ConsultedDraftFactory)
    position = factory.Sequence(int)
    kind = "measure"
    key = factory.Faker("uuid4", cast_to=None)
    title_sq = factory.Sequence(lambda n: f"1.1.{n} Qendër ditore")
    title_en = factory.Sequence(lambda n: f"1.1.{n} Day centre")
    body_sq = "<p>Një qendër për 20 persona.</p>"
    body_en = "<p>A centre for 20 persons.</p>"


class EventKindFactory(DjangoModelFactory):
    """`EventKindFactory(code="forum")` is the delivered kind, also where a flushed database has lost it."""

    class Meta:
        model = EventKind
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"kind-{n}")
    name_sq = factory.LazyAttribute(lambda row: of_delivery(row.code).get("name_sq", f"Lloj {row.code}"))
    name_en = factory.LazyAttribute(lambda row: of_delivery(row.code).get("name_en", f"Kind {row.code}"))
    is_open_meeting = factory.LazyAttribute(lambda row: of_delivery(row.code).get("is_open_meeting", False))
    has_notice = factory.LazyAttribute(lambda row: of_delivery(row.code).get("has_notice", False))
    order = factory.LazyAttribute(lambda row: of_delivery(row.code).get("order", 99))
    source = "Zgjedhje e bashkisë"


def of_delivery(code: str) -> dict[str, Any]:
    return next((fields for fields in DELIVERED_KINDS if fields["code"] == code), {})


class ConsultationEventFactory(DjangoModelFactory):
    """`kind` may be given by its code."""

    class Meta:
        model = ConsultationEvent
        skip_postgeneration_save = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        if isinstance(kwargs["kind"], str):
            kwargs["kind"] = EventKindFactory(code=kwargs["kind"])
        return kwargs

    round = factory.SubFactory(RoundFactory, is_open=True)
    kind = "focus_group"
    title_sq = factory.Sequence(lambda n: f"Takimi {n}")
    title_en = factory.Sequence(lambda n: f"Meeting {n}")
    status = EventStatus.HELD
    held_on = date(2024, 2, 21)
    confidentiality = Confidentiality.PUBLIC

    @factory.post_generation
    def groups(self: ConsultationEvent, create: bool, groups: list[TargetGroup] | None, **kwargs: Any) -> None:  # type: ignore[misc]
        if groups:
            self.groups.set(groups)


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    round = factory.SubFactory(RoundFactory, is_open=True)
    submission_key = factory.Faker("uuid4", cast_to=None)
    channel = ContributionChannel.WEB
    text = factory.Sequence(lambda n: f"Na duhet një qendër ditore {n}.")
    happened_on = date(2024, 4, 17)
    reference_hash = factory.LazyAttribute(lambda row: code_digest(reference_code(row.submission_key)))
    digest = factory.LazyAttribute(lambda row: text_digest(row.submission_key, row.text))


#: The beginning of a PDF, by which a file is known for one.
PAPER = b"%PDF-1.7 Fleta e Kodi 1, e skanuar"


class ContributionScanFactory(DjangoModelFactory):
    class Meta:
        model = ContributionScan

    contribution = factory.SubFactory(ContributionFactory, channel=ContributionChannel.PAPER)
    content = PAPER
    content_type = "application/pdf"
    size = len(PAPER)
    sha256 = "0" * 64
    attached_by = factory.SubFactory(UserFactory, role="coordinator")


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    round = factory.SubFactory(RoundFactory, is_open=True)
    code = factory.Sequence(lambda n: f"R{n}")
    title_sq = factory.Sequence(lambda n: f"Rekomandimi R{n}")
    title_en = factory.Sequence(lambda n: f"Recommendation R{n}")
    text_sq = "Të hapet një qendër ditore."


class CodingFactory(DjangoModelFactory):
    class Meta:
        model = Coding

    recommendation = factory.SubFactory(RecommendationFactory)
    contribution = factory.SubFactory(ContributionFactory, round=factory.SelfAttribute("..recommendation.round"))
    coded_by = factory.SubFactory(UserFactory, role="staff")


class DispositionFactory(DjangoModelFactory):
    class Meta:
        model = Disposition

    recommendation = factory.SubFactory(RecommendationFactory)
    answer = Answer.ACCEPTED
    decided_on = date(2024, 5, 10)
    decided_by = factory.SubFactory(UserFactory, role="coordinator")


class LateReplyFactory(DjangoModelFactory):
    class Meta:
        model = LateReply

    contribution = factory.SubFactory(ContributionFactory, channel="paper", protocol_no="12/2026", is_late=True)
    reply = "Hyn në planin tjetër."
    answered_on = date(2024, 5, 13)
    recorded_by = factory.SubFactory(UserFactory, role="coordinator")


class FeedbackEntryFactory(DjangoModelFactory):
    class Meta:
        model = FeedbackEntry

    contribution = factory.SubFactory(ContributionFactory)
    round = factory.SelfAttribute("contribution.round")
    channel = "meeting"
    content = "U tha se rampa hyn në plan."
    informed_on = date(2024, 5, 13)
    recorded_by = factory.SubFactory(UserFactory, role="coordinator")


class RoundExtensionFactory(DjangoModelFactory):
    class Meta:
        model = RoundExtension

    round = factory.SubFactory(RoundFactory, is_open=True)
    from_day = date(2024, 5, 10)
    to_day = date(2024, 5, 20)
    decision_no = "7/2024"
    decision_on = date(2024, 5, 2)
    notified_on = date(2024, 5, 3)
    reason = "Kërkesa e dy fshatrave."
    recorded_by = factory.SubFactory(UserFactory, role="coordinator")


class StartProposalFactory(DjangoModelFactory):
    class Meta:
        model = StartProposal

    class Params:
        is_answered = factory.Trait(
            result="begun",
            subject_sq="Uji i pijshëm",
            answer_sq="Nis këtë vit.",
            answered_on=date(2024, 5, 13),
            answered_by=factory.SubFactory(UserFactory, role="coordinator"),
        )

    submission_key = factory.LazyFunction(uuid4)
    text = "Një rregullore për ujin"


class UniquePersonFactory(DjangoModelFactory):
    class Meta:
        model = UniquePerson

    person_key = factory.Sequence(lambda n: f"{n:064x}")
    kind = EngagedKind.CSO
    sex = Sex.WOMEN
    consented_on = date(2024, 2, 6)


class HelpLineFactory(DjangoModelFactory):
    """`HelpLineFactory(is_checked=True)` is one that the public sees."""

    class Meta:
        model = HelpLine

    class Params:
        is_checked = factory.Trait(checked_by="Drejtoria e Shërbimeve Sociale", checked_on=date(2026, 1, 5))

    name_sq = factory.Sequence(lambda n: f"Linja {n}")
    phone = factory.Sequence(lambda n: f"116 {n:03}")
    source = "Provë"


class RedactionFactory(DjangoModelFactory):
    """Read, and nothing taken out."""

    class Meta:
        model = Redaction

    contribution = factory.SubFactory(ContributionFactory, consents_to_publish=True, visibility="public")
    text = factory.SelfAttribute("contribution.text")
    removes = False
    recorded_by = factory.SubFactory(UserFactory, role="coordinator")


class PublishedWordsFactory(DjangoModelFactory):
    class Meta:
        model = PublishedWords

    class Params:
        redaction = factory.SubFactory(RedactionFactory)

    contribution = factory.SelfAttribute("redaction.contribution")
    round = factory.SelfAttribute("contribution.round")
    publication = factory.LazyAttribute(
        lambda row: AnswerPublication.objects.create(
            round=row.round, published_by=UserFactory(role="coordinator"), happened_on=date(2024, 5, 11)
        )
    )
    number = factory.Sequence(lambda n: n + 1)


class MinutesPointFactory(DjangoModelFactory):
    class Meta:
        model = MinutesPoint

    event = factory.SubFactory(ConsultationEventFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Rampë te shkolla."
    recorded_by = factory.SubFactory(UserFactory, role="staff")


class PersonRequestFactory(DjangoModelFactory):
    class Meta:
        model = PersonRequest

    kind = "erasure"
    received_on = date(2024, 6, 3)
    protocol_no = factory.Sequence(lambda n: f"{n}/2024")
    about = "Fjalët e saj në raund"
    due_on = date(2024, 7, 3)
    recorded_by = factory.SubFactory(UserFactory, role="dpo")


class PrivacyIncidentFactory(DjangoModelFactory):
    class Meta:
        model = PrivacyIncident

    discovered_at = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
    due_at = datetime(2024, 6, 6, 9, 0, tzinfo=UTC)
    what = "Një listë u dërgua gabim"
    kinds = "adresa elektronike"
    recorded_by = factory.SubFactory(UserFactory, role="dpo")


def telling_round(words: str = "Tre burra duan një qendër") -> Round:
    """A closed round of fifty residents, three of them men: 3 is hidden, and one recommendation says it."""
    small_number_thresholds()
    consultation: Round = RoundFactory(is_closed=True)
    for sex, count in (("women", 27), ("men", 3), ("undeclared", 20)):
        ContributionFactory.create_batch(count, round=consultation, sex=sex, spoken_by="resident")
    wanted = RecommendationFactory(round=consultation, title_sq=words, title_en="", text_sq="Një qendër.", text_en="")
    heard, worker = consultation.contributions.all(), UserFactory(role="staff")
    rows = [Coding(contribution=each, recommendation=wanted, coded_by=worker) for each in heard]
    Coding.objects.bulk_create(rows)
    return consultation
