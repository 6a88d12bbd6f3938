"""Failures are counted in the database, per place and altogether, and begin anew after their time."""

from __future__ import annotations

import pytest

from operations.attempts import Brake, Limit
from operations.models import Attempt

pytestmark = pytest.mark.django_db
FEW = Limit("few", 3, 60)


def test_a_limit_counts_each_alone_and_begins_anew_after_its_time() -> None:
    for _ in range(3):
        FEW.note("a")
    FEW.note("b")
    assert (FEW.count("a"), FEW.count("b"), FEW.count("c")) == (3, 1, 0)

    assert Limit("few", 3, 0).count("a") == 0
    Limit("few", 3, -1).note("a")  # as after its time
    assert FEW.count("a") == 1
    assert not {"a", "b"} & set(Attempt.objects.values_list("bucket", flat=True))


def test_many_failures_from_everywhere_leave_each_place_some_of_its_own() -> None:
    brake = Brake(place=FEW, everywhere=Limit("all", 5, 60), then=1)
    for number in range(5):
        brake.note(f"place {number}")

    assert brake.holds("place 0")
    assert not brake.holds("a place that failed nowhere")
