"""What the interface says of itself: its answers as schemas, from which the OpenAPI document is made."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import Field

VERSION = "1.0.0"
TITLE = "Local Social Plan: open data"
DESCRIPTION = (
    "What the municipality has published, to be read by anybody. Small numbers of persons are hidden. "
    "An answer carries an ETag; ask again with If-None-Match."
)


class BothLanguages(Schema):
    sq: str
    en: str


class TableColumn(Schema):
    head: BothLanguages
    kind: Literal["text", "number", "money", "percent"]
    note: BothLanguages | None = Field(description="What the column holds.")


class TableRow(Schema):
    kind: Literal["plain", "group", "total"]
    cells: list[Any] = Field(description="One for each column; a protected figure is the word “hidden”.")


class PublishedTable(Schema):
    name: str
    caption: BothLanguages
    columns: list[TableColumn]
    rows: list[TableRow]
    note: BothLanguages | None


class PublishedItem(Schema):
    title: BothLanguages
    tables: list[PublishedTable]


class DatasetAnswer(Schema):
    publisher: BothLanguages
    is_demonstration: bool
    dataset: str
    items: list[PublishedItem]


#: Numbers as keys, as the document's maker has them.
UNCHANGED = {304: {"description": "Nothing has changed since the ETag that was sent."}}
GIVEN = "What is published now."
CSV_ANSWERS = {
    "responses": {200: {"description": GIVEN, "content": {"text/csv": {"schema": {"type": "string"}}}}, **UNCHANGED}
}
JSON_ANSWERS = {"responses": {200: {"description": GIVEN}, **UNCHANGED}}
