import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from operations.files import (
    FILE_TYPES,
    MADE_TYPES,
    MAX_FILE_BYTES,
    check_upload,
    content_type_of,
    file_permission,
    keep_content,
    remove_unnamed,
    store_file,
)
from tests.factories.accounts import UserFactory

PDF = b"%PDF-1.7 something"
PDF_ONLY = frozenset({"application/pdf"})


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff....", "image/jpeg"),
        (zipped(xl__workbook_xml="x"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (zipped(word__document_xml="x"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        ("kodi;emri\n1;Vlorë\n".encode(), "text/csv"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
    ],
)
def test_kind_of_a_file_is_read_from_its_content(content: bytes, kind: str) -> None:
    assert content_type_of(content) == kind


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<html>a,b</html>", b"PK\x03\x04 broken", b"one line of text"])
def test_unknown_or_damaged_content_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        content_type_of(content)


def test_empty_large_and_wrong_files_are_refused() -> None:
    for content in (b"", PDF + bytes(MAX_FILE_BYTES), b"\x89PNG\r\n\x1a\n...."):
        with pytest.raises(ValidationError):
            check_upload(content, allowed=PDF_ONLY)


def test_xml_is_taken_from_the_machine_alone() -> None:
    assert check_upload(b"<?xml version='1.0'?><a/>", allowed=MADE_TYPES) == "application/xml"
    with pytest.raises(ValidationError):
        check_upload(b"<?xml version='1.0'?><a/>", allowed=FILE_TYPES)


def test_workbook_with_macros_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("xl/vbaProject.bin", "x")

    with pytest.raises(ValidationError):
        content_type_of(buffer.getvalue())


@pytest.mark.django_db
def test_same_content_is_kept_once() -> None:
    user = UserFactory()

    first = store_file(PDF, "a.pdf", uploaded_by=user)
    second = store_file(PDF, "../../b.pdf", uploaded_by=user)

    assert first.file.name == second.file.name
    assert second.name == "b.pdf"
    assert default_storage.listdir(f"files/{first.sha256[:2]}")[1] == [first.sha256]


@pytest.mark.django_db
def test_file_opens_for_whom_its_purpose_names_and_not_for_having_uploaded_it(client: Any, client_of: Any) -> None:
    uploader, owner = UserFactory(role="staff"), UserFactory(role="staff")
    file_permission("tests.paper")(lambda user, stored: user.pk == owner.pk)
    stored = store_file(PDF, "a.pdf", uploaded_by=uploader, purpose="tests.paper")
    nobodys = store_file(PDF, "a.pdf", uploaded_by=uploader)

    assert client.get(stored.get_absolute_url()).status_code == 302
    for other in (uploader, UserFactory(role="ngo")):
        assert client_of(other).get(stored.get_absolute_url()).status_code == 403
    assert client_of(uploader).get(nobodys.get_absolute_url()).status_code == 403
    answer = client_of(owner).get(stored.get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF
    answer.close()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'


@pytest.mark.django_db
def test_public_file_opens_for_all(client: Any) -> None:
    stored = store_file(PDF, "a.pdf", uploaded_by=None, is_public=True)

    answer = client.get(stored.get_absolute_url())

    assert b"".join(answer.streaming_content) == PDF
    answer.close()


@pytest.mark.django_db
def test_content_that_no_row_names_is_removed() -> None:
    stored = store_file(PDF, "a.pdf", uploaded_by=None)
    left = keep_content(b"%PDF-1.7 of a crash", "0" * 64)

    assert remove_unnamed() == 1
    assert default_storage.exists(stored.file.name)
    assert not default_storage.exists(left)
