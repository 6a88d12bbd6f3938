"""Every page that takes a file: what it refuses by sight, it refuses by naming the kinds that this field takes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from municipality.arms import store_picture
from municipality.forms.place import IdentityForm, MunicipalityForm, ProjectForm
from operations.files import KIND_NAMES, OLD_OFFICE
from tests.everywhere.test_create_forms import args_of, opened, written
from vlora_plan.first_run_form import FirstRunForm

PICTURES = {"PNG", "JPEG"}
# Compares whatever it is given; pictures have a sentence of their own, and a test below.
ELSEWHERE = {"site:verify", "site:first_run", "municipality:profile_update"}
ELSEWHERE |= {"municipality:project_update", "municipality:guide_project"}
ELSEWHERE |= {"consultations:event_contribution_create"}  # the form of contribution_create, seldom of paper
# What a page takes in the place of a file.
INSTEAD = {"pasted", "stored", "shown", "confirm"}


def pages_that_take_a_file(patterns: list[Any], namespace: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += pages_that_take_a_file(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and file_fields(view_form(pattern)):
            found.append(f"{namespace}{pattern.name}")
    return found


def view_form(pattern: URLPattern) -> Any:
    return getattr(getattr(pattern.callback, "view_class", None), "form_class", None)


def file_fields(form: Any) -> list[str]:
    fields = getattr(form, "base_fields", {})
    return [name for name, field in fields.items() if isinstance(field, forms.FileField)]


PAGES_OF_FILES = sorted(set(pages_that_take_a_file(get_resolver().url_patterns)) - ELSEWHERE)


def macro_book() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("xl/workbook.xml", "x")
        package.writestr("xl/vbaProject.bin", "x")
    return made.getvalue()


def kinds_in(words: str) -> set[str]:
    named = {kind for kind in KIND_NAMES.values() if re.search(rf"\b{kind}\b", words)}
    return named | (PICTURES if "figurë" in words else set())


def test_the_pages_are_found() -> None:
    assert len(PAGES_OF_FILES) > 15


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES_OF_FILES)
def test_a_refused_file_is_answered_with_the_kinds_that_the_field_takes(name: str, visitors: dict[str, str]) -> None:
    with transaction.atomic():
        page, shown = opened(name, args_of(name), visitors)
        (field,) = file_fields(type(page.form))
        told = kinds_in(str(page.form.fields[field].help_text))
        for content, file_name in ((OLD_OFFICE + bytes(600), "old.xls"), (macro_book(), "programs.xlsm")):
            sent = {key: value for key, value in written(name, page, shown).items() if key not in INSTEAD}
            answer: Any = page.client.post(page.address, sent | {field: SimpleUploadedFile(file_name, content)})
            assert answer.status_code == 200, (name, file_name)
            sentence = " ".join(" ".join(each) for each in answer.context["form"].errors.values())
            assert "Ruajeni përsëri" in sentence, sentence
            assert kinds_in(sentence) == told, (file_name, sentence)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("form", [MunicipalityForm, ProjectForm, IdentityForm, FirstRunForm])
def test_a_picture_is_refused_by_the_kinds_that_are_one(form: Any) -> None:
    (field,) = file_fields(form)
    upload = SimpleUploadedFile("old.xls", OLD_OFFICE + bytes(600))

    with pytest.raises(ValidationError) as refusal:
        store_picture(upload, purpose=field.removesuffix("_file"), actor=None)

    assert kinds_in(" ".join(refusal.value.messages)) == kinds_in(str(form.base_fields[field].help_text)) == PICTURES
