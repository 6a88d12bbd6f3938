"""`make bench`: pages of an edition of ten thousand needs and a million figures; nothing here is a test."""

from __future__ import annotations

import os
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, DataPoint, Need, Service
from assessments.rolled import NeedPages, board_of, roll_up
from tests.bench.analysing import analyse
from tests.bench.bench_plan import say, timed
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    small_number_thresholds,
)

pytestmark = pytest.mark.django_db(transaction=True)
NEEDS = int(os.environ.get("VLORA_BENCH_NEEDS", "10000"))
FIGURES = int(os.environ.get("VLORA_BENCH_ALL_FIGURES", "1000000"))
SERVICES = int(os.environ.get("VLORA_BENCH_SERVICES", "1000"))
AT_ONCE = 2_000
EDGE = ("accounts_", "django_session", "municipality_municipality", "operations_")


def copies(row: Any, many: int, **changing: Any) -> list[Any]:
    kept = {
        each.attname: getattr(row, each.attname)
        for each in row._meta.concrete_fields
        if each.name not in {"id", "created_at", "updated_at", *changing}
    }
    return [type(row)(**kept, **{name: make(n) for name, make in changing.items()}) for n in range(many)]


def large_edition() -> Assessment:
    small_number_thresholds()
    edition: Assessment = AssessmentFactory()
    kind = ServiceTypeFactory()
    first = NeedFactory(assessment=edition, affected=400, covered=30)
    Need.objects.bulk_create(
        copies(first, NEEDS - 1, code=lambda n: f"M{n:05}", affected=lambda n: 50 + n % 900), batch_size=AT_ONCE
    )
    RequirementLineFactory(need=first, number=1, persons=60, service_types=[kind])
    service = ServiceFactory(service_type=kind, capacity=30, users=25)
    Service.objects.bulk_create(
        copies(
            service, SERVICES - 1, uuid=lambda _n: uuid4(), code=lambda n: f"S{n:05}", capacity=lambda n: 25 + n % 90
        ),
        batch_size=AT_ONCE,
    )
    point = DataPointFactory(assessment=edition, age_from=None, age_to=None)
    names = [each.column for each in DataPoint._meta.concrete_fields if each.name not in {"id", "source", "value"}]
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # the preparing is not what is measured
        cursor.execute(
            f"INSERT INTO assessments_datapoint ({columns}, source, value)"
            f" SELECT {columns}, 'Regjistri ' || n, n %% 9000 FROM assessments_datapoint, generate_series(1, %s) n"
            " WHERE id = %s",
            [FIGURES - 1, point.pk],
        )
        cursor.execute("RESET statement_timeout")
    analyse("assessments_datapoint", "assessments_need", "assessments_service")
    assert Service.objects.exists()
    return edition


def lists_of(edition: Assessment) -> list[tuple[str, str]]:
    """What each list is called, in every order that it offers."""
    needs = reverse("assessments:need_list", args=[edition.pk])
    services, figures = reverse("assessments:service_list"), reverse("assessments:datapoint_list", args=[edition.pk])
    found = [("needs", needs), ("needs by name", f"{needs}?order=name"), ("services", services)]
    found += [("services by places", f"{services}?order=capacity"), ("figures", figures)]
    return [*found, *((f"figures by {order}", f"{figures}?order={order}") for order in ("newest", "value", "source"))]


def last_by_first(client: Client, address: str) -> tuple[float, float]:
    """How much longer the last page takes than the first, and the first in seconds: each the quickest of five."""
    shown: Any = client.get(address)
    last = shown.context["page_obj"].paginator.num_pages
    assert last > 1, address
    mark = "&" if "?" in address else "?"

    def quickest(number: int) -> float:
        return min(timed(lambda: client.get(f"{address}{mark}page={number}")) for _try in range(5))

    first = quickest(1)
    return quickest(last) / first, first


def test_pages_of_an_edition(client: Client) -> None:
    edition, staff = large_edition(), UserFactory(role="staff")

    def read() -> None:
        found = Assessment.objects.select_related("roll_up").get(pk=edition.pk)
        board, needs = board_of(found), NeedPages(found, user=staff)
        assert board.drawn().charts is not None
        assert board.profile_tables
        assert needs.shown(needs.rows[:25])

    say("needs and figures", f"{edition.needs.count()}, {edition.data_points.count()}", "10,000 and 1,000,000")
    live = timed(read)
    say("  rolling up (s)", f"{timed(lambda: roll_up(edition)):.2f}", "")
    analyse("assessments_needplace")
    read()
    rolled = timed(read)
    say("what the page of an edition reads, live / rolled up", f"{live / rolled:.0f}", ">= 50")
    say("  live, rolled up (s)", f"{live:.2f}, {rolled:.4f}", "")

    client.force_login(staff)
    Assessment.objects.update(state="published")
    roll_up(edition)
    for name, visitor in (("assessment_detail", client), ("assessment_public", Client())):
        address = reverse(f"assessments:{name}", args=[edition.pk])
        with CaptureQueriesContext(connection) as asked:
            visitor.get(address)
        own = [each for each in asked if not any(edge in each["sql"] for edge in EDGE)]
        say(f"queries of {name}, beside those of the login", f"{len(own)} of {len(asked)}", "<= 6")

    analyse("assessments_needplace")
    address = reverse("assessments:need_list", args=[edition.pk])
    first = 0.0
    for what, list_address in lists_of(edition):
        ratio, took = last_by_first(client, list_address)
        say(f"last page of the {what} / first", f"{ratio:.2f}", "<= 1.2")
        say("  first page (s)", f"{took:.3f}", "")
        first = first or took
    narrowed = timed(lambda: client.get(address, {"words": "M0"}))
    say("first page of some by their words / first of all", f"{narrowed / first:.1f}", "<= 5")
