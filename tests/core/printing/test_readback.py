"""A printed file says what its document says, in its order and once, or it is not made; what engines drop is kept."""

from __future__ import annotations

import io
import random

import pypdf
import pytest
from django.utils.translation import override
from weasyprint import HTML

from core.printing.content import content_of
from core.printing.engine import ASSETS, STYLESHEET
from core.printing.outcome import PdfDiffers
from core.printing.readback import refuse_difference
from core.printing.typesetting import typeset

WORDS = [
    "Shërbimet",
    "sociale",
    "në",
    "bashki",
    "ndërtohen",
    "mbi",
    "nevojat",
    "që",
    "banorët",
    "kanë",
    "shprehur",
    "1",
    "2",
    "3",
    "10",
    "12,5",
    "QS1",
    "1.1",
    "–",
    "a)",
    "„fjalë“",
    "ndër-institucional",
    "x²",
    "½",
    "…",
    "2024–2026",
    "çmimi",
]
LONG = " ".join(WORDS * 6)
ROWS = "".join(
    f'<tr><th scope="row">R{n}</th><td>{LONG[: n % 90]}</td><td class="number">{n} 500</td></tr>' for n in range(80)
)
WHOLE = f"""<!DOCTYPE html><html lang="sq"><head><title>Plani</title></head><body>
<div class="watermark">DRAFT<br><span>versioni 1</span></div>
<section class="cover"><div class="banner"><p>TË DHËNA</p></div><p class="cover-owner">Bashkia</p><h1>Plani</h1>
<p class="proof hash">v1 · {"ab" * 32}</p></section>
<nav class="contents"><h2>Përmbajtja</h2><ol><li><a href="#a">1. Hyrje</a><ol><li><a href="#b">Pjesa</a></li></ol></li>
</ol></nav>
<section class="chapter"><h2 id="a">1. Hyrje</h2><p>{LONG}<span class="footnote">Shënimi një</span> {LONG}</p>
<h3 id="b">Pjesa</h3><ul><li>pika<ul><li>brenda</li></ul></li></ul>
<ol start="3"><li>e treta</li><li>e katërta</li></ol>
<p>Mbrojtur <span aria-hidden="true">■</span><span class="visually-hidden">fshehur</span></p>
<table><caption>Masat</caption><thead><tr><th>Kodi</th><th>Fjalë</th><th class="number">Shuma</th></tr></thead>
<tbody>{ROWS}</tbody></table>
<figure class="chart"><figcaption>Grafiku</figcaption><svg viewBox="0 0 720 60" role="img"><title>pamja</title>
<text x="200" y="20" font-size="13">Etiketa</text><text x="9" y="50">Donatori</text></svg>
</figure><p>Fundi.<span class="footnote">Shënimi dy</span></p></section></body></html>"""


def texts(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return typeset(WHOLE)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ('<tr><th scope="row">R40</th>', '<tr><th scope="row">R40a</th>'),
        ('<td class="number">41 500</td></tr>', '<td class="number">41 500</td></tr><tr><td>R41</td></tr>'),
        ("79 500", "97 500"),
        ("<p>Fundi.", "<p>Fundi. Edhe një fjalë."),
        ("<p>Fundi.", "<p>"),
        ("<li>e treta</li><li>e katërta</li>", "<li>e katërta</li><li>e treta</li>"),
        ('<ol start="3">', "<ol>"),
        ("Shënimi dy", "Shënimi"),
        ("Etiketa", "Etiketë"),
        ("Donatori", "Donatorët"),
        ("v1 · ab", "v2 · ab"),
        (ROWS, ROWS[: ROWS.index('<tr><th scope="row">R70')]),
        ('class="visually-hidden"', 'class="small"'),
    ],
)
def test_a_file_that_says_something_else_is_refused(said: str, printed: str, whole: bytes) -> None:
    assert said in WHOLE

    with pytest.raises(PdfDiffers):
        refuse_difference(whole, content_of(HTML(string=WHOLE.replace(said, printed, 1)).etree_element))


def test_the_refusal_names_page_words_and_place(whole: bytes) -> None:
    other = content_of(HTML(string=WHOLE.replace("79 500", "97 500")).etree_element)

    with override("sq"), pytest.raises(PdfDiffers, match=r"Faqja \d+ .*R79.*\(Masat\).*nuk u ruajt"):
        refuse_difference(whole, other)


def document(seed: int) -> str:
    """Paragraphs, lists, notes, tables and pictures as chance has it."""
    chance = random.Random(seed)

    def words(most: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))

    def paragraph(most: int, *, notes: bool = True) -> str:
        note = f'<span class="footnote">{words(20)}</span>' if notes and chance.random() < 0.3 else ""
        return (
            f"{words(most)}<sup>2</sup> <strong>{words(2)}</strong>{note} {words(3)} {'A' * chance.choice((0, 150))}"
        )

    def items(deep: int) -> str:
        tag = chance.choice(("ul", "ol", f'ol start="{chance.randint(2, 40)}"'))
        inner = "".join(
            f"<li>{paragraph(9, notes=False)}{items(deep - 1) if deep else ''}</li>"
            for _ in range(chance.randint(1, 4))
        )
        return f"<{tag}>{inner}</{tag[:2]}>"

    def table() -> str:
        columns = range(chance.randint(1, 5))
        head = "".join(f"<th>{words(4)}</th>" for _ in columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{chance.choice((words(9), '', items(0)))}</td>" for _ in columns) + "</tr>"
            for _ in range(chance.choice((2, 50)))
        )
        return f"<table><caption>{words(4)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    makers = (lambda: f"<p>{paragraph(200)}</p>", lambda: items(1), table, lambda: f"<h3>{words(4)}</h3>")
    body = "".join(
        f"<h2>{number}. {words(4)}</h2>{''.join(chance.choice(makers)() for _ in range(chance.randint(1, 5)))}"
        for number in range(1, chance.randint(2, 4))
    )
    return (
        f'<html lang="sq"><head><title>x</title></head><body><section class="chapter">{body}</section></body></html>'
    )


# 50: a page ends in the third cell of a row; 172: the last row of a table has no word and a page of its own
@pytest.mark.parametrize("seed", [0, 22, 50, 172])
def test_whatever_is_written_is_found_again(seed: int) -> None:
    typeset(document(seed))


def test_a_table_of_heads_alone_prints_each_of_its_rows() -> None:
    heads = "".join(f'<tr><th scope="col">RRESHT{n:03}</th></tr>' for n in range(70))

    printed = texts(typeset(f"<html lang='sq'><body><table><thead>{heads}</thead></table></body></html>"))

    assert [n for n in range(70) if printed.count(f"RRESHT{n:03}") != 1] == []


def test_a_head_as_tall_as_the_page_is_printed_once_and_so_are_its_rows() -> None:
    rows = "<tr><td>RRESHT</td><td>b</td></tr>" * 9
    table = f"<table><thead><tr><th>{LONG * 12}</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>"

    printed = texts(typeset(f"<html lang='sq'><body>{table}</body></html>"))

    assert printed.count("RRESHT") == 9


def test_an_ordinary_head_stands_on_every_page(whole: bytes) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(whole)).pages]

    with_rows = [text for text in pages if " 500" in text]
    assert len(with_rows) > 1
    assert all("Kodi" in text and "Shuma" in text for text in with_rows)


def test_rows_without_a_word_may_have_pages_of_their_own() -> None:
    """A form to be filled in by hand: its later pages show the head alone."""
    rows = "<tr><td>RRESHT</td><td></td></tr>" + "<tr><td>&nbsp;</td><td></td></tr>" * 120
    table = f"<table><thead><tr><th>Emri</th><th>Nënshkrimi</th></tr></thead><tbody>{rows}</tbody></table>"

    printed = texts(typeset(f"<html lang='sq'><body>{table}<p>Fund</p></body></html>"))

    assert (printed.count("Nënshkrimi") > 2, printed.count("Fund")) == (True, 1)


def test_lists_begin_where_they_say_and_keep_their_letters() -> None:
    body = '<ol><li>një</li></ol><ol start="3"><li>tre</li></ol><ol type="a" start="2"><li>be</li></ol>'

    printed = texts(typeset(f"<html lang='sq'><body>{body}</body></html>"))

    assert [sign for sign in ("1.", "3.", "b.") if sign not in printed] == []


def test_what_leaves_the_sheet_is_refused_and_long_runs_are_broken() -> None:
    run = "_" * 150
    typeset(f"<html lang='sq'><body><p>{run} FUND</p><ul><li>https://vlora.example/{run}</li></ul></body></html>")

    with override("sq"), pytest.raises(PdfDiffers, match="nuk e nxë fleta"):
        typeset(f"<html lang='sq'><body><p style='white-space: nowrap'>{LONG}</p></body></html>")


@pytest.mark.parametrize("word", ["pamjaftueshëm", "pamjaffinanca"])
def test_letters_that_a_font_would_join_are_read_as_themselves_where_a_word_may_be_parted(word: str) -> None:
    """One glyph for two letters with a soft hyphen between them was read as another letter, and the file refused."""
    soft = f"{word[:6]}\u00ad{word[6:]}"

    printed = texts(
        typeset(f"<html lang='sq'><body><p>{soft}</p><table><tr><td>{word}</td></tr></table></body></html>")
    )

    assert printed.count(word) == 2


def test_a_sign_that_no_font_has_is_refused_by_its_name() -> None:
    with override("sq"), pytest.raises(PdfDiffers, match="\U000105c0"):
        typeset("<html lang='sq'><body><p>Todhri: \U000105c0</p></body></html>")


def test_the_stylesheet_takes_nothing_else_out_of_the_flow() -> None:
    """`core/printing/content.py` names what is drawn apart; a new rule of this kind has to be named there too."""
    rules = (ASSETS / STYLESHEET).read_text().split("}")
    apart = sorted(
        rule.split("{")[0].strip()
        for rule in rules
        if any(each in rule for each in ("float:", "position: absolute", "position: fixed"))
    )

    assert apart == [
        ".contents a::after",
        ".cover-donor",
        ".cover-donor .emblem",
        ".footnote",
        ".watermark",
    ]
