"""A long document made in parts is the document: valid, numbered, linked and read back, whatever was kept of it."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import page
import pikepdf
import pypdf
import pytest

from core.printing.engine import Engine
from core.printing.outcome import PdfAttachment, PdfDiffers, PdfRefused
from core.printing.parts import assembly, cutting, making, press
from core.printing.parts.cutting import MARK, cut
from core.printing.parts.keeping import PartStore
from core.printing.parts.making import MadePart, make
from core.printing.typesetting import PARTS_FOLDER, typeset
from tests.everywhere.outputs.papers import faults_of

TEXT = "Shërbimet sociale në bashki ndërtohen mbi nevojat që banorët kanë shprehur. " * 30
TABLE = "".join(f'<tr><th scope="row">Masa {n}</th><td class="number">{n} 500</td></tr>' for n in range(60))
CHAPTERS = 5


def chapter(number: int, words: str = TEXT) -> str:
    following = f"c{number % CHAPTERS + 1}"
    return (
        f'<section class="chapter" id="c{number}"><h2>{number}. Kreu {number}</h2><p>{words}'
        f'<span class="footnote">Shënimi {number}</span></p><p>Shihni <a href="#{following}">kreun tjetër</a> dhe '
        f'<a href="#own{number}">tabelën</a>.</p><div id="own{number}"><table><caption>Masat {number}</caption><thead>'
        f'<tr><th scope="col">Masa</th><th scope="col">Shuma</th></tr></thead><tbody>{TABLE}</tbody></table></div>'
        f"<p>{words}</p></section>"
    )


def document(*, proof: str = "v1 · ab12", chapters: dict[int, str] | None = None) -> str:
    listed = "".join(f'<li><a href="#c{n}">{n}. Kreu {n}</a></li>' for n in range(1, CHAPTERS + 1))
    words = chapters or {}
    body = "".join(f"{MARK}{chapter(n, words.get(n, TEXT))}" for n in range(1, CHAPTERS + 1))
    goes_on = f'{MARK}<section class="wide continued"><p>{TEXT}</p></section>'
    return (
        '<!DOCTYPE html><html lang="sq" data-table-name="Tabela" data-figure-name="Figura"><head><title>Plani</title>'
        '</head><body><div class="watermark">DRAFT<br><span>versioni 1</span></div><section class="cover">'
        '<div class="banner"><p>TË DHËNA</p></div><h1>Plani</h1></section><section class="imprint"><h2>Impresum</h2>'
        f'<p class="proof">{proof}</p></section><nav class="contents"><h2>Përmbajtja</h2><ol>{listed}</ol></nav>'
        f'<nav class="contents list-of-tables"><h2>Tabelat</h2></nav>{body}{goes_on}</body></html>'
    )


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Path:
    monkeypatch.setattr(cutting, "MOST_IN_ONE", 10_000)
    monkeypatch.setattr(cutting, "LEAST_IN_PART", 4_000)
    settings.DATA_DIR = tmp_path
    return tmp_path / PARTS_FOLDER


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many parts each document had made."""
    counted: list[int] = []
    run = press.Press.run

    def counting(self: press.Press) -> dict[str, MadePart]:
        counted.append(len(self._orders))
        return run(self)

    monkeypatch.setattr(press.Press, "run", counting)
    return counted


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many parts each document was joined."""
    counted: list[int] = []
    merge = assembly.merge

    def counting(front: MadePart, parts: Sequence[MadePart], edges: Any) -> bytes:
        counted.append(len(parts))
        return merge(front, parts, edges)

    monkeypatch.setattr(assembly, "merge", counting)
    return counted


def texts(made: bytes) -> list[str]:
    return [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(made)).pages]


def test_it_is_valid_for_archive_and_screen_reader_and_keeps_its_attachments(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    attachments = [PdfAttachment("plan.json", b'{"a": 1}', "the plan as data")]

    made = typeset(document(), attachments=attachments, progress=lambda *told: seen.append(told))

    path = tmp_path / "plan.pdf"
    path.write_bytes(made)
    for profile in ("pdf/ua-1", "pdf/a-3a"):
        report = page.validate_pdf(str(path), profile=profile)
        assert "0 failed" in str(report), str(report)
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.attachments["plan.json"] == [b'{"a": 1}']
    assert (reader.metadata.title, reader.trailer["/Root"]["/Lang"]) == ("Plani", "sq")
    assert seen[-1] == (len(reader.pages), len(reader.pages))
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)
    assert faults_of(made) == []


def test_every_page_has_its_number_its_chapter_the_proof_and_the_mark() -> None:
    pages = texts(typeset(document()))

    for number, words in enumerate(pages[1:], start=2):
        assert f"{number} / {len(pages)}" in words
        assert "v1 · ab12" in words
        assert "TË DHËNA" in words
    assert all("DRAFT" in words for words in pages)
    assert "5. Kreu 5" in pages[-1]  # the part goes on with the chapter before it


def test_contents_links_and_bookmarks_lead_from_part_to_part() -> None:
    made = typeset(document())

    pages = texts(made)
    begins = [
        next(n for n, words in enumerate(pages[2:], 3) if f"\n{c}. Kreu {c}\n" in f"\n{words}\n") for c in (1, 3, 5)
    ]
    contents = pages[1]
    for place in begins:
        assert re.search(rf"^{place}$", contents, re.MULTILINE)
    with pikepdf.open(io.BytesIO(made)) as opened:
        names = list(opened.Root.Names.Dests.Names)
        places = {str(name): place for name, place in zip(names[::2], names[1::2], strict=True)}
        links = [link for each in opened.pages for link in each.get("/Annots", ())]
        led = {str(link.Dest) for link in links}
        assert {"c1", "c5", "own2", "table-1-of-all"} <= led <= places.keys()
        assert opened.pages.index(pikepdf.Page(places["c5"][0])) + 1 == begins[-1]
        with opened.open_outline() as outline:
            assert [each.title for each in outline.root if "Kreu" in each.title] == [
                f"{n}. Kreu {n}" for n in range(1, CHAPTERS + 1)
            ]


def test_tables_and_notes_are_numbered_through() -> None:
    words = "\n".join(texts(typeset(document())))

    assert [words.count(f"Tabela {n}. Masat {n}") for n in range(1, CHAPTERS + 1)] == [2] * CHAPTERS  # list and place
    assert [bool(re.search(rf"{n} ?Shënimi {n}", words)) for n in range(1, CHAPTERS + 1)] == [True] * CHAPTERS


def test_what_did_not_change_is_not_made_again(orders: list[int]) -> None:
    first = typeset(document())
    again = typeset(document(proof="v1 · cd34"))
    edited = typeset(document(chapters={3: "Fjalë të reja. " * 40}))

    assert orders == [6, 0, 1]
    assert [each.replace("ab12", "cd34") for each in texts(first)] == texts(again)
    assert "Fjalë të reja." in "".join(texts(edited))


def test_a_note_added_before_renumbers_the_parts_after_it(orders: list[int]) -> None:
    typeset(document())
    changed = document().replace("2. Kreu 2</h2>", '2. Kreu 2</h2><p>Dy<span class="footnote">I ri</span></p>')

    words = "\n".join(texts(typeset(changed)))

    assert orders == [6, 5]
    assert re.search(r"6 ?Shënimi 5", words)


def test_a_damaged_part_is_made_anew(orders: list[int], small_parts: Path) -> None:
    typeset(document())
    parts = [each for each in small_parts.iterdir() if each.read_bytes().startswith(b"{")]
    largest = max(parts, key=lambda each: each.stat().st_size)
    largest.write_bytes(b"{}")

    assert len(texts(typeset(document()))) > CHAPTERS
    assert sum(orders) == 7


def test_the_same_document_is_not_joined_again_and_a_damaged_one_is(
    joined: list[int], small_parts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = typeset(document())
    again = typeset(document())
    (whole,) = [each for each in small_parts.iterdir() if first in each.read_bytes()]
    whole.write_bytes(whole.read_bytes().replace(b"%PDF", b"%PDG"))
    anew = typeset(document())
    typeset(document(proof="v1 · cd34"))

    assert first == again
    assert texts(anew) == texts(first)
    assert len(joined) == 3


def test_what_is_handed_out_again_is_read_back_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was kept is held against its words like one that was just made."""
    typeset(document())
    monkeypatch.setattr(PartStore, "whole", lambda *_named: typeset("<html><head><title>–</title></head></html>"))

    with pytest.raises(PdfDiffers):
        typeset(document())


def test_without_a_place_to_keep_parts_the_document_is_made(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file"

    assert len(texts(typeset(document()))) > CHAPTERS


def test_a_front_of_another_length_is_laid_out_again_but_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its attachments are most of the work."""
    lengths: list[int] = []
    laid_out, written = Engine.laid_out, making.written
    monkeypatch.setattr(assembly, "FIRST_GUESS", 1)
    with_attachments: list[bool] = []

    def counting(self: Engine, *told: Any, **named: Any) -> Any:
        document = laid_out(self, *told, **named)
        lengths.append(len(document.pages))
        return document

    def writing(document: Any, language: str, attachments: Any, **named: Any) -> bytes:
        with_attachments.append(bool(attachments))
        return written(document, language, attachments, **named)

    monkeypatch.setattr(Engine, "laid_out", counting)
    monkeypatch.setattr(making, "written", writing)
    monkeypatch.setattr(press.Press, "run", lambda self: {k: make(Engine(), o, k) for k, o in self._orders.items()})

    pages = texts(typeset(document(), attachments=[PdfAttachment("plan.json", b"{}", "the plan as data")]))

    assert "5. Kreu 5" in pages[1]
    assert lengths[-4:-2] == [2, 2]  # before the two sheets of edges
    assert with_attachments.count(True) == 1


def test_a_helper_that_dies_costs_time_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Any] = []

    def dying(*told: Any, **named: Any) -> Any:
        helper = popen(*told, **named)
        helper.kill()
        begun.append(helper)
        return helper

    popen = press.subprocess.Popen
    monkeypatch.setattr(press.subprocess, "Popen", dying)

    assert len(texts(typeset(document()))) > CHAPTERS
    assert len(begun) == 1


def test_a_part_whose_process_dies_is_made_by_another(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each helper dies of the first part it is given; the document is whole all the same."""
    code = "from core.printing.parts import helper; helper._make = lambda *_: helper.os.abort(); "
    dying = f"import sys; {code}helper.open_shop([helper.Connection(int(each)) for each in sys.argv[1:]])"
    popen, make = press.subprocess.Popen, press.make

    def started(command: Sequence[str], **named: Any) -> Any:
        return popen([command[0], "-c", dying, *command[3:]], **named)

    def late(*told: Any) -> MadePart:
        time.sleep(0 if late_once.is_set() else 3)
        late_once.set()
        return make(*told)

    late_once = Event()
    monkeypatch.setattr(press.subprocess, "Popen", started)
    monkeypatch.setattr(press, "make", late)

    assert len(texts(typeset(document()))) > CHAPTERS
    assert "_Lost" in capfd.readouterr().err


def test_nothing_of_the_helpers_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[int] = []

    def started(*told: Any, **named: Any) -> Any:
        helpers = popen(*told, **named)
        groups.append(helpers.pid)
        return helpers

    popen = press.subprocess.Popen
    monkeypatch.setattr(press.subprocess, "Popen", started)
    typeset(document())
    with pytest.raises(PdfRefused):
        typeset(document(chapters=dict.fromkeys((1, 2, 3), f'{TEXT}<img src="x:" alt="x">')))

    assert len(groups) == 2
    for group in groups:
        with pytest.raises(ProcessLookupError):
            os.killpg(group, 0)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [('<img src="https://example.org/x.png" alt="x">', PdfRefused), ("Todhri: \U000105c0", PdfDiffers)],
)
@pytest.mark.parametrize("number", [1, CHAPTERS])
def test_a_part_that_cannot_be_made_refuses_the_document(words: str, refusal: type[Exception], number: int) -> None:
    """Whichever process makes it."""
    with pytest.raises(refusal):
        typeset(document(chapters={number: f"{TEXT}{words}"}))


def test_a_short_document_stays_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST_IN_ONE", 10**6)

    assert cut(document()) is None


def test_pieces_are_gathered_so_that_few_pages_end_early() -> None:
    parted = cut(document())

    assert parted is not None
    assert [each.html.count("<section") for each in parted.parts] == [1] * 6
    assert [each.chapter for each in parted.parts] == ["", "", "", "", "", "5. Kreu 5"]
    assert MARK not in parted.front
    assert parted.front.endswith("</body></html>")


@pytest.fixture
def store(tmp_path: Path) -> PartStore:
    return PartStore(tmp_path / "kept")


def test_the_oldest_parts_go_first(store: PartStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number in range(4):
        store.remember(f"n{number}", number)
    monkeypatch.setattr("core.printing.parts.keeping.MOST_BYTES", 2)

    store.thin()

    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_what_nobody_used_for_a_month_goes(store: PartStore, tmp_path: Path) -> None:
    store.remember("old", 1)
    (kept,) = (tmp_path / "kept").iterdir()
    long_ago = kept.stat().st_mtime - 31 * 24 * 3600
    os.utime(kept, (long_ago, long_ago))
    store.remember("new", 2)

    store.thin()

    assert (store.guess("old"), store.guess("new")) == (None, 2)
