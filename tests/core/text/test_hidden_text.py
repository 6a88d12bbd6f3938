"""Nothing that a document hides or had deleted becomes text of the plan, by import or by paste; it is named."""

from __future__ import annotations

import pytest

from core.office.documents import FORMATS, Document, read_document
from core.text.richtext import plain_text, sanitise
from core.word_package.sentences import left_out_sentences
from tests.documents import body_docx, odt_of, repacked

DOCX, ODT = FORMATS
SECRET = "E FSHEHUR"
HIDDEN_LOOK = "<w:rPr><w:vanish/></w:rPr>"
HIDDEN_STYLES = (
    '<w:style w:type="paragraph" w:styleId="Fsheh"><w:name w:val="Fsheh"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Fsheh2"><w:name w:val="Fsheh2"/><w:basedOn w:val="Fsheh"/></w:style>'
    '<w:style w:type="character" w:styleId="FshehC"><w:name w:val="FshehC"/><w:rPr><w:vanish/></w:rPr>'
    "</w:style></w:styles>"
)
ODT_STYLES = (
    '<style:style style:name="{}" style:family="{}"><style:text-properties text:display="none"/></style:style>'
)


def words_of(document: Document) -> str:
    return " ".join(f"{part.title} {plain_text(part.markup)}" for part in document.parts)


def run(words: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", mark: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}<w:rPr>{mark}</w:rPr></w:pPr>{''.join(runs)}</w:p>"


def cell(words: str, joined: str = "") -> str:
    return f"<w:tc><w:tcPr>{joined}</w:tcPr>{paragraph(run(words))}</w:tc>"


BOX = (
    '<w:r><w:drawing><wp:anchor><wp:docPr id="1" name="x" hidden="1"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
    f"<w:txbxContent>{paragraph(run(SECRET))}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></w:r>"
)
RESTART = '<w:vMerge w:val="restart"/>'
HIDDEN_IN_WORD = {
    "run": paragraph(run("para "), run(SECRET, HIDDEN_LOOK)),
    "paragraph style": paragraph(run(SECRET), style="Fsheh"),
    "inherited style": paragraph(run(SECRET), style="Fsheh2"),
    "character style": paragraph(run("para "), run(SECRET, '<w:rPr><w:rStyle w:val="FshehC"/></w:rPr>')),
    "in a link": paragraph(f'<w:hyperlink w:anchor="x">{run(SECRET, HIDDEN_LOOK)}</w:hyperlink>'),
    "row": f"<w:tbl><w:tr>{cell('a')}</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>{cell(SECRET)}</w:tr></w:tbl>",
    "covered cell": (
        f"<w:tbl><w:tr>{cell('a', RESTART)}{cell('b')}</w:tr>"
        f"<w:tr>{cell(SECRET, '<w:vMerge/>')}{cell('c')}</w:tr></w:tbl>"
    ),
    "box": paragraph(run("para"), BOX),
}
HIDDEN_IN_OPEN = {
    "paragraph style": f'<text:p text:style-name="H">{SECRET}</text:p>',
    "span style": f'<text:p>para <text:span text:style-name="S">{SECRET}</text:span></text:p>',
    "section": f'<text:section text:name="x" text:display="none"><text:p>{SECRET}</text:p></text:section>',
    "hidden paragraph": f'<text:p><text:hidden-paragraph text:is-hidden="true"/>{SECRET}</text:p>',
    "hidden text": f'<text:p>a<text:hidden-text text:is-hidden="true">{SECRET}</text:hidden-text></text:p>',
    "row": (
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
        f'<table:table-row table:visibility="collapse"><table:table-cell><text:p>{SECRET}</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    ),
}


@pytest.mark.parametrize("kind", HIDDEN_IN_WORD)
def test_hidden_text_of_a_word_document_is_named_and_left_out(kind: str) -> None:
    content = repacked(
        body_docx(paragraph(run("Nevojat"), style="Heading1") + HIDDEN_IN_WORD[kind] + paragraph(run("pas"))),
        {},
        {"word/styles.xml": ("</w:styles>", HIDDEN_STYLES)},
    )

    document = read_document(content, DOCX)

    assert SECRET not in words_of(document)
    assert words_of(document).split()[-1] == "pas"
    (said,) = left_out_sentences(document.left_out)
    assert said.sentence == "1 pjesë e fshehur nuk merret."
    assert said.passages == [f"nën „Nevojat“: „{SECRET}“"]


@pytest.mark.parametrize("kind", HIDDEN_IN_OPEN)
def test_hidden_text_of_an_open_document_is_named_and_left_out(kind: str) -> None:
    styles = ODT_STYLES.format("H", "paragraph") + ODT_STYLES.format("S", "text")
    heading = '<text:h text:outline-level="1">Nevojat</text:h>'
    content = odt_of(f"{heading}{HIDDEN_IN_OPEN[kind]}<text:p>pas</text:p>", styles=styles)

    document = read_document(content, ODT)

    assert SECRET not in words_of(document)
    assert words_of(document).split()[-1] == "pas"
    (said,) = left_out_sentences(document.left_out)
    assert said.passages == [f"nën „Nevojat“: „{SECRET}“"]


def test_a_run_that_switches_hiding_off_is_shown() -> None:
    shown = run("shihet", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
    twice = run("edhe kjo", '<w:rPr><w:rStyle w:val="FshehC"/></w:rPr>')
    content = repacked(
        body_docx(paragraph(shown, twice, style="Fsheh")), {}, {"word/styles.xml": ("</w:styles>", HIDDEN_STYLES)}
    )

    document = read_document(content, DOCX)

    assert words_of(document).split() == ["shihetedhe", "kjo"]
    assert not document.left_out


DELETED = '<w:del w:author="a"><w:r><w:delText>E FSHIRË</w:delText></w:r></w:del>'
INSERTED = '<w:ins w:author="a"><w:r><w:t>shtuar</w:t></w:r></w:ins>'
CHANGED = {
    "words": (paragraph(run("para "), DELETED, INSERTED), "para shtuar", 2),
    "words without a mark of their own": (paragraph(INSERTED.replace("shtuar", "një"), INSERTED), "njështuar", 1),
    "moved": (
        paragraph('<w:moveTo w:author="a"><w:r><w:t>këtu</w:t></w:r></w:moveTo>')
        + paragraph('<w:moveFrom w:author="a"><w:r><w:t>E FSHIRË</w:t></w:r></w:moveFrom>'),
        "këtu",
        1,
    ),
    "row": (
        (
            f"<w:tbl><w:tr>{cell('a')}</w:tr>"
            f"<w:tr><w:trPr><w:del w:author='a'/></w:trPr><w:tc>{paragraph(DELETED)}</w:tc></w:tr></w:tbl>"
        ),
        "a",
        1,
    ),
    "end of a paragraph": (
        paragraph(run("një"), mark='<w:del w:author="a"/>') + paragraph(run("fjalë")),
        "njëfjalë",
        1,
    ),
    "whole paragraphs": (paragraph(DELETED, mark='<w:del w:author="a"/>') * 2 + paragraph(run("mbetet")), "mbetet", 1),
}


@pytest.mark.parametrize("kind", CHANGED)
def test_what_was_deleted_goes_what_was_inserted_stays_and_edits_are_counted(kind: str) -> None:
    body, kept, edits = CHANGED[kind]

    document = read_document(body_docx(body), DOCX)

    assert words_of(document).strip() == kept
    assert document.left_out["changes"].count == edits
    assert "<tr><td></td></tr>" not in document.parts[0].markup


PASTED = {
    "tracked": ("<p>Kosto <del>500000</del><ins>700000</ins> lekë</p>", "<p>Kosto 700000 lekë</p>"),
    "not shown": (f'<p>a<span style="display:none;mso-hide:all">{SECRET}</span>b</p>', "<p>ab</p>"),
    "hidden by Word": (f"<p style='mso-hide: all'>{SECRET}</p><p>b</p>", "<p>b</p>"),
    "invisible": (f'a<div style="visibility:hidden">{SECRET}<p>{SECRET}</p></div>b', "<p>a</p><p>b</p>"),
    "by attribute": (f"<ul><li hidden>{SECRET}</li><li>b</li></ul>", "<ul><li>b</li></ul>"),
    "row": (
        f'<table><tr><td>a</td></tr><tr style="display: none"><td>{SECRET}</td></tr></table>',
        "<table><tbody><tr><td>a</td></tr></tbody></table>",
    ),
}


@pytest.mark.parametrize("kind", PASTED)
def test_deleted_and_hidden_text_is_not_pasted(kind: str) -> None:
    pasted, kept = PASTED[kind]

    assert sanitise(pasted) == kept
