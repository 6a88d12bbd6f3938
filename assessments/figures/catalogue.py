"""What is counted in every municipality: the definitions that each installation begins with."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final

# What of a municipality, and of a group, the Social Fund asks for.
OF_POPULATION: Final = ("pop-resident", "pop-registered")
OF_GROUP: Final = "group-size"
# What of a group the Social Fund asks for besides sex and age.
OF_DISABILITY: Final = "group-disability"
OF_ETHNICITY: Final = "group-ethnicity"


def delivered_definitions() -> list[dict[str, Any]]:
    """Fields of the definitions, in the order of the profile."""
    text = files("assessments.figures").joinpath("definitions.json").read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return [row | {"order": place} for place, row in enumerate(rows)]
