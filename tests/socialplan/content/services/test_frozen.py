"""Freezing and thawing the tables of a version: the same figures give the same bytes; no other version is touched."""

from __future__ import annotations

from typing import Any

import pytest

from socialplan.content.blocks.registry import FIXED
from socialplan.content.models import DataBlock, PlanVersion
from socialplan.content.plan_json import content_sha256, version_content
from socialplan.content.services.frozen import content_to_confirm, freeze_blocks, key_of, thaw_blocks
from tests.factories.assessments import small_number_thresholds
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def version() -> PlanVersion:
    """One goal, measure, cost and indicator, without an edition of needs."""
    MunicipalityFactory()
    small_number_thresholds()
    made: PlanVersion = PlanVersionFactory(content=True)
    return made


def fresh(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.get(pk=version.pk)


def frozen(version: PlanVersion) -> dict[str, Any]:
    return dict(DataBlock.objects.filter(version=version).values_list("kind", "figures"))


def cost_more(version: PlanVersion) -> None:
    line = version.measures.get().costs.get()
    line.amount = line.amount + 500_000
    line.save()


def test_the_fixed_tables_are_frozen_even_where_no_chapter_places_them(version: PlanVersion) -> None:
    assert frozen(version) == {}

    freeze_blocks(version)

    assert frozen(version)
    assert frozen(version).keys() <= set(FIXED)


def test_frozen_figures_do_not_follow_the_rows(version: PlanVersion) -> None:
    freeze_blocks(version)
    before = frozen(version)

    cost_more(version)

    assert frozen(version) == before


def test_freezing_again_writes_the_figures_of_the_day_in_place_of_the_old(version: PlanVersion) -> None:
    freeze_blocks(version)
    before = frozen(version)
    cost_more(version)

    freeze_blocks(fresh(version))

    assert frozen(version).keys() == before.keys()
    assert frozen(version) != before


def test_freezing_twice_leaves_one_row_a_table_and_the_same_hash(version: PlanVersion) -> None:
    """What an office gave its opinion on is recognised again after a return without a change."""
    freeze_blocks(version)
    first = content_sha256(fresh(version))
    thaw_blocks(version)

    freeze_blocks(fresh(version))
    freeze_blocks(fresh(version))

    kinds = list(DataBlock.objects.filter(version=version).values_list("kind", flat=True))
    assert len(kinds) == len(set(kinds))
    assert content_sha256(fresh(version)) == first


def test_a_change_of_a_figure_changes_the_hash(version: PlanVersion) -> None:
    freeze_blocks(version)
    first = content_sha256(fresh(version))
    cost_more(version)
    freeze_blocks(fresh(version))

    assert content_sha256(fresh(version)) != first


def test_thawing_takes_the_rows_back_and_those_of_no_other_version(version: PlanVersion) -> None:
    other = PlanVersionFactory(plan=version.plan, number=version.number + 1, content=True)
    for each in (version, other):
        freeze_blocks(each)

    thaw_blocks(version)

    assert frozen(version) == {}
    assert frozen(other)
    assert version_content(fresh(version))["datablocks"] == []


def test_the_key_of_a_table_is_that_of_its_plan_and_kind(version: PlanVersion) -> None:
    """Two versions of one plan are compared table by table; another plan's table is another one."""
    sibling = PlanVersionFactory(plan=version.plan, number=version.number + 1)
    kind, another = sorted(FIXED)[:2]

    assert key_of(version, kind) == key_of(sibling, kind)
    assert key_of(version, kind) != key_of(version, another)
    assert key_of(version, kind) != key_of(PlanVersionFactory(plan__title_sq="Tjetër"), kind)


def test_what_is_shown_to_be_confirmed_is_what_will_be_sealed(version: PlanVersion) -> None:
    """The page shows the amended text with its own tables made anew; freezing them then gives exactly this."""
    freeze_blocks(version)
    cost_more(version)

    shown = content_to_confirm(fresh(version))
    assert shown["datablocks"] != version_content(fresh(version))["datablocks"]

    freeze_blocks(fresh(version), keeps_findings=True)
    assert version_content(fresh(version)) == shown


def test_showing_what_will_be_sealed_writes_nothing(version: PlanVersion) -> None:
    freeze_blocks(version)
    before = frozen(version)
    cost_more(version)

    content_to_confirm(fresh(version))

    assert frozen(version) == before
