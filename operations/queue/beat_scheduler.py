"""Beat's memory of when it last did what, able to begin anew."""

from __future__ import annotations

from celery.beat import PersistentScheduler


class LastingScheduler(PersistentScheduler):
    """A schedule file cut off by a sudden end of the machine is thrown away; Celery's own would never start again."""

    def _create_schedule(self) -> None:
        try:
            super()._create_schedule()
        except EOFError as error:
            self._store = self._destroy_open_corrupted_schedule(error)
            super()._create_schedule()
