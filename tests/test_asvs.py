"""The table of the standard's second level: every number once, each held by something that exists or by a reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from django.conf import settings

TABLE = Path(settings.BASE_DIR) / "docs" / "asvs.md"
# How many requirements of levels 1 and 2 each chapter of the standard has.
OF_CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16,
    17: 7,
}  # fmt: skip
REASONS = ("Reason: ", "Not used", "Open: ")


def rows() -> list[list[str]]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_requirement_stands_in_the_table_once() -> None:
    numbers = [number.strip() for row in rows() for number in row[0].split(",")]

    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    assert Counter(int(number.partition(".")[0]) for number in numbers) == OF_CHAPTERS


def test_each_is_held_by_a_test_a_setting_or_a_reason() -> None:
    loose = [
        row[0]
        for row in rows()
        if not re.search(r"`[\w./-]+(?:/[\w.:-]+|\.toml|\.md)`", row[2])
        and not re.search(r"`[A-Z_]+`", row[2])
        and not row[2].startswith(REASONS)
        and "standard library" not in row[2]
        and "this table" not in row[2]
    ]

    assert loose == []


def test_each_setting_that_is_named_is_one() -> None:
    named = {name for row in rows() for name in re.findall(r"`([A-Z]+_[A-Z_]+)`", row[2])}
    sources = "".join(path.read_text() for path in (Path(settings.BASE_DIR) / "vlora_plan" / "settings").glob("*.py"))

    assert named
    assert [name for name in sorted(named) if f"\n{name} " not in sources] == []
