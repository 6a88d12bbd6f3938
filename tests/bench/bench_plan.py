"""`make bench`: ratios against a reference run side by side, and counts of queries. Nothing here is a test.

Collected only when named: `pytest tests/bench/bench_plan.py -s`.
"""

from __future__ import annotations

import gc
import json
import pickle
import resource
import statistics
import subprocess
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
from django.template.base import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.test.utils import _TestState as TESTING
from django.urls import path, reverse

from core.printing import typesetting
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


@pytest.fixture
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are rendered as a server renders them: without the copy of every context that tests read."""
    monkeypatch.setattr(Template, "_render", TESTING.saved_data.template_render)


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
def test_pages_against_an_empty_view(client_of: Any, as_served: None) -> None:
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


def resident() -> float:
    """The memory of this process as it is now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024**2


@pytest.fixture
def whole_plan(monkeypatch: pytest.MonkeyPatch) -> tuple[str, dict[str, Any]]:
    """The HTML of 1,000 measures, 300 indicators and 150 pages of prose, and what is printed with it."""
    asked: list[tuple[str, dict[str, Any]]] = []

    def stored(html: str, **named: Any) -> bytes:
        asked.append((html, named))
        say("memory that the plan's figures and HTML take", f"{resident() - before:.0f} MB")
        return b""

    monkeypatch.setattr(typesetting, "typeset", stored)
    version = plan_of(1_000)
    gc.collect()
    before = resident()
    render_plan(version, language="sq")
    return asked[-1]


def test_pdf(whole_plan: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    """In a process of its own: this one holds what made the plan.

    The clock is right on two calm processors alone. The estimate is right on busy ones: the processor's time of the
    asking process, and half of that of its two helpers.
    """
    html, named = whole_plan
    inputs = tmp_path / "inputs"
    words = ("Shërbimet sociale në bashki", "Shërbimet tona në bashki")
    inputs.write_bytes(pickle.dumps((html, named | {"progress": None}, words)))
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.one_document", str(inputs), str(tmp_path / "data")]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    alone = found["alone"]
    for name, words_of, goal in (
        ("cold", f"PDF of {found['pages']} pages, cold", "0.50"),
        ("edited", "the same with one chapter edited", "0.12"),
        ("unchanged", "the same unchanged", "0.04"),
    ):
        each = found[name]
        estimate = (each["own"] + each["helpers"] / 2) / alone["own"]
        figures = f"{estimate:.3f} ({each['wall'] / alone['wall']:.3f}) x"
        say(f"{words_of}, against WeasyPrint alone (by the clock)", figures, f"goal {goal} x")
    spent = [found["cold"]["own"], found["cold"]["helpers"], alone["own"]]
    say("processor seconds: this process, helpers; alone", "{:.1f} {:.1f}; {:.1f}".format(*spent))
    sizes = [found[name] / 1024**2 for name in ("size", "size_alone")]
    say("size of the file, and of WeasyPrint's alone", "{:.1f} and {:.1f} MB".format(*sizes))
    say("the first page is told after", f"{found['first']:.2f} s", "goal 1 s")
    say(
        "peak memory of the process (of it before the PDF)",
        f"{found['peak']:.0f} ({found['before']:.0f}) MB",
        "goal 300 MB",
    )
    say("the same after a chapter was edited", f"{found['peak_edited']:.0f} MB")
    say("peak memory of a helper, at most", f"{found['helper']:.0f} MB", "goal 300 MB")
    say("peak of the process with WeasyPrint alone", f"{found['peak_alone']:.0f} MB")
