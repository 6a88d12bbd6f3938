"""What the pages for everybody cost over the demonstration: statements, and processor time against an empty view."""

from __future__ import annotations

import gc
import statistics
import time

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from assessments.rolled import refresh_edition_roll_ups
from monitoring.reporting.rolled import refresh_roll_ups
from tests.access import ANONYMOUS
from tests.bench.bench_plan import as_served, say
from tests.everywhere.page_queries import PUBLIC, counted, walk_of
from vlora_plan.urls import urlpatterns as site_patterns

__all__ = ["as_served"]  # a fixture
pytestmark = pytest.mark.django_db
ROUNDS = 15
LONGEST = 50  # milliseconds


def empty(request: WSGIRequest) -> HttpResponse:
    """The reference: a page that somebody without an account may see, and that shows nothing."""
    return HttpResponse("")


empty.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("empty/", empty), *site_patterns]


def processed(client: Client, address: str) -> float:
    began = time.process_time()
    assert client.get(address).status_code == 200
    return time.process_time() - began


@pytest.mark.urls(__name__)
def test_every_public_page(as_served: None) -> None:
    """Every kind of page once, the slowest first; files and what is made for machines are not among them."""
    call_command("load_demo", verbosity=0)
    refresh_edition_roll_ups()
    refresh_roll_ups()
    pages = counted(walk_of(ANONYMOUS))
    gc.collect()
    gc.freeze()
    client, found = Client(), []
    for name, (queries, address) in pages.items():
        client.get(address)
        times = [(processed(client, address), processed(client, "/empty/")) for _round in range(ROUNDS)]
        page, reference = (statistics.median(of) for of in zip(*times, strict=True))
        found.append((page, page / reference, queries, name))
    for page, ratio, queries, name in sorted(found, reverse=True):
        goal = f"{PUBLIC} queries, {LONGEST} ms  ({1000 * page:.0f} ms)"
        say(name, f"{queries}, {ratio:.0f} x", goal)
