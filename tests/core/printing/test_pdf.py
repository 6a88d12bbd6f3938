"""What every printed document must be: valid for archive and screen reader, and made from our own assets alone."""

import io
from datetime import UTC, datetime

import page
import pikepdf
import pydyf
import pypdf
import pytest
from django.template import engines
from weasyprint.urls import FatalURLFetchingError

from core.printing import engine, pdf
from core.printing.charts import bar_chart
from core.printing.engine import AssetFetcher
from core.printing.issuer import Issuer
from core.printing.outcome import PdfAttachment, PdfRefused
from core.printing.pdf import render_pdf

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)  # a paper says the minute in which it was made
ISSUER = Issuer("Bashkia Vlorë", banner="TË DHËNA DEMONSTRUESE")
DOCUMENT = """{% extends "pdf/base.html" %}
{% block watermark %}<div class="watermark">DRAFT</div>{% endblock watermark %}
{% block cover_facts %}<dl class="facts"><dt>Numri</dt><dd>00/DEMO</dd></dl>{% endblock cover_facts %}
{% block body %}
  <section class="chapter">
    <h2 id="intro">Hyrje: ë ç „Vlorë“ ≤ ≥ → € ✓ ▲ ● ■</h2>
    <p>Fjalë me <a href="https://vlora.example/">lidhje</a>, <em>theks</em> dhe x<sup>2</sup>.</p>
    <p lang="en">Word<span class="footnote">Source</span></p>
    <ul><li>një<ul><li>brenda</li></ul></li><li>dy</li></ul><ol><li>tre</li></ol>
    <h3 id="chart">Grafiku</h3>
    {% chart picture %}
    {% light_badge "amber" "mesatare" %}
  </section>
  <section class="wide">
    <h2 id="matrix">Matrica</h2>
    <table>
      <caption>Masat</caption>
      <thead><tr><th scope="col">Kodi</th><th scope="col" class="number">Kostoja</th></tr></thead>
      <tbody>{% for row in rows %}<tr><th scope="row">{{ row }}</th><td class="number">{{ row|money }}</td></tr>{% endfor %}</tbody>
    </table>
  </section>
{% endblock body %}"""  # noqa: E501  a template's line


@pytest.fixture
def from_text(monkeypatch):
    """Templates given as text in place of a file's name."""
    monkeypatch.setattr(
        pdf, "render_to_string", lambda text, context: engines["django"].from_string(text).render(context)
    )


@pytest.fixture
def whole_context():
    contents = [
        {"anchor": "intro", "title": "Hyrje", "children": [{"anchor": "chart", "title": "Grafiku"}]},
        {"anchor": "matrix", "title": "Matrica"},
    ]
    picture = bar_chart("Kostoja", "mijë lekë", ["QS1", "QS2"], [("MB", [1200, 2000]), ("KG", [50, None])])
    return {"proof": "ab" * 32, "contents": contents, "rows": range(1000, 1060), "picture": picture}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_whole_document_is_valid_for_archive_and_screen_reader(from_text, whole_context, tmp_path, language):
    pages = []
    attachment = PdfAttachment("plan.json", b'{"a": 1}', "the plan as data")

    made = render_pdf(
        DOCUMENT,
        whole_context,
        language=language,
        title="Plani Social Vendor",
        progress=lambda number, total: pages.append((number, total)),
        attachments=[attachment],
    )

    path = tmp_path / "plan.pdf"
    path.write_bytes(made)
    for profile in ("pdf/ua-1", "pdf/a-3a"):
        report = page.validate_pdf(str(path), profile=profile)
        assert "0 failed" in str(report), str(report)
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.attachments["plan.json"] == [b'{"a": 1}']
    assert reader.metadata.title == "Plani Social Vendor"
    assert reader.trailer["/Root"]["/Lang"] == language
    assert pages[0] == (1, 0)
    assert pages[-1] == (len(reader.pages), len(reader.pages))


@pytest.fixture
def made(from_text, whole_context):
    return render_pdf(DOCUMENT, whole_context, language="sq", title="Plani Social Vendor", issuer=ISSUER)


def test_every_page_says_that_the_data_are_a_demonstration(made):
    for each in pypdf.PdfReader(io.BytesIO(made)).pages:
        assert "TË DHËNA DEMONSTRUESE" in each.extract_text()


def test_contents_and_bookmarks_lead_to_the_chapters(made):
    reader = pypdf.PdfReader(io.BytesIO(made))
    contents = reader.pages[1].extract_text()

    first = next(number for number, each in enumerate(reader.pages, 1) if "Masat" in each.extract_text())

    assert "Hyrje" in contents
    assert f"\n{first - 1}\n{first - 1}\n{first}\n" in contents
    assert "Matrica" in [entry.title for entry in reader.outline if not isinstance(entry, list)]


def test_only_the_house_font_is_used_and_no_sign_is_missing(made):
    with pikepdf.open(io.BytesIO(made)) as document:
        fonts = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each]
        names = {str(font.BaseFont).split("+")[-1] for font in fonts}
        widths = [font.DescendantFonts[0].W for font in fonts if "/DescendantFonts" in font]

    assert names
    assert all(name.startswith("Source-Sans-3") for name in names)
    assert all(int(each[0]) > 0 for each in widths)  # glyph 0 is the box of a missing sign


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "file:///etc/passwd",
        "asset:../css/site.css",
        "asset:/etc/passwd",
        "asset:missing.svg",
        "asset:.hidden",
        "font:../LICENSE",
        "data:text/plain,x",
    ],
)
def test_nothing_but_print_assets_can_be_opened(address):
    with pytest.raises(FatalURLFetchingError):
        AssetFetcher().fetch(address)


@pytest.mark.parametrize("address", ["asset:report.css", "font:regular.ttf", "font:italic.ttf"])
def test_print_assets_open(address):
    assert AssetFetcher().fetch(address).read()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="missing.css">',
    ],
)
def test_a_document_that_asks_for_anything_else_is_refused_as_an_ordinary_error(from_text, body):
    with pytest.raises(PdfRefused):
        render_pdf(f"<html lang='sq'><title>x</title>{body}</html>", {}, language="sq", title="x")


def test_a_chart_is_never_without_its_figures(whole_context):
    drawn = engines["django"].from_string("{% chart picture %}").render({"picture": whole_context["picture"]})

    assert "<title>Kostoja (mijë lekë). QS1: 1" in drawn
    assert "style=" not in drawn
    assert "<caption>" in drawn


def test_a_chart_refuses_a_series_that_does_not_fit():
    with pytest.raises(ValueError, match="one value per category"):
        bar_chart("x", "y", ["a"], [("s", [1, 2])])


def test_no_compressed_stream_ends_in_a_line_break(from_text, whole_context):
    """A reader may take the last byte for the mark before `endstream`; the sum at a stream's end makes it chance."""
    attachments = [PdfAttachment(f"{n}.json", b'{"n": %d}' % n, "figures") for n in range(300)]

    made = render_pdf(DOCUMENT, whole_context, language="sq", title="Plani", attachments=attachments)

    with pikepdf.open(io.BytesIO(made)) as opened:
        packed = [each for each in opened.objects if isinstance(each, pikepdf.Stream) and "/Filter" in each]
        assert len(packed) > 250
        assert not [each for each in packed if each.read_raw_bytes()[-1:] in (b"\r", b"\n")]


def test_each_stream_is_compressed_once(from_text, whole_context, monkeypatch):
    """The engine compresses anew whenever it asks a stream for its bytes: for the identifier, then for the file."""
    packed = []

    def counted(*told, **named):
        packed.append(named)
        return plainly(*told, **named)

    plainly = pydyf.zlib.compressobj
    monkeypatch.setattr(pydyf.zlib, "compressobj", counted)
    made = render_pdf(DOCUMENT, whole_context, language="sq", title="Plani")
    monkeypatch.undo()

    with pikepdf.open(io.BytesIO(made)) as opened:
        streams = [each for each in opened.objects if isinstance(each, pikepdf.Stream) and "/Filter" in each]
    assert len(streams) > 10
    assert packed in (
        [{"level": engine.MOST_PACKED}] * times for times in (3, 6, 9)
    )  # small objects, twice, and the table


def test_the_pages_are_listed_once_for_all_boxes_and_the_file_is_the_same(from_text, whole_context, monkeypatch):
    listed = []

    def counted(document):
        listed.append(document)
        return plainly(document)

    plainly = engine._REFERENCES.fget
    monkeypatch.setattr(pydyf.PDF, "page_references", engine._REFERENCES)  # put back afterwards
    monkeypatch.setattr(engine, "_REFERENCES", property(counted))
    kept = render_pdf(DOCUMENT, whole_context, language="sq", title="Plani", made_at=NOON)
    often = len(listed)
    monkeypatch.setattr(engine, "_stored_references", counted)
    plain = render_pdf(DOCUMENT, whole_context, language="sq", title="Plani", made_at=NOON)

    assert often <= 2  # once a file, and again where it had to be written anew
    assert len(listed) > 100
    assert texts(kept) == texts(plain)


def texts(made):
    return [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(made)).pages]


def elements_of(made, kind):
    """The tagged elements of a kind, in their order."""

    def inside(element):
        kids = element.get("/K", [])
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                if str(kid.get("/S", "")) == f"/{kind}":
                    yield kid
                yield from inside(kid)

    return list(inside(made.Root.StructTreeRoot))


def test_tags_say_language_scope_place_and_notes_and_a_table_over_pages_is_one(made):
    with pikepdf.open(io.BytesIO(made)) as opened:
        tables, heads = elements_of(opened, "Table"), elements_of(opened, "TH")
        (figure,) = elements_of(opened, "Figure")
        notes, calls = elements_of(opened, "Note"), elements_of(opened, "Reference")
        languages = {str(each.Lang) for each in elements_of(opened, "P") if "/Lang" in each}
        left, bottom, right, top = (float(each) for each in figure.A.BBox)

        assert len(tables) == 2  # the chart's figures, and one table of sixty rows
        assert len(elements_of(opened, "TR")) == 1 + 60 + 1 + 2
        assert {str(each.A.Scope) for each in heads} == {"/Column", "/Row"}
        assert 0 < left < right < 596
        assert 0 < bottom < top < 842
        assert (len(notes), len(calls)) == (1, 1)
        assert languages == {"en"}
        ids = {str(each.ID) for each in heads}
        assert {str(name) for cell in elements_of(opened, "TD") for name in cell.A.Headers} <= ids
