"""Two files a dataset and the description of all; read by anybody, kept by caches for some minutes."""

from __future__ import annotations

import hashlib
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core.office.sheets import tables_csv
from municipality.letterhead import issuer, publisher
from vlora_plan.api.datasets import DATASETS
from vlora_plan.api.description import openapi

KEPT_SECONDS = 300
LANGUAGES = frozenset({"sq", "en"})


def answer(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    """With the hash of the text as its ETag; empty where the reader has this very text."""
    content = text.encode()
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, response=response) or response


@login_not_required
@require_safe
def dataset_json(request: HttpRequest, code: str) -> HttpResponse:
    plain = {**publisher(), "dataset": code, "items": DATASETS[code].to_plain()}
    return answer(request, json.dumps(plain, ensure_ascii=False, indent=1), "application/json")


@login_not_required
@require_safe
def dataset_csv(request: HttpRequest, code: str) -> HttpResponse:
    wished = request.GET.get("language", "sq")
    with override(wished if wished in LANGUAGES else "sq"):
        dataset = DATASETS[code]
        tables = [table for item in dataset.items() for table in item.tables]
        text = tables_csv(tables, title=str(dataset.title), issuer=issuer())
    return answer(request, f"\ufeff{text}", "text/csv; charset=utf-8")


@login_not_required
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    with override("en"):
        return answer(request, json.dumps(openapi(), ensure_ascii=False, indent=1), "application/json")
