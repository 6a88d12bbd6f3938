"""Writing needs, services and figures in grids: what the rows belong to is held until the deed is done."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.grid.sheets import WHOLE, FigureSheet, NeedSheet, PagedSheet, ServiceSheet
from assessments.models import Assessment, FigureDefinition, Service
from assessments.services import locked_edition
from core.grid.blocks import BlockPlan, plan_block
from core.grid.cells import GridRow
from core.workflow import StepRefused, require
from operations.grids import OpenGrid, TypedCell, carry_out, take_back, write_row
from operations.models import GridEdit

FILLED, TAKEN_BACK = AssessmentAction.FILL_GRID, AssessmentAction.UNDO_GRID


class GridOwner:
    """What a grid belongs to: it says the sheet, and opens it for a deed."""

    stretch: slice = WHOLE

    @property
    def scope(self) -> str:
        """The grid's name among those whose changes can be taken back."""
        raise AssertionError

    def sheet(self, actor: User) -> PagedSheet:
        raise AssertionError

    def open(self, actor: User) -> OpenGrid:
        """Held until the transaction ends; PermissionDenied or StepRefused where the actor may not write now."""
        raise AssertionError


class NeedsOwner(GridOwner):
    def __init__(self, edition: Assessment) -> None:
        self.edition = edition

    @property
    def scope(self) -> str:
        return f"assessments:{self.edition.pk}:needs"

    def sheet(self, actor: User) -> NeedSheet:
        return NeedSheet(self.edition, self.stretch)

    def open(self, actor: User) -> OpenGrid:
        edition = locked_edition(self.edition, "assessments.change_need", actor)
        return OpenGrid(self.scope, edition, FILLED, TAKEN_BACK, lambda: self.sheet(actor))


class ServicesOwner(GridOwner):
    @property
    def scope(self) -> str:
        return "assessments:services"

    def sheet(self, actor: User) -> ServiceSheet:
        return ServiceSheet(self.stretch)

    def open(self, actor: User) -> OpenGrid:
        services = list(Service.objects.select_for_update(of=("self",)).order_by("code"))
        if not services:
            raise StepRefused(_("There is no service yet."))
        require(actor, "assessments.add_service")
        subjects = {str(service.pk): service for service in services}
        return OpenGrid(self.scope, services[0], FILLED, TAKEN_BACK, lambda: self.sheet(actor), subjects)


class FiguresOwner(GridOwner):
    def __init__(self, edition: Assessment, definition: FigureDefinition) -> None:
        self.edition, self.definition = edition, definition

    @property
    def scope(self) -> str:
        return f"assessments:{self.edition.pk}:figures:{self.definition.pk}"

    def sheet(self, actor: User) -> FigureSheet:
        return FigureSheet(self.edition, self.definition, self.stretch, actor=actor)

    def open(self, actor: User) -> OpenGrid:
        edition = locked_edition(self.edition, "assessments.add_datapoint", actor)
        return OpenGrid(self.scope, edition, FILLED, TAKEN_BACK, lambda: self.sheet(actor))


@transaction.atomic
def write_cells(owner: GridOwner, *, row: str, cells: Sequence[TypedCell], actor: User) -> GridRow:
    """Write cells of one row together; returns the row as it stands then."""
    return write_row(owner.open(actor), row=row, cells=cells, actor=actor)


@transaction.atomic
def paste_cells(owner: GridOwner, text: str, *, row: str, column: str, shown: str, actor: User) -> BlockPlan:
    """Do what the preview with the digest `shown` told. StepRefused when it would do something else by now."""
    grid = owner.open(actor)
    return carry_out(grid, plan_block(grid.read(), text, row=row, column=column), shown=shown, actor=actor)


@transaction.atomic
def undo_cells(owner: GridOwner, *, actor: User) -> GridEdit:
    """Everything of the actor's last change in the grid back as it was, or nothing."""
    return take_back(owner.open(actor), actor=actor)
