"""Generated publications of one installation: attendance, speakers and an edition, in any order and more than once."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction

from assessments.enums import AssessmentStep
from assessments.models import Assessment, TargetGroup
from assessments.models.editions import TELLING
from assessments.services import move_assessment
from consultations.enums import AgeBand, Confidentiality, ParticipantType, Sex, SpeakerKind
from consultations.facts.speakers import NAME as SPEAKERS
from consultations.facts.speakers import keep_speakers
from consultations.models import AttendanceCount, Round
from consultations.releases import NAME as ATTENDANCE
from consultations.releases import keep_attendance, propose_release
from core.released import audited
from core.workflow import StepRefused
from operations.models import SuppressionPattern
from operations.trail.patterns import audit_everything, everything_released
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory, RoundFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

SEXES = [Sex.WOMEN, Sex.MEN, Sex.UNDECLARED]
AGES = [AgeBand.UNDER_25, AgeBand.UNDER_40, AgeBand.UNDER_65, AgeBand.OLDER, ""]
KINDS = [ParticipantType.CSO, ParticipantType.AUTHORITY, ParticipantType.COMMUNITY, ParticipantType.PROVIDER]


class Installation:
    """One municipality whose numbers the seed draws; small ones are frequent, for they are what is hidden."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        MunicipalityFactory()
        small_number_thresholds()
        self.groups: list[TargetGroup] = [
            TargetGroupFactory(base_count=self.count(60), base_source="x"),
            TargetGroupFactory(base_count=self.count(30), base_source="x", is_protected=True),
        ]
        self.units = [AdministrativeUnitFactory(), AdministrativeUnitFactory()]
        addressed = self.groups[1:] if seed % 4 == 3 else self.groups
        self.round: Round = RoundFactory(is_closed=True, groups=addressed)
        for number in range(self.chance.randint(1, 3)):
            self.add_event(is_protected=number == 1)
        self.add_speakers()

    def count(self, most: int) -> int:
        return self.chance.choice(
            [self.chance.randint(0, 6), self.chance.randint(3, 14), self.chance.randint(0, most)]
        )

    def add_event(self, *, is_protected: bool) -> None:
        event = ConsultationEventFactory(
            round=self.round,
            confidentiality=Confidentiality.COUNTS_ONLY if is_protected else Confidentiality.PUBLIC,
            groups=[self.groups[is_protected]],
        )
        for sex in SEXES[: self.chance.randint(2, 3)]:
            AttendanceCount.objects.create(event=event, sex=sex, count=self.count(40))
        for kind in self.chance.sample(KINDS, self.chance.randint(0, 4)):
            AttendanceCount.objects.create(event=event, participant_type=kind, count=self.count(40))

    def add_speakers(self) -> None:
        weights = [[self.chance.choice([1, 2, 9]) for _part in range(5)] for _margin in range(3)]
        for _each in range(self.chance.randint(8, 26)):
            ContributionFactory(
                round=self.round,
                spoken_by=self.chance.choice([SpeakerKind.RESIDENT, SpeakerKind.RESIDENT, SpeakerKind.EXPERT]),
                sex=self.chance.choices(SEXES, weights[0][:3])[0],
                age_band=self.chance.choices(AGES, weights[1])[0],
                group=self.chance.choices([*self.groups, None], weights[2][:3])[0],
                unit=self.chance.choice([*self.units, None]),
            )

    def publish_attendance(self) -> None:
        keep_attendance(self.round, propose_release(self.round).release)

    def publish_attendance_again(self) -> None:
        """A count was corrected meanwhile."""
        counted = self.chance.choice(list(AttendanceCount.objects.order_by("pk")))
        AttendanceCount.objects.filter(pk=counted.pk).update(count=self.count(40))
        self.publish_attendance()

    def publish_speakers(self) -> None:
        keep_speakers(self.round)

    def publish_speakers_again(self) -> None:
        """A letter that came in time was taken up meanwhile."""
        ContributionFactory(round=self.round, sex=self.chance.choice(SEXES), spoken_by=SpeakerKind.RESIDENT)
        keep_speakers(self.round)

    def publish_edition(self) -> None:
        edition = AssessmentFactory(method_sq="Metoda.", sources_sq="Burimet.", limits_sq="Kufijtë.")
        for number in range(self.chance.randint(2, 4)):
            affected = self.count(90)
            need = NeedFactory(
                assessment=edition,
                code=f"{edition.pk}-{number}",
                affected=affected,
                covered=self.chance.randint(0, affected),
                estimate=affected,
                group=self.groups[number % 2],
            )
            RequirementLineFactory(need=need, persons=affected)
        for number in range(self.chance.randint(1, 3)):
            users, places = self.count(40), self.count(40)
            service = ServiceFactory(users=users, waiting=0, users_women=None, users_men=None, capacity=places)
            service.groups.add(self.groups[number % 2])
            AssessedServiceFactory(assessment=edition, service=service, users=users, waiting=0, capacity=places)
        Assessment.objects.filter(pk=edition.pk).update(state="verified")
        edition = Assessment.objects.get(pk=edition.pk)
        confirmed = "Numrat janë parë."
        move_assessment(edition, AssessmentStep.PUBLISH, actor=UserFactory(role="coordinator"), comment=confirmed)

    def deeds(self) -> list[Callable[[], None]]:
        """In an order of chance, each again only after the first time."""
        attendance = [self.publish_attendance, *[self.publish_attendance_again] * 2]
        speakers = [self.publish_speakers, self.publish_speakers_again]
        lines = {0: attendance, 1: speakers, 2: [self.publish_edition] * 2}
        order = [number for number, line in lines.items() for _deed in line]
        self.chance.shuffle(order)
        return [lines[number].pop(0) for number in order]


@pytest.mark.parametrize("seed", range(10))
def test_attendance_speakers_and_editions_together_give_no_hidden_number_away(seed: int) -> None:
    here = Installation(seed)

    for deed in here.deeds():
        try:
            with transaction.atomic():
                deed()
        except StepRefused:  # then nothing of it is published
            continue
        assert [each for each in audit_everything() if each.is_exact] == []
        assert audit_everything() == []

    names = set(SuppressionPattern.objects.values_list("name", flat=True))
    assert names == {ATTENDANCE, SPEAKERS, TELLING}
    releases = list(everything_released())
    given_away = [replace(each, hidden=frozenset()) for each in releases if each.hidden]
    assert given_away, "some number is hidden in every case"
    for each in given_away:
        assert audited([*releases, each]) != [], "the audit sees what is told after it was hidden"
