"""Long Albanian words part between syllables, and only there; a short word or a code never."""

from __future__ import annotations

from itertools import pairwise

import pytest
from lxml import html

from core.printing.mending import mend
from core.text.hyphens import SOFT, parts_of, with_soft_hyphens


@pytest.mark.parametrize(
    "word",
    ["institucionalizimi", "ndërinstitucionale", "bashkëpunimeve", "përmbledhëse", "shkollimi", "gjithëpërfshirja"],
)
def test_a_part_never_ends_within_a_sound(word: str) -> None:
    made = parts_of(word)
    assert "".join(made) == word
    assert all(len(part) >= 3 for part in made)
    pairs = ("dh", "gj", "ll", "nj", "rr", "sh", "th", "xh", "zh")
    assert not any(before[-1] + after[0] in pairs for before, after in pairwise(made))


def test_only_long_words_are_marked() -> None:
    assert with_soft_hyphens("Masa 1.2.3 VKM-518/2018 për fëmijët") == "Masa 1.2.3 VKM-518/2018 për fëmijët"
    assert SOFT in with_soft_hyphens("ndërinstitucionale")


def test_a_column_of_figures_stands_to_the_right_with_its_head() -> None:
    tree = html.fromstring(
        "<html lang='sq'><body><table><thead><tr><th>Viti</th><th>Shuma</th><th>Fjala</th></tr></thead><tbody>"
        "<tr><th>a</th><td>1 800</td><td>1 herë</td></tr><tr><th>b</th><td>–</td><td>2</td></tr>"
        "<tr><th>c</th><td>12,5 %</td><td>institucionalizimi</td></tr></tbody></table></body></html>"
    )
    mend(tree)
    assert [cell.text for cell in tree.iter("th", "td") if cell.get("class") == "number"] == [
        "Shuma", "1 800", "–", "12,5 %",
    ]  # fmt: skip
    assert SOFT in next(cell.text for cell in tree.iter("td") if cell.text.startswith("in"))
