"""Every file holds the tables it is made of, each row once, and says whose it is, in both languages."""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import outloud
import pdfua
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import override

from assessments.enums import PackageFormat, ReportFormat
from consultations.enums import RoundFileFormat
from core.printing.printed import printed
from core.tables import HIDDEN, DataTable
from monitoring.enums import ReportOutputKind
from socialplan.publishing.enums import OutputKind
from tests.documents import without_layout
from tests.everywhere.outputs.opened import printed_by_office, sheet_print_faults, word_faults
from tests.everywhere.outputs.papers import ACCEPTED_TAGS, faults_of, figures_in, pages_of, unexplained
from tests.everywhere.outputs.reading import (
    broken_in,
    descriptions_in,
    lists_of,
    pictures_in,
    rows_of,
    said_by,
    sheet_faults,
    words_of,
)
from tests.everywhere.outputs.registry import BUNDLES, FILES, NO_FILES, SET_FORMS, WITHOUT_TABLES, MadeFile
from tests.everywhere.outputs.rows import CLOSED_STREET, OPEN_STREET, YearOfFiles, whole_town

WRITERS = {"render_pdf", "WordFile", "new_file", "tables_xlsx", "rows_xlsx", "tables_csv", "csv_of", "Book"}
NAMES = {"sq": "Bashkia Vlorë", "en": "Municipality of Vlora"}
ALL_FILES = {**FILES, **WITHOUT_TABLES, **BUNDLES, **SET_FORMS}
PAPERS = [name for name, made in ALL_FILES.items() if made.suffix == "pdf"]
WORD_FILES = [name for name, made in ALL_FILES.items() if made.suffix == "docx"]
#: What a screen reader meets and is left as it is, each with its reason; nothing today.
ACCEPTED: dict[str, str] = {}
#: What begins a page of its own: the annexes together, and what follows the plan at a glance.
PARTS = {"sq": ["Shtojca A", ". Hyrje"], "en": ["Annex A", ". Introduction"]}

#: Acts of mayor and council carry the arms alone; what is filled in by hand is one sheet without a cover.
PAPERS_OF_AUTHORITY = {
    "draft_decision_docx",
    "explanatory_report_docx",
    "paper_form_pdf",
    "attendance_sheet_pdf",
    "slip_pdf",
}

OF_THE_PROJECT = {
    name for name, made in ALL_FILES.items() if made.suffix in {"pdf", "docx", "xlsx"} and not made.comes_back
} - PAPERS_OF_AUTHORITY


class Made:
    """The files of one town, each made once in each language."""

    def __init__(self, town: YearOfFiles, media: str) -> None:
        self.town, self.media = town, media
        self._kept: dict[tuple[str, str], bytes] = {}

    def of(self, made: MadeFile, language: str) -> bytes:
        if (made.name, language) not in self._kept:
            with override(language):
                self._kept[made.name, language] = made.make(self.town, language)
        return self._kept[made.name, language]


@pytest.fixture(scope="module")
def files(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Made]:
    media = str(tmp_path_factory.mktemp("media"))
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "MEDIA_ROOT", media)
        with connection.cursor() as cursor:  # while a word processor works, nothing is asked of the database
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        town = whole_town()
        patch.undo()
        yield Made(town, media)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _open(files: Made, django_db_blocker: Any, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = files.media
    with django_db_blocker.unblock():
        yield


def rows_wanted(made: MadeFile, town: YearOfFiles) -> list[int]:
    tables = made.tables(town) if made.tables else []
    return [*(len(table.rows) for table in tables), *made.rows(town)]


def shown_rows(table: DataTable) -> list[str]:
    """Its rows as they are printed, without what depends on where a line ends."""
    (shown,) = printed([table])
    return [without_layout("".join([row.head.text, *(cell.text for cell in row.cells)])) for row in shown.rows]


@pytest.mark.parametrize("name", FILES)
def test_each_row_of_each_table_stands_in_the_file_once(name: str, files: Made) -> None:
    made = FILES[name]
    for language in NAMES:
        content = files.of(made, language)
        with override(language):
            wanted = rows_wanted(made, files.town)
        found = rows_of(made, content)
        assert sorted(found) == sorted(wanted), language
        assert sum(found)


@pytest.mark.parametrize("name", [name for name, made in FILES.items() if made.suffix == "docx" and made.tables])
def test_the_cells_of_a_row_stand_beside_each_other(name: str, files: Made) -> None:
    made = FILES[name]
    for language in NAMES:
        words = without_layout(words_of(made, files.of(made, language)))
        with override(language):
            tables = made.tables(files.town) if made.tables else []
            # a block of tables may be printed in thousands: its figures are compared where the unit is the same
            rows = [row for table in tables if not re.search("MONEY", repr(table)) for row in shown_rows(table)]
        assert [row for row in rows if row not in words] == []


def test_a_hidden_figure_is_in_no_number_column(files: Made) -> None:
    made, town = FILES["edition_xlsx"], files.town
    hidden = [cell for table in FILES["edition_xlsx"].tables(town) for row in table.rows for cell in row.cells]
    assert HIDDEN in hidden
    assert "■" in words_of(made, files.of(made, "sq"))


@pytest.mark.parametrize("name", [name for name, made in ALL_FILES.items() if made.suffix in {"pdf", "docx", "xlsx"}])
def test_the_file_says_whose_it_is_when_it_was_made_and_in_which_language(name: str, files: Made) -> None:
    made = ALL_FILES[name]
    for language, owner in NAMES.items():
        said = said_by(made, files.of(made, language))
        assert owner.lower() in said.owner.lower()
        assert (said.author, said.language[:2]) == (owner, language)
        assert said.has_date
        assert said.has_banner


@pytest.mark.parametrize("name", sorted(OF_THE_PROJECT))
def test_the_donor_is_thanked_in_the_words_of_the_project_beside_its_emblem(name: str, files: Made) -> None:
    made = ALL_FILES[name]
    for language, thanks in {"sq": "Financuar nga BE", "en": "Funded by the EU"}.items():
        content = files.of(made, language)
        assert without_layout(thanks) in without_layout(words_of(made, content))
        assert pictures_in(made, content) >= 2


@pytest.mark.parametrize("name", [name for name, made in FILES.items() if made.suffix in {"csv", "json"}])
def test_a_file_for_machines_says_whose_it_is_unless_it_comes_back(name: str, files: Made) -> None:
    made = FILES[name]
    for language, owner in NAMES.items():
        words = words_of(made, files.of(made, language))
        assert (owner in words and ("DEMO" in words or "is_demonstration" in words)) or made.comes_back


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_holds_what_it_lists_and_each_file_in_it_says_whose_it_is(name: str, files: Made) -> None:
    for language, owner in NAMES.items():
        with zipfile.ZipFile(io.BytesIO(files.of(BUNDLES[name], language))) as archive:
            members = {each: archive.read(each) for each in archive.namelist()}
        texts = [content.decode("utf-8-sig") for each, content in members.items() if each.endswith(".txt")]
        assert all("DEMO" in text for text in texts)
        assert any(owner in text for text in texts)
        if "contents.csv" in members:
            listed = list(csv.reader(io.StringIO(members.pop("contents.csv").decode("utf-8-sig")), delimiter=";"))[1:]
            held = {each: content for each, content in members.items() if not each.endswith(".txt")}
            assert [row[1] for row in listed] == list(held)
            assert [row[4] for row in listed] == [hashlib.sha256(content).hexdigest() for content in held.values()]
        for each, content in members.items():
            made = MadeFile(each, each.rsplit(".", 1)[-1], (), BUNDLES[name].make)
            if made.suffix in {"pdf", "docx", "xlsx"}:
                said = said_by(made, content)
                assert (said.author, said.language[:2], said.has_date, said.has_banner) == (
                    owner,
                    language,
                    True,
                    True,
                )


@pytest.mark.parametrize("name", SET_FORMS)
def test_a_file_of_a_set_form_holds_every_row_once(name: str, files: Made) -> None:
    made = SET_FORMS[name]
    for language in NAMES:
        found = lists_of(made, files.of(made, language))
        assert found == made.rows(files.town), language
        assert sum(found)


def test_a_calendar_says_whose_it_is(files: Made) -> None:
    for language, owner in NAMES.items():
        words = files.of(SET_FORMS["calendar_ics"], language).decode().replace("\r\n ", "")
        assert owner in words
        assert "DESCRIPTION:TË DHËNA DEMONSTRUESE" in words


@pytest.mark.parametrize("name", PAPERS)
def test_a_reading_program_stumbles_over_nothing(name: str, files: Made) -> None:
    for language in NAMES:
        found = faults_of(files.of(ALL_FILES[name], language))
        assert [fault for fault in found if fault not in ACCEPTED] == [], language


@pytest.mark.parametrize("name", PAPERS)
def test_two_other_checkers_find_nothing_in_its_tags_that_is_not_accepted(
    name: str, files: Made, tmp_path: Path
) -> None:
    path = tmp_path / "paper.pdf"
    for language in NAMES:
        path.write_bytes(files.of(ALL_FILES[name], language))
        heard = [each for each in outloud.check(str(path)).findings if each.rule not in ACCEPTED_TAGS]
        assert (heard, list(pdfua.validate(str(path)).findings)) == ([], []), language


@pytest.mark.parametrize("name", PAPERS)
def test_no_page_is_a_third_empty_without_reason(name: str, files: Made) -> None:
    for language, parts in PARTS.items():
        pages = pages_of(files.of(ALL_FILES[name], language))
        assert unexplained(pages, parts) == [], (language, [round(page.fill, 2) for page in pages])


@pytest.mark.parametrize("name", WORD_FILES)
def test_no_figure_date_or_code_breaks_in_a_column_of_word(name: str, files: Made) -> None:
    for language in NAMES:
        assert broken_in(files.of(ALL_FILES[name], language)) == [], language


@pytest.mark.parametrize("name", ["plan", "report", "edition"])
def test_the_charts_of_the_print_stand_in_word_too_and_say_the_same(name: str, files: Made) -> None:
    for language in NAMES:
        in_word = descriptions_in(files.of(FILES[f"{name}_docx"], language))
        in_print = figures_in(files.of(FILES[f"{name}_pdf"], language))
        charts = [said for said in in_word if "(" in said]
        assert charts
        assert set(charts) <= set(in_print)
        # the plan at a glance is a page of the print alone
        assert len(charts) == len([said for said in in_print if "(" in said]) or name == "plan"


def members_of(files: Made, suffix: str) -> dict[str, bytes]:
    """Every file of this kind in both languages, those in bundles too."""
    found = {}
    for name, made in ALL_FILES.items():
        for language in NAMES:
            content = files.of(made, language) if made.suffix in {suffix, "zip"} else b""
            if made.suffix == suffix:
                found[f"{name}-{language}.{suffix}"] = content
            elif made.suffix == "zip":
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    inside = [each for each in archive.namelist() if each.endswith(f".{suffix}")]
                    found |= {f"{name}-{language}-{Path(each).name}": archive.read(each) for each in inside}
    return found


@pytest.mark.parametrize(("suffix", "faults_in"), [("docx", word_faults), ("xlsx", sheet_print_faults)])
def test_a_word_processor_shows_every_file_as_it_is_meant(
    suffix: str, faults_in: Callable[[bytes, bytes], list[str]], files: Made, tmp_path: Path
) -> None:
    """All at once, for it takes longer to start than to open a file; what each has to hold, `faults_in` says."""
    contents = members_of(files, suffix)
    printed = printed_by_office(contents, tmp_path)
    faults = {name: faults_in(content, printed[name]) for name, content in contents.items()}
    assert {name: found for name, found in faults.items() if found} == {}


def test_every_kind_of_file_and_every_module_that_writes_one_is_in_the_registry() -> None:
    kinds = {str(kind) for kind in OutputKind}
    kinds |= {f"report_{kind}" for kind in ReportOutputKind}
    kinds |= {f"edition_{kind}" for kind in ReportFormat} | {f"round_{kind}" for kind in RoundFileFormat}
    kinds |= {f"package_{kind}" for kind in PackageFormat}
    assert kinds - ALL_FILES.keys() == set()
    named = {module for made in ALL_FILES.values() for module in made.modules} | NO_FILES
    assert modules_that_write() - named == set()


def modules_that_write() -> set[str]:
    base = Path(settings.BASE_DIR)
    found = set()
    for app in ("core", "municipality", "accounts", "assessments", "consultations", "socialplan", "monitoring"):
        for path in (base / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
            if any(isinstance(call.func, ast.Name) and call.func.id in WRITERS for call in calls):
                found.add(".".join(path.relative_to(base).with_suffix("").parts))
    return found


SHEETS = [name for name, made in ALL_FILES.items() if made.suffix == "xlsx"]


@pytest.mark.parametrize("name", SHEETS)
def test_each_sheet_is_laid_out_for_print_and_its_heads_stand_as_their_figures(name: str, files: Made) -> None:
    """A4 with whose it is at the edges; a hidden figure is in no column of numbers; a long table has a filter."""
    made, is_table = ALL_FILES[name], name in FILES
    for language in NAMES:
        for sheet in openpyxl.load_workbook(io.BytesIO(files.of(made, language))):
            faults = sheet_faults(sheet, is_table=is_table and not made.comes_back, comes_back=made.comes_back)
            assert faults == [], (language, sheet.title)


def all_of(made: MadeFile, content: bytes) -> str:
    """What a reader finds in it, and what a packed file holds beside that, a file in it like one by itself."""
    words = [content.decode("utf-8", "replace")] if made.suffix == "zip" else [words_of(made, content)]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inner = {name: packed.read(name) for name in packed.namelist()}
        words += [f"{name} {each.decode('utf-8', 'replace')}" for name, each in inner.items()]
        if made.suffix == "zip":
            words += [all_of(replace(made, suffix=name[-4:].strip(".")), each) for name, each in inner.items()]
    return without_layout(" ".join(words)).lower()


def test_no_file_tells_where_an_undisclosed_service_is(files: Made) -> None:
    """Its place stood on the map until it was closed; that of an open one is found where places are told."""
    found = {
        (name, language): all_of(made, files.of(made, language))
        for name, made in ALL_FILES.items()
        for language in NAMES
    }

    assert {each for each, words in found.items() if CLOSED_STREET.lower() in words} == set()
    telling = {name for (name, _language), words in found.items() if OPEN_STREET.lower() in words}
    assert telling >= {"services_csv", "services_xlsx", "hsds_json"}
