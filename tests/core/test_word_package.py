"""Kinds of numbers, fields, boxes and tables beyond the small documents of `test_document_cases`."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from core.office import documents
from core.office.documents import FORMATS, Document, read_document
from core.sandbox import Limits, RunFailed, run_sandboxed
from core.word_package.report import LeftOut, OmittedPassage
from core.word_package.sentences import left_out_sentences, refusal_sentence
from tests.documents import body_docx, docx_of, odt_of, repacked

DOCX, ODT = FORMATS
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BEGIN, PART, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str, *, number: int = 0, level: int = 0, style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{named}{mark}</w:pPr>{words if words.startswith('<') else run(words)}</w:p>"


def field(instruction: str, shown: str) -> str:
    return f"{BEGIN}<w:r><w:instrText> {instruction} </w:instrText></w:r>{PART}{run(shown)}{END}"


def level(number: int, kind: str, text: str, more: str = "") -> str:
    values = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{values}{more}</w:lvl>'


ABSTRACT = {
    1: level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.") + level(2, "lowerRoman", "(%3)"),
    2: level(0, "upperRoman", "Kreu %1") + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
    3: level(0, "decimal", "%1.") + level(1, "bullet", "o"),
}
OVERRIDE = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'


def numbered(body: str) -> bytes:
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>' for key, levels in ABSTRACT.items()
    )
    nums = "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in ABSTRACT)
    nums += f'<w:num w:numId="4"><w:abstractNumId w:val="3"/>{OVERRIDE}</w:num>'
    part = f'<?xml version="1.0"?><w:numbering {WORD}>{abstract}{nums}</w:numbering>'
    content = body_docx(body)
    return repacked(content, {"word/numbering.xml": part.encode()}, {}, without={"word/numbering.xml"})


def markup_of(content: bytes, content_type: str = DOCX) -> str:
    return "".join(part.markup for part in read_document(content, content_type).parts)


def test_numbers_of_several_levels_are_stored_as_they_read() -> None:
    body = "".join(
        paragraph(words, number=1, level=level)
        for words, level in (("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 1))
    )

    assert markup_of(numbered(body)) == (
        "<ol><li><p>a</p></li></ol><p>1.1. b</p><p>1.2. c</p><p>(i) d</p>"
        '<ol start="2"><li><p>e</p></li></ol><p>2.1. f</p>'
    )


def test_headings_carry_the_numbers_of_their_list_in_digits_where_it_says_so() -> None:
    body = (
        paragraph("Nevojat", number=2, style="Heading1")
        + paragraph("Fëmijët", number=2, level=1, style="Heading2")
        + paragraph("Masat", number=2, style="Heading1")
        + paragraph("Gratë", number=2, level=1, style="Heading2")
    )

    titles = [part.title for part in read_document(numbered(body), DOCX).parts]

    assert titles == ["Kreu I Nevojat", "1.1 Fëmijët", "Kreu II Masat", "2.1 Gratë"]


def test_a_list_that_begins_anew_or_goes_on_has_its_own_number() -> None:
    body = (
        paragraph("a", number=3)
        + paragraph("b", number=3, level=1)
        + paragraph("midis")
        + paragraph("c", number=3)
        + paragraph("d", number=4)
        + paragraph("e", number=4)
    )

    assert markup_of(numbered(body)) == (
        "<ol><li><p>a</p><ul><li><p>b</p></li></ul></li></ol><p>midis</p>"
        '<ol start="2"><li><p>c</p></li></ol><ol start="5"><li><p>d</p></li><li><p>e</p></li></ol>'
    )


FIELDS = {
    "nested": (
        f"{BEGIN}<w:r><w:instrText> IF </w:instrText></w:r>{field('MERGEFIELD x', 'pashfaqur')}{PART}{run('po')}{END}",
        "<p>po</p>",
    ),
    "link": (
        f"{run('shih ')}{field('HYPERLINK &quot;https://vlora.gov.al/&quot;', 'faqen')}",
        '<p>shih <a href="https://vlora.gov.al/" rel="noopener noreferrer">faqen</a></p>',
    ),
    "box to tick": (
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
            "</w:fldChar>"
            f"</w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>{END}{run(' po')}"
        ),
        "<p>☒ po</p>",
    ),
    "choice": (
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="jo"/>'
            '<w:listEntry w:val="ndoshta"/></w:ddList></w:ffData></w:fldChar></w:r>'
            f"<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>{END}"
        ),
        "<p>ndoshta</p>",
    ),
    "without an end": (f"{BEGIN}<w:r><w:instrText> REF x </w:instrText></w:r>{run('mbetet')}", "<p>mbetet</p>"),
}


@pytest.mark.parametrize("kind", FIELDS)
def test_a_field_shows_what_its_reader_sees(kind: str) -> None:
    words, kept = FIELDS[kind]

    assert markup_of(body_docx(paragraph(words))) == kept


INITIAL = '<w:p><w:pPr><w:framePr w:dropCap="drop" w:lines="3"/></w:pPr><w:r><w:t>N</w:t></w:r></w:p>'
SYMBOL = '<w:r><w:t>këndi</w:t><w:sym w:font="Symbol" w:char="F061"/></w:r>'
RUBY = "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>".format(run("sipër"), run("bazë"))
RARER = {
    "initial": (INITIAL + paragraph("evojat e banorëve"), "<p>Nevojat e banorëve</p>"),
    "symbol": (paragraph(SYMBOL + run(" 5")), "<p>këndi\u03b1 5</p>"),
    "ruby": (paragraph(RUBY), "<p>bazë (sipër)</p>"),
    "soft hyphen": (paragraph("<w:r><w:t>bash</w:t><w:softHyphen/><w:t>kia</w:t></w:r>"), "<p>bash\u00adkia</p>"),
    "heading of the contents": (paragraph("Përmbajtja", style="TOCHeading"), "<p>Përmbajtja</p>"),
}


@pytest.mark.parametrize("kind", RARER)
def test_rarer_kinds_of_text_are_taken_and_none_of_it_counts_as_missing(kind: str) -> None:
    body, kept = RARER[kind]

    document = read_document(body_docx(body), DOCX)

    assert "".join(part.markup for part in document.parts) == kept
    assert document.left_out == {}


def test_drawn_letters_are_a_paragraph_after_the_one_that_carries_them() -> None:
    shape = '<v:shape><v:textpath string="PLANI SOCIAL"/></v:shape>'
    body = paragraph(f"{run('para')}<w:r><w:pict>{shape}</w:pict></w:r>") + paragraph("pas")

    assert markup_of(body_docx(body)) == "<p>para</p><p>PLANI SOCIAL</p><p>pas</p>"


def math(name: str, *parts: str) -> str:
    return f"<m:{name}>{''.join(parts)}</m:{name}>"


def sign(words: str) -> str:
    return math("r", math("t", words))


def test_an_equation_reads_in_one_line_and_none_of_its_signs_is_missed() -> None:
    equation = math(
        "oMath",
        sign("E=m"),
        math("sSup", math("e", sign("c")), math("sup", sign("2"))),
        sign("x"),
        math("acc", math("e", sign("y"))),
        math("f", math("num", sign("a+b")), math("den", sign("c"))),
        math("rad", math("deg", sign("3")), math("e", sign("8"))),
        math("d", math("e", sign("p")), math("e", sign("q"))),
        math("m", math("mr", math("e", sign("1")), math("e", sign("0"))), math("mr", math("e", sign("4")))),
    )

    document = read_document(body_docx(paragraph(f"{run('Vlera ')}{equation}{run('fund')}")), DOCX)

    assert document.parts[0].markup == ("<p>Vlera E=m c<sup>2</sup> xy(a+b)/c <sup>3</sup>√8(p | q)1, 0; 4 fund</p>")
    assert document.left_out == {"equations": LeftOut(1)}


def test_lines_of_the_old_contents_go_and_what_stands_beside_them_stays() -> None:
    tab = "<w:r><w:tab/></w:r>"
    first = paragraph(
        f"{BEGIN}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{PART}{run('Hyrje')}{tab}{field('PAGEREF x', '3')}"
    )
    body = (
        paragraph("Lënda")
        + first
        + paragraph(f"{run('Masat')}{tab}{run('7')}{END}")
        + paragraph("Hyrje", style="Heading1")
        + paragraph(f"{run('Viti')}{tab}{run('2026')}")
    )

    document = read_document(body_docx(body), DOCX)

    assert [(part.title, part.markup) for part in document.parts] == [
        ("", "<p>Lënda</p>"),
        ("Hyrje", "<p>Viti 2026</p>"),
    ]
    assert [str(said) for said in left_out_sentences(document.left_out)] == [
        "2 rreshta të pasqyrës së vjetër të lëndës nuk merren."
    ]


CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
OPEN_KINDS = {
    "table in a cell": (
        "<table:table><table:table-column/><table:table-row>" + CELL.format("a") + "<table:table-cell><table:table"
        ' table:is-sub-table="true"><table:table-row>' + CELL.format("b") + CELL.format("c") + "</table:table-row>"
        "</table:table></table:table-cell></table:table-row></table:table>",
        "<table><tbody><tr><td>a</td><td>b | c</td></tr></tbody></table>",
    ),
    "boxes in a group": (
        (
            "<text:p>para<draw:g><draw:custom-shape><text:p>një</text:p></draw:custom-shape><draw:frame><draw:text-box>"
            "<text:p>dy<draw:frame><draw:text-box><text:p>tre</text:p></draw:text-box></draw:frame></text:p>"
            "</draw:text-box></draw:frame></draw:g></text:p><text:p>pas</text:p>"
        ),
        "<p>para</p><p>një</p><p>dy</p><p>tre</p><p>pas</p>",
    ),
    "bibliography": (
        "<text:bibliography><text:index-body><text:p>Ligji 121</text:p></text:index-body></text:bibliography>",
        "<p>Ligji 121</p>",
    ),
    "levels": (
        (
            '<text:list text:style-name="L"><text:list-item><text:p>a</text:p><text:list><text:list-item>'
            '<text:p>b</text:p></text:list-item></text:list></text:list-item><text:list-item text:start-value="7">'
            "<text:p>c</text:p>"
            "</text:list-item></text:list>"
        ),
        "<p>1. a</p><p>1.1. b</p><p>7. c</p>",
    ),
}
LIST_STYLE = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="."'
    ' style:num-format="1"/><text:list-level-style-number text:level="2" style:num-suffix="." style:num-format="1"'
    ' text:display-levels="2"/></text:list-style>'
)


@pytest.mark.parametrize("kind", OPEN_KINDS)
def test_an_open_document_keeps_what_the_converter_would_drop(kind: str) -> None:
    body, kept = OPEN_KINDS[kind]

    assert markup_of(odt_of(body, styles=LIST_STYLE), ODT) == kept


def test_headings_of_an_open_document_carry_the_numbers_of_its_outline() -> None:
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I"'
        ' style:num-prefix="Kreu "/></text:outline-style>'
    )
    body = '<text:h text:outline-level="1">Nevojat</text:h><text:h text:outline-level="1">Masat</text:h>'

    titles = [part.title for part in read_document(odt_of(body, styles=outline), ODT).parts]

    assert titles == ["Kreu I Nevojat", "Kreu II Masat"]


LOSING = (  # a wrapper that neither the pass nor the converter knows
    paragraph("Nevojat", style="Heading1")
    + paragraph("fjalë " * 60)
    + f"<w:unheardOf>{paragraph('kjo humbet')}</w:unheardOf>"
)


def test_what_the_converter_loses_is_named_with_its_place() -> None:
    document = read_document(body_docx(LOSING), DOCX)

    assert document.left_out["missing"] == LeftOut(2, [OmittedPassage("Nevojat", "kjo humbet", 2)])


@override_settings(DOCUMENT_MISSING_PERCENT=1)
def test_a_document_that_loses_too_much_is_refused_with_what_is_missing() -> None:
    with pytest.raises(ValidationError) as refused:
        read_document(body_docx(LOSING), DOCX)

    assert refused.value.messages == [
        (
            "2 nga 63 fjalët e dokumentit nuk u lexuan dot, prandaj dokumenti nuk merret. "
            "Mungojnë nën „Nevojat“: „kjo humbet“."
        )
    ]


def test_computing_too_long_is_told_from_waiting_too_long() -> None:
    busy, idle = ["/bin/sh", "-c", "while :; do :; done"], ["/bin/sleep", "60"]
    with pytest.raises(RunFailed) as computing:
        run_sandboxed(busy, b"", Limits(1, 60, 300_000_000, 1_000_000))
    with pytest.raises(RunFailed) as waiting:
        run_sandboxed(idle, b"", Limits(5, 1, 300_000_000, 1_000_000))

    assert computing.value.used_up_its_time
    assert not waiting.value.used_up_its_time


@pytest.mark.parametrize(
    ("limits", "cause"),
    [
        (Limits(cpu_seconds=0, wall_seconds=60, memory_bytes=1_500_000_000, output_bytes=60_000_000), "time"),
        (Limits(cpu_seconds=10, wall_seconds=0, memory_bytes=1_500_000_000, output_bytes=60_000_000), "stopped"),
    ],
)
def test_a_refusal_names_the_cause_that_was_found(monkeypatch: pytest.MonkeyPatch, limits: Limits, cause: str) -> None:
    content = docx_of(*[("Teksti i planit. " * 50, None)] * 400)
    monkeypatch.setattr(documents, "LIMITS", limits)

    with pytest.raises(ValidationError) as refused:
        read_document(content, DOCX)

    assert refused.value.messages == [refusal_sentence(cause)]


def test_what_is_stored_of_a_document_is_read_again() -> None:
    document = read_document(
        body_docx(paragraph("a") + paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r>")), DOCX
    )

    assert Document.from_plain(document.plain()) == document
