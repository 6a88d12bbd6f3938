"""The rows of a long tree and a long matrix: written from one, and letter for letter what their template says."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from socialplan.content.enums import NodeKind
from socialplan.content.nodes import OPEN_UP_TO, TreeNode, tree_of
from socialplan.drafting.matrix.page import matrix_of
from socialplan.drafting.views.rows import LINE, NODE, MatrixLines, TreeLines
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    IndicatorFactory,
    MeasureCostFactory,
    MeasureFactory,
    NodeCommentFactory,
    SpecificObjectiveFactory,
)

TITLES = [("Masa <b>", 'Measure "two"'), ("50 % & më shumë", ""), ("{0} %(pk)s %s", "{{ row }}")]
LANGUAGES = pytest.mark.parametrize("language", ["sq", "en"])
HANDS = pytest.mark.parametrize(("can_change", "can_work"), [(True, True), (False, True), (False, False)])


@pytest.fixture
def version(objective: Any) -> Any:
    """Its measures and indicators have titles with every letter that HTML or a format means something by."""
    for row, (sq, en) in zip(objective.measures.all(), TITLES, strict=True):
        row.title_sq, row.title_en = sq, en
        row.save()
    for sq, en in TITLES:
        IndicatorFactory(objective=objective, title_sq=sq, title_en=en)
    first = objective.measures.first()
    FundingLineFactory(cost=MeasureCostFactory(measure=first, year=2024, amount=1_234_567), amount=34_567)
    NodeCommentFactory(row=first, node_kind=NodeKind.MEASURE)
    return objective.version


@LANGUAGES
@HANDS
@pytest.mark.django_db
def test_a_leaf_of_the_tree(version: Any, language: str, can_change: bool, can_work: bool) -> None:
    with translation.override(language):
        writer = TreeLines(version, can_change, can_work, is_open=True)
        (goal,) = tree_of(version).goals
        (objective,) = goal.below[0][1]
        nodes: list[TreeNode] = [node for _kind, below in objective.below for node in below]

        assert [node.comments for node in nodes] == [1, 0, 0, 0, 0, 0]
        for node in nodes:
            assert writer.rows([node]) == render_to_string(NODE, {"node": node, "writer": writer})


@LANGUAGES
@pytest.mark.parametrize("can_change", [True, False])
@pytest.mark.django_db
def test_a_line_of_the_matrix(version: Any, language: str, can_change: bool) -> None:
    with translation.override(language):
        version.measures.filter(code="1.1.2").update(office=None)
        (group,) = matrix_of(version).groups
        lines = MatrixLines(can_change)
        shown = {"can_change": can_change, "cell_role": "gridcell" if can_change else "cell"}

        assert len(group.rows) == 3
        for row in group.rows:
            assert lines.rows([row]) == render_to_string(LINE, shown | {"row": row})


@pytest.mark.django_db
def test_a_long_plan_is_counted_where_a_short_one_is_listed(client_of: Any, version: Any) -> None:
    """The working page lists what stands below the goals as long as somebody reads it to its end."""
    client = client_of(UserFactory(role="staff"))
    page = reverse("approval:version_detail", args=[version.pk])
    place = f"{reverse('drafting:tree', args=[version.pk])}#n-"
    short = client.get(page).content.decode()
    assert "1.1.3" in short
    assert place not in short

    objective = version.specificobjectives.get()
    later = [SpecificObjectiveFactory(goal=objective.goal, code=f"1.{place}", position=place) for place in (2, 3)]
    for number in range(4, OPEN_UP_TO + 2):
        MeasureFactory(objective=objective, code=f"1.1.{number}", position=number)
    long = client.get(page).content.decode()

    assert "1.1.3" not in long
    assert f'href="{place}{objective.key}"' in long
    assert f"{OPEN_UP_TO + 1} masa" in long
    assert "3 tregues" in long
    assert long.index(f"n-{objective.key}") < long.index(f"n-{later[0].key}") < long.index(f"n-{later[1].key}")
