"""Reading the demonstration's own data files."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

SOURCE = "TË DHËNA DEMONSTRUESE / DEMONSTRATION DATA"


def units() -> list[dict[str, Any]]:
    """The administrative units of the demonstration's place, as fields of their rows."""
    rows: list[dict[str, Any]] = json.loads(files("vlora_plan.demo").joinpath("units.json").read_text("utf-8"))
    return rows


def read(name: str) -> dict[str, Any]:
    """The content of one of the demonstration's files: plan, consultation, chapters or events."""
    content: dict[str, Any] = json.loads(files("vlora_plan.demo").joinpath(f"{name}.json").read_text("utf-8"))
    return content
