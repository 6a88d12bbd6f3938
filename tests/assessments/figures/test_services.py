from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from assessments.figures.comparison import Pair, compared_figures, compared_needs
from assessments.figures.profile import profile
from assessments.figures.services import (
    Correction,
    correct_data_point,
    register_data_point,
    remove_data_point,
    save_definition,
    verify_data_points,
)
from assessments.models import Assessment, DataPoint, FigureDefinition
from assessments.reference import install_reference_rows
from assessments.services import begin_next_edition
from core.tables import HIDDEN
from core.workflow import StepRefused
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    NeedFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db

BETTER = Correction(Decimal(140), "register", "B", "Numëruar dy herë")

OTHER_PEOPLE = """
INSERT INTO assessments_datapoint (
    created_at, updated_at, assessment_id, definition_id, value, starts_on, ends_on, sex, source, method, quality,
    entered_by_id, corrects_id, correction_reason, revision
) SELECT now(), now(), assessment_id, definition_id, 1, starts_on, ends_on, 'men', source, method, 'B',
         entered_by_id, id, 'pse', 2
  FROM assessments_datapoint
"""


def verified(**fields: Any) -> DataPoint:
    return DataPointFactory(verified_by=UserFactory(), quality="A", **fields)


def test_a_second_person_verifies_many_at_once_and_an_estimate_stays_one() -> None:
    edition, second = AssessmentFactory(), UserFactory(role="expert")
    register, estimate = DataPointFactory(assessment=edition), DataPointFactory(assessment=edition, method="estimate")

    verify_data_points(edition, [register.pk, estimate.pk], actor=second)

    told = list(edition.data_points.order_by("pk").values_list("quality", "verified_by"))
    assert told == [("A", second.pk), ("C", second.pk)]
    assert Event.objects.filter(action="assessments.verify_data_points").count() == 1


def test_nobody_verifies_her_own_figure_nor_any_beside_it() -> None:
    edition, staff = AssessmentFactory(), UserFactory(role="staff")
    own, other = DataPointFactory(assessment=edition, entered_by=staff), DataPointFactory(assessment=edition)

    with pytest.raises(StepRefused):
        verify_data_points(edition, [own.pk, other.pk], actor=staff)

    assert not edition.data_points.exclude(verified_by=None).exists()


def test_a_correction_is_a_row_of_its_own_that_waits_for_verifying() -> None:
    point, staff = verified(value=120), UserFactory(role="staff")

    new = correct_data_point(point, BETTER, actor=staff)

    point.refresh_from_db()
    assert (point.value, point.quality, point.corrected_by) == (120, "A", new)
    assert (new.value, new.revision, new.verified_by, new.entered_by) == (140, 2, None, staff)
    assert list(point.assessment.data_points.current()) == [new]
    assert [old.value for old in new.earlier()] == [120]
    with pytest.raises(StepRefused):
        correct_data_point(point, BETTER, actor=staff)


def test_a_figure_is_entered_without_quality_a() -> None:
    point = DataPointFactory.build(
        assessment=AssessmentFactory(), definition=FigureDefinitionFactory(), quality="A", entered_by=None
    )
    with pytest.raises(ValidationError, match=r"Quality A|Cilësia A"):
        register_data_point(point, actor=UserFactory(role="staff"))


def test_only_an_unverified_figure_is_removed() -> None:
    staff, point, kept = UserFactory(role="staff"), DataPointFactory(), verified()

    remove_data_point(point, actor=staff)
    with pytest.raises(StepRefused):
        remove_data_point(kept, actor=staff)

    assert list(DataPoint.objects.all()) == [kept]


def test_figures_of_a_published_edition_are_neither_corrected_nor_verified() -> None:
    point = DataPointFactory()
    Assessment.objects.filter(pk=point.assessment_id).update(state="published")

    with pytest.raises(StepRefused):
        correct_data_point(point, BETTER, actor=UserFactory(role="staff"))
    with pytest.raises(StepRefused):
        verify_data_points(point.assessment, [point.pk], actor=UserFactory(role="expert"))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE assessments_datapoint SET value = 1", "figure_corrected_by_new_row"),
        ("UPDATE assessments_datapoint SET source = 'x'", "figure_corrected_by_new_row"),
        ("UPDATE assessments_datapoint SET quality = 'C'", "figure_verified_once"),
        ("UPDATE assessments_datapoint SET verified_by_id = NULL, quality = 'B'", "figure_verified_once"),
        ("DELETE FROM assessments_datapoint", "figure_verified_stays"),
        (
            OTHER_PEOPLE,
            "figure_corrects_the_same",
        ),
    ],
)
def test_what_a_figure_says_is_frozen_against_sql(statement: str, name: str) -> None:
    verified()

    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_next_edition_takes_figures_with_who_verified_them() -> None:
    small_number_thresholds()
    edition, staff = AssessmentFactory(), UserFactory(role="staff")
    point, old = verified(assessment=edition), DataPointFactory(assessment=edition)
    new = correct_data_point(old, BETTER, actor=staff)

    following = begin_next_edition(
        edition, AssessmentFactory.build(starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1)), actor=staff
    )

    told = list(following.data_points.order_by("pk").values_list("value", "quality", "verified_by", "revision"))
    assert told == [(point.value, "A", point.verified_by_id, 1), (new.value, "B", None, 1)]


def test_sources_that_differ_stand_side_by_side() -> None:
    first = DataPointFactory(value=194_147, source="Pasaporta")
    second = DataPointFactory(
        assessment=first.assessment, definition=first.definition, value=202_373, source="Agjencia"
    )
    DataPointFactory(assessment=first.assessment)

    assert set(first.assessment.data_points.in_conflict()) == {first, second}
    assert set(DataPoint.objects.same_figure(first)) == {first, second}


def test_a_definition_with_figures_keeps_what_it_counts_and_can_be_retired() -> None:
    staff, definition = UserFactory(role="staff"), DataPointFactory().definition
    definition.counts = "households"
    with pytest.raises(ValidationError):
        save_definition(definition, actor=staff)
    definition.counts, definition.is_active = "persons", False

    save_definition(definition, actor=staff)

    assert not FigureDefinition.objects.in_use().exists()
    with pytest.raises(PermissionDenied):
        save_definition(definition, actor=UserFactory(role="ngo"))


def test_every_installation_begins_with_definitions_of_each_part_of_the_profile() -> None:
    admin = UserFactory(role="admin")

    install_reference_rows(actor=admin)
    install_reference_rows(actor=admin)

    themes = set(FigureDefinition.objects.values_list("theme", flat=True))
    assert themes == {"population", "economy", "education", "health", "groups", "staff", "budget", "cash"}


def test_the_profile_tells_the_trend_by_source() -> None:
    edition, definition = AssessmentFactory(), FigureDefinitionFactory()
    for year, value in ((2021, 100), (2023, 120)):
        DataPointFactory(
            assessment=edition,
            definition=definition,
            value=value,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
        )

    (table,) = profile(edition, is_public=False)

    assert table.rows[0].cells[3:6] == (100, 120, Decimal("20.0"))


def test_the_public_profile_hides_few_persons_and_what_gives_them_away_and_tells_of_no_group() -> None:
    small_number_thresholds()
    edition, definition = AssessmentFactory(), FigureDefinitionFactory()
    for sex, value in (("all", 103), ("women", 3), ("men", 100)):
        DataPointFactory(assessment=edition, definition=definition, sex=sex, value=value)
    DataPointFactory(assessment=edition, definition=definition, group=TargetGroupFactory(), value=500)
    DataPointFactory(assessment=edition, definition=definition, unit=AdministrativeUnitFactory(), value=77)

    (table,) = profile(edition, is_public=True)

    values = sorted(str(row.cells[4]) for row in table.rows)
    assert len(table.rows) == 4
    assert values.count(str(HIDDEN)) == 2
    assert "3" not in values


def test_two_editions_are_compared_need_by_need_and_figure_by_figure() -> None:
    small_number_thresholds()
    before, staff = AssessmentFactory(), UserFactory(role="staff")
    kept, gone = (NeedFactory(assessment=before, code=code, affected=80, covered=20) for code in ("N01", "N02"))
    old, same = DataPointFactory(assessment=before, value=100), DataPointFactory(assessment=before)
    now = begin_next_edition(
        before, AssessmentFactory.build(starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1)), actor=staff
    )
    now.needs.filter(code=gone.code).delete()
    now.needs.filter(code=kept.code).update(covered=60)
    correct_data_point(now.data_points.get(definition=old.definition), BETTER, actor=staff)
    DataPointFactory(assessment=now, definition=same.definition, source="Burim i ri", value=5)

    first, second = compared_needs(before, now)
    figures = compared_figures(before, now)

    assert (first.is_changed, first.figures["covered"], first.figures["affected"].is_changed) == (
        True,
        Pair(20, 60),
        False,
    )
    assert (second.code, second.is_gone) == ("N02", True)
    assert [(each.value.before, each.value.now, each.change) for each in figures] == [
        (100, 140, Decimal("40.0")),
        (None, 5, None),
    ]
