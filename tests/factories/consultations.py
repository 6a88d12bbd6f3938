from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.models import TargetGroup
from consultations.codes import code_digest, reference_code, text_digest
from consultations.enums import (
    Answer,
    Confidentiality,
    ContributionChannel,
    EngagedKind,
    EventKind,
    EventStatus,
    RoundKind,
    RoundState,
    Sex,
)
from consultations.models import (
    Coding,
    ConsultationEvent,
    Contribution,
    Disposition,
    Recommendation,
    Round,
    UniquePerson,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, TargetGroupFactory

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
    title_sq = factory.Sequence(lambda n: f"Raundi {n}")
    title_en = factory.Sequence(lambda n: f"Round {n}")

    @factory.post_generation
    def groups(self: Round, create: bool, groups: list[TargetGroup] | None, **kwargs: Any) -> None:  # type: ignore[misc]
        self.groups.set([TargetGroupFactory()] if groups is None else groups)


class ConsultationEventFactory(DjangoModelFactory):
    class Meta:
        model = ConsultationEvent
        skip_postgeneration_save = True

    round = factory.SubFactory(RoundFactory, is_open=True)
    kind = EventKind.FOCUS_GROUP
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


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    round = factory.SubFactory(RoundFactory, is_open=True)
    code = factory.Sequence(lambda n: f"R{n}")
    title_sq = factory.Sequence(lambda n: f"Rekomandimi {n}")
    title_en = factory.Sequence(lambda n: f"Recommendation {n}")
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


class UniquePersonFactory(DjangoModelFactory):
    class Meta:
        model = UniquePerson

    person_key = factory.Sequence(lambda n: f"{n:064x}")
    kind = EngagedKind.CSO
    sex = Sex.WOMEN
    consented_on = date(2024, 2, 6)
