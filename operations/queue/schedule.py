"""The timetable for Celery's beat. A tick that finds no worker in time is dropped, the next one serves."""

from __future__ import annotations

from typing import Any


def tick(task: str, seconds: float) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"queue": "fast", "expires": seconds}}


BEAT_SCHEDULE = {
    "operations.sweep": tick("operations.sweep", 5.0),
    "operations.heartbeat": tick("operations.heartbeat", 15.0),
    "operations.send_messages": tick("operations.send_messages", 30.0),
    "operations.write_digests": tick("operations.write_digests", 900.0),
    "operations.list_title_words": tick("operations.list_title_words", 600.0),
    "operations.record_head": tick("operations.record_head", 900.0),
    "operations.purge": tick("operations.purge", 86_400.0),
}
