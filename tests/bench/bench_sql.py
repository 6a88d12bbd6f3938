"""`make bench`: each statement that is written out, beside what the query builder makes of it; nothing here is a test.

The share is what the statement saves of the builder's time. Below 20 % the builder's stays (CONTRIBUTING.md).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.test import RequestFactory
from django.utils import timezone

from consultations.facts.writing import WritingDesk
from consultations.intake.flood import intake_rows
from consultations.models import HelpLine, Round
from consultations.words.hints import known_names
from municipality.models import Municipality, Project
from operations.models import OutgoingMessage
from socialplan.content.models import ContentRow, Measure, PlanVersion
from socialplan.content.services import locks
from socialplan.drafting.models import EditingHold
from socialplan.drafting.services.copying import COPIED, copy_content
from socialplan.drafting.services.editing import SETTLE
from socialplan.drafting.services.ordering import PLACE
from tests.bench.bench_plan import check_constraints, plan_of, say, timed
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory
from vlora_plan.web.context import Site

pytestmark = pytest.mark.django_db
MEASURES = 1_000
ROUNDS = 15
SAVES = 100
PAGES = 10
PROJECT_FIELDS = [field.attname for field in Project._meta.concrete_fields]


def saved(name: str, statement: Callable[[], Any], builder: Callable[[], Any], *, rounds: int = ROUNDS) -> None:
    """The median of both by turns, so that a busy moment of the machine meets both."""
    pairs = [(timed(statement), timed(builder)) for _round in range(rounds)]
    written = statistics.median(first for first, _second in pairs)
    built = statistics.median(second for _first, second in pairs)
    say(name, f"{100 * (1 - written / built):.0f} %", f">= 20 %  ({1000 * written:.1f} / {1000 * built:.1f} ms)")


@pytest.fixture
def version() -> PlanVersion:
    return plan_of(MEASURES, indicators=300, pages=10)


def test_reading_before_a_save(version: PlanVersion) -> None:
    measure = version.measures.all()[0]
    columns = ("revision", "updated_at", *measure.place_names)

    def written() -> None:
        for _save in range(SAVES):
            locks._asked(locks.LOCK, PlanVersion, ("state",), version.pk)
            locks._asked(locks.READ, Measure, columns, measure.pk)

    def built() -> None:
        for _save in range(SAVES):
            PlanVersion.objects.select_for_update().values_list("state").get(pk=version.pk)
            Measure.objects.values_list(*columns).get(pk=measure.pk)

    saved("locking and reading a row before its save (locks.py)", written, built)


def test_places(version: PlanVersion) -> None:
    rows = list(version.measures.all())
    table = connection.ops.quote_name(Measure._meta.db_table)

    def written() -> None:
        places = [[row.pk for row in rows], [row.position for row in rows], [row.code for row in rows]]
        with connection.cursor() as cursor:
            cursor.execute(PLACE.format(table=table), places)
        check_constraints()

    def built() -> None:
        Measure.objects.bulk_update(rows, ["position", "code"])
        check_constraints()

    saved("places and codes of 1,000 rows (ordering.py)", written, built, rounds=5)


def test_end_of_a_hold(version: PlanVersion) -> None:
    measure, user = version.measures.all()[0], UserFactory(role="staff")
    statement = SETTLE.format(table=connection.ops.quote_name(EditingHold._meta.db_table))

    def hold() -> None:
        EditingHold.objects.create(
            version=version, kind="measure", node_key=measure.key, user=user, until=timezone.now()
        )

    def written() -> None:
        for _save in range(SAVES):
            with connection.cursor() as cursor:
                cursor.execute(statement, [version.pk, measure.key, "measure", user.pk])
                cursor.fetchone()

    def built() -> None:
        here = EditingHold.objects.filter(version=version, node_key=measure.key)
        for _save in range(SAVES):
            here.filter(kind="measure", user=user, changed_at=None).delete()
            here.exclude(changed_at=None).exists()

    hold()
    saved("ending one's hold at a save (editing.py)", written, built)


def copy_by_builder(source: PlanVersion, target: PlanVersion) -> None:
    """What copies the same content with the query builder: read, change what points to the version, write."""
    now_under: dict[tuple[type[Any], Any], Any] = {}
    for model in COPIED:
        rows = list(model._default_manager.filter(version=source))
        before = [row.pk for row in rows]
        for row in rows:
            row.pk, row.version = None, target
            for field in model._meta.concrete_fields:
                parent = field.related_model
                if isinstance(parent, type) and issubclass(parent, ContentRow):
                    setattr(row, field.attname, now_under.get((parent, getattr(row, field.attname))))
        for old, row in zip(before, model._default_manager.bulk_create(rows), strict=True):
            now_under[model, old] = row.pk


def test_copies(version: PlanVersion) -> None:
    targets = iter([PlanVersionFactory(plan=version.plan, number=number) for number in range(100, 120)])

    def written() -> None:
        copy_content(version, next(targets))
        check_constraints()

    def built() -> None:
        copy_by_builder(version, next(targets))
        check_constraints()

    saved("copying a version of 1,000 measures (copying.py)", written, built, rounds=3)


def test_frame_of_a_page() -> None:
    MunicipalityFactory()
    project = Subquery(Project.objects.values(row=JSONObject(**{name: name for name in PROJECT_FIELDS}))[:1])

    def written() -> None:
        for _page in range(PAGES):
            assert Site(RequestFactory().get("/")).municipality

    def built() -> None:
        for _page in range(PAGES):
            unread = OutgoingMessage.objects.filter(recipient=0, read_at=None).exclude(topic="").order_by()
            counted = unread.values("recipient").annotate(count=Count("pk")).values("count")
            rows = Municipality.objects.select_related("arms")
            assert rows.annotate(project_fields=project, unread_news=Subquery(counted)).first()

    saved("municipality and project at the frame of a page (context.py)", written, built)


def test_desk_of_a_writer() -> None:
    MunicipalityFactory()
    consultation = RoundFactory(is_open=True)

    def written() -> None:
        for _page in range(PAGES):
            WritingDesk.of(consultation.pk, is_sent=True)

    def built() -> None:
        """The same by parts that are put into one query."""
        for _page in range(PAGES):
            parts: dict[str, Any] = {f"names_{n}": ArraySubquery(rows) for n, rows in enumerate(known_names())}
            parts["lines"] = ArraySubquery(HelpLine.objects.shown().values(row=JSONObject(phone="phone", pk="pk")))
            parts["counted"] = ArraySubquery(intake_rows().values(row=JSONObject(code="code", value="value")))
            parts["accepts"] = Exists(Round.objects.accepting().filter(pk=OuterRef("pk")))
            Round.objects.public().annotate(**parts).get(pk=consultation.pk)

    saved("what the form of a contribution needs (writing.py)", written, built)
