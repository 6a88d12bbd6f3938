"""`make bench`: ratios against a reference run side by side, and counts of queries. Nothing here is a test.

Collected only when named: `pytest tests/bench/bench_plan.py -s`.
"""

from __future__ import annotations

import gc
import io
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from core.printing import engine, typesetting
from socialplan.content.models import Measure, PlanVersion
from socialplan.content.plan_json import plan_json_text
from socialplan.content.services.seal import seal_version
from socialplan.drafting.services.copying import copy_content
from socialplan.publishing.documents.plan_pdf import load_version, render_plan
from tests.bench.enlarged import enlarged_plan
from tests.factories.accounts import UserFactory
from tests.factories.assessments import small_number_thresholds
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.addresses import named
from vlora_plan.urls import urlpatterns as site_patterns

pytestmark = pytest.mark.django_db
SIZES = (40, 1_000)
ROUNDS = 15


def bare_update(request: WSGIRequest, pk: int) -> HttpResponse:
    """The reference of saving: one UPDATE under the same login."""
    Measure.objects.filter(pk=pk).update(title_en=request.POST["title_en"])
    return HttpResponse()


def empty(request: WSGIRequest) -> HttpResponse:
    """The reference of a page: nothing but the login around it."""
    return HttpResponse(request.user.pk)


urlpatterns = [path("bare/<int:pk>/", bare_update), path("empty/", empty), *site_patterns]


def say(name: str, figure: str, goal: str = "") -> None:
    sys.stdout.write(f"\n{name:<62} {figure:>20}  {goal}")


def timed(deed: Callable[[], Any]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def check_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def plan_of(measures: int, **sizes: int) -> PlanVersion:
    MunicipalityFactory()
    small_number_thresholds()
    version = load_version(enlarged_plan(measures=measures, **sizes).pk)
    check_constraints()
    return version


def test_sets() -> None:
    version = plan_of(1_000)
    target = PlanVersionFactory(plan=version.plan)

    def copy() -> None:
        copy_content(version, target)
        check_constraints()

    say("content of 1,000 measures as canonical JSON", f"{timed(partial(plan_json_text, version)):.2f} s")
    say("amendment: copy of 1,000 measures", f"{timed(copy):.2f} s", "goal 1 s")
    say("seal of 1,000 measures", f"{timed(partial(seal_version, version)):.2f} s", "goal 5 s")


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # once unmeasured: caches of the process
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def addresses(version: PlanVersion) -> dict[str, str]:
    """The pages on which a plan is written and read."""
    measure = version.measures.all()[0]
    one = {
        name: reverse(named(name), args=[version.pk])
        for name in ("version_detail", "tree", "matrix", "finding_list", "version_approval")
    }
    return one | {
        "measure_detail": reverse("drafting:measure_detail", args=[measure.pk]),
        "measure_budget": reverse("drafting:measure_budget", args=[measure.pk]),
        "content_update": reverse("drafting:content_update", args=["measure", measure.pk]),
    }


def test_queries_of_pages(client_of: Any) -> None:
    client = client_of(UserFactory(role="staff"))
    counts: dict[str, list[int]] = {}
    for size in SIZES:
        version = plan_of(size, indicators=size * 3 // 10, pages=10)
        for name, address in addresses(version).items():
            counts.setdefault(name, []).append(queries_of(client, address))
    for name, (few, many) in counts.items():
        say(f"queries of {name} at 40 and 1,000 measures", f"{few} and {many}", "equal")


@pytest.mark.urls(__name__)
def test_pages_against_an_empty_view(client_of: Any) -> None:
    """Processor time by turns, so that a busy moment meets both; public pages as somebody logged in sees them."""
    version = plan_of(1_000, pages=10)
    client = client_of(UserFactory(role="staff"))
    pages = addresses(version) | {name: reverse(f"site:{name}") for name in ("home", "help", "search")}
    for name, address in pages.items():
        queries = queries_of(client, address)
        times = [(processed(client, address), processed(client, "/empty/")) for _round in range(ROUNDS)]
        page, reference = (statistics.median(of) for of in zip(*times, strict=True))
        goal = f"15 queries, 100 ms  ({1000 * page:.0f} ms)"
        say(f"{name}: queries, and time against an empty view", f"{queries}, {page / reference:.0f} x", goal)


def processed(client: Client, address: str) -> float:
    began = time.process_time()
    assert client.get(address).status_code == 200
    return time.process_time() - began


@pytest.mark.urls(__name__)
def test_saving_a_node(client_of: Any) -> None:
    """A measure saved by its page, opened before as a writer opens it, against a bare view that does one UPDATE."""
    version = plan_of(1_000, pages=10)
    client = client_of(UserFactory(role="staff"))
    measure = version.measures.all()[500]
    page = reverse("drafting:content_update", args=["measure", measure.pk])
    typed = {"objective": measure.objective_id, "title_sq": measure.title_sq, "office": measure.office_id or ""}

    def save(number: int) -> None:
        client.get(page)
        measure.refresh_from_db()
        sent = typed | {"title_en": f"Title {number}", "expected_revision": measure.revision}
        times["save"].append(timed(lambda: client.post(page, sent)))

    def bare(number: int) -> None:
        times["bare"].append(timed(lambda: client.post(f"/bare/{measure.pk}/", {"title_en": f"Bare {number}"})))

    times: dict[str, list[float]] = {"save": [], "bare": []}
    for number in range(ROUNDS):  # side by side, so that a busy moment meets both
        save(number)
        bare(number)
    ratio = statistics.median(times["save"]) / statistics.median(times["bare"])
    say("save of one node of 1,000 against a bare UPDATE", f"{ratio:.1f} x", "goal 3 x")


def weasyprint_alone(html: str, pictures: Any) -> bytes:
    """The reference of printing: the same HTML, style, variant and finisher, and nothing of ours around them."""
    fonts, fetcher = FontConfiguration(), engine.AssetFetcher(pictures)
    style = CSS(url=f"{engine.ASSET_SCHEME}{engine.STYLESHEET}", url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, base_url=engine.ASSET_SCHEME, url_fetcher=fetcher).render(
        font_config=fonts, stylesheets=[style], pdf_variant=engine.VARIANT
    )
    return bytes(document.write_pdf(finisher=partial(engine.finish, filling=0), pdf_variant=engine.VARIANT))


def processor_seconds() -> float:
    """Of this process and of helpers that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def peak_of(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


@pytest.fixture
def whole_plan(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> tuple[str, dict[str, Any]]:
    """The HTML of 1,000 measures, 300 indicators and 150 pages of prose, and what is printed with it; all is warm."""
    asked: list[tuple[str, dict[str, Any]]] = []
    typeset = typesetting.typeset

    def kept(html: str, **named: Any) -> bytes:
        asked.append((html, named))
        return typeset(html, **named) if len(asked) == 1 else b""

    monkeypatch.setattr(typesetting, "typeset", kept)
    render_plan(plan_of(40, indicators=30, pages=10), language="sq")  # warms fonts, templates and imports
    render_plan(plan_of(1_000), language="sq")
    monkeypatch.undo()
    settings.DATA_DIR = tmp_path
    return asked[-1]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_pdf(whole_plan: tuple[str, dict[str, Any]]) -> None:
    """All ways in one process, the reference last, as a peak of memory does not fall again."""
    html, named = whole_plan
    gc.set_threshold(100_000, 50, 100)  # as the worker has it, for all of them
    told: list[float] = []
    made: list[bytes] = []
    before, began = peak_of(resource.RUSAGE_SELF), time.perf_counter()
    named["progress"] = lambda _done, _total: told.append(time.perf_counter() - began)
    used = processor_seconds()
    cold = timed(lambda: made.append(typesetting.typeset(html, **named)))
    used_cold = processor_seconds() - used
    unchanged = timed(lambda: typesetting.typeset(html, **named))
    changed = html.replace("Shërbimet sociale në bashki", "Shërbimet tona në bashki", 1)
    edited = timed(lambda: typesetting.typeset(changed, **named))
    peak, helper = peak_of(resource.RUSAGE_SELF), peak_of(resource.RUSAGE_CHILDREN)
    made_alone: list[bytes] = []
    used = processor_seconds()
    alone = timed(lambda: made_alone.append(weasyprint_alone(html, named["pictures"])))
    pages = len(PdfReader(io.BytesIO(made[0])).pages)
    say(f"PDF of {pages} pages, cold, against WeasyPrint alone", f"{cold / alone:.2f} x", "goal 0.50 x")
    say("the same with one chapter edited", f"{edited / alone:.3f} x", "goal 0.12 x")
    say("the same unchanged", f"{unchanged / alone:.3f} x", "goal 0.04 x")
    say("in seconds: cold, edited, unchanged, alone", f"{cold:.1f} {edited:.1f} {unchanged:.1f} {alone:.1f}")
    used_alone = processor_seconds() - used
    say("processor time, cold against alone: on a busy machine", f"{used_cold / used_alone:.2f} x")
    sizes = [len(each) / 1024**2 for each in (made[0], made_alone[0])]
    say("size of the file, and of WeasyPrint's alone", f"{sizes[0]:.1f} and {sizes[1]:.1f} MB")
    say("the first page is told after", f"{told[0]:.2f} s", "goal 1 s")
    say("peak memory of this process (of it before the PDF)", f"{peak:.0f} ({before:.0f}) MB", "goal 300 MB")
    say("peak memory of the helper", f"{helper:.0f} MB", "goal 300 MB")
    say("peak of this process with WeasyPrint alone", f"{peak_of(resource.RUSAGE_SELF):.0f} MB")
