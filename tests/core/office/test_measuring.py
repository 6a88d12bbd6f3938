"""The widths of Word's font can be made anew, and say each sign once."""

from __future__ import annotations

import json
from collections import Counter

from core.office.calibri import METRICS, UNITS
from core.office.word.measuring import SIGNS, advances_of, measured
from core.printing.metrics import FONT_FILES, font_folder, letters

PRINTED = font_folder() / FONT_FILES["regular.ttf"]


def test_the_kept_widths_say_each_sign_once_in_both_weights() -> None:
    kept = json.loads(METRICS.read_text(encoding="utf-8"))

    for weight in ("regular", "bold"):
        assert Counter("".join(kept[weight].values())) == Counter(SIGNS)


def test_a_font_is_measured_in_parts_of_its_size() -> None:
    widths = {sign: int(width) for width, signs in advances_of(PRINTED).items() for sign in signs}

    assert widths["M"] > widths["n"] > widths["i"]
    assert widths["ë"] == widths["e"]
    assert abs(letters("ç") * UNITS / 2 - widths["ç"]) < UNITS * 0.05  # the file's own weight is a lighter one


def test_what_is_written_reads_as_the_kept_file_does() -> None:
    read = json.loads(measured(PRINTED, PRINTED))

    assert read.keys() == json.loads(METRICS.read_text(encoding="utf-8")).keys()
    assert all(int(width) > 0 or not signs.strip() for width, signs in read["regular"].items())
