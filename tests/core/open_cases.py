"""The same for texts of the open format, which has ways of its own to lose words."""

from __future__ import annotations

from tests.core.word_cases import AROUND_BOX, HEADING, SPANNED, TWO_BY_TWO, DocumentCase
from tests.documents import odt_of


def odt_head(words: str = HEADING) -> str:
    return f'<text:h text:outline-level="1">{words}</text:h>'


def odt_par(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def odt_row(*words: str, attributes: str = "") -> str:
    cells = "".join(
        each if each.startswith("<table") else f"<table:table-cell>{odt_par(each)}</table:table-cell>"
        for each in words
    )
    return f"<table:table-row{attributes}>{cells}</table:table-row>"


def odt_table(*rows: str, columns: int = 2) -> str:
    return f"<table:table>{'<table:table-column/>' * columns}{''.join(rows)}</table:table>"


def items(*words: str, attributes: str = "") -> str:
    inner = "".join(f"<text:list-item>{odt_par(each)}</text:list-item>" for each in words)
    return f"<text:list{attributes}>{inner}</text:list>"


def odt_note(kind: str, words: str) -> str:
    citation = "<text:note-citation>1</text:note-citation>"
    return (
        f'<text:note text:note-class="{kind}">{citation}<text:note-body>{odt_par(words)}</text:note-body></text:note>'
    )


FRAME = (
    '<draw:frame text:anchor-type="as-char"><draw:text-box>'
    f"{odt_par('Dorëzimi mbyllet më 15 maj')}</draw:text-box></draw:frame>"
)
LETTERS = (
    '<text:list-style style:name="Shkronja"><text:list-level-style-number text:level="1" style:num-suffix=")"'
    ' style:num-format="a"/></text:list-style>'
)
OF_LETTERS = ' text:style-name="Shkronja"'
OF_LETTERS_ON = f'{OF_LETTERS} text:continue-numbering="true"'
OPEN_FIELDS = (
    '<text:date text:date-value="2025-02-17">17.02.2025</text:date>'
    ' <text:sequence text:name="Tabela">6</text:sequence>'
    ' <text:bookmark-ref text:ref-name="b">Figura 2</text:bookmark-ref> <text:placeholder>emri</text:placeholder>'
    " <text:user-defined>zyra</text:user-defined> <text:text-input>fusha</text:text-input>"
    ' <text:drop-down><text:label text:value="a"/>zgjedhja</text:drop-down> <text:meta>shënimi</text:meta>'
)
CHANGED = (
    '<text:tracked-changes><text:changed-region text:id="a"><text:deletion>'
    f"{odt_par('340')}</text:deletion></text:changed-region>"
    '<text:changed-region text:id="b"><text:insertion/></text:changed-region></text:tracked-changes>'
)
INDEX = (
    "<text:table-of-content><text:index-body><text:index-title>"
    f"{odt_par('Lënda')}</text:index-title>"
    '<text:p><text:a xlink:href="#a">Shërbimet<text:tab/>4</text:a></text:p></text:index-body></text:table-of-content>'
)
OWN_STYLES = (
    '<style:style style:name="Heading_20_1" style:family="paragraph" style:default-outline-level="1"/>'
    '<style:style style:name="Imi" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
)

OPEN_CASES: dict[str, DocumentCase] = {
    "a frame": DocumentCase(odt_of(odt_head() + odt_par(f"Thirrja {FRAME}hapet tani.")), ((HEADING, AROUND_BOX),)),
    "fields": DocumentCase(
        odt_of(odt_head() + odt_par(OPEN_FIELDS)),
        ((HEADING, "<p>17.02.2025 6 Figura 2 emri zyra fusha zgjedhja shënimi</p>"),),
    ),
    "letters that go on": DocumentCase(
        odt_of(
            odt_head()
            + items("gratë", "të rinjtë", attributes=OF_LETTERS)
            + odt_par("ndërmjet")
            + items("të moshuarit", attributes=OF_LETTERS_ON),
            styles=LETTERS,
        ),
        ((HEADING, "<p>a) gratë</p><p>b) të rinjtë</p><p>ndërmjet</p><p>c) të moshuarit</p>"),),
    ),
    "groups of rows": DocumentCase(
        odt_of(
            odt_head()
            + odt_table(
                f"<table:table-rows>{odt_row('Puna', 'Lekë')}</table:table-rows>",
                f"<table:table-row-group>{odt_row('Kuzhina', '900')}</table:table-row-group>",
            )
        ),
        ((HEADING, TWO_BY_TWO),),
    ),
    "joined cells of an open text": DocumentCase(
        odt_of(
            odt_head()
            + odt_table(
                odt_row("Synimi", "Puna", "Lekë"),
                odt_row(
                    f'<table:table-cell table:number-rows-spanned="2">{odt_par("Synimi A")}</table:table-cell>',
                    "Puna një",
                    "40",
                ),
                odt_row("<table:covered-table-cell/>", "Puna dy", "50"),
                odt_row(
                    f'<table:table-cell table:number-columns-spanned="2">{odt_par("Bashkë")}</table:table-cell>',
                    "<table:covered-table-cell/>",
                    "90",
                ),
                columns=3,
            )
        ),
        ((HEADING, SPANNED),),
    ),
    "repeated cells and rows": DocumentCase(
        odt_of(
            odt_head()
            + odt_table(
                odt_row(f'<table:table-cell table:number-columns-repeated="2">{odt_par("njësoj")}</table:table-cell>'),
                odt_row("a", "b", attributes=' table:number-rows-repeated="2"'),
            )
        ),
        (
            (
                HEADING,
                (
                    "<table><tbody><tr><td>njësoj</td><td>njësoj</td></tr><tr><td>a</td><td>b</td></tr>"
                    "<tr><td>a</td><td>b</td></tr></tbody></table>"
                ),
            ),
        ),
    ),
    "rows of the head": DocumentCase(
        odt_of(
            odt_head()
            + odt_table(
                f"<table:table-header-rows>{odt_row('Puna', 'Lekë')}</table:table-header-rows>",
                odt_row("Kuzhina", "900"),
            )
        ),
        (
            (
                HEADING,
                (
                    '<table><thead><tr><th scope="col">Puna</th><th scope="col">Lekë</th></tr></thead>'
                    "<tbody><tr><td>Kuzhina</td><td>900</td></tr></tbody></table>"
                ),
            ),
        ),
    ),
    "tracked changes of an open text": DocumentCase(
        odt_of(
            CHANGED
            + odt_head()
            + odt_par(
                'Fondi <text:change text:change-id="a"/><text:change-start text:change-id="b"/>890'
                '<text:change-end text:change-id="b"/>'
            )
        ),
        ((HEADING, "<p>Fondi 890</p>"),),
        {"2 ndryshime të gjurmuara merren si të pranuara.": []},
    ),
    "contents and a section": DocumentCase(
        odt_of(INDEX + odt_head() + f'<text:section text:name="s">{odt_par("Fjali.")}</text:section>'),
        ((HEADING, "<p>Fjali.</p>"),),
        {"2 rreshta të pasqyrës së vjetër të lëndës nuk merren.": []},
    ),
    "a list in a cell, and both kinds of notes": DocumentCase(
        odt_of(
            odt_head()
            + odt_table(
                f"<table:table-row><table:table-cell>{items('pema')}</table:table-cell></table:table-row>", columns=1
            )
            + odt_par(f"Shuma{odt_note('footnote', 'Nga regjistri')} tani{odt_note('endnote', 'Nga zyra')}")
        ),
        (
            (
                HEADING,
                (
                    "<table><tbody><tr><td><ol><li>pema</li></ol></td></tr></tbody></table><p>Shuma"
                    '<span data-footnote="Nga regjistri"></span> tani<span data-footnote="Nga zyra"></span></p>'
                ),
            ),
        ),
    ),
    "headings that are paragraphs of a style": DocumentCase(
        odt_of(
            '<text:p text:style-name="Heading_20_1">Gjendja</text:p>'
            + odt_par("Një.")
            + '<text:p text:style-name="Imi">Synimet</text:p>'
            + odt_par("Dy."),
            styles=OWN_STYLES,
        ),
        (("Gjendja", "<p>Një.</p>"), ("Synimet", "<p>Dy.</p>")),
    ),
    "a comment of an open text": DocumentCase(
        odt_of(odt_head() + odt_par(f"Fjali<office:annotation>{odt_par('e pasaktë')}</office:annotation> e plotë.")),
        ((HEADING, "<p>Fjali e plotë.</p>"),),
        {"1 koment nuk merret.": ["„e pasaktë“"]},
    ),
    "spaces, tabs and breaks": DocumentCase(
        odt_of(odt_head() + odt_par('një<text:s text:c="4"/>dy<text:tab/>tre<text:line-break/>katër')),
        ((HEADING, "<p>një dy tre<br>katër</p>"),),
    ),
}
