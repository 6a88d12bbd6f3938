"""What is asked of every paper's tags would be seen if it were missing."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import outloud
import pdfua
import pytest

from core.printing import engine, typesetting
from tests.everywhere.outputs.papers import ACCEPTED_TAGS, faults_of

ROWS = "".join(f"<tr><th scope='row'>Masa {number}</th><td>{number}</td></tr>" for number in range(90))
PICTURE = (
    "<figure><figcaption>Kostoja</figcaption><svg viewBox='0 0 100 20' role='img' aria-label='Kostoja: 12'>"
    "<title>Kostoja: 12</title><text x='1' y='15'>Buxheti 12</text></svg></figure>"
)
PAPER = (
    "<html lang='sq'><head><title>Plani</title></head><body><h1>Plani</h1><p lang='en'>Words</p>"
    f"<p>Fjalë<span class='footnote'>Burimi</span></p>{PICTURE}<table><caption>Masat</caption><thead><tr>"
    f"<th scope='col'>Masa</th><th scope='col'>Numri</th></tr></thead><tbody>{ROWS}</tbody></table></body></html>"
)


def test_the_paper_as_it_is_made_has_no_fault() -> None:
    assert faults_of(typesetting.typeset(PAPER)) == []


def test_without_what_completes_the_tags_each_fault_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "tags_completed", lambda *_told: nullcontext())

    found = set(faults_of(typesetting.typeset(PAPER)))

    assert "a head that does not say of what" in found
    assert any(fault.startswith("a picture beside its page") for fault in found)


def test_heads_of_a_pasted_table_say_of_what_they_are(tmp_path: Path) -> None:
    """An editor's own tables have heads without a scope."""
    pasted = "<table><tr><th>Shkurtimi</th><th>Kuptimi</th></tr><tr><th>VKB</th><td>vendim</td></tr></table></body>"
    path = tmp_path / "paper.pdf"
    path.write_bytes(typesetting.typeset(PAPER.replace("</body>", pasted)))

    assert list(pdfua.validate(str(path)).findings) == []
    assert faults_of(path.read_bytes()) == []


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (("<h1>Plani</h1>", "<h1>Plani</h1><h3>Nën</h3>"), "a head of level 3 under one of level 1"),
        (("<title>Kostoja: 12</title>", ""), "a picture without words"),
        (("<h1>Plani</h1>", "<h1>Plani</h1><p><a href='#nowhere'>këtu</a></p>"), "a link that leads nowhere"),
    ],
)
def test_a_fault_of_the_document_is_named(told: tuple[str, str], fault: str) -> None:
    assert fault in faults_of(typesetting.typeset(PAPER.replace(*told)))


def test_two_other_checkers_find_nothing_that_is_not_accepted(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(typesetting.typeset(PAPER))

    assert [each for each in outloud.check(str(path)).findings if each.rule not in ACCEPTED_TAGS] == []
    assert list(pdfua.validate(str(path)).findings) == []


def test_the_other_checkers_name_what_is_wrong(tmp_path: Path) -> None:
    """A second opinion that never finds anything is none."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(typesetting.typeset(PAPER.replace("<p>Fjalë", "<h4>Kaluar</h4><p>Fjalë")))

    assert "HDG-001" in {each.rule for each in outloud.check(str(path)).findings}
