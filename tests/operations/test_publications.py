"""The audit over everything that an installation has published: as a command, and before each publication."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from core.released import SHARED, Release
from core.suppression import Sum, TrueCount
from core.workflow import StepRefused
from operations.models import SuppressionPattern
from operations.trail.patterns import audit_everything, keep_pattern, keep_release, released_before

pytestmark = pytest.mark.django_db

WOMEN, MEN, ALL = (f"{SHARED}{name}" for name in ("women", "men", "all"))
COUNTS = {WOMEN: TrueCount(37), MEN: TrueCount(3), ALL: TrueCount(40)}
SUMS = (Sum(ALL, (WOMEN, MEN)),)


def release(*hidden: str) -> Release:
    return Release(COUNTS, SUMS, frozenset(hidden), {key: key for key in COUNTS})


def test_a_publication_that_gives_an_earlier_one_away_is_refused():
    keep_release("a.table", "1", release(WOMEN, MEN))

    with pytest.raises(StepRefused):
        keep_release("another.table", "7", release(MEN))

    assert audit_everything() != []


def test_tables_of_other_places_that_share_no_figure_are_no_matter():
    keep_release("a.table", "1", release(WOMEN, MEN))
    keep_release("a.table", "2", Release({"x": TrueCount(9)}, (), frozenset(), {"x": "x"}))

    assert audit_everything() == []
    assert released_before("a.table").hidden == {WOMEN, MEN}


def test_the_command_names_what_can_be_worked_out():
    keep_pattern("a.table", "1", release(MEN).stored())
    complaints = StringIO()

    with pytest.raises(CommandError), override("en"):
        call_command("audit_publications", stderr=complaints)

    assert f"{MEN} can be worked out exactly." in complaints.getvalue()


def test_the_command_says_how_many_it_tried():
    keep_release("a.table", "1", release(WOMEN, MEN))
    said = StringIO()

    with override("en"):
        call_command("audit_publications", stdout=said)

    assert "2 were tried" in said.getvalue()
    assert SuppressionPattern.objects.count() == 1
