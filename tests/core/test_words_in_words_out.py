"""Whatever a document is made of: its seen words are taken, each once, and no hidden or deleted one is."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.office.documents import FORMATS, read_document
from core.text.richtext import notes, plain_text
from core.word_package.missing import missing_words
from core.word_package.report import Report
from tests.documents import body_docx, odt_of, repacked

DOCX, ODT = FORMATS
SEEN, UNSEEN = re.compile(r"fjala\d+e"), re.compile(r"fshehur\d+e")
PROPERTY = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a smaller failing document is not worth minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NOTES = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.footnotes+xml"/></Types>'
)
NOTES_RELATION = (
    '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
    'Target="footnotes.xml"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BEGIN, PART, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
VANISH = "<w:rPr><w:vanish/></w:rPr>"


class Writer:
    """Writes parts of a document with words that occur once, and remembers which of them are seen."""

    def __init__(self) -> None:
        self._number = count(1)
        self.seen: list[str] = []
        self.notes: list[str] = []

    def word(self) -> str:
        self.seen.append(f"fjala{next(self._number)}e")
        return self.seen[-1]

    def unseen(self) -> str:
        return f"fshehur{next(self._number)}e"


def run(words: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{words} </w:t></w:r>'


def noted(to: Writer) -> str:
    to.notes.append(f'<w:footnote w:id="{len(to.notes) + 2}"><w:p>{run(to.word())}</w:p></w:footnote>')
    return f'<w:r><w:footnoteReference w:id="{len(to.notes) + 1}"/></w:r>{run("")}'


def drawn(to: Writer) -> str:
    inner = f"<w:txbxContent><w:p>{run(to.word())}</w:p><w:p>{run(to.unseen(), VANISH)}</w:p></w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp>"
    second = f"<wps:wsp><wps:txbx><w:txbxContent><w:p>{run(to.word())}</w:p></w:txbxContent></wps:txbx></wps:wsp>"
    drawing = f"<w:drawing><wp:inline><a:graphic><a:graphicData><wpg:wgp>{shape}{second}</wpg:wgp></a:graphicData>"
    drawing += "</a:graphic></wp:inline></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def old_box(to: Writer) -> str:
    inner = f"<w:txbxContent><w:p>{run(to.word())}</w:p></w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"


def nested_field(to: Writer) -> str:
    asked = f"{BEGIN}<w:r><w:instrText> IF </w:instrText></w:r>{BEGIN}{PART}{run(to.unseen())}{END}"
    return f"{asked}{PART}{run(to.word())}{END}"


INLINE: dict[str, Callable[[Writer], str]] = {
    "plain": lambda to: run(to.word()),
    "bold": lambda to: run(to.word(), "<w:rPr><w:b/></w:rPr>"),
    "raised": lambda to: run(to.word(), '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    "hidden": lambda to: run(to.unseen(), VANISH),
    "deleted": lambda to: f'<w:del w:author="a">{run(to.unseen()).replace("w:t", "w:delText")}</w:del>',
    "moved away": lambda to: f'<w:moveFrom w:author="a">{run(to.unseen())}</w:moveFrom>',
    "inserted": lambda to: f'<w:ins w:author="a">{run(to.word())}</w:ins>',
    "field": lambda to: f'<w:fldSimple w:instr=" SEQ Tabela ">{run(to.word())}</w:fldSimple>',
    "long field": lambda to: f"{BEGIN}<w:r><w:instrText> REF x </w:instrText></w:r>{PART}{run(to.word())}{END}",
    "field in a field": nested_field,
    "tag": lambda to: f'<w:customXml w:uri="u" w:element="e">{run(to.word())}</w:customXml>',
    "direction": lambda to: f'<w:dir w:val="ltr"><w:bdo w:val="ltr">{run(to.word())}</w:bdo></w:dir>',
    "control": lambda to: f"<w:sdt><w:sdtPr/><w:sdtContent>{run(to.word())}</w:sdtContent></w:sdt>",
    "link": lambda to: f'<w:hyperlink w:anchor="x">{run(to.word())}</w:hyperlink>{run(to.word())}',
    "break": lambda to: f"<w:r><w:br/></w:r>{run(to.word())}<w:r><w:tab/></w:r>{run(to.word())}",
    "equation": lambda to: (
        f"<m:oMath><m:f><m:num><m:r><m:t>{to.word()}</m:t></m:r></m:num>"
        f"<m:den><m:r><m:t>{to.word()}</m:t></m:r></m:den></m:f></m:oMath>"
    ),
    "note": noted,
    "box": drawn,
    "old box": old_box,
}
LOOKS = {
    "plain": "",
    "heading": '<w:pStyle w:val="Heading1"/>',
    "level": '<w:outlineLvl w:val="1"/>',
    "title": '<w:pStyle w:val="Title"/>',
    "bullet": '<w:pStyle w:val="ListBullet"/>',
    "number": '<w:pStyle w:val="ListNumber"/>',
}
PARAGRAPHS = st.tuples(st.sampled_from(list(LOOKS)), st.lists(st.sampled_from(list(INLINE)), max_size=4))
CELLS = st.tuples(st.lists(PARAGRAPHS, min_size=1, max_size=2), st.integers(1, 3), st.booleans())
ROWS = st.tuples(
    st.lists(CELLS, min_size=1, max_size=3), st.sampled_from(["", "hidden", "del", "tblHeader", "before"])
)
TABLES = st.lists(ROWS, min_size=1, max_size=4)
BODIES = st.lists(st.one_of(PARAGRAPHS, TABLES), min_size=1, max_size=6)


def paragraph(to: Writer, drawn_as: tuple[str, list[str]]) -> str:
    look, parts = drawn_as
    has_note = "note" in parts and look in {"heading", "level"}
    written = "".join(INLINE[part](to) for part in parts if not (has_note and part == "note"))
    return f"<w:p><w:pPr>{LOOKS[look]}</w:pPr>{written}</w:p>"


def table(to: Writer, rows: list[tuple[list[tuple[list[tuple[str, list[str]]], int, bool]], str]]) -> str:
    written = []
    for cells, kind in rows:
        before = len(to.seen)
        inner = "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
            + (f"<w:tbl><w:tr><w:tc><w:p>{run(to.word())}</w:p></w:tc></w:tr></w:tbl>" if has_table else "")
            + "".join(paragraph(to, each) for each in blocks)
            + "</w:tc>"
            for blocks, span, has_table in cells
        )
        mark = {"": "", "before": '<w:gridBefore w:val="2"/>'}.get(kind, f"<w:{kind}/>")
        if kind in {"hidden", "del"}:
            for word in to.seen[before:]:
                inner = inner.replace(word, word.replace("fjala", "fshehur"))
                to.notes = [note.replace(word, word.replace("fjala", "fshehur")) for note in to.notes]
            del to.seen[before:]
        written.append(f"<w:tr><w:trPr>{mark}</w:trPr>{inner}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(written)}</w:tbl>"


def words_taken(content: bytes, content_type: str) -> str:
    document = read_document(content, content_type)
    assert "missing" not in document.left_out
    return " ".join(
        f"{part.title} {plain_text(part.markup)} {' '.join(notes(part.markup))}" for part in document.parts
    )


@PROPERTY
@given(BODIES)
def test_every_seen_word_of_a_word_document_is_taken_once_and_no_other(blocks: list) -> None:
    to = Writer()
    body = f"<w:p>{run(to.word())}</w:p>" + "".join(
        paragraph(to, each) if isinstance(each, tuple) else table(to, each) for each in blocks
    )
    content = repacked(
        body_docx(body),
        {"word/footnotes.xml": f'<?xml version="1.0"?><w:footnotes {WORD}>{"".join(to.notes)}</w:footnotes>'.encode()},
        {
            "[Content_Types].xml": ("</Types>", NOTES),
            "word/_rels/document.xml.rels": ("</Relationships>", NOTES_RELATION),
        },
    )

    taken = words_taken(content, DOCX)

    assert sorted(SEEN.findall(taken)) == sorted(to.seen)
    assert UNSEEN.findall(taken) == []


OPEN_INLINE: dict[str, Callable[[Writer], str]] = {
    "plain": lambda to: f"{to.word()} ",
    "span": lambda to: f"<text:span>{to.word()} </text:span>",
    "hidden": lambda to: f'<text:span text:style-name="S">{to.unseen()} </text:span>',
    "field": lambda to: f"<text:sequence>{to.word()}</text:sequence> <text:date>{to.word()}</text:date> ",
    "unknown": lambda to: f"<text:meta-field>{to.word()}</text:meta-field> ",
    "link": lambda to: f'<text:a xlink:href="#x">{to.word()}</text:a> {to.word()} ',
    "note": lambda to: (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"<text:p>{to.word()}</text:p></text:note-body></text:note> "
    ),
    "frame": lambda to: f"<draw:frame><draw:text-box><text:p>{to.word()}</text:p></draw:text-box></draw:frame> ",
    "group": lambda to: (
        f"<draw:g><draw:custom-shape><text:p>{to.word()}</text:p></draw:custom-shape><draw:frame><draw:text-box>"
        f"<text:p>{to.word()}</text:p></draw:text-box></draw:frame></draw:g> "
    ),
    "annotation": lambda to: f"<office:annotation><text:p>{to.unseen()}</text:p></office:annotation>",
}
OPEN_KINDS = {
    "plain": "<text:p>{}</text:p>",
    "heading": '<text:h text:outline-level="1">{}</text:h>',
    "hidden section": '<text:section text:display="none"><text:p>{}</text:p></text:section>',
    "section": "<text:section><text:p>{}</text:p></text:section>",
    "letters": '<text:list text:style-name="L"><text:list-item><text:p>{}</text:p></text:list-item></text:list>',
    "list": "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>",
}
OPEN_STYLES = (
    '<style:style style:name="S" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix=")"'
    ' style:num-format="a"/></text:list-style>'
)
OPEN_PARAGRAPHS = st.tuples(
    st.sampled_from(list(OPEN_KINDS)), st.lists(st.sampled_from(list(OPEN_INLINE)), max_size=4)
)
OPEN_TABLES = st.lists(
    st.tuples(st.lists(OPEN_PARAGRAPHS, min_size=1, max_size=3), st.sampled_from(["", "group", "head", "inner"])),
    min_size=1,
    max_size=3,
)


def open_paragraph(to: Writer, drawn_as: tuple[str, list[str]]) -> str:
    kind, parts = drawn_as
    if kind == "heading":
        parts = [part for part in parts if part != "note"]
    before = len(to.seen)
    written = "".join(OPEN_INLINE[part](to) for part in parts)
    if kind == "hidden section":
        for word in to.seen[before:]:
            written = written.replace(word, word.replace("fjala", "fshehur"))
        del to.seen[before:]
    return OPEN_KINDS[kind].format(written)


def open_table(to: Writer, rows: list[tuple[list[tuple[str, list[str]]], str]]) -> str:
    written = ""
    for cells, kind in rows:
        inner = "".join(f"<table:table-cell>{open_paragraph(to, each)}</table:table-cell>" for each in cells)
        row = f"<table:table-row>{inner}</table:table-row>"
        if kind == "inner":
            table = f'<table:table table:is-sub-table="true">{row}</table:table>'
            row = f"<table:table-row><table:table-cell>{table}</table:table-cell></table:table-row>"
        around = {"group": "table-row-group", "head": "table-header-rows"}.get(kind)
        written += f"<table:{around}>{row}</table:{around}>" if around else row
    return f"<table:table><table:table-column/>{written}</table:table>"


@PROPERTY
@given(st.lists(st.one_of(OPEN_PARAGRAPHS, OPEN_TABLES), min_size=1, max_size=6))
def test_every_seen_word_of_an_open_document_is_taken_once_and_no_other(blocks: list) -> None:
    to = Writer()
    body = f"<text:p>{to.word()}</text:p>" + "".join(
        open_paragraph(to, each) if isinstance(each, tuple) else open_table(to, each) for each in blocks
    )

    taken = words_taken(odt_of(body, styles=OPEN_STYLES), ODT)

    assert sorted(SEEN.findall(taken)) == sorted(to.seen)
    assert UNSEEN.findall(taken) == []


WORDS = st.lists(st.sampled_from(["dhe", "të", "masa", "12", "kosto"]), max_size=8)


@given(st.lists(st.tuples(st.sampled_from(["", "Hyrje"]), WORDS, WORDS), max_size=8))
def test_the_count_names_exactly_what_was_not_taken(parts: list) -> None:
    report = Report(paragraphs=[(place, " ".join([*kept, *lost])) for place, kept, lost in parts])
    taken = [word for _place, kept, _lost in parts for word in kept]

    missing = missing_words(report, taken, [])

    assert missing.count == sum(len(lost) for _place, _kept, lost in parts)
    assert sum(passage.count for passage in missing.passages) == missing.count
