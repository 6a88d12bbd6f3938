from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.office.documents import Document, DocumentPart
from core.workflow import StepRefused
from operations.models import Event, StoredFile
from socialplan.content.enums import PlanState
from socialplan.content.models import Chapter
from socialplan.drafting.models import DocumentImport
from socialplan.drafting.services.document_imports import (
    Placement,
    bare_title,
    forget_abandoned,
    likely_chapter,
    likely_language,
    take_document,
    upload_document,
)
from tests.documents import docx_of, plan_docx, repacked
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import ChapterFactory, DocumentImportFactory, PlanVersionFactory


@pytest.fixture
def staff(db: None) -> Any:
    return UserFactory(role="staff")


@pytest.fixture
def kept(staff: Any) -> DocumentImport:
    version = PlanVersionFactory()
    ChapterFactory(version=version, code="2", position=2, title_sq="Metodologjia dhe procesi", body_sq="<p>Ishte.</p>")
    return upload_document(version, content=plan_docx(), name="Plani i vjetër.docx", actor=staff)


def uploaded(content: bytes, name: str = "plani.docx") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def test_an_upload_changes_no_chapter(kept: DocumentImport) -> None:
    assert [chapter.body_sq for chapter in kept.version.chapters.all()] == ["<p>Ishte.</p>"]
    assert kept.file.purpose == "socialplan.document"
    assert not kept.file.is_public


def test_pieces_become_chapters_and_follow_what_a_chapter_holds(kept: DocumentImport, staff: Any) -> None:
    known = kept.version.chapters.get()
    take = [Placement("Hyrje", "<p>E re.</p>"), Placement("Metodologjia", "<p>Shtuar.</p>", known)]

    take_document(kept, take, language="sq", actor=staff)

    assert list(kept.version.chapters.values_list("code", "title_sq", "body_sq")) == [
        ("2", "Metodologjia dhe procesi", "<p>Ishte.</p><p>Shtuar.</p>"),
        ("3", "Hyrje", "<p>E re.</p>"),
    ]


def test_each_chapter_is_an_event_of_the_history(kept: DocumentImport, staff: Any) -> None:
    take = [Placement("Hyrje", "<p>a</p>"), Placement("", "<p>b</p>", kept.version.chapters.get())]

    take_document(kept, take, language="sq", actor=staff)

    stored = Event.objects.filter(action="drafting.store_chapter", actor=staff)
    assert stored.count() == 2
    assert Event.objects.filter(action="drafting.take_document").count() == 1


def test_after_the_decision_neither_row_nor_file_is_kept(kept: DocumentImport, staff: Any) -> None:
    take_document(kept, [Placement("Hyrje", "<p>a</p>")], language="sq", actor=staff)

    assert not DocumentImport.objects.exists()
    assert not StoredFile.objects.exists()
    with pytest.raises(StepRefused):
        take_document(kept, [Placement("Hyrje", "<p>a</p>")], language="sq", actor=staff)


def test_one_piece_that_cannot_go_in_keeps_all_out(kept: DocumentImport, staff: Any) -> None:
    take = [Placement("Hyrje", "<p>a</p>"), Placement("x" * 201, "<p>b</p>")]

    with pytest.raises(ValidationError):
        take_document(kept, take, language="sq", actor=staff)

    assert kept.version.chapters.count() == 1
    assert DocumentImport.objects.filter(pk=kept.pk).exists()


def test_an_english_document_fills_the_english_text_and_a_missing_english_title(staff: Any) -> None:
    chapter = ChapterFactory(title_en="", body_en="")
    kept = DocumentImportFactory(version=chapter.version, uploaded_by=staff)

    take_document(kept, [Placement("Introduction", "<p>Text.</p>", chapter)], language="en", actor=staff)

    chapter.refresh_from_db()
    assert (chapter.title_en, chapter.body_en, chapter.body_sq) == (
        "Introduction",
        "<p>Text.</p>",
        "<p>Teksti i kapitullit.</p>",
    )


def test_nobody_imports_into_a_version_under_review(staff: Any) -> None:
    version = PlanVersionFactory(content=True, state=PlanState.IN_REVIEW)

    with pytest.raises(PermissionDenied):
        upload_document(version, content=plan_docx(), name="plani.docx", actor=staff)

    assert not StoredFile.objects.exists()


def test_uploads_nobody_decides_on_go_after_a_week_with_their_files(kept: DocumentImport) -> None:
    assert forget_abandoned() == 0
    DocumentImport.objects.update(created_at=timezone.now() - timedelta(days=8))

    assert forget_abandoned() == 1
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("1. Hyrje", "Hyrje"),
        ("1.2.3 Qëllimi", "Qëllimi"),
        ("Kapitulli II: Metodologjia", "Metodologjia"),
        ("KREU 4 – Analiza", "Analiza"),
        ("IV. Vizioni", "Vizioni"),
        ("15 masa për fëmijët", "15 masa për fëmijët"),
        ("Pjesëmarrja", "Pjesëmarrja"),
        ("Viti 2024", "Viti 2024"),
        ("1.", "1."),
    ],
)
def test_a_chapter_takes_the_title_without_its_typed_number(title: str, bare: str) -> None:
    assert bare_title(title) == bare


def test_the_likely_chapter_is_the_one_of_a_like_title_in_either_language() -> None:
    method = Chapter(code="2", title_sq="Metodologjia dhe procesi", title_en="Methodology and process")
    vision = Chapter(code="9", title_sq="Vizioni, misioni, parimet", title_en="Vision, mission, principles")

    assert likely_chapter("2. METODOLOGJIA E PROCESIT", [method, vision]) is method
    assert likely_chapter("Vision, mission and principles", [method, vision]) is vision
    assert likely_chapter("Buxheti", [method, vision]) is None
    assert likely_chapter("", [method]) is None


def test_the_language_is_guessed_from_the_words() -> None:
    assert (
        likely_language(Document([DocumentPart(0, "", "<p>Plani i veprimit për fëmijët dhe gratë në nevojë</p>")]))
        == "sq"
    )
    assert (
        likely_language(Document([DocumentPart(0, "", "<p>The plan of action for the children and the women</p>")]))
        == "en"
    )


def test_the_preview_shows_each_piece_and_what_was_left_out(client_of: Any, kept: DocumentImport, staff: Any) -> None:
    page = client_of(staff).get(reverse("drafting:document_detail", args=[kept.pk])).content.decode()

    assert "Kapitulli II: Metodologjia dhe procesi" in page
    assert "1 figurë nuk merret." in page
    assert "2 ndryshime të gjurmuara merren si të pranuara." in page
    assert "<td>1 800</td>" in page


def test_the_preview_proposes_the_like_chapter(client_of: Any, kept: DocumentImport, staff: Any) -> None:
    form = client_of(staff).get(reverse("drafting:document_detail", args=[kept.pk])).context["form"]

    assert [form[f"place_{number}"].initial for number in range(4)] == [
        "new",
        "new",
        str(kept.version.chapters.get().pk),
        "new",
    ]
    assert form["title_0"].initial == "Teksti hyrës"
    assert form["title_1"].initial == "Hyrje"


def test_the_page_puts_the_chosen_pieces_into_chapters(client_of: Any, kept: DocumentImport, staff: Any) -> None:
    known = kept.version.chapters.get()
    answer = client_of(staff).post(
        reverse("drafting:document_detail", args=[kept.pk]) + "?level=1",
        {
            "language": "sq",
            "place_0": "leave",
            "place_1": "new",
            "title_1": "Hyrje",
            "place_2": known.pk,
            "place_3": "leave",
        },
    )

    assert answer.status_code == 302
    assert list(kept.version.chapters.values_list("title_sq", flat=True)) == ["Metodologjia dhe procesi", "Hyrje"]
    body = kept.version.chapters.get(pk=known.pk).body_sq
    assert body.startswith("<p>Ishte.</p><h2>Kapitulli II: Metodologjia dhe procesi</h2><table>")


def test_a_piece_in_a_chapter_brings_its_heading_and_its_number_and_those_below_step_down(
    client_of: Any, staff: Any
) -> None:
    chapter = ChapterFactory(body_sq="<p>Ishte.</p>")
    parts = [
        {"level": 1, "title": "Neni 4 Objekti", "markup": "<p>a</p>"},
        {"level": 2, "title": "4.1 Qëllimi", "markup": "<p>b</p>"},
        {"level": 1, "title": "Neni 5", "markup": "<p>c</p>"},
    ]
    kept = DocumentImportFactory(version=chapter.version, parts=parts)
    address = reverse("drafting:document_detail", args=[kept.pk])

    client_of(staff).post(f"{address}?level=1", {"language": "sq", "place_0": chapter.pk, "place_1": "leave"})

    chapter.refresh_from_db()
    assert chapter.body_sq == "<p>Ishte.</p><h2>Neni 4 Objekti</h2><p>a</p><h3>4.1 Qëllimi</h3><p>b</p>"


def test_a_long_heading_is_shown_whole_and_refused_only_where_it_becomes_a_title(client_of: Any, staff: Any) -> None:
    heading = "Nevojat e personave me aftësi të kufizuara " * 6
    chapter = ChapterFactory(body_sq="")
    kept = DocumentImportFactory(
        version=chapter.version, parts=[{"level": 1, "title": heading.strip(), "markup": "<p>a</p>"}]
    )
    client, address = client_of(staff), reverse("drafting:document_detail", args=[kept.pk])
    form = client.get(address).context["form"]

    assert form["title_0"].initial == heading.strip()
    assert "257 shenja" in form["title_0"].help_text
    refused = client.post(address, {"language": "sq", "place_0": "new", "title_0": heading})
    assert refused.context["form"].errors["title_0"]
    taken = client.post(address, {"language": "sq", "place_0": chapter.pk, "title_0": heading})
    assert taken.status_code == 302
    chapter.refresh_from_db()
    assert chapter.body_sq == f"<h2>{heading.strip()}</h2><p>a</p>"


def test_the_preview_names_hidden_and_missing_words_with_their_place(client_of: Any, staff: Any) -> None:
    left_out = {
        "hidden": {"count": 1, "passages": [{"place": "Hyrje", "words": "shënim i brendshëm", "count": 3}]},
        "missing": {"count": 2, "passages": [{"place": "", "words": "dy fjalë", "count": 2}]},
    }
    kept = DocumentImportFactory(left_out=left_out)

    page = client_of(staff).get(reverse("drafting:document_detail", args=[kept.pk])).content.decode()

    assert "1 pjesë e fshehur nuk merret." in page
    assert "nën „Hyrje“: „shënim i brendshëm“" in page
    assert "2 fjalë të dokumentit mungojnë në tekstin më poshtë." in page
    assert "„dy fjalë“" in page


def test_a_refused_choice_keeps_what_was_typed(client_of: Any, kept: DocumentImport, staff: Any) -> None:
    answer = client_of(staff).post(
        reverse("drafting:document_detail", args=[kept.pk]) + "?level=1",
        {"language": "sq", "place_0": "new", "title_0": "", "place_1": "new", "title_1": "Fillimi", "place_2": "99"},
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["title_0"] == ["Një kapitull i ri duhet të ketë titull."]
    assert "place_2" in answer.context["form"].errors
    assert 'value="Fillimi"' in answer.content.decode()
    assert kept.version.chapters.count() == 1


def test_a_chapter_over_the_counted_limit_is_refused_at_its_piece(client_of: Any, staff: Any) -> None:
    chapter = ChapterFactory(body_sq="<p>" + "a" * 150_000 + "</p>")
    parts = [{"level": 1, "title": "A", "markup": "<p>" + "b" * 60_000 + "</p>"}]
    kept = DocumentImportFactory(version=chapter.version, parts=parts)
    address = reverse("drafting:document_detail", args=[kept.pk])

    answer = client_of(staff).post(address, {"language": "sq", "place_0": chapter.pk, "title_0": "A"})

    assert "lejohen 200000" in answer.context["form"].errors["place_0"][0]


def test_the_level_at_which_the_document_is_parted_can_be_chosen(
    client_of: Any, kept: DocumentImport, staff: Any
) -> None:
    address = reverse("drafting:document_detail", args=[kept.pk])
    client = client_of(staff)

    assert len(client.get(f"{address}?level=2").context["form"].sections) == 5
    assert len(client.get(f"{address}?level=77").context["form"].sections) == 4


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "zbrazët"),
        (b"%PDF-1.7", "Skedari nuk është asnjë prej këtyre: DOCX, ODT."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "program"),
        (repacked(docx_of(("a", None)), {"word/vbaProject.bin": b"x"}, {}), "makro"),
        (docx_of(), "Dokumenti nuk ka asnjë tekst."),
    ],
    ids=["empty", "pdf", "old", "macros", "no text"],
)
def test_a_bad_file_is_refused_at_its_field_and_not_kept(
    client_of: Any, staff: Any, content: bytes, sentence: str
) -> None:
    version = PlanVersionFactory()

    answer = client_of(staff).post(reverse("drafting:document_upload", args=[version.pk]), uploaded(content))

    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors["file"])
    assert not StoredFile.objects.exists()
    assert not default_storage.exists("files")


def test_a_thrown_away_document_leaves_the_plan_as_it_was(client_of: Any, kept: DocumentImport, staff: Any) -> None:
    client_of(staff).post(reverse("drafting:document_delete", args=[kept.pk]))

    assert not DocumentImport.objects.exists()
    assert kept.version.chapters.get().body_sq == "<p>Ishte.</p>"


@pytest.mark.parametrize("count", [1, 30])
def test_the_preview_asks_the_database_as_often_for_one_chapter_as_for_thirty(
    client_of: Any, staff: Any, count: int, django_assert_num_queries: Any
) -> None:
    version = PlanVersionFactory()
    ChapterFactory.create_batch(count, version=version)
    parts = [{"level": 1, "title": f"Pjesa {number}", "markup": "<p>x</p>"} for number in range(count)]
    kept = DocumentImportFactory(version=version, parts=parts)
    client = client_of(staff)

    with django_assert_num_queries(6):
        client.get(reverse("drafting:document_detail", args=[kept.pk]))


def test_the_uploaded_file_opens_for_planners_only(client_of: Any, kept: DocumentImport) -> None:
    address = kept.file.get_absolute_url()

    answer = client_of(UserFactory(role="expert")).get(address)
    with kept.file.file.open() as stored:
        assert b"".join(answer.streaming_content) == stored.read()

    assert client_of(UserFactory(role="councillor")).get(address).status_code == 403
