"""The OpenAPI 3.1 document of the interface, made of its datasets: a client needs nothing else."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from vlora_plan.api.datasets import DATASETS, Dataset

VERSION = "1.0.0"
WORDS = {
    "type": "object",
    "required": ["sq", "en"],
    "properties": {"sq": {"type": "string"}, "en": {"type": "string"}},
}
WORDS_OR_NOTHING = {"oneOf": [{"$ref": "#/components/schemas/Words"}, {"type": "null"}]}
COLUMN = {
    "type": "object",
    "required": ["head", "kind", "note"],
    "properties": {
        "head": {"$ref": "#/components/schemas/Words"},
        "kind": {"enum": ["text", "number", "money", "percent"]},
        "note": {**WORDS_OR_NOTHING, "description": "What the column holds."},
    },
}
TABLE = {
    "type": "object",
    "required": ["name", "caption", "columns", "rows", "note"],
    "properties": {
        "name": {"type": "string"},
        "caption": {"$ref": "#/components/schemas/Words"},
        "columns": {"type": "array", "items": {"$ref": "#/components/schemas/Column"}},
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind", "cells"],
                "properties": {
                    "kind": {"enum": ["plain", "group", "total"]},
                    "cells": {
                        "type": "array",
                        "description": "One for each column; a protected figure is the word “hidden”.",
                    },
                },
            },
        },
        "note": WORDS_OR_NOTHING,
    },
}
ITEM = {
    "type": "object",
    "required": ["title", "tables"],
    "properties": {
        "title": {"$ref": "#/components/schemas/Words"},
        "tables": {"type": "array", "items": {"$ref": "#/components/schemas/Table"}},
    },
}
ANSWER = {
    "type": "object",
    "required": ["publisher", "is_demonstration", "dataset", "items"],
    "properties": {
        "publisher": {"$ref": "#/components/schemas/Words"},
        "is_demonstration": {"type": "boolean"},
        "dataset": {"type": "string"},
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
    },
}
LANGUAGE = {
    "name": "language",
    "in": "query",
    "required": False,
    "description": "Language of the words in a CSV file; JSON has both.",
    "schema": {"enum": ["sq", "en"], "default": "sq"},
}


def openapi() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for dataset in DATASETS.values():
        paths[f"/{dataset.code}.json"] = {"get": _read(dataset, "json", {"$ref": "#/components/schemas/Answer"})}
        paths[f"/{dataset.code}.csv"] = {"get": _read(dataset, "csv", {"type": "string"})}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Local Social Plan: open data",
            "version": VERSION,
            "description": "What the municipality has published, to be read by anybody. Small numbers of persons "
            "are hidden. An answer carries an ETag; ask again with If-None-Match.",
        },
        "servers": [{"url": f"{settings.SITE_URL.rstrip('/')}/api/v1"}],
        "paths": paths,
        "components": {"schemas": {"Words": WORDS, "Column": COLUMN, "Table": TABLE, "Item": ITEM, "Answer": ANSWER}},
    }


def _read(dataset: Dataset, kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    media = "application/json" if kind == "json" else "text/csv"
    return {
        "operationId": f"{dataset.code}_{kind}",
        "summary": str(dataset.title),
        "parameters": [LANGUAGE],
        "responses": {
            "200": {"description": "What is published now.", "content": {media: {"schema": schema}}},
            "304": {"description": "Nothing has changed since the ETag that was sent."},
        },
    }
