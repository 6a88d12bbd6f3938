"""Two files a dataset and the description of all; read by anybody, kept by caches for some minutes."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import NinjaAPI, Query

from core.office.sheets import tables_csv
from core.pages.public_files import PublicFile, answer_with
from core.together.side_by_side import Reader, side_by_side
from core.together.side_by_side import read as together
from municipality.letterhead import read_issuer, read_publisher
from vlora_plan.api.datasets import DATASETS, Dataset, plain_of
from vlora_plan.api.description import CSV_ANSWERS, DESCRIPTION, JSON_ANSWERS, TITLE, VERSION, DatasetAnswer

CACHED_SECONDS = 300
LANGUAGES = ("sq", "en")
READ = ["GET", "HEAD"]
Language = Annotated[str, Query(description="Language of the words; another is read as Albanian.")]
#: Its pages for trying things out are heavy scripts; what stands in them is on the page of open data.
api = NinjaAPI(
    title=TITLE, version=VERSION, description=DESCRIPTION, openapi_url=None, docs_url=None, urls_namespace="api"
)


def answer(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    response = answer_with(request, PublicFile.of(text.encode()), content_type, seconds=CACHED_SECONDS)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def read_with(owner: Reader[Any], dataset: Dataset) -> list[Any]:
    """Whose the data are and the data, read beside each other."""
    return together(side_by_side(owner, dataset.read_items()))


def _json_of(dataset: Dataset) -> Callable[[HttpRequest], HttpResponse]:
    def read(request: HttpRequest) -> HttpResponse:
        owner, items = read_with(read_publisher(), dataset)
        plain = {**owner, "dataset": dataset.code, "items": plain_of(items)}
        return answer(request, json.dumps(plain, ensure_ascii=False, indent=1), "application/json")

    return read


def _csv_of(dataset: Dataset) -> Callable[[HttpRequest, str], HttpResponse]:
    def read(request: HttpRequest, language: Language = "sq") -> HttpResponse:
        with override(language if language in LANGUAGES else "sq"):
            owner, items = read_with(read_issuer(), dataset)
            tables = [table for item in items for table in item.tables]
            text = tables_csv(tables, title=str(dataset.title), issuer=owner)
        return answer(request, f"\ufeff{text}", "text/csv; charset=utf-8")

    return read


def _offer(dataset: Dataset) -> None:
    with override("en"):
        summary = str(dataset.title)
    as_json, as_csv = f"{dataset.code}_json", f"{dataset.code}_csv"
    api.api_operation(
        READ,
        f"/{dataset.code}.json",
        response=DatasetAnswer,
        operation_id=as_json,
        url_name=as_json,
        summary=summary,
        openapi_extra=deepcopy(JSON_ANSWERS),
    )(_json_of(dataset))
    api.api_operation(
        READ,
        f"/{dataset.code}.csv",
        operation_id=as_csv,
        url_name=as_csv,
        summary=summary,
        openapi_extra=deepcopy(CSV_ANSWERS),
    )(_csv_of(dataset))


for _dataset in DATASETS.values():
    _offer(_dataset)


def described() -> dict[str, Any]:
    """The document as it is sent: each operation once, with the languages to choose from."""
    plain = {**api.get_openapi_schema(path_prefix="")}
    plain["paths"] = {path: {"get": ways["get"]} for path, ways in plain["paths"].items()}
    for ways in plain["paths"].values():
        for parameter in ways["get"].get("parameters", []):
            parameter["schema"]["enum"] = list(LANGUAGES)
    return plain


@api.api_operation(READ, "/openapi.json", url_name="openapi", include_in_schema=False)
def description(request: HttpRequest) -> HttpResponse:
    plain = described()
    plain["servers"] = [{"url": f"{settings.SITE_URL.rstrip('/')}/api/v1"}]
    return answer(request, json.dumps(plain, ensure_ascii=False, indent=1), "application/json")
