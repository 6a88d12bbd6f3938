"""What the public form and its receipt need of the database, in one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Self

from django.http import Http404
from django.utils import timezone

from consultations.enums import PUBLIC_STATES, RoundState
from consultations.intake.flood import SECONDS, limits
from consultations.models import HelpLine, Round
from consultations.words.hints import hints_for
from operations.attempts import Limit

# Written out: it saves 87 % of the time of the builder, which words ten parts anew for each post (bench_sql.py). What
# it leaves to the rows is as RoundQuerySet.public and .accepting, HelpLineQuerySet.shown and known_names say.
DESK = """
SELECT r.*,
    r.state = %(open)s AND (r.closes_on IS NULL
        OR r.closes_on >= (statement_timestamp() AT TIME ZONE %(zone)s)::date) AS accepts_today,
    (SELECT coalesce(jsonb_agg(
        to_jsonb(h) - 'created_at' - 'updated_at' - 'checked_on' ORDER BY h."order", h.id), '[]')
        FROM consultations_helpline h
        WHERE h.is_in_use AND h.checked_on IS NOT NULL AND h.checked_by <> '') AS help_rows,
    CASE WHEN %(is_sent)s THEN (SELECT jsonb_agg(t.name) FROM (
        SELECT concat_ws(' ', name_sq, name_en) AS name FROM municipality_administrativeunit
        UNION ALL SELECT concat_ws(' ', name_sq, name_en) FROM municipality_municipality
        UNION ALL SELECT concat_ws(' ', name_sq, name_en) FROM municipality_office
        UNION ALL SELECT concat_ws(' ', name_sq, name_en) FROM assessments_targetgroup) t) END AS names,
    CASE WHEN %(is_sent)s THEN (SELECT jsonb_agg(jsonb_build_object('code', code, 'value', value))
        FROM municipality_threshold WHERE code = ANY(%(counted)s)) END AS intake
FROM consultations_round r WHERE r.id = %(round)s AND r.state = ANY(%(public)s)
"""


@dataclass(frozen=True, slots=True)
class WritingDesk:
    """The round whose form is open; of what is sent, also the names of places and how many posts go straight on."""

    round: Round
    help_lines: list[HelpLine]
    names: list[str] = field(default_factory=list)
    limits: dict[str, Limit] = field(default_factory=dict)

    @classmethod
    def of(cls, pk: int, *, is_sent: bool) -> Self:
        """The round, if the public sees it; Http404 otherwise."""
        given = {
            "round": pk,
            "zone": timezone.get_current_timezone_name(),
            "open": RoundState.OPEN.value,
            "public": sorted(PUBLIC_STATES),
            "counted": sorted(SECONDS),
            "is_sent": is_sent,
        }
        found: Any = next(iter(Round.objects.raw(DESK, given)), None)
        if found is None:
            raise Http404
        lines = [HelpLine(**row) for row in json.loads(found.help_rows)]
        if not is_sent:
            return cls(found, lines)
        return cls(found, lines, json.loads(found.names or "[]"), limits(json.loads(found.intake or "[]")))

    def hints(self, text: str) -> list[str]:
        return hints_for(text, known=self.names)
