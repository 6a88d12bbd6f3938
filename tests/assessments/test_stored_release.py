"""A published edition keeps how it was told: thresholds, groups and bases that change later change nothing in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.enums import AssessmentStep, OpenFile
from assessments.models import Assessment, TargetGroup
from assessments.models.editions import TELLING
from assessments.outline import need_table
from assessments.report.open_data import made_now
from assessments.services import begin_next_edition, move_assessment
from core.released import Release
from core.suppression import MARK
from core.workflow import StepRefused
from municipality.enums import ThresholdCode
from municipality.models import Threshold
from operations.trail.patterns import audit_everything, latest_pattern
from socialplan.content.blocks import block_tables
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
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanFactory, PlanVersionFactory

pytestmark = pytest.mark.django_db
TEXTS = {"method_sq": "Metoda.", "sources_sq": "Burimet.", "limits_sq": "Kufijtë."}


@pytest.fixture
def verified() -> Assessment:
    MunicipalityFactory()
    small_number_thresholds()
    edition = AssessmentFactory(**TEXTS)
    groups = [
        TargetGroupFactory(code="A", base_count=40, base_source="x"),
        TargetGroupFactory(code="B", base_count=8, base_source="x", is_protected=True),
    ]
    for code, affected, covered, group in (("N1", 100, 50, 0), ("N2", 60, 57, 0), ("N3", 30, 9, 1)):
        need = NeedFactory(
            assessment=edition,
            name_sq=f"Nevoja {code}",
            name_en=f"Need {code}",
            code=code,
            affected=affected,
            covered=covered,
            estimate=affected,
            group=groups[group],
        )
        RequirementLineFactory(need=need, persons=affected)
    for users, waiting, group in ((24, 3, 0), (7, 0, 1), (31, 12, 0)):
        service = ServiceFactory(users=users, waiting=waiting, users_women=None, users_men=None, capacity=40)
        service.groups.add(groups[group])
        AssessedServiceFactory(assessment=edition, service=service, users=users, waiting=waiting, capacity=40)
    definition = FigureDefinitionFactory()
    for value in (3, 400):
        DataPointFactory(assessment=edition, definition=definition, value=value, source=f"Burimi {value}")
    Assessment.objects.filter(pk=edition.pk).update(state="verified")
    return Assessment.objects.get(pk=edition.pk)


def publish(edition: Assessment, comment: str = "") -> Assessment:
    moved = move_assessment(edition, AssessmentStep.PUBLISH, actor=UserFactory(role="coordinator"), comment=comment)
    return Assessment.objects.get(pk=moved.pk)


def told(edition: Assessment) -> dict[str, Any]:
    """Everything that goes out about the edition."""
    edition = Assessment.objects.get(pk=edition.pk)
    page = Client().get(reverse("assessments:assessment_public", args=[edition.pk])).content.decode()
    version = PlanVersionFactory(plan=PlanFactory(assessment=edition))
    rows = [(row.need.code, row.figures, row.priority) for row in need_table(edition, user=None)]
    return {
        "page": page,
        "rows": rows,
        "data": made_now(edition, OpenFile.JSON).content.decode(),
        "blocks": plain_blocks(version),
    }


def plain_blocks(version: Any) -> Any:
    return {
        kind: [table.to_plain() for table in block_tables(kind, version)]
        for kind in ("need_table", "gap_matrix", "service_map", "profile")
    }


def change_everything() -> None:
    Threshold.objects.filter(code=ThresholdCode.SMALL_NUMBER).update(value=3)
    Threshold.objects.filter(code=ThresholdCode.SMALL_NUMBER_PROTECTED).update(value=3)
    TargetGroup.objects.filter(code="A").update(base_count=41)
    TargetGroup.objects.filter(code="B").update(base_count=77, is_protected=False)


def test_later_thresholds_groups_and_bases_change_nothing_published(verified):
    edition = publish(verified)
    before = told(edition)
    assert MARK in before["page"]
    assert ">8<" not in before["page"]

    change_everything()

    assert told(edition) == before


def test_what_is_kept_hides_what_the_page_hides_and_gives_nothing_away(verified):
    before = told(verified)
    edition = publish(verified)

    assert told(edition)["rows"] == before["rows"]
    kept = latest_pattern(TELLING, edition.release_scope)
    release = Release.of(kept.pattern, 1)
    assert release.hides("@need:N2:uncovered")
    assert release.hides(f"@base:{TargetGroup.objects.get(code='B').pk}")
    assert not release.hides("@need:N1:affected")
    assert kept.pattern["rules"] == [5, 10]
    assert audit_everything() == []


def test_a_figure_hidden_once_is_hidden_in_the_next_edition_while_it_is_the_same(verified):
    publish(verified)
    change_everything()
    following = AssessmentFactory.build(**TEXTS)
    following = begin_next_edition(verified, following, actor=UserFactory(role="staff"))
    for row in verified.assessed_services.all():
        AssessedServiceFactory(assessment=following, service=row.service, users=row.users, waiting=row.waiting)
    Assessment.objects.filter(pk=following.pk).update(state="verified")
    edition = publish(following)

    figures = {row.need.code: row.figures for row in need_table(edition, user=None)}
    assert (figures["N2"].covered, figures["N2"].uncovered) == (None, None)
    assert audit_everything() == []


def test_words_that_say_a_hidden_number_stop_the_publication_until_a_second_person_lets_them_stand(verified):
    verified.needs.filter(code="N1").update(problem_sq="Vetëm tre veta janë pa shërbim.")

    with pytest.raises(StepRefused, match="3"):
        publish(verified)
    assert publish(verified, comment="3: një shembull").is_published
