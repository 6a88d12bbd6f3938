from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core.workflow import StepRefused
from socialplan.content.enums import PlanState
from socialplan.content.models import Measure, PlanVersion
from socialplan.content.services.locks import RowConflict, locked_row
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import MeasureFactory, PlanVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def read(measure: Measure) -> Measure:
    """As a page reads it: with its version, before anything else happens."""
    return Measure.objects.select_related("version").get(pk=measure.pk)


def test_what_was_typed_into_a_row_is_not_what_stands_in_the_table(people: dict[str, Any]) -> None:
    row = read(MeasureFactory(title_sq="Qendra"))
    row.title_sq = "Tjetër"

    current = locked_row(row, actor=people["staff"])

    assert (current.title_sq, row.title_sq) == ("Qendra", "Tjetër")
    assert current.version == row.version


def test_what_was_saved_since_is_read_anew(people: dict[str, Any]) -> None:
    row = read(MeasureFactory(title_sq="Qendra"))
    Measure.objects.filter(pk=row.pk).update(title_sq="E re", revision=row.revision + 1)

    assert locked_row(row, actor=people["staff"]).title_sq == "E re"
    with pytest.raises(RowConflict) as conflict:
        locked_row(row, actor=people["staff"], expected_revision=row.revision)
    assert conflict.value.current.title_sq == "E re"


def test_a_place_that_was_moved_since_is_the_place_of_now(people: dict[str, Any]) -> None:
    row = read(MeasureFactory())
    Measure.objects.filter(pk=row.pk).update(position=7, code="9.9.9")

    current = locked_row(row, actor=people["staff"], expected_revision=row.revision)

    assert (current.position, current.code) == (7, "9.9.9")


def test_a_row_read_in_part_is_read_whole(people: dict[str, Any]) -> None:
    row = Measure.objects.only("title_sq", "version").get(pk=MeasureFactory(title_sq="Qendra").pk)

    assert row.as_read() is None
    assert not locked_row(row, actor=people["staff"]).get_deferred_fields()


def test_a_step_taken_since_is_seen(people: dict[str, Any]) -> None:
    row = read(PlanVersionFactory(content=True, state=PlanState.APPROVED).measures.get())
    row.version.state = PlanState.DRAFTING  # as it was when the page was read

    with pytest.raises(StepRefused, match="nuk mund të ndryshohet"):
        locked_row(row, actor=people["staff"])


def test_who_may_not_write_is_refused_under_the_lock_too() -> None:
    with pytest.raises(PermissionDenied):
        locked_row(read(MeasureFactory()), actor=UserFactory(role="councillor"))


@pytest.mark.parametrize("is_version_gone", [False, True])
def test_a_row_removed_since_is_refused(is_version_gone: bool, people: dict[str, Any]) -> None:
    row = read(MeasureFactory())
    (PlanVersion.objects.filter(pk=row.version_id) if is_version_gone else Measure.objects.filter(pk=row.pk)).delete()

    with pytest.raises(StepRefused, match="ka hequr"):
        locked_row(row, actor=people["staff"])
