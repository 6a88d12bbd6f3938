"""What the interface's own document says, for people: read from that document, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assessments.report.open_data import COLUMN_NOTES
from consultations.outputs.open_data import ANSWER_NOTES
from core.text.sorting import albanian_key
from vlora_plan.api.datasets import DATASETS, OWN_NOTES
from vlora_plan.api.views import described


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """One address of the interface: its file, its kind, and the languages to choose from where it has one."""

    name: str
    url_name: str
    kind: str
    languages: list[str]


@dataclass(frozen=True, slots=True)
class OfferedDataset:
    title: str | Promise
    files: list[OfferedFile]


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    head: str
    note: str


def offered_datasets() -> list[OfferedDataset]:
    by_code: dict[str, list[OfferedFile]] = {code: [] for code in DATASETS}
    for path, ways in described()["paths"].items():
        way = ways["get"]
        code, kind = path.strip("/").rsplit(".", 1)
        languages = [language for parameter in way.get("parameters", []) for language in parameter["schema"]["enum"]]
        by_code[code].append(OfferedFile(path.strip("/"), f"api:{way['operationId']}", kind.upper(), languages))
    return [OfferedDataset(DATASETS[code].title, files) for code, files in by_code.items()]


def column_meanings() -> list[ColumnMeaning]:
    """Of the columns that keep their name in every table, by the alphabet; what is said alike is said once."""
    return sorted(dict.fromkeys(_columns()), key=lambda column: albanian_key(column.head))


def _columns() -> Iterator[ColumnMeaning]:
    for head, note in (OWN_NOTES | COLUMN_NOTES | ANSWER_NOTES).items():
        yield ColumnMeaning(_(head), str(note))
