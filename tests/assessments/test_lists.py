"""Lists of needs, services, providers, figures: narrowed, in Albanian order, both ends equally near."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from assessments.lists.pages import FigurePaginator
from assessments.models import DataPoint
from core.views import KeysFirstPaginator, TwoEndedPaginator
from tests.bench.bench_editions import copies
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    NeedFactory,
    ServiceFactory,
    ServiceProviderFactory,
    small_number_thresholds,
)

pytestmark = pytest.mark.django_db
NAMES = ["Cerma", "Çelësi", "Dera", "Dhoma", "Drita", "Era", "Ëndrra", "Zogjtë", "Zhurma"]
ORDER = ["Cerma", "Çelësi", "Dera", "Drita", "Dhoma", "Era", "Ëndrra", "Zogjtë", "Zhurma"]


def shown(client: Client, address: str, **asked: str) -> list[str]:
    text = client.get(address, asked).content.decode()
    table = text[text.index("<tbody") :]
    return [name for _place, name in sorted((table.index(name), name) for name in NAMES if name in table)]


@pytest.fixture
def staff(client_of: Callable[[User], Client]) -> Client:
    small_number_thresholds()
    return client_of(UserFactory(role="staff"))


def lists() -> dict[str, tuple[str, dict[str, str]]]:
    edition, other = AssessmentFactory(), AssessmentFactory()
    for name in NAMES:
        ServiceFactory(name_sq=name)
        ServiceProviderFactory(name=name)
        NeedFactory(assessment=edition, name_sq=name)
        DataPointFactory(assessment=other, source=name)
    return {
        "services": (reverse("assessments:service_list"), {}),
        "providers": (reverse("assessments:provider_list"), {}),
        "needs": (reverse("assessments:need_list", args=[edition.pk]), {"order": "name"}),
        "figures": (reverse("assessments:datapoint_list", args=[other.pk]), {"order": "source"}),
    }


def test_lists_stand_in_albanian_order_and_find_words_without_accents(staff: Client) -> None:
    for kind, (address, asked) in lists().items():
        words = "source" if kind == "figures" else "words"
        assert shown(staff, address, **asked) == ORDER, kind
        assert shown(staff, address, **{words: "CELES"}) == ["Çelësi"], kind
        assert shown(staff, address, **{words: "%"}) == shown(staff, address), kind
        assert shown(staff, address, order="nonsense", kind="x", unit="-1") != [], kind


def test_the_number_of_queries_does_not_grow_with_what_is_asked_or_found(staff: Client) -> None:
    for kind, (address, asked) in lists().items():
        with CaptureQueriesContext(connection) as few:
            staff.get(address, {"words": "celes", "source": "celes", **asked})
        with CaptureQueriesContext(connection) as many:
            staff.get(address, asked)
        assert len(many) - len(few) in {-1, 0, 1}, kind


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 57])
def test_every_page_has_its_rows_from_whichever_end_it_is_read(size: int) -> None:
    edition = AssessmentFactory()
    if size:
        first = DataPointFactory(assessment=edition)
        DataPoint.objects.bulk_create(copies(first, size - 1, source=lambda number: f"Burimi {number}"))
    rows = edition.data_points.order_by("definition", "ends_on", "pk")

    for paginator in (TwoEndedPaginator, KeysFirstPaginator):
        pages: list[Any] = [list(page.object_list) for page in paginator(rows, 10)]

        assert [row for page in pages for row in page] == list(rows)
        assert all(len(page) == 10 for page in pages[:-1])


def test_a_page_of_figures_is_put_in_order_without_its_relations_in_one_statement() -> None:
    first = DataPointFactory()
    DataPointFactory.create_batch(25, assessment=first.assessment)
    rows = first.assessment.data_points.current().with_place()
    for number in (1, 3):
        paginator = KeysFirstPaginator(rows, 10)
        assert paginator.count == 26
        with CaptureQueriesContext(connection) as queries:
            page = list(paginator.page(number).object_list)

        assert page == list(rows)[(number - 1) * 10 : number * 10]
        (asked,) = queries
        ordered, limit, _rest = asked["sql"].rpartition("IN (SELECT")[2].partition("LIMIT")
        assert limit
        assert "accounts_user" not in ordered


def test_the_last_page_passes_over_no_row() -> None:
    DataPointFactory.create_batch(25)
    with CaptureQueriesContext(connection) as queries:
        list(TwoEndedPaginator(DataPoint.objects.order_by("pk"), 10).page(3).object_list)

    assert "OFFSET" not in queries[-1]["sql"]
    assert "LIMIT 5" in queries[-1]["sql"]


@pytest.mark.parametrize("sizes", [[], [1], [25], [7, 3, 11], [10, 10], [1, 1, 1, 30, 2]])
def test_pages_of_figures_by_what_is_counted_are_the_whole_list_in_its_order(sizes: list[int]) -> None:
    edition = AssessmentFactory()
    for place, size in enumerate(sizes):
        definition = FigureDefinitionFactory(order=len(sizes) - place)
        for number in range(size):
            DataPointFactory(assessment=edition, definition=definition, ends_on=date(2024, 12, 30 - number * 7 % 30))
    rows = edition.data_points.current().with_place()

    pages = [list(page.object_list) for page in FigurePaginator(rows, 10)]

    assert [row for page in pages for row in page] == list(rows)
    assert all(len(page) == 10 for page in pages[:-1])


ORDERS = {
    "": "data_point_by_definition",
    "newest": "data_point_newest_first",
    "value": "data_point_largest_first",
    "source": "data_point_by_source",
}


@pytest.mark.parametrize("page", [1, 3])
@pytest.mark.parametrize("order", ORDERS)
def test_each_order_of_figures_has_an_index_that_is_read_from_both_ends(staff: Client, order: str, page: int) -> None:
    """Forbidden to put rows in order, a database without such an index would do so none the less."""
    first = DataPointFactory()
    DataPoint.objects.bulk_create(copies(first, 250, source=lambda number: f"Burimi {number}"))
    address = reverse("assessments:datapoint_list", args=[first.assessment_id])
    with CaptureQueriesContext(connection) as queries:
        staff.get(address, {"order": order, "page": page})
    (page_of_keys,) = [each["sql"] for each in queries if "IN (SELECT V0" in each["sql"]]
    ordered = f"SELECT V0{page_of_keys.rpartition('IN (SELECT V0')[2].rpartition('LIMIT')[0]} LIMIT 100"

    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {ordered}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert ORDERS[order] in plan
    assert "Sort" not in plan


def test_an_order_holds_whatever_else_of_the_choice_is_not_understood(staff: Client) -> None:
    """An old bookmark with a unit that was removed narrows nothing, and is still by date."""
    first = DataPointFactory()
    DataPoint.objects.bulk_create(copies(first, 120, source=lambda number: f"Burimi {number}"))
    address = reverse("assessments:datapoint_list", args=[first.assessment_id])

    plain, beside = (
        [each.pk for each in staff.get(address, given).context["page_obj"]]
        for given in ({"order": "source", "page": 2}, {"order": "source", "page": 2, "quality": "Z", "unit": "0"})
    )

    assert beside == plain
