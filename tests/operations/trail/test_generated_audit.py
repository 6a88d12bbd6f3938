"""Attendance, speakers and editions of chance, published one after the other: together they tell of no few persons."""

from __future__ import annotations

from random import Random

import pytest

from assessments.enums import AssessmentStep
from assessments.models import Assessment, TargetGroup
from assessments.services import begin_next_edition, move_assessment
from consultations.enums import AgeBand, ParticipantType, Sex, SpeakerKind
from consultations.facts.speakers import keep_speakers
from consultations.models import AttendanceCount, ConsultationEvent, Round
from consultations.releases import keep_attendance, propose_release
from core.released import SHARED, Release
from core.workflow import StepRefused
from operations.models import SuppressionPattern
from operations.trail.patterns import audit_everything
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory, RoundFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory
from tests.operations.trail.reader import Told, ends_of

pytestmark = pytest.mark.django_db
SEEDS = range(8)
TEXTS = {"method_sq": "Metoda.", "sources_sq": "Burimet.", "limits_sq": "Kufijtë."}


def few_or_many(chance: Random) -> int:
    return chance.choice([0, 1, 2, 3, 4, 7, 9, 12, 30, 61])


def meetings(chance: Random, groups: list[TargetGroup]) -> Round:
    consultation: Round = RoundFactory(is_closed=True)
    for _each in range(chance.randint(2, 4)):
        group = chance.choice(groups)
        confidentiality = "counts_only" if group.is_protected else chance.choice(["public", "counts_only"])
        event = ConsultationEventFactory(round=consultation, confidentiality=confidentiality, groups=[group])
        count(event, chance)
    return consultation


def count(event: ConsultationEvent, chance: Random) -> None:
    """By sex, and by kind with the same sum, or without it."""
    AttendanceCount.objects.filter(event=event).delete()
    counts = {sex: few_or_many(chance) for sex in Sex.values}
    for sex, persons in counts.items():
        AttendanceCount.objects.create(event=event, sex=sex, count=persons)
    if chance.random() < 0.7:
        first = chance.randint(0, sum(counts.values()))
        kinds = zip(chance.sample(ParticipantType.values, 2), (first, sum(counts.values()) - first), strict=True)
        for kind, persons in kinds:
            AttendanceCount.objects.create(event=event, participant_type=kind, count=persons)


def words(consultation: Round, chance: Random, groups: list[TargetGroup]) -> None:
    units = [AdministrativeUnitFactory(), AdministrativeUnitFactory()]
    for _each in range(chance.randint(4, 18)):
        ContributionFactory(
            round=consultation,
            group=chance.choice([None, *groups]),
            unit=chance.choice([None, *units]),
            sex=chance.choice(Sex.values),
            age_band=chance.choice(["", *AgeBand.values]),
            spoken_by=chance.choice(SpeakerKind.values),
        )


def edition_of(chance: Random, groups: list[TargetGroup]) -> Assessment:
    edition: Assessment = AssessmentFactory(**TEXTS)
    for number in range(chance.randint(2, 4)):
        affected = few_or_many(chance) + 1
        need = NeedFactory(
            assessment=edition,
            code=f"N{number}",
            name_sq=f"Nevoja {'ABCD'[number]}",
            name_en=f"Need {'ABCD'[number]}",
            affected=affected,
            covered=chance.randint(0, affected),
            estimate=affected,
            group=chance.choice(groups),
        )
        RequirementLineFactory(need=need, persons=affected)
    for _each in range(2):
        counts = {"users": few_or_many(chance), "waiting": few_or_many(chance), "capacity": few_or_many(chance) + 1}
        service = ServiceFactory(users_women=None, users_men=None, **counts)
        service.groups.add(chance.choice(groups))
        AssessedServiceFactory(assessment=edition, service=service, **counts)
    definition = FigureDefinitionFactory()
    for number in range(2):
        DataPointFactory(
            assessment=edition, definition=definition, value=few_or_many(chance), source=f"Burimi {'AB'[number]}"
        )
    return edition


def publish(edition: Assessment) -> None:
    Assessment.objects.filter(pk=edition.pk).update(state="verified")
    move_assessment(
        Assessment.objects.get(pk=edition.pk),
        AssessmentStep.PUBLISH,
        actor=UserFactory(role="coordinator"),
        comment="",
    )


def next_of(edition: Assessment, chance: Random) -> Assessment:
    following = begin_next_edition(edition, AssessmentFactory.build(**TEXTS), actor=UserFactory(role="staff"))
    changed = following.needs.order_by("pk").first()
    changed.affected = changed.estimate = changed.affected + chance.randint(1, 4)
    changed.save()
    return following


def publish_everything(seed: int) -> int:
    """How many of the publications were let through: what cannot be protected is refused, and publishes nothing."""
    chance, done = Random(seed), 0
    MunicipalityFactory()
    small_number_thresholds()
    groups = [TargetGroupFactory(is_protected=False), TargetGroupFactory(is_protected=True)]
    consultation, edition = meetings(chance, groups), edition_of(chance, groups)
    words(consultation, chance, groups)

    def attendance() -> None:
        keep_attendance(consultation, propose_release(consultation).release)

    def counted_again() -> None:
        count(chance.choice(list(consultation.events.all())), chance)
        attendance()

    deeds = [attendance, lambda: keep_speakers(consultation), lambda: publish(edition), counted_again]
    chance.shuffle(deeds)
    for deed in [*deeds, lambda: publish(next_of(edition, chance))]:
        try:
            deed()
            done += 1
        except StepRefused:
            continue
    return done


def what_a_reader_finds() -> list[tuple[str, int, int]]:
    """Each count that was ever hidden with the ends between which all that was published lets it lie, if too narrow.

    A programme of its own, over everything at once, beside the one that judges what is published.
    """
    known: dict[str, int] = {}
    widths: dict[str, int] = {}
    hidden: set[str] = set()
    sums: set[Told] = set()
    for row in SuppressionPattern.objects.filter(pattern__has_key="counts").order_by("pk"):
        release, place = Release.of(row.pattern, row.version), f"{row.name}:{row.scope}:"
        names = {key: key if key.startswith(SHARED) else place + key for key in release.counts}
        for key, counted in release.counts.items():
            widths[names[key]] = counted.width
            if key in release.hidden:
                hidden.add(names[key])
            else:
                known[names[key]] = counted.value
        sums |= {(names[s.total], tuple(names[part] for part in s.parts), s.is_complete) for s in release.sums}
    unknown = sorted(hidden - known.keys())
    return [found for name in unknown if (found := ends_of(name, unknown, known, sums))[2] - found[1] < widths[name]]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_published_of_meetings_speakers_and_needs_tells_of_no_few(seed: int) -> None:
    assert publish_everything(seed) >= 4

    assert SuppressionPattern.objects.values("name").distinct().count() >= 3
    assert audit_everything() == []
    assert what_a_reader_finds() == []


def test_the_reader_of_this_test_finds_what_is_given_away() -> None:
    publish_everything(0)
    stored = SuppressionPattern.objects.filter(name="consultations.attendance").order_by("pk").last()
    shown = dict(stored.pattern) | {"hidden": stored.pattern["hidden"][:1]}
    assert shown["hidden"]

    SuppressionPattern.objects.create(name=stored.name, scope="round:0", version=1, pattern=shown)

    assert what_a_reader_finds() != []
    assert audit_everything() != []
