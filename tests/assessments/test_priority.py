from decimal import Decimal

import pytest

from assessments.matrix import gap_matrix
from assessments.priority import ranking
from tests.factories.assessments import AssessmentFactory, NeedFactory, ServiceFactory, ServiceTypeFactory
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db


def test_the_score_is_the_weighted_sum_of_its_parts() -> None:
    assessment = AssessmentFactory()
    need = NeedFactory(
        assessment=assessment,
        severity=5,
        affected=50,
        covered=10,
        legal_duty="shared",
        legal_basis="ligji",
        voice_score=40,
    )
    NeedFactory(assessment=assessment, severity=1, affected=100, covered=100)

    priority = ranking(assessment)[need.pk]

    assert priority.parts == {"severity": 100, "gap": 80, "size": 50, "voice": 40, "legal": 50}
    assert priority.score == Decimal("71.0")
    assert (priority.rank, priority.equal_rank) == (1, 1)


def test_ties_go_by_severity_then_gap_then_code() -> None:
    assessment = AssessmentFactory(weight_severity=0, weight_gap=0, weight_size=0, weight_voice=100, weight_legal=0)
    light = NeedFactory(assessment=assessment, severity=2)
    wide = NeedFactory(assessment=assessment, severity=4, covered=0)
    grave = NeedFactory(assessment=assessment, severity=4, covered=40)

    ranks = {key: priority.rank for key, priority in ranking(assessment).items()}

    assert ranks == {wide.pk: 1, grave.pk: 2, light.pk: 3}


def test_a_decision_moves_one_need_and_keeps_the_computed_rank() -> None:
    assessment = AssessmentFactory()
    first = NeedFactory(assessment=assessment, severity=5)
    second = NeedFactory(
        assessment=assessment, severity=1, override_rank=1, override_reason="urgjente", override_body="Këshilli"
    )

    ranks = ranking(assessment)

    assert (ranks[second.pk].rank, ranks[second.pk].computed_rank, ranks[second.pk].is_overridden) == (1, 2, True)
    assert (ranks[first.pk].rank, ranks[first.pk].computed_rank) == (2, 1)


def test_the_matrix_counts_an_undisclosed_service_in_the_total_alone() -> None:
    city, village = AdministrativeUnitFactory(order=1), AdministrativeUnitFactory(order=2)
    kind = ServiceTypeFactory()
    need = NeedFactory(affected=100, covered=20)
    need.service_types.add(kind)
    ServiceFactory(service_type=kind, unit=city, capacity=30, users=25, waiting=12)
    ServiceFactory(service_type=kind, unit=village, is_undisclosed=True, capacity=10, users=10, waiting=11)

    matrix = gap_matrix(need.assessment)

    line = matrix.lines[0]
    assert [(cell.capacity, cell.users) for cell in line.cells] == [(30, 25), (0, 0)]
    assert (line.total.capacity, line.required, line.gap) == (40, 100, 60)
    assert matrix.without_service == [village]
