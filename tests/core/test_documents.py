import pytest
from django.core.exceptions import ValidationError

from core.office import documents
from core.office.documents import FORMATS, Document, DocumentPart, read_document
from core.sandbox import Limits, RunFailed, run_sandboxed
from core.text.richtext import sanitise
from core.word_package.sentences import left_out_sentences
from tests.documents import docx_of, odt_of, plan_docx, repacked, with_note

DOCX, ODT = FORMATS
LIMITS = Limits(cpu_seconds=1, wall_seconds=3, memory_bytes=300_000_000, output_bytes=1_000_000)


def refusal_of(content: bytes, content_type: str = DOCX) -> str:
    with pytest.raises(ValidationError) as refused:
        read_document(content, content_type)
    return " ".join(refused.value.messages)


def test_a_document_falls_into_pieces_at_its_headings() -> None:
    document = read_document(plan_docx(), DOCX)

    assert [(part.level, part.title) for part in document.parts] == [
        (0, ""),
        (1, "1. Hyrje"),
        (2, "1.1 Qëllimi"),
        (1, "Kapitulli II: Metodologjia dhe procesi"),
        (1, "Shtojca"),
    ]
    assert document.cutting_level == 1
    assert [section.title for section in document.sections(1)] == [
        "",
        "1. Hyrje",
        "Kapitulli II: Metodologjia dhe procesi",
        "Shtojca",
    ]
    assert "<h2>1.1 Qëllimi</h2><ul><li><p>E para</p></li>" in document.sections(1)[1].markup


def test_the_title_set_apart_by_its_style_stands_before_the_first_heading() -> None:
    document = read_document(plan_docx(), DOCX)

    assert document.parts[0].markup == "<p>Plani Social Vendor</p><p>Bashkia Vlorë</p>"


def test_footnotes_tables_and_emphasis_stay_and_the_look_of_the_word_processor_goes() -> None:
    introduction, methods = read_document(plan_docx(), DOCX).sections(1)[1:3]

    assert introduction.markup.startswith(
        '<p>Ligji<span data-footnote="Ligji nr. 121/2016 &quot;për shërbimet&quot; neni 36"></span>'
        "shtuar <strong>vlen për të gjitha</strong> gabim</p>"
    )
    assert introduction.footnotes == 1
    assert '<th scope="col" colspan="2">Grupi</th><th scope="col">Numri</th>' in methods.markup
    assert "<td>1 800</td>" in methods.markup
    assert methods.tables == 1
    assert sanitise(introduction.markup) == introduction.markup


def test_what_cannot_be_kept_is_said() -> None:
    document = read_document(plan_docx(), DOCX)

    counted = {kind: found.count for kind, found in document.left_out.items()}
    assert counted == {"images": 1, "struck": 1, "changes": 2}
    assert len(list(left_out_sentences(document.left_out))) == 3


def test_the_old_table_of_contents_is_left_out() -> None:
    line = '<text:p><text:a xlink:href="#hyrje">Hyrje 3</text:a></text:p>'
    document = read_document(odt_of(f'{line}{line}<text:h text:outline-level="1">Hyrje</text:h>'), ODT)

    assert [part.title for part in document.parts] == ["Hyrje"]
    assert document.left_out["contents"].count == 2


def test_an_open_document_is_read_the_same_way() -> None:
    document = read_document(
        odt_of(
            '<text:h text:outline-level="1">Hyrje</text:h><text:p>Teksti<text:note text:id="n"'
            ' text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Burimi'
            "</text:p></text:note-body></text:note>.</text:p><table:table><table:table-row><table:table-cell>"
            "<text:p>Nevoja</text:p></table:table-cell></table:table-row></table:table>"
            '<text:h text:outline-level="1">Vizioni</text:h>'
        ),
        ODT,
    )

    introduction, vision = document.sections(1)
    assert introduction.markup.startswith('<p>Teksti<span data-footnote="Burimi"></span>.</p><table>')
    assert (vision.title, vision.words) == ("Vizioni", 0)


def test_one_heading_above_all_others_is_the_title_of_the_whole() -> None:
    document = Document(
        [
            DocumentPart(1, "Plani", ""),
            DocumentPart(2, "A", "<p>a</p>"),
            DocumentPart(3, "B", "<p>b</p>"),
            DocumentPart(2, "C", ""),
        ]
    )

    assert document.cutting_level == 2
    assert [section.title for section in document.sections(2)] == ["Plani", "A", "C"]
    assert document.sections(2)[1].markup == "<p>a</p><h2>B</h2><p>b</p>"


def test_a_document_without_headings_is_one_piece() -> None:
    document = read_document(docx_of(("Vetëm tekst.", None)), DOCX)

    assert document.cutting_level == 0
    assert [section.markup for section in document.sections(0)] == ["<p>Vetëm tekst.</p>"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example/x", "data:text/html,x"])
def test_a_link_that_could_run_something_is_only_its_words(address: str) -> None:
    document = read_document(odt_of(f'<text:p><text:a xlink:href="{address}">shih</text:a></text:p>'), ODT)

    assert "evil" not in document.parts[0].markup
    assert "href" not in document.parts[0].markup


def test_markup_written_as_text_stays_text() -> None:
    document = read_document(docx_of(('<script>alert("x")</script>', 1), ("<img src=x onerror=alert(1)>", None)), DOCX)

    assert document.parts[0].title == '<script>alert("x")</script>'
    assert document.sections(2)[0].markup == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"


def test_a_footnote_cannot_leave_its_attribute() -> None:
    noted = with_note(docx_of(("NOTE", None)))
    hostile = repacked(noted, {}, {"word/footnotes.xml": ("neni 36", '"&gt;&lt;img src=x onerror=alert(1)&gt;')})

    markup = read_document(hostile, DOCX).parts[0].markup

    assert "<img" not in markup.replace("&lt;img", "")
    assert sanitise(markup) == markup


def test_an_empty_document_says_so() -> None:
    assert refusal_of(docx_of()) == "Dokumenti nuk ka asnjë tekst."


def test_a_broken_document_says_so() -> None:
    broken = repacked(docx_of(("a", None)), {}, {"word/document.xml": ("</w:body>", "</w:bod")})

    assert refusal_of(broken) == "Skedari është i dëmtuar."


def test_a_document_with_a_password_says_so() -> None:
    manifest = b'<manifest:encryption-data manifest:checksum="x"/>'
    locked = odt_of("<text:p>x</text:p>", added={"META-INF/manifest.xml": manifest})

    assert "fjalëkalim" in refusal_of(locked, ODT)


def test_entities_that_multiply_are_refused() -> None:
    laughs = '<!DOCTYPE lolz [<!ENTITY a "haha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = repacked(
        docx_of(("LAUGH", None)),
        {},
        {"word/document.xml": ("<w:document ", f"{laughs}]><w:document "), "word/_rels/x": ("", "")},
    )
    bomb = repacked(bomb, {}, {"word/document.xml": ("LAUGH", "&i;")})

    with pytest.raises(ValidationError):
        read_document(bomb, DOCX)


def test_text_that_unpacks_to_too_much_is_refused_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_TEXT_BYTES", 100_000)
    large = repacked(docx_of(("a", None)), {}, {"word/document.xml": ("<w:body>", "<w:body>" + " " * 200_000)})

    assert refusal_of(large) == "Skedari i shpaketuar është tepër i madh."


def test_nesting_without_end_is_refused() -> None:
    deep = odt_of("<text:list><text:list-item>" * 400 + "<text:p>x</text:p>" + "</text:list-item></text:list>" * 400)

    assert refusal_of(deep, ODT)


def test_a_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(RunFailed) as failure:
        run_sandboxed(["/bin/sh", "-c", "while :; do :; done"], b"", LIMITS)

    assert failure.value.was_killed


def test_a_program_that_waits_too_long_is_ended() -> None:
    with pytest.raises(RunFailed) as failure:
        run_sandboxed(["/bin/sleep", "60"], b"", Limits(1, 1, 300_000_000, 1_000_000))

    assert failure.value.was_killed


def test_a_program_that_prints_too_much_is_ended() -> None:
    with pytest.raises(RunFailed):
        run_sandboxed(["/bin/sh", "-c", "while :; do echo yyyyyyyyyyyyyyyyyyyyyyyy; done"], b"", LIMITS)


def test_a_program_sees_none_of_our_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for others")

    assert b"not for others" not in run_sandboxed(["/usr/bin/env"], b"", LIMITS)


def test_a_program_reads_what_it_is_given() -> None:
    assert run_sandboxed(["/bin/cat"], b"Vlor\xc3\xab", LIMITS) == "Vlorë".encode()
