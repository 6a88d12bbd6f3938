"""The plan as a Word file, read back by python-docx and as XML."""

import io
import zipfile
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from socialplan.content.document_outline import figures_for
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.glance import Glance
from socialplan.publishing.documents.plan_pdf import load_version
from socialplan.publishing.documents.plan_word import render_plan_word
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import ChapterFactory, PlanVersionFactory, publish

pytestmark = pytest.mark.django_db
WORDS = {
    "sq": ("Plani Social Vendor", "Punësimi i 4 punonjësve socialë për NJVNR", "Treguesit", "sq-AL"),
    "en": ("Local Social Plan", "Recruit 4 social workers for NARU", "Indicators", "en-GB"),
}
MARKUP = """<h2>Nëntitull</h2><p>Tekst <strong>i trashë</strong> me <em>kursiv</em> dhe
<a href="https://example.org/a?b=1&amp;c=2">lidhje</a>, H<sub>2</sub>O.</p>
<ol><li>një</li><li><p>dy</p><ul><li>brenda</li></ul></li></ol><ol start="5"><li>pesë</li></ol>
<blockquote><p>Citim</p></blockquote>
<table><caption>Tabela 1</caption><thead><tr><th scope="col">A</th><th colspan="2">B</th></tr></thead>
<tbody><tr><td rowspan="2">x</td><td>1</td><td>2</td></tr>
<tr><td colspan="2"><p>3</p><p>4</p></td></tr></tbody></table>
<p>Me shënim<span data-footnote="Burimi: INSTAT 2023"></span>.</p>"""


def made(version: PlanVersion, language: str = "sq") -> bytes:
    return render_plan_word(load_version(version.pk), language, lambda done, whole: None)


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def text_of(document: Any) -> str:
    return "\n".join(
        "".join(word.text or "" for word in each.iter(qn("w:t"))) for each in document.element.body.iter(qn("w:p"))
    )


@pytest.fixture
def demo() -> PlanVersion:
    MunicipalityFactory(is_demo=True)
    version = demo_plan()
    version.chapters.update(body_sq='<p>Përmbledhje.</p><div data-block="action_matrix"></div>', body_en="")
    return publish(version)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_plan_in_both_languages(language: str, demo: PlanVersion) -> None:
    document = opened(made(demo, language))
    title, measure, indicators, code = WORDS[language]

    text = text_of(document)
    assert all(words in text for words in (title, measure, indicators))
    assert demo.seal.sha256 in text
    assert str(demo.decision) in text
    assert document.core_properties.title == title
    assert document.core_properties.language == code
    language_mark = document.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    assert language_mark.get(qn("w:val")) == code
    assert "TË DHËNA DEMONSTRUESE" in document.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_plan_at_a_glance_stands_before_the_chapters_as_on_paper(language: str, demo: PlanVersion) -> None:
    document = opened(made(demo, language))
    with translation.override(language):
        glance = Glance.of(figures_for(demo))
        title = gettext("The plan at a glance")
    assert glance is not None

    lines = [line for line in text_of(document).splitlines() if line]
    begins = lines.index(title)
    assert [line for line in lines[:begins] if line.startswith(title)], "an entry of the contents"
    page = lines[begins:]
    assert [figure for figure in glance.numbers if figure.number not in page or figure.about not in page] == []
    said = [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))]
    shown = [*glance.charts, *([glance.map] if glance.map else [])]
    assert [picture.title for picture in shown if not any(words and picture.title in words for words in said)] == []


def test_a_plan_without_money_has_no_glance() -> None:
    MunicipalityFactory()
    version = PlanVersionFactory()
    ChapterFactory(version=version)

    assert gettext("The plan at a glance") not in text_of(opened(made(version)))


def test_the_matrix_lies_across_and_repeats_its_head(demo: PlanVersion) -> None:
    document = opened(made(demo))

    orientations = [section.orientation for section in document.sections]
    assert {WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE} == set(orientations)
    assert all(section.page_width > section.page_height for section in document.sections if section.orientation)
    matrix = next(
        table for table in document.tables if any("Punësimi i 4" in cell.text for cell in table.columns[1].cells)
    )
    head = matrix.rows[0]._tr.trPr
    assert head.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in matrix.rows)
    assert all(
        table._tbl.tblPr.find(qn("w:tblCaption")) is not None for table in document.tables if len(table.columns) > 2
    )


def test_contents_are_links_with_pages_to_what_stands_there(demo: PlanVersion) -> None:
    document = opened(made(demo))
    body = document.element.body

    codes = [each.text for each in body.iter(qn("w:instrText"))]
    assert all(code.split()[0] in {"PAGEREF", "SEQ"} for code in codes)
    named = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    links = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))} - {None}
    assert links
    assert links <= named
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Caption"} <= styles
    begins = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert begins.count("begin") == begins.count("end")


def test_a_draft_says_that_it_is_one() -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)

    document = opened(made(version, "en"))

    assert "DRAFT" in document.sections[0].header.paragraphs[0].text
    assert "It has not been adopted." in text_of(document)


def test_text_keeps_its_structure() -> None:
    MunicipalityFactory()
    version = PlanVersionFactory()
    ChapterFactory(version=version, body_sq=MARKUP)

    document = opened(made(version))

    by_style = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert (by_style["Nëntitull"], by_style["Citim"], by_style["Tabela 1"]) == ("Heading 2", "Quote", "Caption")
    items = {paragraph.text: numbered(paragraph) for paragraph in document.paragraphs if numbered(paragraph)}
    assert [items[words][0] for words in ("një", "dy", "brenda", "pesë")] == [0, 0, 1, 0]
    assert items["një"][1] == items["dy"][1] != items["pesë"][1]
    numbering = document.part.numbering_part.element
    starts = {
        each.get(qn("w:numId")): each.find(qn("w:abstractNumId")).get(qn("w:val"))
        for each in numbering.findall(qn("w:num"))
    }
    fifth = next(
        each
        for each in numbering.findall(qn("w:abstractNum"))
        if each.get(qn("w:abstractNumId")) == starts[str(items["pesë"][1])]
    )
    assert fifth.find(qn("w:lvl")).find(qn("w:start")).get(qn("w:val")) == "5"
    bold = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]
    assert "i trashë" in bold
    table = next(each for each in document.tables if each.rows[0].cells[0].text == "A")
    assert [cell.text for cell in table.rows[1].cells] == ["x", "1", "2"]
    assert table.rows[2].cells[0].text == "x"
    assert table.rows[2].cells[1].text == "3\n4"
    notes = next(part for part in document.part.package.iter_parts() if part.partname == "/word/footnotes.xml")
    assert "Burimi: INSTAT 2023" in notes.blob.decode()
    assert len(document.element.body.findall(".//" + qn("w:footnoteReference"))) == 1
    names = {str(part.partname) for part in document.part.package.iter_parts()}
    assert not {name for name in names if "customXml" in name or "thumbnail" in name}
    targets = {each.target_ref for each in document.part.rels.values() if each.is_external}
    assert targets == {"https://example.org/a?b=1&c=2"}


def numbered(paragraph: Any) -> tuple[int, int] | None:
    """Level and number of the list it belongs to."""
    found = paragraph._p.pPr.find(qn("w:numPr")) if paragraph._p.pPr is not None else None
    if found is None:
        return None
    return tuple(int(found.find(qn(tag)).get(qn("w:val"))) for tag in ("w:ilvl", "w:numId"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "vetëm fjalë",
        "<p>a\x0bb\x0cc</p>",
        "<ul><li></li></ul>",
        "<table><tbody><tr><td rowspan='9' colspan='90'>x</td></tr><tr></tr></tbody></table>",
        "<table></table>",
        "<p>1 &lt; 2 &amp; 3</p><script>alert(1)</script>",
        "<li>jashtë liste</li><p><a href='#x'>brenda</a><br>rresht</p>",
        "<blockquote>pa paragraf<ul><li>një<p>dy</p>tre<ol><li>katër</li></ol></li></ul></blockquote>",
    ],
)
def test_odd_markup_never_breaks_the_file(markup: str) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory()
    ChapterFactory(version=version, title_sq="Titull\x0bi ngjitur", body_sq=markup)

    content = made(version)

    opened(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"alert" not in package.read("word/document.xml")


def test_markup_is_written_in_the_language_it_stands_in(demo: PlanVersion) -> None:
    """Where nobody has translated a chapter, the English file marks its Albanian words as Albanian."""
    document = opened(made(demo, "en"))

    marked = {
        run.find(qn("w:rPr")).find(qn("w:lang")) for run in document.element.body.iter(qn("w:r")) if has_language(run)
    }
    assert {each.get(qn("w:val")) for each in marked} == {"sq-AL"}


def has_language(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    return properties is not None and properties.find(qn("w:lang")) is not None


@pytest.mark.parametrize("count", [1, 30])
def test_the_file_costs_the_same_with_many_chapters(count: int, django_assert_num_queries: Any) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    ChapterFactory.create_batch(count, version=version)
    loaded = load_version(version.pk)

    with django_assert_num_queries(38):
        render_plan_word(loaded, "sq", lambda done, whole: None)
