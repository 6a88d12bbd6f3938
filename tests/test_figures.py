"""What the house must keep, measured: no app outgrows the others, nothing lies outside the layers."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from operations.supervisor.figures import (
    COSTLY,
    costly_ratios,
    figures,
    files_of_an_act,
    largest_app,
    modules_outside_layers,
    places_of_steps,
)

PAGE = Path(settings.BASE_DIR) / "docs" / "architecture.md"
BY_HAND = "whole `.ci/run`, two cores"


def test_the_page_holds_each_figure_of_the_command() -> None:
    table = PAGE.read_text(encoding="utf-8").split("## How the house stands")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", table, re.MULTILINE))
    rows.pop("figure")

    assert list(rows) == [*figures(), BY_HAND]
    assert all(re.search(r"\d", value) for value in rows.values())


def test_no_app_is_more_than_a_quarter_of_the_source() -> None:
    assert largest_app()[1] <= 25


def test_no_module_lies_outside_the_layers() -> None:
    assert modules_outside_layers() == []


def test_only_the_table_of_the_way_tells_a_step() -> None:
    assert places_of_steps() == ["socialplan/approval/workflow.py"]


def test_a_kind_of_act_touches_few_files() -> None:
    assert len(files_of_an_act()) <= 6


@pytest.mark.parametrize("part", COSTLY)
def test_what_costs_most_has_as_many_lines_of_tests_as_of_source(part: str) -> None:
    assert costly_ratios()[part] >= 1.0
