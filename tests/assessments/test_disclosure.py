"""What is worked out from a hidden figure is hidden with it: the rank, the score, the place in the order."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from assessments.disclosure import need_figures
from assessments.enums import DELIVERED_POINTS, LegalDuty
from assessments.models import Assessment, Need, TargetGroup
from assessments.outline import need_table, rows_of
from assessments.resources import NeedResource
from assessments.stored_release import StoredRelease
from core.suppression import MARK, SuppressionRule
from core.tables import HIDDEN
from municipality.small_numbers import SmallNumberRules
from socialplan.content.blocks import block_tables
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, TargetGroupFactory, small_number_thresholds
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanFactory, PlanVersionFactory

RULES = SmallNumberRules(SuppressionRule(3), SuppressionRule(5, hides_zero=True))
NOT_FIELDS = {"people", "is_protected"}
MOST = 9  # figures of a need up to here are exchanged for every other one

counts = st.integers(0, MOST) | st.integers(0, 200)
needs = st.fixed_dictionaries(
    {
        "people": st.tuples(counts, counts).map(sorted),
        "is_protected": st.booleans(),
        "counts_persons": st.booleans(),
        "severity": st.integers(1, 5),
        "voice_score": st.none() | st.integers(0, 100).map(Decimal),
        "legal_duty": st.sampled_from(LegalDuty),
    }
)
weights = st.sampled_from([(30, 30, 20, 10, 10), (20, 20, 20, 20, 20), (0, 0, 100, 0, 0), (0, 100, 0, 0, 0)])


def need_of(place: int, fields: dict[str, Any]) -> Need:
    (covered, affected), others = fields["people"], {name: fields[name] for name in fields.keys() - NOT_FIELDS}
    group = TargetGroup(pk=place, code=str(place), is_protected=fields["is_protected"])
    estimate = affected if fields["counts_persons"] else 40
    return Need(
        pk=place, code=f"N{place}", group=group, affected=affected, covered=covered, estimate=estimate, **others
    )


def edition_of(parts: tuple[int, ...]) -> Assessment:
    names = ("severity", "gap", "size", "voice", "legal")
    parts_by_name = {f"weight_{name}": part for name, part in zip(names, parts, strict=True)}
    return Assessment(scale_points=dict(DELIVERED_POINTS), **parts_by_name)


def told(edition: Assessment, chosen: list[Need]) -> list[Any]:
    """Everything that the public gets, in the order shown."""
    rows = rows_of(edition, chosen, StoredRelease(RULES), sees_all=False)
    return [(row.need.code, row.figures, row.priority) for row in sorted(rows, key=lambda row: row.place)]


def raw_figures(need: Need) -> tuple[Any, ...]:
    figures = need_figures(need, StoredRelease(RULES), sees_all=False)
    return figures.affected, figures.covered, figures.uncovered, figures.estimate


@settings(max_examples=25, deadline=None)
@given(st.lists(needs, min_size=2, max_size=3), st.integers(0, 2), weights)
def test_whoever_knows_the_weights_learns_nothing_beside_the_raw_figures(generated, which, parts):
    """Every other value that the raw figures leave possible gives the same scores, ranks and order."""
    edition, place = edition_of(parts), which % len(generated)
    chosen = [need_of(*each) for each in enumerate(generated)]
    raw, first = raw_figures(chosen[place]), told(edition, chosen)
    if None not in raw:
        return
    for affected in range(MOST + 1):
        for covered in range(affected + 1):
            other = need_of(place, generated[place] | {"people": [covered, affected]})
            if raw_figures(other) == raw:
                assert told(edition, [*chosen[:place], other, *chosen[place + 1 :]]) == first, (affected, covered)


@settings(max_examples=40, deadline=None)
@given(st.lists(needs, min_size=1, max_size=5), weights)
def test_a_need_that_hides_a_figure_has_no_place_and_the_others_are_ranked_without_it(generated, parts):
    edition, chosen = edition_of(parts), [need_of(*each) for each in enumerate(generated)]
    rows = rows_of(edition, chosen, StoredRelease(RULES), sees_all=False)

    open_needs = [row.need for row in rows if not row.figures.is_marked]
    alone = {row.need.pk: row.priority for row in rows_of(edition, open_needs, StoredRelease(RULES), sees_all=True)}
    assert {row.need.pk: row.priority for row in rows if row.priority} == alone
    assert all(row.priority is not None for row in rows_of(edition, chosen, StoredRelease(RULES), sees_all=True))


@pytest.fixture
def edition(db: None) -> Assessment:
    """A need of three children at risk stands among others; its figures decide where, and the order must not say."""
    MunicipalityFactory()
    small_number_thresholds()
    assessment = AssessmentFactory(weight_severity=20, weight_gap=60, weight_size=0, weight_voice=10, weight_legal=10)
    for code, affected, covered in (("N1", 100, 50), ("N2", 100, 30), ("N3", 100, 70)):
        NeedFactory(assessment=assessment, code=code, affected=affected, covered=covered)
    NeedFactory(
        assessment=assessment,
        code="N0",
        group=TargetGroupFactory(is_protected=True),
        affected=9,
        covered=1,
        estimate=9,
    )
    return assessment


def outputs(assessment: Assessment) -> dict[str, str]:
    """Everything that goes out about the needs of the edition, as text."""
    Assessment.objects.filter(pk=assessment.pk).exclude(state="published").update(state="published")
    page = Client().get(reverse("assessments:assessment_public", args=[assessment.pk])).content.decode()
    version = PlanVersionFactory(plan=PlanFactory(assessment=assessment))
    blocks = {
        kind: [table.to_plain() for table in block_tables(kind, version)] for kind in ("need_table", "gap_matrix")
    }
    sheet = NeedResource().export(need_table(assessment, user=None)).csv
    page = re.sub(r"(assessments|need)/\d+/", r"\1/0/", page)  # addresses name the edition's own rows
    return {"page": page, "blocks": str(blocks), "sheet": sheet}


@pytest.mark.parametrize(("affected", "covered"), [(9, 9), (8, 0), (1, 1), (5, 3)])
def test_page_blocks_and_sheet_are_the_same_whatever_a_hidden_figure_is(edition, affected, covered):
    first = outputs(edition)
    with_another = AssessmentFactory(
        title_sq=edition.title_sq,
        title_en=edition.title_en,
        **{
            f"weight_{part}": getattr(edition, f"weight_{part}")
            for part in ("severity", "gap", "size", "voice", "legal")
        },
    )
    for need in edition.needs.all():
        changed = {"affected": affected, "covered": covered, "estimate": affected} if need.code == "N0" else {}
        fields = {"affected": need.affected, "covered": need.covered, "estimate": need.estimate} | changed
        names = {"name_sq": need.name_sq, "name_en": need.name_en}
        NeedFactory(assessment=with_another, code=need.code, group=need.group, **fields, **names)

    assert outputs(with_another) == first


def test_the_hidden_need_stands_last_by_code_under_the_one_mark_and_staff_see_its_rank(edition):
    (table,) = block_tables("need_table", PlanVersionFactory(plan=PlanFactory(assessment=edition)))
    assert [str(row.cells[0]) for row in table.rows] == ["N2", "N1", "N3", "N0"]
    assert table.rows[-1].cells[-2:] == (HIDDEN, HIDDEN)
    assert [row.cells[-1] for row in table.rows[:-1]] == [1, 2, 3]

    sheet = NeedResource().export(need_table(edition, user=None)).dict[-1]
    assert {sheet[name] for name in ("rank", "score", "rank_equal_weights", "affected", "covered")} == {MARK}

    staff = need_table(edition, user=UserFactory(role=Role.STAFF))
    assert [row.need.code for row in staff] == ["N0", "N2", "N1", "N3"]
    assert [row.priority and row.priority.rank for row in staff] == [1, 2, 3, 4]
