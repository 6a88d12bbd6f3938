"""Counting what is tried in vain, in the database: by the place it comes from, by what it is tried on, and altogether.

Only digests are kept. Altogether many failures lock nobody out: they leave each place fewer of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from operations.models import Attempt

# The query builder has no upsert that counts on from the row that is there.
NOTE = """
INSERT INTO operations_attempt AS kept (bucket, count, since)
VALUES (%(bucket)s, 1, statement_timestamp())
ON CONFLICT (bucket) DO UPDATE SET
    count = CASE WHEN kept.since < statement_timestamp() - make_interval(secs => %(seconds)s) THEN 1
                 ELSE kept.count + 1 END,
    since = CASE WHEN kept.since < statement_timestamp() - make_interval(secs => %(seconds)s)
                 THEN statement_timestamp() ELSE kept.since END
"""
NOTE_MANY = """
INSERT INTO operations_attempt AS kept (bucket, count, since) VALUES {values}
ON CONFLICT (bucket) DO UPDATE SET
    count = CASE WHEN kept.since < statement_timestamp() - make_interval(secs => {seconds}) THEN 1
                 ELSE kept.count + 1 END,
    since = CASE WHEN kept.since < statement_timestamp() - make_interval(secs => {seconds})
                 THEN statement_timestamp() ELSE kept.since END
RETURNING bucket, count
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within so many seconds, counted from the first of them."""

    name: str
    allowed: int
    seconds: int

    def _of(self, whose: str) -> dict[str, str | int]:
        digest = hashlib.sha256(f"{self.name}\n{whose}".encode("utf-8", "surrogatepass")).hexdigest()
        return {"bucket": digest, "seconds": self.seconds}

    def note(self, whose: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(NOTE, self._of(whose))

    @staticmethod
    def counted(*posts: tuple[Limit, str]) -> dict[str, int]:
        """Counts one more of each, in one statement; returns the counts by the limits' names."""
        rows = [{**limit._of(whose), "name": limit.name} for limit, whose in posts]
        given = {f"{key}_{place}": value for place, row in enumerate(rows) for key, value in row.items()}
        values = ", ".join(f"(%(bucket_{place})s, 1, statement_timestamp())" for place in range(len(rows)))
        longest = max(int(row["seconds"]) for row in rows)
        seconds = "CASE kept.bucket {} ELSE {} END".format(
            " ".join(f"WHEN %(bucket_{place})s THEN %(seconds_{place})s" for place in range(len(rows))), longest
        )
        with connection.cursor() as cursor:
            cursor.execute(NOTE_MANY.format(values=values, seconds=seconds), given)
            found = dict(cursor.fetchall())
        return {str(row["name"]): int(found[row["bucket"]]) for row in rows}

    def count(self, whose: str) -> int:
        kept = Attempt.objects.filter(
            bucket=self._of(whose)["bucket"], since__gte=Now() - timedelta(seconds=self.seconds)
        )
        return kept.values_list("count", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class Brake:
    """A limit of each place, which shrinks to `then` while failures from everywhere are above the other limit."""

    place: Limit
    everywhere: Limit
    then: int

    def note(self, place: str) -> None:
        self.place.note(place)
        self.everywhere.note("")

    def holds(self, place: str) -> bool:
        count = self.place.count(place)
        if count < self.then:
            return False
        return count >= self.place.allowed or self.everywhere.count("") >= self.everywhere.allowed
