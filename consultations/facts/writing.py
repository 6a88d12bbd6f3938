"""What the public form and its receipt need of the database, in one statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404

from consultations.intake.flood import intake_rows, limits
from consultations.models import HelpLine, Round
from consultations.words.hints import hints_for, known_names
from operations.attempts import Limit

LINE = ("pk", "phone", "name_sq", "name_en", "hours_sq", "hours_en")
NAMES = "names_of_table_{}"


@dataclass(frozen=True, slots=True)
class WritingDesk:
    """The round whose form is open; of what is sent, also the names of places and how many posts go straight on."""

    round: Round
    help_lines: list[HelpLine]
    names: list[str] | None = None
    limits: dict[str, Limit] = field(default_factory=dict)

    @classmethod
    def of(cls, pk: int, *, is_sent: bool) -> Self:
        """The round, if the public sees it; Http404 otherwise."""
        lines = HelpLine.objects.shown().values(row=JSONObject(**{name: name for name in LINE}))
        wanted: dict[str, Any] = {"help_rows": ArraySubquery(lines)}
        tables = known_names() if is_sent else []
        wanted |= {NAMES.format(place): ArraySubquery(rows) for place, rows in enumerate(tables)}
        if is_sent:
            counted = intake_rows().values(row=JSONObject(code="code", value="value"))
            wanted["intake_rows"] = ArraySubquery(counted)
        found: Any = get_object_or_404(Round.objects.public().with_accepts_today().annotate(**wanted), pk=pk)
        shown = [HelpLine(**row) for row in found.help_rows]
        if not is_sent:
            return cls(found, shown)
        names = [name for place in range(len(tables)) for name in getattr(found, NAMES.format(place))]
        return cls(found, shown, names, limits(found.intake_rows))

    def hints(self, text: str) -> list[str]:
        return hints_for(text, known=self.names)
