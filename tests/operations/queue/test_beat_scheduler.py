"""Beat starts again whatever a sudden end has left of its file."""

from pathlib import Path

import pytest
from django.conf import settings

from operations.queue.beat_scheduler import LastingScheduler
from vlora_plan.celery import app


def schedule(folder: Path) -> LastingScheduler:
    return LastingScheduler(app, schedule_filename=str(folder / "beat-schedule"))


def test_what_was_done_is_remembered(tmp_path: Path) -> None:
    first = schedule(tmp_path)
    name = "operations.purge"
    first.schedule[name] = first.reserve(first.schedule[name])
    first.close()

    assert schedule(tmp_path).schedule[name].total_run_count == 1


@pytest.mark.parametrize("left", [b"", b"\x80", b"not a schedule"])
def test_a_file_that_was_cut_off_is_begun_anew(tmp_path: Path, left: bytes) -> None:
    schedule(tmp_path).close()
    for part in tmp_path.iterdir():
        if part.suffix not in {".dir", ".bak"}:
            part.write_bytes(left)

    assert set(schedule(tmp_path).schedule) >= set(settings.CELERY_BEAT_SCHEDULE)
