"""The pictures of the yearly report say what its tables say, and draw nothing that is protected."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from core.printing.progress_pictures import WIDTH, TargetBars, TargetRow
from monitoring.enums import Light
from monitoring.figures import BudgetFigures, MoneyLine, PeriodFigures
from monitoring.indicator_line import IndicatorLine
from monitoring.progress import IndicatorProgress
from monitoring.reporting.pictures import lights_picture, money_picture, persons_picture
from monitoring.reporting.promise import Promise

PROMISE = Promise(target=2000, base=1700)


def line(code: str, light: Light, *, is_hidden: bool = False) -> IndicatorLine:
    progress = IndicatorProgress(Decimal(50), light)
    return IndicatorLine(
        pk=1,
        code=code,
        title_sq=code,
        title_en=code,
        unit="persona",
        baseline=None,
        target=Decimal(10),
        actual=Decimal(5),
        progress=progress,
        is_hidden=is_hidden,
        goal="QS1",
    )


def figures(*lines: IndicatorLine, planned: int = 0, spent: int = 0) -> PeriodFigures:
    goal = MoneyLine("QS1", "Qëllimi", "Goal", BudgetFigures(planned, planned, spent, spent))
    return PeriodFigures(tuple(lines), (), (goal,), (), ())


def test_every_indicator_has_its_lamp_in_the_row_of_its_goal() -> None:
    lights = [Light.GREEN, Light.RED, Light.RED, Light.GREY] * 8
    with translation.override("en"):
        picture = lights_picture(figures(*(line(f"I{n}", light) for n, light in enumerate(lights))))

    assert picture.title == "16 of 32 indicators are off target"
    assert len(picture.lamps) == len(lights)
    assert max(lamp.x for lamp in picture.lamps) < WIDTH
    assert max(lamp.y for lamp in picture.lamps) + 26 <= picture.height
    assert len({(lamp.x, lamp.y) for lamp in picture.lamps}) == len(lights)


@pytest.mark.parametrize("light", [Light.GREEN, Light.AMBER, Light.RED])
def test_the_lamp_of_a_hidden_result_is_the_same_whatever_it_is(light: Light) -> None:
    public = figures(line("I1", light, is_hidden=True), line("I2", Light.RED)).for_public()
    other = figures(line("I1", Light.GREEN, is_hidden=True), line("I2", Light.RED)).for_public()

    assert lights_picture(public) == lights_picture(other)
    assert lights_picture(public).lamps[0].colour == lights_picture(other).lamps[0].colour


def test_what_was_reached_stands_against_what_was_promised_and_the_base() -> None:
    with translation.override("en"):
        picture = persons_picture(507, PROMISE)

    assert picture.title == picture.caption == "507 of about 2,000 persons were reached"
    promised, reached, base = picture.bars
    assert reached.width / promised.width == pytest.approx(507 / 2000, rel=0.01)
    assert base.x / promised.width == pytest.approx(1700 / 2000, rel=0.01)
    assert "1,700" in picture.texts[1].text


def test_a_dotted_outline_says_that_there_is_no_figure_and_nothing_of_nought() -> None:
    rows = [TargetRow("T1", percent, "red", "") for percent in (None, 0, 40)]

    outlines = [bar for bar in TargetBars("x", "y", tuple(rows)).bars if bar.fill == "none"]

    assert [bar.dashes for bar in outlines] == ["3 2", "none", "none"]


def test_a_protected_total_is_not_drawn() -> None:
    picture = persons_picture(None, PROMISE)

    assert "507" not in picture.title
    assert picture.bars[1].width == picture.bars[0].width


def test_the_bars_of_money_begin_at_zero_and_share_one_scale() -> None:
    with translation.override("en"):
        picture = money_picture(figures(planned=1_000_000, spent=250_000))
        empty = money_picture(figures())

    allocated, spent, planned = picture.bars
    assert allocated.x == spent.x == planned.x
    assert spent.width / planned.width == pytest.approx(0.25, rel=0.01)
    assert picture.title == "25% of the planned money was spent"
    assert empty.title == "No money was planned"
    assert [bar.width for bar in empty.bars] == [0, 0, 0]
    assert replace(picture, rows=()).height == 0
