from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.lists.weights import savings_of_editions, weights_history
from assessments.models import Assessment
from assessments.outline import tried_ranking
from assessments.priority import PARTS, moved_by_small_shifts, ranking, stored_weights
from assessments.services import change_assessment, open_assessment
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, small_number_thresholds

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


def test_tried_weights_rank_without_being_stored() -> None:
    assessment = AssessmentFactory()
    grave = NeedFactory(assessment=assessment, severity=5, affected=10, covered=5)
    large = NeedFactory(assessment=assessment, severity=1, affected=100, covered=50)
    only_size = dict.fromkeys(PARTS, Decimal(0)) | {"size": Decimal(100)}

    tried = tried_ranking(assessment, only_size)

    assert [row.need for row in tried.rows] == [large, grave]
    assert [row.stored_rank for row in tried.rows] == [2, 1]
    assert [row.need for row in tried_ranking(assessment, None).rows] == [grave, large]


def test_a_small_shift_of_weight_tells_which_needs_enter_or_leave_the_first_ten() -> None:
    assessment = AssessmentFactory()
    for _place in range(9):
        NeedFactory(assessment=assessment, severity=5, affected=100, covered=0)
    grave = NeedFactory(assessment=assessment, severity=3, affected=40, covered=20)
    wide = NeedFactory(assessment=assessment, severity=2, affected=40, covered=6)
    last = NeedFactory(assessment=assessment, severity=1, affected=1, covered=1)

    moved = moved_by_small_shifts(assessment.needs.all(), stored_weights(assessment), assessment.scale_points)

    assert set(moved) == {grave, wide}
    assert last not in moved


def test_who_set_the_weights_and_when_stands_on_the_pages_of_the_edition(client_of: Callable[[User], Client]) -> None:
    small_number_thresholds()
    first, second = (UserFactory(role="staff", name=name) for name in ("Arta Hoxha", "Besa Leka"))
    edition = open_assessment(AssessmentFactory.build(), actor=first)
    edition.title_en = "Another title"
    edition = change_assessment(edition, actor=second)
    edition.weight_severity, edition.weight_legal = 25, 15
    change_assessment(edition, actor=second)

    said = weights_history(Assessment.objects.annotate(savings=savings_of_editions()).get(pk=edition.pk))

    assert [(each.weights["severity"], each.weights["legal"], each.set_by) for each in said] == [
        (25, 15, "Besa Leka"),
        (30, 10, "Arta Hoxha"),
    ]
    for address in (edition.get_absolute_url(), reverse("assessments:assessment_ranking", args=[edition.pk])):
        page = client_of(first).get(address, headers={"accept-language": "sq"}).content.decode()
        shown = page[page.index("Kush i caktoi peshat") :]
        assert shown.index("Besa Leka") < shown.index("Arta Hoxha")
