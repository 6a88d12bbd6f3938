"""Small documents, each of one kind that converters are known to get wrong, with what a reader finds in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.documents import DOCUMENT, NOTE_PART, NOTE_RELATION, WORD, body_docx, repacked

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADING = "Shërbimet"
LONG = (
    "Shërbimet që mungojnë në fshatrat e thella dhe në lagjet e reja të qytetit, ku nuk ka as transport e as qendër; "
)


@dataclass(frozen=True, slots=True)
class DocumentCase:
    """`right` are headings with the markup below each, "" before the first; `said` what the preview says, with the
    first words of each passage that is left out.
    """

    content: bytes
    right: tuple[tuple[str, str], ...]
    said: Mapping[str, list[str]] = field(default_factory=dict)


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def par(words: str = "", *, style: str = "", number: int = 0) -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    mark = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{named}{mark}</w:pPr>{words if words.startswith('<') else run(words)}</w:p>"


def head(words: str = HEADING) -> str:
    return par(words, style="Heading1")


def cell(words: str, properties: str = "") -> str:
    inner = words if words.startswith(("<w:p", "<w:tbl")) else par(words)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    written = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


def table(*rows: str, columns: int = 2) -> str:
    column = '<w:gridCol w:w="2000"/>'
    grid = f"<w:tblGrid>{column * columns}</w:tblGrid>" if columns else ""
    return f"<w:tbl><w:tblPr/>{grid}{''.join(rows)}</w:tbl>"


def simple_field(instruction: str, shown: str) -> str:
    return f'<w:fldSimple w:instr=" {instruction} ">{run(shown)}</w:fldSimple>'


def long_field(instruction: str, shown: str) -> str:
    begin, part, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> {instruction} </w:instrText></w:r>{part}{run(shown)}{end}"


def hyperlink(words: str) -> str:
    return f'<w:hyperlink w:anchor="_Toc5">{words if words.startswith("<") else run(words)}</w:hyperlink>'


def contents_line(words: str, page: int) -> str:
    return par(hyperlink(f"{run(words)}<w:r><w:tab/></w:r>{run(str(page))}"))


def control(content: str, gallery: str = "") -> str:
    kind = f'<w:docPartObj><w:docPartGallery w:val="{gallery}"/></w:docPartObj>' if gallery else ""
    return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def styled(body: str, style: str) -> bytes:
    return repacked(body_docx(body), {}, {"word/styles.xml": ("</w:styles>", f"{style}</w:styles>")})


def numbered(body: str) -> bytes:
    """Lists 1 “Neni 1”, 2 “a)”, 3 “Kreu I” and 4 “1.”, the last one twice, as number 5 it begins anew."""
    kinds = {1: ("decimal", "Neni %1"), 2: ("lowerLetter", "%1)"), 3: ("upperRoman", "Kreu %1"), 4: ("decimal", "%1.")}
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{key}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for key, (kind, text) in kinds.items()
    )
    used = "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in kinds)
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    used += f'<w:num w:numId="5"><w:abstractNumId w:val="4"/>{anew}</w:num>'
    part = f'<?xml version="1.0"?><w:numbering {WORD}>{lists}{used}</w:numbering>'
    return repacked(body_docx(body), {"word/numbering.xml": part.encode()}, {}, without={"word/numbering.xml"})


def noted(body: str, notes: Mapping[int, str]) -> bytes:
    written = "".join(f'<w:footnote w:id="{key}">{words}</w:footnote>' for key, words in notes.items())
    return repacked(
        body_docx(body),
        {"word/footnotes.xml": f'<?xml version="1.0"?><w:footnotes {WORD}>{written}</w:footnotes>'.encode()},
        {
            "[Content_Types].xml": ("</Types>", NOTE_PART),
            "word/_rels/document.xml.rels": ("</Relationships>", NOTE_RELATION),
        },
    )


def related(body: str, kind: str, name: str, content: str) -> bytes:
    """With one more part, which the document calls rIdMore."""
    relation = f'<Relationship Id="rIdMore" Type="{RELATIONS}/{kind}" Target="{name}"/></Relationships>'
    return repacked(
        body_docx(body),
        {f"word/{name}": content.encode()},
        {"word/_rels/document.xml.rels": ("</Relationships>", relation)},
    )


def renamed(body: str) -> bytes:
    """The main part has a name of its own; the relations of the package lead to it."""
    plain = body_docx(body)
    main = DOCUMENT.format(body).encode()
    return repacked(
        plain,
        {"word/teksti.xml": main},
        {
            "_rels/.rels": ("word/document.xml", "word/teksti.xml"),
            "[Content_Types].xml": ("/word/document.xml", "/word/teksti.xml"),
        },
        without={"word/document.xml"},
    )


BOX = f"<w:txbxContent>{par('Dorëzimi mbyllet më 15 maj')}</w:txbxContent>"
DRAWN = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
    f"<wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
OLD_BOX = f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>"
AROUND_BOX = "<p>Thirrja hapet tani.</p><p>Dorëzimi mbyllet më 15 maj</p>"
OUTLINED = (
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Pjesa"><w:name w:val="Pjesa e madhe"/><w:pPr>'
    '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
SEVENTH = '<w:style w:type="paragraph" w:styleId="Titulli7"><w:name w:val="heading 7"/></w:style>'
EDITS = (
    '<w:p><w:r><w:t xml:space="preserve">Fondi </w:t></w:r>'
    '<w:del w:id="1" w:author="a"><w:r><w:delText>340</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" w:author="a">{run("890")}</w:ins></w:p>'
)
GONE_ROW = row(
    cell('<w:p><w:del w:id="4" w:author="a"><w:r><w:delText>e vjetër</w:delText></w:r></w:del></w:p>'),
    cell('<w:p><w:del w:id="5" w:author="a"><w:r><w:delText>7</w:delText></w:r></w:del></w:p>'),
    properties='<w:del w:id="3" w:author="a"/>',
)
FRACTION = "<m:oMath><m:f><m:num><m:r><m:t>p</m:t></m:r></m:num><m:den><m:r><m:t>q</m:t></m:r></m:den></m:f></m:oMath>"
FIELDS = (
    par(f"{run('Tabela ')}{simple_field('SEQ Tabela', '6')}{run(' e datës ')}{simple_field('DATE', '17.02.2025')}")
    + par(f"{run('shih ')}{long_field('REF _Ref4', 'Figurën 2')}{run(', hartoi ')}{long_field('FORMTEXT', 'zyra')}")
    + par(f'<w:smartTag w:element="p">{run("Orikum")}</w:smartTag><w:customXml>{run(" bregdeti")}</w:customXml>')
)
REPEATED = [f"Radha {number:02d}" for number in range(60)]
SPANS = (
    row("Synimi", "Puna", "Lekë"),
    row(cell("Synimi A", '<w:vMerge w:val="restart"/>'), "Puna një", "40"),
    row(cell("", "<w:vMerge/>"), "Puna dy", "50"),
    row(cell("Bashkë", '<w:gridSpan w:val="2"/>'), "90"),
)
SPANNED = (
    "<table><tbody><tr><td>Synimi</td><td>Puna</td><td>Lekë</td></tr>"
    '<tr><td rowspan="2">Synimi A</td><td>Puna një</td><td>40</td></tr><tr><td>Puna dy</td><td>50</td></tr>'
    '<tr><td colspan="2">Bashkë</td><td>90</td></tr></tbody></table>'
)
TWO_BY_TWO = "<table><tbody><tr><td>Puna</td><td>Lekë</td></tr><tr><td>Kuzhina</td><td>900</td></tr></tbody></table>"
SYMBOLS = (
    f'{run("Neni B")}<w:r><w:noBreakHyphen/></w:r>{run("7 ")}<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>'
    f"{run(' 9')}"
)

WORD_CASES: dict[str, DocumentCase] = {
    "a drawn box": DocumentCase(
        body_docx(head() + par(f"{run('Thirrja ')}{DRAWN}{run('hapet tani.')}") + head("Kostot") + par("Fundi.")),
        ((HEADING, AROUND_BOX), ("Kostot", "<p>Fundi.</p>")),
    ),
    "a box of the older make": DocumentCase(
        body_docx(head() + par(f"{run('Thirrja ')}{OLD_BOX}{run('hapet tani.')}")), ((HEADING, AROUND_BOX),)
    ),
    "a first row of one cell": DocumentCase(
        body_docx(
            head() + table(row("Buxheti"), row("Puna", "Viti", "Lekë"), row("Kuzhina", "2026", "900"), columns=3)
        ),
        (
            (
                HEADING,
                (
                    '<table><tbody><tr><td colspan="3">Buxheti</td></tr><tr><td>Puna</td><td>Viti</td><td>Lekë</td>'
                    "</tr><tr><td>Kuzhina</td><td>2026</td><td>900</td></tr></tbody></table>"
                ),
            ),
        ),
    ),
    "a cell beyond the grid": DocumentCase(
        body_docx(head() + table(row("Puna", "Viti"), row("Kuzhina", "2026", "900 lekë"))),
        (
            (
                HEADING,
                (
                    "<table><tbody><tr><td>Puna</td><td>Viti</td><td></td></tr>"
                    "<tr><td>Kuzhina</td><td>2026</td><td>900 lekë</td></tr></tbody></table>"
                ),
            ),
        ),
    ),
    "headings by outline level": DocumentCase(
        styled(par("Gjendja", style="Pjesa") + par("Një.") + par("Synimet", style="Pjesa") + par("Dy."), OUTLINED),
        (("Gjendja", "<p>Një.</p>"), ("Synimet", "<p>Dy.</p>")),
    ),
    "articles": DocumentCase(
        numbered(head() + par("Qëllimi", number=1) + par("Ky akt vlen.") + par("Fusha", number=1)),
        ((HEADING, "<p>Neni 1 Qëllimi</p><p>Ky akt vlen.</p><p>Neni 2 Fusha</p>"),),
    ),
    "letters": DocumentCase(
        numbered(head() + par("gratë", number=2) + par("të rinjtë", number=2) + par("Te b) shtohet e drejta.")),
        ((HEADING, "<p>a) gratë</p><p>b) të rinjtë</p><p>Te b) shtohet e drejta.</p>"),),
    ),
    "numbers of headings": DocumentCase(
        numbered(
            par("Gjendja", style="Heading1", number=3) + par("Një.") + par("Synimet", style="Heading1", number=3)
        ),
        (("Kreu I Gjendja", "<p>Një.</p>"), ("Kreu II Synimet", "")),
    ),
    "a list that goes on and one that begins anew": DocumentCase(
        numbered(
            head()
            + par("pema", number=4)
            + par("ndërmjet")
            + par("dega", number=4)
            + par("tani")
            + par("gjethja", number=5)
        ),
        (
            (
                HEADING,
                (
                    '<ol><li><p>pema</p></li></ol><p>ndërmjet</p><ol start="2"><li><p>dega</p></li></ol><p>tani</p>'
                    "<ol><li><p>gjethja</p></li></ol>"
                ),
            ),
        ),
    ),
    "tracked changes": DocumentCase(
        body_docx(head() + EDITS + table(row("Puna", "Lekë"), GONE_ROW)),
        ((HEADING, "<p>Fondi 890</p><table><tbody><tr><td>Puna</td><td>Lekë</td></tr></tbody></table>"),),
        {"3 ndryshime të gjurmuara merren si të pranuara.": []},
    ),
    "hidden and struck text": DocumentCase(
        body_docx(head() + par(f"{run('340', '<w:strike/>')}{run(' 890')}{run(' mos e thuaj', '<w:vanish/>')}")),
        ((HEADING, "<p>340 890</p>"),),
        {
            "1 pjesë e fshehur nuk merret.": ["nën „Shërbimet“: „mos e thuaj“"],
            "1 pjesë teksti me vijë përmes mbetet si tekst i zakonshëm.": [],
        },
    ),
    "results of fields, and wrappers": DocumentCase(
        body_docx(head() + FIELDS),
        ((HEADING, "<p>Tabela 6 e datës 17.02.2025</p><p>shih Figurën 2, hartoi zyra</p><p>Orikum bregdeti</p>"),),
    ),
    "a caption with a field": DocumentCase(
        body_docx(
            head()
            + par(f"{run('Tabela ')}{simple_field('SEQ Tabela', '8')}{run(': Shpenzimet')}", style="Caption")
            + table(row("Puna", "Lekë"), row("Kuzhina", "900"))
        ),
        ((HEADING, TWO_BY_TWO.replace("<table>", "<table><caption>Tabela 8: Shpenzimet</caption>")),),
    ),
    "a file put into the text": DocumentCase(
        related(
            head() + '<w:altChunk r:id="rIdMore"/>' + par("Fundi."),
            "aFChunk",
            "pjesa.html",
            "<html><body><p>Shtesa e ngjitur</p></body></html>",
        ),
        ((HEADING, "<p>Fundi.</p>"),),
        {"1 skedar i futur në tekst nuk merret.": ["„Shtesa e ngjitur“"]},
    ),
    "an equation": DocumentCase(
        body_docx(head() + par(f"{run('Raporti ')}{FRACTION}")),
        ((HEADING, "<p>Raporti p/q</p>"),),
        {"1 formulë shkruhet në një rresht.": []},
    ),
    "a running head": DocumentCase(
        related(
            head() + par("Fjali.") + '<w:sectPr><w:headerReference w:type="default" r:id="rIdMore"/></w:sectPr>',
            "header",
            "header9.xml",
            f'<?xml version="1.0"?><w:hdr {WORD}>{par("Vendimi nr. 12")}</w:hdr>',
        ),
        ((HEADING, "<p>Fjali.</p>"),),
        {"Kokat dhe fundet e faqeve nuk merren.": ["„Vendimi nr. 12“"]},
    ),
    "the old contents, and a paragraph that is a link": DocumentCase(
        body_docx(
            contents_line("Gjendja", 4)
            + contents_line("Synimet", 8)
            + head("Gjendja")
            + par("Një.")
            + head("Synimet")
            + par(hyperlink("Lexoni shtojcën B me tabelat e plota"))
        ),
        (("Gjendja", "<p>Një.</p>"), ("Synimet", "<p>Lexoni shtojcën B me tabelat e plota</p>")),
        {"2 rreshta të pasqyrës së vjetër të lëndës nuk merren.": []},
    ),
    "contents typed as text": DocumentCase(
        body_docx(
            par("Lënda") + par(f"{run('Gjendja')}<w:r><w:tab/></w:r>{run('4')}") + head("Gjendja") + par("Një.")
        ),
        (("", "<p>Lënda</p><p>Gjendja 4</p>"), ("Gjendja", "<p>Një.</p>")),
    ),
    "cover and contents in controls": DocumentCase(
        body_docx(
            control(par("Plani i qytetit"), "Cover Pages")
            + control(par("Lënda") + par(hyperlink("Gjendja 4")), "Table of Contents")
            + head("Gjendja")
            + par("Një.")
        ),
        (("", "<p>Plani i qytetit</p><p>Lënda</p>"), ("Gjendja", "<p>Një.</p>")),
        {"1 rresht i pasqyrës së vjetër të lëndës nuk merret.": []},
    ),
    "an empty heading": DocumentCase(
        body_docx(head("") + par("Fjali.") + head("Gjendja") + par("Një.") + head(" ") + par("Dy.")),
        (("", "<p>Fjali.</p>"), ("Gjendja", "<p>Një.</p><p>Dy.</p>")),
    ),
    "lines of a cover": DocumentCase(
        body_docx(
            "".join(par(words, style="Title") for words in ("BASHKIA", "PLANI", "2025–2027")) + head() + par("A.")
        ),
        (("", "<p>BASHKIA</p><p>PLANI</p><p>2025–2027</p>"), (HEADING, "<p>A.</p>")),
    ),
    "titles among the text": DocumentCase(
        body_docx(
            par("PLANI", style="Title")
            + par("i qytetit", style="Subtitle")
            + head()
            + par("A.")
            + par("PJESA II", style="Title")
            + head("Kostot")
            + par("B.")
        ),
        (("", "<p>PLANI</p><p>i qytetit</p>"), (HEADING, "<p>A.</p><p>PJESA II</p>"), ("Kostot", "<p>B.</p>")),
    ),
    "a main part of another name": DocumentCase(renamed(head() + par("Fjali.")), ((HEADING, "<p>Fjali.</p>"),)),
    "a heading of four hundred signs": DocumentCase(
        body_docx(head((LONG * 4).strip()) + par("Fjali.")), (((LONG * 4).strip(), "<p>Fjali.</p>"),)
    ),
    "a table of heads alone": DocumentCase(
        body_docx(head() + table(*(row(each, "zyra", properties="<w:tblHeader/>") for each in REPEATED))),
        (
            (
                HEADING,
                '<table><thead><tr><th scope="col">Radha 00</th><th scope="col">zyra</th></tr></thead><tbody>'
                + "".join(f"<tr><td>{each}</td><td>zyra</td></tr>" for each in REPEATED[1:])
                + "</tbody></table>",
            ),
        ),
    ),
    "a table without a grid": DocumentCase(
        body_docx(head() + table(row("Puna", "Lekë"), row("Kuzhina", "900"), columns=0)), ((HEADING, TWO_BY_TWO),)
    ),
    "headings that are only bold": DocumentCase(
        body_docx(par(run("I. GJENDJA", "<w:b/>")) + par("Një.") + par(run("II. SYNIMET", "<w:b/>")) + par("Dy.")),
        (("", "<p><strong>I. GJENDJA</strong></p><p>Një.</p><p><strong>II. SYNIMET</strong></p><p>Dy.</p>"),),
    ),
    "a table in a cell": DocumentCase(
        noted(
            head()
            + table(
                row("Puna", cell(table(row("majtas", "djathtas")) + par("pas"))),
                row(cell(par("Titull", style="Heading2") + par("fjalë")), cell(par(f"{run('shuma')}{note(2)}"))),
            ),
            {2: par("Nga regjistri")},
        ),
        (
            (
                HEADING,
                (
                    "<table><tbody><tr><td>Puna</td><td><table><tbody><tr><td>majtas</td><td>djathtas</td></tr></tbody>"
                    "</table><p>pas</p></td></tr><tr><td><p><strong>Titull</strong></p><p>fjalë</p></td>"
                    '<td>shuma<span data-footnote="Nga regjistri"></span></td></tr></tbody></table>'
                ),
            ),
        ),
    ),
    "a note on a heading": DocumentCase(
        noted(par(f"{run(HEADING)}{note(2)}", style="Heading1") + par("Fjali."), {2: par("Nga drejtoria")}),
        ((HEADING, "<p>Fjali.</p>"),),
        {"1 shënim në fund të faqes që qëndron te një titull nuk merret.": ["nën „Shërbimet“: „Nga drejtoria“"]},
    ),
    "a note with a table and a long text": DocumentCase(
        noted(
            head() + par(f"{run('Shuma')}{note(2)}"),
            {2: par("E para") + table(row("njëra", "tjetra")) + par("mbarim " * 200)},
        ),
        ((HEADING, f'<p>Shuma<span data-footnote="E para njëra tjetra {("mbarim " * 200).strip()}"></span></p>'),),
    ),
    "joined cells": DocumentCase(body_docx(head() + table(*SPANS, columns=3)), ((HEADING, SPANNED),)),
    "text under a joined cell": DocumentCase(
        body_docx(
            head()
            + table(
                row(cell("Synimi", '<w:vMerge w:val="restart"/>'), "një"), row(cell("i mbuluar", "<w:vMerge/>"), "dy")
            )
        ),
        (
            (
                HEADING,
                '<table><tbody><tr><td rowspan="2">Synimi</td><td>një</td></tr><tr><td>dy</td></tr></tbody></table>',
            ),
        ),
        {"1 pjesë e fshehur nuk merret.": ["nën „Shërbimet“: „i mbuluar“"]},
    ),
    "signs of symbol fonts": DocumentCase(body_docx(head() + par(SYMBOLS)), ((HEADING, "<p>Neni B\u20117 ≤ 9</p>"),)),
    "controls around paragraphs, rows and cells": DocumentCase(
        body_docx(
            head()
            + control(control(par("Fjali.")))
            + table(control(row("Puna", "Lekë")), "<w:tr>" + control(cell("Kuzhina")) + cell("900") + "</w:tr>")
            + par(f"{run('dhe ')}{control(run('brenda'))}")
        ),
        ((HEADING, f"<p>Fjali.</p>{TWO_BY_TWO}<p>dhe brenda</p>"),),
    ),
    "split accents and many spaces": DocumentCase(
        body_docx(head("Ne\u0308nkreu") + par("c\u0327do 3\u00a0450\u202f000,25 lekë")),
        (("Nënkreu", "<p>çdo 3&nbsp;450\u202f000,25 lekë</p>"),),
    ),
    "breaks of lines and pages": DocumentCase(
        body_docx(
            par(f"{run('Pjesa')}<w:r><w:br/></w:r>{run('Gjendja')}", style="Heading1")
            + par(f'{run("zyra")}<w:r><w:tab/></w:r>{run("viti")}<w:r><w:br w:type="page"/></w:r>{run("tjetra")}')
        ),
        (("Pjesa Gjendja", "<p>zyra viti<br>tjetra</p>"),),
    ),
    "a comment": DocumentCase(
        related(
            head() + par(f'{run("Fjali.")}<w:r><w:commentReference w:id="0"/></w:r>'),
            "comments",
            "comments.xml",
            f'<?xml version="1.0"?><w:comments {WORD}><w:comment w:id="0">{par("e pasaktë")}</w:comment></w:comments>',
        ),
        ((HEADING, "<p>Fjali.</p>"),),
        {"1 koment nuk merret.": ["„e pasaktë“"]},
    ),
    "a heading of the seventh level": DocumentCase(
        styled(head() + par("Imtësi", style="Titulli7") + par("Fjali."), SEVENTH),
        ((HEADING, ""), ("Imtësi", "<p>Fjali.</p>")),
    ),
    "the strict form": DocumentCase(
        repacked(
            body_docx(head() + par("Fjali.")),
            {},
            {
                "word/document.xml": (
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
                "_rels/.rels": (
                    f"{RELATIONS}/officeDocument",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
                ),
            },
        ),
        ((HEADING, "<p>Fjali.</p>"),),
    ),
    "signs of markup": DocumentCase(
        body_docx(head("Më pak se &lt; 5 &amp; më shumë") + par("&lt;i&gt;as kështu&lt;/i&gt;")),
        (("Më pak se < 5 & më shumë", "<p>&lt;i&gt;as kështu&lt;/i&gt;</p>"),),
    ),
}
