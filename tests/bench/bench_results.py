"""`make bench`: ten periods of a thousand measures and three hundred indicators in parts; nothing here is a test."""

from __future__ import annotations

import gc
import os
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.grid.blocks import plan_block
from monitoring.actions import MonitoringAction
from monitoring.enums import MeasureStatus
from monitoring.grid.indicators import IndicatorSheet
from monitoring.models import IndicatorValue, MeasureProgress, PartValue, Period, ValueDimension
from monitoring.reporting.dashboard import choices_of
from monitoring.reporting.rolled import Board, boards_of, figures_of, roll_up, rolled_figures
from monitoring.services.grid import paste_cells
from operations.deeds import record
from tests.bench.bench_plan import say, timed
from tests.bench.enlarged import enlarged_plan
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import PeriodFactory, PeriodKindFactory
from tests.factories.socialplan import put_in_state

pytestmark = pytest.mark.django_db
PERIODS, INDICATORS, MEASURES = 10, 300, 1_000
PARTS = int(os.environ.get("VLORA_BENCH_PARTS", "334"))  # of each indicator in each period
SHOWN = 8


def periods() -> list[Period]:
    """All on one version; the trail keeps every value like that of a municipality."""
    version = enlarged_plan(measures=MEASURES, indicators=INDICATORS, pages=1)
    version.indicators.update(disaggregation="qeliza", counts_people=False)
    version = put_in_state(version, "in_force")
    kind, made = PeriodKindFactory(), []
    for number in range(PERIODS):
        year, half = 2020 + number // 2, number % 2
        days = {"starts_on": date(year, 1 + 6 * half, 1), "ends_on": date(year, 6 + 6 * half, 30)}
        made.append(PeriodFactory(version=version, kind=kind, cut_off_on=date(year + 1, 12, 31), **days))
    ValueDimension.objects.create(
        code="cell", name_sq="qeliza", words="qeliza", is_exclusive=False, source="prova", order=1,
        own_parts="\n".join(f"p{number}: p{number}" for number in range(PARTS)),
    )  # fmt: skip
    _fill(made)
    return made


def _fill(made: list[Period]) -> None:
    version = made[0].version
    for period in made[:-1]:
        IndicatorValue.objects.bulk_create(
            IndicatorValue(period=period, indicator=each, amount=7, source="R", state="approved")
            for each in version.indicators.all()
        )
    for period in made:
        MeasureProgress.objects.bulk_create(
            MeasureProgress(period=period, measure=each, status=MeasureStatus.ON_TRACK, share_done=40)
            for each in version.measures.all()
        )
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")  # the preparing is not what is measured
            cursor.execute(
                "INSERT INTO monitoring_partvalue (created_at, updated_at, period_id, indicator_id, dimension, part,"
                " standing, amount, note) SELECT now(), now(), %s, i.id, 'cell', 'p' || n, 'measured', n %% 9, ''"
                " FROM content_indicator i, generate_series(0, %s) n WHERE i.version_id = %s",
                [period.pk, PARTS - 1, version.pk],
            )
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")


def test_dashboard_and_grid(client: Any) -> None:
    made = periods()
    say("values and parts", f"{IndicatorValue.objects.count() + PartValue.objects.count()}", ">= 1,000,000")
    over, last = made[-SHOWN:], made[-1]

    live = timed(lambda: ([Board.of(each, figures_of(each)) for each in over], figures_of(last)))
    for each in over:
        roll_up(each)
    rolled = timed(lambda: (boards_of(over), rolled_figures(last)))
    say("what the dashboard reads, live / rolled up", f"{live / rolled:.0f}", ">= 50")
    say("  live, rolled up (s)", f"{live:.2f}, {rolled:.3f}")

    staff = UserFactory(role="staff")
    client.force_login(staff)
    for name, chosen in (("dashboard", {}), ("narrowed dashboard", _narrow(last))):
        with CaptureQueriesContext(connection) as asked:
            page = timed(lambda chosen=chosen: client.get(reverse("monitoring:dashboard"), chosen))
        own = [each for each in asked if "accounts_" not in each["sql"] and "django_session" not in each["sql"]]
        say(f"queries of the {name}, beside those of the login", f"{len(own)} of {len(asked)}", "<= 6")
        say("  the page (s)", f"{page:.2f}", "")
    _grid(last, staff)


def _narrow(period: Period) -> dict[str, str]:
    """The first of all that can be chosen."""
    return {name: rows[0][0] for name, rows in choices_of(period.version).items() if rows}


def _grid(period: Period, staff: Any) -> None:
    """A pasted column of three hundred values beside a bare insert of the same rows."""
    indicators = list(period.version.indicators.order_by("objective__goal__position", "position", "pk"))
    record(MonitoringAction.FILL_GRID, period, actor=staff)  # the prepared million enters the history before, not with
    with transaction.atomic():
        rows = [IndicatorValue(period=period, indicator=each, amount=9, source="R") for each in indicators]
        bare = timed(lambda: IndicatorValue.objects.bulk_create(rows))
        transaction.set_rollback(True)
    text = "\n".join(["9"] * len(indicators))
    sheet = IndicatorSheet(period)
    shown = plan_block(sheet, text, row=sheet.rows()[0].key, column="amount").digest
    first = sheet.rows()[0].key
    gc.collect()
    gc.freeze()  # what earlier benches left is no part of a server's process, and is not gone through here
    saved = timed(
        lambda: paste_cells(period, "indicators", text, row=first, column="amount", shown=shown, actor=staff)
    )
    assert IndicatorValue.objects.filter(period=period).count() == len(indicators)
    say("saving 300 values in the grid / a bare insert of them", f"{saved / bare:.1f}", "<= 6")
    say("  grid, bare (s)", f"{saved:.2f}, {bare:.3f}", "")
