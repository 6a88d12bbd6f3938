"""A sheet: previewed, taken whole, undone while nothing rests on it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from assessments.enums import ImportKind, ImportState
from assessments.imports.services import (
    discard_import,
    forget_old_imports,
    lines_of,
    read_sheet,
    take_import,
    undo_import,
)
from assessments.models import Assessment, Need, SheetImport
from core.workflow import StepRefused
from operations.models import Event
from tests.assessments.imports.sheets import NEED, counts, pasted, read
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
)

pytestmark = pytest.mark.django_db


def test_a_sheet_is_previewed_and_then_taken_whole(edition: Assessment, staff: User) -> None:
    NeedFactory(assessment=edition, code="N02", affected=100, covered=5, name_en="Old")
    rows = ({**NEED, "units": "Shushice"}, {"code": "N02", "covered": "0", "name_en": "n/a"})

    run = read(edition, staff, *rows)

    assert counts(run) == (1, 1, 0, 0)
    assert Need.objects.count() == 1
    differences = {each.column: (each.before, each.after) for each in lines_of(run)[1].differences}
    assert differences == {"covered": ("5", "0"), "name_en": ("Old", "–")}

    take_import(run, actor=staff)

    new, old = edition.needs.get(code="N01"), edition.needs.get(code="N02")
    assert (new.affected, new.group.code, [unit.code for unit in new.units.all()]) == (64, "RE", ["shushice"])
    assert (old.affected, old.covered, old.name_en) == (100, 0, "")
    assert {"assessments.read_import", "assessments.take_import", "assessments.register_need"} <= set(
        Event.objects.values_list("action", flat=True)
    )
    with pytest.raises(StepRefused):
        take_import(run, actor=staff)


def test_an_import_is_undone_while_nothing_rests_on_it(edition: Assessment, staff: User) -> None:
    old = NeedFactory(assessment=edition, code="N02", covered=5, estimate_low=None)
    run = read(edition, staff, NEED, {"code": "N02", "covered": "6", "estimate_low": "1", "units": "shushice"})
    take_import(run, actor=staff)

    undo_import(run, actor=staff)

    old.refresh_from_db()
    assert (old.covered, old.estimate_low, old.units.count()) == (5, None, 0)
    assert list(edition.needs.all()) == [old]
    run.refresh_from_db()
    assert (run.state, run.rows) == (ImportState.UNDONE, [])


def test_undo_stops_where_somebody_worked_on(edition: Assessment, staff: User) -> None:
    first = read(edition, staff, NEED)
    take_import(first, actor=staff)
    RequirementLineFactory(need=edition.needs.get())
    with pytest.raises(StepRefused, match="N01"):
        undo_import(first, actor=staff)

    second = read(edition, staff, {**NEED, "covered": "6"})
    take_import(second, actor=staff)
    edition.needs.get().save()
    with pytest.raises(StepRefused, match="N01"):
        undo_import(second, actor=staff)


def taken(edition: Assessment, staff: User, **cells: str) -> SheetImport:
    row = {**dict.fromkeys(NEED, ""), "code": "N02", **cells}
    return take_import(read(edition, staff, row), actor=staff)


def test_an_import_is_undone_once_those_after_it_are_undone(edition: Assessment, staff: User) -> None:
    """Three imports of one need, each column with its own; undone from the last to the first."""
    old = NeedFactory(assessment=edition, code="N02", covered=5, name_en="Old")
    first = taken(edition, staff, covered="6")
    second = taken(edition, staff, covered="7", units="shushice")
    third = taken(edition, staff, name_en="New")
    for early in (first, second):
        with pytest.raises(StepRefused, match="N02"):
            undo_import(early, actor=staff)

    stood = []
    for run in (third, second, first):
        undo_import(run, actor=staff)
        old.refresh_from_db()
        stood.append((old.covered, old.units.count(), old.name_en))

    assert stood == [(7, 1, "Old"), (6, 0, "Old"), (5, 0, "Old")]


def test_an_import_that_added_a_row_is_undone_once_the_later_one_is(edition: Assessment, staff: User) -> None:
    first = take_import(read(edition, staff, NEED), actor=staff)
    second = take_import(read(edition, staff, {**NEED, "covered": "1"}), actor=staff)

    undo_import(second, actor=staff)
    undo_import(first, actor=staff)

    assert not edition.needs.exists()


def test_what_somebody_wrote_between_two_imports_keeps_the_first_from_being_undone(
    edition: Assessment, staff: User
) -> None:
    old = NeedFactory(assessment=edition, code="N02", covered=5, name_en="Old")
    first = taken(edition, staff, covered="6")
    old.refresh_from_db()
    old.name_en = "By hand"
    old.save()
    undo_import(taken(edition, staff, covered="7"), actor=staff)

    with pytest.raises(StepRefused, match="N02"):
        undo_import(first, actor=staff)

    old.refresh_from_db()
    assert (old.covered, old.name_en) == (6, "By hand")


def test_what_has_changed_since_the_preview_stops_the_taking(edition: Assessment, staff: User) -> None:
    run = read(edition, staff, NEED)
    NeedFactory(assessment=edition, code="N01")

    with pytest.raises(StepRefused):
        take_import(run, actor=staff)

    assert edition.needs.get().name_sq != NEED["name_sq"]


def test_a_preview_thrown_away_or_old_keeps_no_cells(edition: Assessment, staff: User) -> None:
    first, second = read(edition, staff, NEED), read(edition, staff, NEED)
    discard_import(first, actor=staff)
    SheetImport.objects.filter(pk=second.pk).update(updated_at="2020-01-01T00:00:00Z")

    assert forget_old_imports() == 1
    assert list(SheetImport.objects.values_list("state", "rows", "lines")) == [("discarded", [], [])] * 2


def test_who_may_not_write_the_table_may_not_import_it(edition: Assessment, staff: User) -> None:
    with pytest.raises(PermissionDenied):
        read(edition, UserFactory(role="mayor"), NEED)
    with pytest.raises(PermissionDenied):
        read_sheet(ImportKind.SERVICES, pasted(NEED), assessment=None, actor=UserFactory(role="expert"))
    with pytest.raises(PermissionDenied):
        read(AssessmentFactory(verified=True), staff, NEED)
