"""Needs, services and figures in the grid: cells of a row, a block first shown, two at one cell, taking back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from assessments.grid.services import FiguresOwner, NeedsOwner, ServicesOwner, paste_cells, undo_cells, write_cells
from assessments.grid.sheets import ROWS_A_PAGE, FigureSheet
from assessments.models import Assessment, DataPoint
from core.grid.blocks import plan_block
from core.grid.cells import CellConflict
from core.grid.paste_form import NO_ROW
from core.workflow import StepRefused
from operations.grids import TypedCell
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    NeedFactory,
    ServiceFactory,
    small_number_thresholds,
)

pytestmark = pytest.mark.django_db
PARTS = ("", "_cell", "_paste", "_undo")


@pytest.fixture
def staff() -> User:
    small_number_thresholds()
    found: User = UserFactory(role="staff")
    return found


@pytest.fixture
def edition() -> Assessment:
    found: Assessment = AssessmentFactory()
    return found


def cells(*typed: tuple[str, str, str]) -> list[TypedCell]:
    return [TypedCell(*each) for each in typed]


def test_cells_of_a_need_are_written_together_and_taken_back(edition: Assessment, staff: User) -> None:
    need = NeedFactory(assessment=edition, affected=50, covered=10, severity=3)
    owner = NeedsOwner(edition)

    row = write_cells(
        owner, row=str(need.pk), cells=cells(("affected", "1 200", "50"), ("covered", "60", "10")), actor=staff
    )

    need.refresh_from_db()
    assert (need.affected, need.covered, row.values["covered"]) == (1200, 60, 60)
    assert Event.objects.filter(action="assessments.fill_grid").count() == 1
    undo_cells(owner, actor=staff)
    need.refresh_from_db()
    assert (need.affected, need.covered) == (50, 10)
    assert Event.objects.filter(action="assessments.undo_grid").count() == 1


def test_what_the_table_refuses_is_told_at_its_cell_and_nothing_is_written(edition: Assessment, staff: User) -> None:
    need = NeedFactory(assessment=edition, affected=50, covered=10)
    owner = NeedsOwner(edition)
    for column, typed in (
        ("covered", "51"),
        ("severity", "9"),
        ("affected", "-3"),
        ("affected", ""),
        ("quality", "Z"),
    ):
        was = owner.sheet(staff).column(column).show(owner.sheet(staff).rows()[0].values[column])
        with pytest.raises(ValidationError):
            write_cells(owner, row=str(need.pk), cells=cells((column, typed, was)), actor=staff)

    need.refresh_from_db()
    assert (need.affected, need.covered) == (50, 10)


def test_who_did_not_see_what_stands_there_now_is_told(edition: Assessment, staff: User) -> None:
    need = NeedFactory(assessment=edition, affected=50, covered=10)

    with pytest.raises(CellConflict) as conflict:
        write_cells(NeedsOwner(edition), row=str(need.pk), cells=cells(("affected", "70", "40")), actor=staff)

    assert conflict.value.theirs == "50"


def test_a_published_edition_and_a_stranger_are_refused(edition: Assessment, staff: User) -> None:
    need = NeedFactory(assessment=edition, affected=50)
    typed = {"row": str(need.pk), "cells": cells(("affected", "70", "50"))}
    with pytest.raises(PermissionDenied):
        write_cells(NeedsOwner(edition), **typed, actor=UserFactory(role="ngo"))

    Assessment.objects.update(state="published")

    with pytest.raises(StepRefused):
        write_cells(NeedsOwner(edition), **typed, actor=staff)


def test_a_block_is_shown_first_and_written_whole_or_not_at_all(edition: Assessment, staff: User) -> None:
    first, second = (NeedFactory(assessment=edition, code=code, affected=90, covered=1) for code in ("N01", "N02"))
    owner = NeedsOwner(edition)
    text, at = "100\t7\n200\t8\n", {"row": str(first.pk), "column": "affected"}
    plan = plan_block(owner.sheet(staff), text, **at)

    paste_cells(owner, text, **at, shown=plan.digest, actor=staff)

    for need, figures in ((first, (100, 7)), (second, (200, 8))):
        need.refresh_from_db()
        assert (need.affected, need.covered) == figures
    bad = "100\t7\n200\t999\n"
    refused = plan_block(owner.sheet(staff), bad, **at)
    assert [cell.row for cell in refused.refused] == [f"N02 {second.name}"]
    with pytest.raises(StepRefused):
        paste_cells(owner, bad, **at, shown=refused.digest, actor=staff)


def test_cells_of_a_service_are_written_and_more_women_and_men_than_users_refused(staff: User) -> None:
    service = ServiceFactory(capacity=30, users=12, users_women=None, users_men=None, staff_fte=None)
    row, owner = str(service.pk), ServicesOwner()

    write_cells(owner, row=row, cells=cells(("users_women", "7", ""), ("staff_fte", "2,5", "")), actor=staff)
    with pytest.raises(ValidationError):
        write_cells(owner, row=row, cells=cells(("users_men", "6", "")), actor=staff)

    service.refresh_from_db()
    assert (service.users_women, service.users_men, service.staff_fte) == (7, None, Decimal("2.5"))


def test_what_a_block_changes_in_several_services_stands_in_the_history_of_each(staff: User) -> None:
    first, untouched, last = (ServiceFactory(code=code, capacity=30) for code in ("S01", "S02", "S03"))
    owner, at = ServicesOwner(), {"row": str(first.pk), "column": "capacity"}
    text = "40\n30\n50\n"
    plan = plan_block(owner.sheet(staff), text, **at)

    paste_cells(owner, text, **at, shown=plan.digest, actor=staff)
    undo_cells(owner, actor=staff)

    for action, figures in (("fill_grid", ("40", "50")), ("undo_grid", ("30", "30"))):
        events = Event.objects.filter(action=f"assessments.{action}")
        said = {event.subject_id: event.after["cells"] for event in events}
        assert said == {
            str(first.pk): [["S01", "capacity", figures[0]]],
            str(last.pk): [["S03", "capacity", figures[1]]],
        }
    assert not Event.objects.filter(subject_type="assessments.service", subject_id=str(untouched.pk)).exists()


def test_a_figure_written_in_the_grid_is_a_correction_that_waits_for_verifying(
    edition: Assessment, staff: User
) -> None:
    point = DataPointFactory(
        assessment=edition, value=80, quality="A", verified_by=UserFactory(role="staff"), entered_by=staff
    )
    owner = FiguresOwner(edition, point.definition)
    with override("en"):
        write_cells(owner, row=str(point.pk), cells=cells(("value", "81.5", "80")), actor=staff)

    new = edition.data_points.current().get()
    assert (new.value, new.corrects, new.quality, new.verified_by) == (Decimal("81.50"), point, "B", None)
    assert new.correction_reason == "Corrected in the grid"
    undo_cells(owner, actor=staff)
    assert edition.data_points.current().get().value == 80
    assert edition.data_points.count() == 3
    for typed in ("", "-4"):
        with pytest.raises((ValidationError, StepRefused)):
            write_cells(owner, row=str(point.pk), cells=cells(("value", typed, "80")), actor=staff)


@pytest.mark.parametrize("what", ["needs", "services", "figures"])
def test_the_page_shows_the_grid_and_saves_a_cell(
    what: str, edition: Assessment, staff: User, client_of: Callable[[User], Client]
) -> None:
    point = DataPointFactory(assessment=edition, value=80)
    chosen: dict[str, tuple[str, Any, str, str]] = {
        "needs": ("need_grid", [edition.pk], "affected", str(NeedFactory(assessment=edition, affected=50).pk)),
        "services": ("service_grid", [], "capacity", str(ServiceFactory(capacity=50).pk)),
        "figures": ("figure_grid", [edition.pk, point.definition.code], "value", str(point.pk)),
    }
    name, args, column, row = chosen[what]
    client = client_of(staff)
    page = client.get(reverse(f"assessments:{name}", args=args))
    was = "80" if what == "figures" else "50"

    sent = {"row": row, "field": column, "typed": "60", "was": was}
    saved = client.post(reverse(f"assessments:{name}_cell", args=args), sent)
    conflict = client.post(reverse(f"assessments:{name}_cell", args=args), sent)
    shown = client.post(
        reverse(f"assessments:{name}_paste", args=args), {"place": row, "column": column, "text": "70\n"}
    )
    undone = client.post(reverse(f"assessments:{name}_undo", args=args))

    assert f'id="m-{row}"' in page.content.decode()
    assert (saved.status_code, saved.json()["cells"][column], conflict.status_code) == (200, "60", 409)
    assert shown.context["plan"].may_be_pasted
    assert undone.status_code == 302
    assert client.get(undone["Location"]).context["sheet"].rows()[0].values[column] in {int(was), was}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("need_grid", "needs"), ("service_grid", "services"), ("figure_grid", "figures")],
)
def test_a_grid_without_rows_leads_to_where_rows_come_from_and_offers_no_empty_choice(
    name: str, kind: str, edition: Assessment, staff: User, client_of: Callable[[User], Client]
) -> None:
    definition = FigureDefinitionFactory()
    args = {"need_grid": [edition.pk], "service_grid": [], "figure_grid": [edition.pk, definition.code]}[name]
    client = client_of(staff)

    page = client.get(reverse(f"assessments:{name}", args=args))
    paste = client.get(address := reverse(f"assessments:{name}_paste", args=args))

    words = page.content.decode()
    assert address not in words
    assert len(page.context["ways"]) == 2
    assert all(url in words and client.get(url).status_code == 200 for _label, url in page.context["ways"])
    assert f"/{kind}/" in page.context["ways"][1][1]
    assert "<select" not in paste.content.decode()
    assert str(NO_ROW) in paste.content.decode()


def many_figures(edition: Assessment, count: int) -> list[DataPoint]:
    """Figures of one thing, the last ones corrected twice."""
    first = DataPointFactory(assessment=edition, value=1, source="Regjistri 0000")
    known = {
        each.attname: getattr(first, each.attname)
        for each in DataPoint._meta.concrete_fields
        if each.name not in {"id", "source", "created_at", "updated_at"}
    }
    rows = [DataPoint(**known, source=f"Regjistri {number:04}") for number in range(1, count)]
    found = [first, *DataPoint.objects.bulk_create(rows)]
    for revision in (2, 3):
        again = [
            DataPoint(
                **{**known, "corrects_id": each.pk, "revision": revision, "correction_reason": "x"}, source=each.source
            )
            for each in found[-20:]
        ]
        found[-20:] = DataPoint.objects.bulk_create(again)
    return found


def test_a_long_grid_is_shown_page_by_page_with_bounded_rows_and_statements(
    edition: Assessment, staff: User, client_of: Callable[[User], Client]
) -> None:
    points = many_figures(edition, 700)
    client = client_of(staff)
    address = reverse("assessments:figure_grid", args=[edition.pk, points[0].definition.code])
    client.get(address)

    asked, seen = [], []
    for number in range(1, 8):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address, {"page": number})
        asked.append(len(queries))
        rows = page.context["rows"]
        assert len(rows) == ROWS_A_PAGE == page.content.decode().count('role="row"') - 1
        seen += [row.row.values["source"] for row in rows]

    assert seen == [f"Regjistri {number:04}" for number in range(700)]
    assert asked[:6] == [asked[0]] * 6
    assert asked[6] == asked[0] + 2, "a statement for each round of corrections, however many figures"


def test_a_figure_of_a_later_page_is_written_pasted_and_taken_back_from_any_page(
    edition: Assessment, staff: User, client_of: Callable[[User], Client]
) -> None:
    points = many_figures(edition, 250)
    client, args = client_of(staff), [edition.pk, points[0].definition.code]
    grid, cell, paste, undo = (reverse(f"assessments:figure_grid{part}", args=args) for part in PARTS)
    last = client.get(grid, {"page": 3}).context["rows"][-1].row
    assert last.key != str(points[-1].pk), "it is the key that its corrections began with"

    sent = {"row": last.key, "field": "value", "typed": "7", "was": "1"}
    saved = client.post(cell, sent)  # of a page on which it does not stand by now
    block = {"place": client.get(grid, {"page": 2}).context["rows"][-1].row.key, "column": "value", "text": "8\n9\n"}
    shown = client.post(f"{paste}?page=2", block)
    done = client.post(f"{paste}?page=2", block | {"confirm": "1", "shown": shown.context["plan"].digest})

    assert (saved.status_code, saved.json()["cells"]["value"]) == (200, "7")
    assert done["Location"].endswith(f"/grid/?page=2#m-{block['place']}")
    values = [point.value for point in FigureSheet(edition, points[0].definition, actor=staff).everything]
    assert (values[199:201], values[-1]) == ([8, 9], 7), "each stays in its place"
    client.post(undo)
    client.post(undo)
    assert set(edition.data_points.current().values_list("value", flat=True)) == {1}


@pytest.mark.parametrize("name", ["need_grid", "service_grid"])
def test_needs_and_services_beyond_the_first_page_are_reached(
    name: str, edition: Assessment, staff: User, client_of: Callable[[User], Client]
) -> None:
    for number in range(ROWS_A_PAGE + 1):
        if name == "need_grid":
            NeedFactory(assessment=edition, code=f"N{number:03}")
        else:
            ServiceFactory(code=f"S{number:03}")
    address = reverse(f"assessments:{name}", args=[edition.pk] if name == "need_grid" else [])

    first = client_of(staff).get(address)
    second = client_of(staff).get(address, {"page": 2})

    assert (len(first.context["rows"]), len(second.context["rows"])) == (ROWS_A_PAGE, 1)
    assert "?page=2" in first.content.decode()
    assert "?page=2" in second.context["cell_url"]


def test_the_paste_page_names_a_row_once(
    edition: Assessment, staff: User, client_of: Callable[[User], Client]
) -> None:
    need = NeedFactory(assessment=edition, code="N07")

    page = client_of(staff).get(reverse("assessments:need_grid_paste", args=[edition.pk]))

    assert page.context["form"].fields["place"].choices == [(str(need.pk), str(need))]
