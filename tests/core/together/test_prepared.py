"""A list put together once a process: the same rows for its arguments alone, whoever asks and when."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import Role
from core.together import prepared as module
from core.together.lists import AskedList
from core.together.prepared import PREPARED, PreparedList, hanging_on
from core.together.relations import read_together
from socialplan.content.models import Measure, MeasureIndicator
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import MeasureFactory
from tests.factories.tracing import chain_of, linked_draft, publish_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def measures() -> Iterator[PreparedList[[int], QuerySet[Measure]]]:
    made = module.prepared(lambda version: Measure.objects.filter(version=version).select_related("objective__goal"))
    yield made
    PREPARED.remove(made)


def test_it_is_put_together_once_and_has_the_rows_of_now(measures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = MeasureFactory()
    put_together = []
    init = AskedList.__init__
    monkeypatch.setattr(AskedList, "__init__", lambda self, rows: put_together.append(rows) or init(self, rows))

    for title in ("Një", "Dy"):
        Measure.objects.filter(pk=first.pk).update(title_sq=title)
        rows = measures(first.version_id)
        with CaptureQueriesContext(connection) as asked:
            read_together(rows)
            (found,) = rows
            assert (found.title_sq, found.objective.goal) == (title, first.objective.goal)
        assert len(asked) == 1
    assert len(put_together) == 1


def test_other_arguments_are_another_list(measures: Any) -> None:
    one, other = MeasureFactory(), MeasureFactory()
    lists = [measures(each.version_id) for each in (one, other, one)]

    read_together(*lists)

    assert [list(rows) for rows in lists] == [[one], [other], [one]]


def test_what_is_made_of_it_is_put_together_anew(measures: Any) -> None:
    measure = MeasureFactory(title_sq="Një")
    rows = measures(measure.version_id)
    chosen, none = rows.filter(title_sq="Një"), rows.filter(title_sq="Dy")

    read_together(chosen, none, rows)

    assert [list(each) for each in (chosen, none, rows)] == [[measure], [], [measure]]
    assert measures(measure.version_id).count() == 1
    assert list(measures(measure.version_id)) == [measure]


@pytest.mark.django_db(transaction=True)
def test_several_threads_read_it_at_once_and_leave_no_connection(measures: Any) -> None:
    rows = {each.version_id: [each] for each in (MeasureFactory(), MeasureFactory())}

    def read_both(_number: int) -> bool:
        lists = {version: measures(version) for version in rows}
        read_together(*lists.values())
        connection.close()
        return {version: list(found) for version, found in lists.items()} == rows

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(read_both, range(80)))
    assert measures._statement(next(iter(rows))).compiler.connection is None


def test_equal_arguments_of_two_kinds_are_two_lists(measures: Any) -> None:
    assert measures._statement(1) is not measures._statement(True)


def test_arguments_go_by_their_place_alone(measures: Any) -> None:
    with pytest.raises(TypeError, match="place"):
        measures(version=1)


def test_a_list_beside_it_is_not_put_together_with_it() -> None:
    """It would keep what it was narrowed by when it was first asked for."""
    beside = Prefetch("indicator_links", queryset=MeasureIndicator.objects.filter(pk=1))
    made = module.prepared(lambda: Measure.objects.prefetch_related(beside))
    PREPARED.remove(made)

    with pytest.raises(TypeError, match="beside"):
        made()


def test_rows_that_hang_on_one_know_it(django_assert_num_queries: Any) -> None:
    measure = MeasureFactory()
    rows = hanging_on(measure.objective, "measures")
    read_together(rows)

    with django_assert_num_queries(0):
        assert [each.objective for each in rows] == [measure.objective]
        assert rows[0].objective is measure.objective
    objective = type(measure.objective).objects.prefetch_related("measures").get()
    with django_assert_num_queries(0):
        assert list(hanging_on(objective, "measures")) == [measure]


def test_each_depends_on_its_arguments_alone(client: Client, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the pages ask for is the same statement for everybody, in a year and in English."""
    asked: set[tuple[Any, tuple[Any, ...]]] = set()
    call = PreparedList.__call__
    monkeypatch.setattr(PreparedList, "__call__", lambda self, *args: asked.add((self, args)) or call(self, *args))
    MunicipalityFactory()
    chain = chain_of(linked_draft())
    publish_all(chain)
    pages = [reverse("site:trace", args=[kind, key]) for kind, key in chain.subjects.items()]
    pages += [reverse("monitoring:progress_public"), reverse("site:home")]
    assert {client.get(page).status_code for page in pages} == {200}
    for role in (Role.STAFF, Role.COORDINATOR):
        inside = client_of(UserFactory(role=role))
        assert {inside.get(page).status_code for page in pages} == {200}
    now = timezone.now()

    met = {each for each, _args in asked}
    assert [f"{each.make.__module__}.{each.make.__name__}" for each in PREPARED if each not in met] == []
    for each, args in asked:
        statements = []
        for language, days in (("sq", 0), ("en", 400)):
            monkeypatch.setattr(timezone, "now", lambda days=days: now + timedelta(days=days))
            with translation.override(language):
                statements.append(each.make(*args).query.sql_with_params())
        assert statements[0] == statements[1], each
