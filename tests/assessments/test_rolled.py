"""The roll-ups of editions: they show what the rows say, and the database notes every change of these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.enums import ImportKind
from assessments.figures.services import Correction, correct_data_point
from assessments.gaps.plain import plain_gaps
from assessments.imports.services import read_sheet, take_import, undo_import
from assessments.models import Assessment, DataPoint, EditionRollUp, Need, NeedPlace
from assessments.outline import need_table
from assessments.report.pictures import plain_pictures
from assessments.rolled import (
    EditionBoard,
    NeedPages,
    board_of,
    fresh_roll_up,
    gaps_of,
    refresh_edition_roll_ups,
    roll_up,
)
from municipality.models import Threshold
from tests.assessments.imports.sheets import pasted
from tests.assessments.imports.test_figures import FIGURE
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Assessment:
    """With what each part of its pages reads."""
    small_number_thresholds()
    found: Assessment = AssessmentFactory()
    kind, unit = ServiceTypeFactory(), AdministrativeUnitFactory()
    for severity, affected in ((5, 400), (3, 7), (1, 90)):
        need = NeedFactory(assessment=found, severity=severity, affected=affected, covered=2)
        RequirementLineFactory(need=need, number=1, persons=60, service_types=[kind])
    ServiceFactory(service_type=kind, unit=unit, capacity=30, users=25)
    DataPointFactory(assessment=found, unit=unit, value=80)
    return found


def correct(edition: Assessment) -> None:
    point = edition.data_points.get()
    correct_data_point(point, Correction(81, point.method, point.quality, "Gabim"), actor=UserFactory(role="staff"))


def take(edition: Assessment) -> None:
    FigureDefinitionFactory(code="banoret")
    actor = UserFactory(role="staff")
    upload = pasted({**FIGURE, "unit": "", "value": "5"})
    run = read_sheet(ImportKind.FIGURES, upload, assessment=edition, actor=actor)
    take_import(run, actor=actor)


def take_and_undo(edition: Assessment) -> None:
    take(edition)
    roll_up(edition)
    undo_import(edition.imports.get(), actor=UserFactory(role="staff"))


CHANGES: dict[str, Callable[[Assessment], Any]] = {
    "a new need": lambda edition: NeedFactory(assessment=edition, severity=4),
    "a changed need": lambda edition: edition.needs.filter(severity=1).update(severity=5, affected=900),
    "a need that goes": lambda edition: Need.objects.get(pk=NeedFactory(assessment=edition).pk).delete(),
    "weights": lambda edition: Assessment.objects.update(weight_severity=10, weight_size=40),
    "a line": lambda edition: RequirementLineFactory(need=edition.needs.first(), number=2, persons=9),
    "types of a line": lambda edition: edition.needs.first().lines.get().service_types.set([ServiceTypeFactory()]),
    "a service": lambda edition: ServiceFactory(service_type=ServiceTypeFactory(), capacity=4),
    "the groups of a service": lambda edition: ServiceFactory().groups.add(TargetGroupFactory()),
    "a figure": lambda edition: DataPointFactory(assessment=edition, value=3),
    "a corrected figure": correct,
    "a removed figure": lambda edition: edition.data_points.all().delete(),
    "an import": take,
    "an import taken back": take_and_undo,
    "a group": lambda edition: TargetGroupFactory(base_count=700, base_source="INSTAT"),
    "a threshold": lambda edition: Threshold.objects.update(value=50),
    "a unit": lambda edition: AdministrativeUnitFactory(),
}


def shown(edition: Assessment, user: Any) -> list[Any]:
    pages = NeedPages(edition, user=user)
    return [
        (row.need.pk, row.figures, row.priority and (row.priority.rank, row.priority.score, row.priority.equal_rank))
        for row in pages.shown(pages.rows[:100])
    ]


def worked_out(edition: Assessment, user: Any) -> list[Any]:
    return [
        (row.need.pk, row.figures, row.priority and (row.priority.rank, row.priority.score, row.priority.equal_rank))
        for row in need_table(edition, user=user)
    ]


def said(board: Any) -> list[Any]:
    tables = [each.to_plain() for each in (*board.profile_tables, *board.shown_tables)]
    return [plain_pictures(board.drawn()), tables, board.more]


@pytest.mark.parametrize("what", CHANGES)
def test_after_every_change_the_roll_up_is_stale_and_what_is_shown_is_that_of_the_rows(
    edition: Assessment, what: str
) -> None:
    roll_up(edition)

    CHANGES[what](edition)

    assert EditionRollUp.objects.get().is_stale
    staff = UserFactory(role="staff")
    for made_anew in (0, 1):
        assert (refresh_edition_roll_ups() if made_anew else 0) == made_anew
        found = Assessment.objects.get(pk=edition.pk)
        assert said(board_of(found)) == said(EditionBoard(found))
        assert gaps_of(found).plain == plain_gaps(found, is_rolled=False)["sq"]
        assert shown(found, staff) == worked_out(found, staff)
        assert shown(found, None) == worked_out(found, None)
    assert refresh_edition_roll_ups() == 0


def test_what_does_not_concern_an_edition_leaves_its_roll_up(edition: Assessment) -> None:
    other = AssessmentFactory()
    need = NeedFactory(assessment=other)
    assert refresh_edition_roll_ups() == 2

    Need.objects.filter(pk=need.pk).update(severity=2)

    assert list(EditionRollUp.objects.filter(is_stale=True)) == [other.roll_up]


def own(asked: CaptureQueriesContext) -> list[str]:
    edge = ("accounts_", "django_session", "municipality_municipality", "operations_")
    found = [each["sql"] for each in asked.captured_queries]
    return [each for each in found if not any(name in each for name in edge)]


def test_fresh_pages_say_the_same_and_ask_at_most_six_times(
    edition: Assessment, client_of: Callable[[User], Client]
) -> None:
    Assessment.objects.update(state="published")
    staff = client_of(UserFactory(role="staff"))
    pages = [(staff, "assessment_detail"), (Client(), "assessment_public"), (staff, "need_list")]
    pages.append((staff, "assessment_matrix"))
    addresses = [(client, reverse(f"assessments:{name}", args=[edition.pk])) for client, name in pages]
    before = [client.get(address).content for client, address in addresses]

    roll_up(edition)

    for (client, address), earlier in zip(addresses, before, strict=True):
        with CaptureQueriesContext(connection) as asked:
            after = client.get(address).content
        text, old = (each.decode().split("<main", 1)[1].split("</main>", 1)[0] for each in (after, earlier))
        assert without_tokens(text) == without_tokens(old), address
        assert len(own(asked)) <= (8 if address.endswith("/needs/") else 6), own(asked)


def without_tokens(text: str) -> list[str]:
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_roll_up_goes_with_what_it_tells_of(edition: Assessment) -> None:
    roll_up(edition)
    places = NeedPlace.objects.count()
    need = edition.needs.filter(severity=1).get()
    need.lines.all().delete()

    need.delete()

    assert (places, NeedPlace.objects.count(), DataPoint.objects.count()) == (6, 4, 1)


def test_a_roll_up_of_a_drafted_edition_holds_for_its_day_alone(edition: Assessment, monkeypatch: Any) -> None:
    """A licence ends at midnight, and no row changes then; what was verified keeps its services."""
    roll_up(edition)
    fresh = Assessment.objects.get(pk=edition.pk)
    assert fresh_roll_up(fresh) is not None
    midnight = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time(0, 1)))
    monkeypatch.setattr(timezone, "now", lambda: midnight)

    assert fresh_roll_up(fresh) is None
    assert refresh_edition_roll_ups() == 1
    Assessment.objects.update(state="verified")
    refresh_edition_roll_ups()
    monkeypatch.setattr(timezone, "now", lambda: midnight + timedelta(days=3))
    assert refresh_edition_roll_ups() == 0


def test_a_need_that_came_since_the_roll_up_was_read_is_shown_all_the_same(edition: Assessment) -> None:
    roll_up(edition)
    pages = NeedPages(Assessment.objects.get(pk=edition.pk), is_by_rank=False, user=UserFactory(role="staff"))
    young = NeedFactory(assessment=edition, severity=4)

    shown = pages.shown(pages.rows.order_by("pk"))

    assert [row.need.pk for row in shown][-1] == young.pk


@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_wait_while_an_edition_is_worked_out_and_what_was_worked_out_is_thrown_away(
    monkeypatch: Any,
) -> None:
    small_number_thresholds()
    edition = AssessmentFactory()
    other = connection.copy()
    told = EditionBoard.to_plain

    def while_somebody_writes(board: EditionBoard) -> dict[str, Any]:
        found = told(board)
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
            cursor.execute("UPDATE assessments_assessment SET title_sq = 'Tjetër' WHERE id = %s", [edition.pk])
        return found

    monkeypatch.setattr(EditionBoard, "to_plain", while_somebody_writes)
    try:
        assert roll_up(edition) is None
        assert fresh_roll_up(Assessment.objects.get(pk=edition.pk)) is None
        monkeypatch.undo()
        assert roll_up(edition) is not None
        assert fresh_roll_up(Assessment.objects.get(pk=edition.pk)) is not None
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_roll_up_gives_way_to_who_holds_a_row_and_is_about_to_write() -> None:
    """She waits for the roll-up's lock with her row in hand: it must not wait for the row."""
    small_number_thresholds()
    need = NeedFactory()
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT FROM assessments_need WHERE id = %s FOR UPDATE", [need.pk])
            assert roll_up(need.assessment) is None
            cursor.execute("UPDATE assessments_need SET severity = 4 WHERE id = %s", [need.pk])
        other.commit()
        assert roll_up(need.assessment) is not None
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_roll_up_of_an_edition_is_not_made_while_somebody_writes() -> None:
    small_number_thresholds()
    edition = AssessmentFactory()
    writer = connection.copy()
    try:
        writer.set_autocommit(False)
        with writer.cursor() as cursor:
            cursor.execute("UPDATE assessments_service SET capacity = capacity WHERE false")
        assert roll_up(edition) is None
        writer.rollback()
        assert roll_up(edition) is not None
    finally:
        writer.close()
