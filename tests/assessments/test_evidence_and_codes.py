"""What a need rests on, and the codes that the program proposes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.lists.codes import next_code
from assessments.outline import tried_ranking
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, ServiceFactory, small_number_thresholds

NEXT = {
    (): "N01",
    ("N01", "N02"): "N03",
    ("N9",): "N10",
    ("N099",): "N100",
    ("RE-1", "RE-2", "X7", "pa numër"): "RE-3",
    ("abc",): "N01",
    ("9" * 20,): "",
}


@pytest.mark.parametrize("codes", NEXT)
def test_the_next_code_goes_on_from_those_that_are_there(codes: tuple[str, ...]) -> None:
    assert next_code(codes, first="N01") == NEXT[codes]


@pytest.mark.django_db
def test_a_first_need_on_one_kind_of_evidence_is_named() -> None:
    edition = AssessmentFactory()
    for place in range(12):
        NeedFactory(assessment=edition, severity=5 if place < 10 else 1, by_norm=place != 3, by_records=place > 2)

    thin = tried_ranking(edition, None).thin

    assert [row.priority.rank for row in thin] == [1, 2, 3, 4]
    assert [len(row.need.evidence) for row in thin] == [1, 1, 1, 1]


@pytest.mark.django_db
def test_forms_propose_a_code_and_pages_name_the_evidence(client_of: Callable[[User], Client]) -> None:
    small_number_thresholds()
    need = NeedFactory(code="N07", by_voices=True)
    ServiceFactory(code="S12")
    client = client_of(UserFactory(role="staff"))

    assert 'value="N08"' in client.get(reverse("assessments:need_create", args=[need.assessment_id])).content.decode()
    assert 'value="S13"' in client.get(reverse("assessments:service_create")).content.decode()
    label = str(need._meta.get_field("by_voices").verbose_name)
    for name in ("assessments:need_detail", "assessments:assessment_ranking"):
        pk = need.pk if name.endswith("detail") else need.assessment_id
        assert label in client.get(reverse(name, args=[pk])).content.decode()
