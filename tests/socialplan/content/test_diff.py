"""Comparing two contents: what became of each node, of the words and of the money."""

from __future__ import annotations

import copy
import random
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialplan.content.diff import Comparison, compare
from socialplan.content.diff.tree import LINKS, NODES, ComparedNode
from socialplan.content.diff.values import Names
from socialplan.content.plan_json import CONTENT_FIELDS, FIRST_FIELDS, FIRST_FORMAT
from tests.socialplan.contents import content, key, measure, row

DETAILS = {"measurecosts", "fundinglines", "indicatortargets", "datablocks", *LINKS}


@pytest.fixture
def old() -> dict[str, Any]:
    return content()


@pytest.fixture
def new(old: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(old)


def node(comparison: Comparison, code: str) -> ComparedNode:
    return next(each for each in comparison.nodes if each.code == code)


def touched(comparison: Comparison) -> dict[str, list[str]]:
    return {each.code: each.fates for each in comparison.nodes if each.is_touched}


def test_every_relation_of_the_content_is_compared() -> None:
    assert set(CONTENT_FIELDS) == set(NODES) | DETAILS


def test_the_same_content_has_no_changes(old: dict[str, Any], new: dict[str, Any]) -> None:
    comparison = compare(old, new)

    assert not comparison.has_changes
    assert not comparison.totals.is_changed
    assert len(list(comparison.nodes)) == 2 + 2 * 2 + 8 + 4 + 2


def changed_value(name: str, value: Any) -> Any:
    fixed = {
        "due_on": "2026-06-30",
        "rate_on": "2024-03-01",
        "direction": "DOWN",
        "kind": "STOCK",
        "state": "applied",
        "currency": "EUR",
        "goal_key": key("2"),
        "objective_key": key("2.1"),
        "measure_key": key("1.1.2"),
        "indicator_key": key("T1.2"),
        "cost_key": key("1.1.2 2024"),
    }
    if name in fixed:
        return fixed[name]
    if isinstance(value, bool):
        return not value
    if name in {"baseline", "value", "original_amount", "rate"}:
        return "7.5"
    return value + 1 if isinstance(value, int) else f"{value or ''} tjetër"


CASES = [
    (relation, name)
    for relation, names in CONTENT_FIELDS.items()
    if relation != "datablocks"
    for name in (each.replace("__", "_") for each in names)
    if name != "position"
]


@pytest.mark.parametrize(("relation", "name"), CASES, ids=str)
def test_no_field_changes_unseen(old: dict[str, Any], new: dict[str, Any], relation: str, name: str) -> None:
    first = new[relation][0]
    first[name] = changed_value(name, first[name])

    comparison = compare(old, new)

    assert comparison.has_changes
    assert any(each.is_touched for each in comparison.nodes)


@pytest.mark.parametrize("name", ["title_sq", "title_en", "first_year", "last_year"])
def test_the_head_of_the_plan_does_not_change_unseen(old: dict[str, Any], new: dict[str, Any], name: str) -> None:
    new["plan"][name] = changed_value(name, new["plan"][name])

    assert [change.name for change in compare(old, new).plan] == [name]


def test_a_row_put_in_moves_nobody(old: dict[str, Any], new: dict[str, Any]) -> None:
    row(new, "measures", "1.1.2")["position"] = 50
    new["measures"].append(measure("1.1.9", "1.1", row(new, "measures", "1.1.1")["position"] - 1))

    assert touched(compare(old, new)) == {"1.1.9": ["added"]}


def test_a_row_taken_out_moves_nobody(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["measures"].remove(row(new, "measures", "1.1.1"))

    comparison = compare(old, new)

    assert touched(comparison) == {"1.1.1": ["removed"]}
    assert [child.code for child in node(comparison, "1.1").children] == ["1.1.1", "1.1.2", "T1.1"]


def test_a_measure_under_another_objective_names_where_it_stood(old: dict[str, Any], new: dict[str, Any]) -> None:
    row(new, "measures", "1.1.1")["objective_key"] = key("2.2")

    comparison = compare(old, new)

    assert touched(comparison) == {"1.1.1": ["moved"]}
    moved = node(comparison, "1.1.1")
    assert moved in node(comparison, "2.2").children
    assert moved.move is not None
    assert moved.move.from_parent == "1.1 Titulli 1.1"


def test_among_siblings_only_the_one_that_changed_places_is_moved(old: dict[str, Any], new: dict[str, Any]) -> None:
    old = content(1, 1, 5)
    new = copy.deepcopy(old)
    row(new, "measures", "1.1.1")["position"] = 99

    assert touched(compare(old, new)) == {"1.1.1": ["moved"]}


def test_new_numbers_alone_are_no_change_of_the_measure(old: dict[str, Any], new: dict[str, Any]) -> None:
    row(new, "measures", "1.1.1")["code"] = "1.1.7"

    comparison = compare(old, new)

    assert touched(comparison) == {"1.1.7": ["renumbered"]}
    assert not node(comparison, "1.1.7").is_changed
    assert comparison.has_changes


def test_what_stood_below_a_removed_objective_is_removed_there(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["specificobjectives"].remove(row(new, "specificobjectives", "1.2"))
    row(new, "measures", "1.2.1")["objective_key"] = key("1.1")
    for relation, code in (("measures", "1.2.2"), ("indicators", "T1.2")):
        new[relation].remove(row(new, relation, code))

    comparison = compare(old, new)

    assert touched(comparison) == {
        "1.2": ["removed"],
        "1.2.1": ["moved"],
        "1.2.2": ["removed"],
        "T1.2": ["removed"],
    }
    assert [child.code for child in node(comparison, "1.2").children] == ["1.2.2", "T1.2"]


def test_a_node_without_a_known_parent_is_not_lost(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["measures"].append(measure("9.9.9", "9.9", 99))

    assert touched(compare(old, new)) == {"9.9.9": ["added"]}


def test_prose_is_marked_and_short_values_stand_before_and_after(old: dict[str, Any], new: dict[str, Any]) -> None:
    changed = row(new, "measures", "1.1.1")
    changed |= {"title_sq": "Titulli i ri 1.1.1", "due_on": "2026-06-30", "office_code": "legal"}
    row(new, "chapters", "Kreu")["body_sq"] = "<p>Teksti i ri.</p>"
    names = Names({"office_code": {"social": "Drejtoria Sociale", "legal": "Zyra Juridike"}})

    comparison = compare(old, new, names=names)

    fields = {change.name: change for change in node(comparison, "1.1.1").changes}
    assert fields["title_sq"].marked.html == "Titulli <ins>i ri </ins>1.1.1"
    assert (fields["office_code"].before, fields["office_code"].after) == ("Drejtoria Sociale", "Zyra Juridike")
    assert (fields["due_on"].before, fields["due_on"].after) == ("31.12.2025", "30.06.2026")
    chapter = node(comparison, "Kreu").changes[0]
    assert chapter.is_rich
    assert chapter.marked.html == "<p>Teksti<ins> i ri</ins>.</p>"


def test_script_in_either_content_does_not_run(old: dict[str, Any], new: dict[str, Any]) -> None:
    attack = '<img src=x onerror="alert(1)"><script>alert(1)</script>'
    for made, text in ((old, attack), (new, f"{attack} tjetër")):
        row(made, "chapters", "Kreu")["body_sq"] = f"<p>{text}</p>"
        row(made, "measures", "1.1.1")["title_sq"] = text

    comparison = compare(old, new)

    for code, allowed in (("Kreu", "<p>"), ("1.1.1", "&lt;")):
        marked = node(comparison, code).changes[0].marked.html
        assert allowed in marked
        assert "<img" not in marked
        assert "<script" not in marked


def test_money_is_compared_by_year_source_and_state(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["measurecosts"][0]["amount"] = 1_500_000
    new["fundinglines"][0]["state"] = "applied"
    new["fundinglines"].append(new["fundinglines"][1] | {"key": key("extra"), "source_code": "DON", "amount": 50_000})

    money = node(compare(old, new), "1.1.1").money

    assert money is not None
    assert [(line.label, line.before, line.after, line.signed) for line in money.changed_lines] == [
        ("Kosto 2024", 1_000_000, 1_500_000, "+500\u00a0000"),
        ("Financimi 2024: MB (i kërkuar)", None, 400_000, "+400\u00a0000"),
        ("Financimi 2024: MB (i siguruar)", 400_000, None, "−400\u00a0000"),
        ("Financimi 2025: DON (i siguruar)", None, 50_000, "+50\u00a0000"),
    ]
    assert (money.cost.before, money.cost.after) == (2_000_000, 2_500_000)
    assert (money.gap.before, money.gap.after) == (1_200_000, 1_650_000)


def test_a_new_rate_of_a_donor_shows_although_the_lek_stayed(old: dict[str, Any], new: dict[str, Any]) -> None:
    old["fundinglines"][0] |= {"currency": "EUR", "original_amount": "4000", "rate": "100", "rate_on": "2024-01-15"}
    new["fundinglines"][0] |= {"currency": "EUR", "original_amount": "4000", "rate": "100", "rate_on": "2024-02-15"}

    money = node(compare(old, new), "1.1.1").money

    assert money is not None
    assert [line.remark for line in money.changed_lines] == [
        "EUR 4\u00a0000 100 15.01.2024 → EUR 4\u00a0000 100 15.02.2024"
    ]


def test_totals_add_up_by_goal_year_and_source(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["measurecosts"][0]["amount"] = 1_500_000
    new["measures"].remove(row(new, "measures", "2.2.2"))
    gone = {each["key"] for each in new["measurecosts"] if each["measure_key"] == key("2.2.2")}
    new["fundinglines"] = [each for each in new["fundinglines"] if each["cost_key"] not in gone]
    new["measurecosts"] = [each for each in new["measurecosts"] if each["key"] not in gone]

    totals = compare(old, new).totals

    assert (totals.whole.cost.before, totals.whole.cost.after) == (16_000_000, 14_500_000)
    assert [(total.cost.before, total.cost.after) for total in totals.by_goal] == [
        (8_000_000, 8_500_000),
        (8_000_000, 6_000_000),
    ]
    assert [(total.label, total.cost.after) for total in totals.by_year] == [("2024", 7_500_000), ("2025", 7_000_000)]
    assert [(each.before, each.after) for each in totals.by_source] == [(6_400_000, 5_600_000)]
    assert totals.whole.gap.after == 14_500_000 - 5_600_000


def test_targets_and_links_show_what_came_and_went(old: dict[str, Any], new: dict[str, Any]) -> None:
    new["indicatortargets"][0]["value"] = "600"
    new["measureneeds"][0]["need_code"] = "N2"

    comparison = compare(old, new, names=Names({"need_code": {"N2": "N2 Strehim"}}))

    assert [(each.shown_before, each.shown_after) for each in node(comparison, "T1.1").changed_targets] == [
        ("560", "600")
    ]
    link = node(comparison, "1.1.1").links[0]
    assert (link.added, link.removed) == (("N2 Strehim",), ("N1",))


def test_frozen_figures_are_compared_cell_by_cell(old: dict[str, Any], new: dict[str, Any]) -> None:
    def table(amount: int) -> list[dict[str, Any]]:
        words = {"sq": "Viti", "en": "Year"}
        columns = [{"head": words, "kind": "text"}, {"head": {"sq": "Kosto", "en": "Cost"}, "kind": "money"}]
        cells = [{"sq": "2024", "en": "2024"}, amount]
        rows = [{"kind": "plain", "cells": cells}, {"kind": "plain", "cells": [words, "hidden"]}]
        return [{"name": "by_year", "caption": words, "columns": columns, "rows": rows, "note": None}]

    old["datablocks"] = [{"key": key("b"), "kind": "budget_by_year", "figures": table(5_000)}]
    new["datablocks"] = [{"key": key("b"), "kind": "budget_by_year", "figures": table(6_000)}]

    (block,) = compare(old, new).blocks

    assert [(cell.where, cell.before, cell.after) for cell in block.cells] == [
        ("Viti · 2024 · Kosto", "5\u00a0000", "6\u00a0000")
    ]


def test_a_draft_without_frozen_figures_is_not_called_emptied(old: dict[str, Any], new: dict[str, Any]) -> None:
    old["datablocks"] = [{"key": key("b"), "kind": "budget_by_year", "figures": []}]

    comparison = compare(old, new)

    assert not comparison.blocks
    assert not comparison.compares_blocks
    assert not comparison.has_changes


def test_the_first_format_can_be_read(old: dict[str, Any], new: dict[str, Any]) -> None:
    first = {"format": FIRST_FORMAT, "plan": old["plan"]}
    for relation, names in FIRST_FIELDS.items():
        kept = {"key", *(name.replace("__", "_") for name in names)}
        first[relation] = [{name: each[name] for name in each if name in kept} for each in old[relation]]
    new["measureunits"] = []
    for each in new["measures"]:
        each["women_share"] = None

    assert touched(compare(first, new)) == {}


@st.composite
def edited(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two contents, the second with rows taken out, put in, moved and renamed."""
    old = content(2, 2, 3)
    new = copy.deepcopy(old)
    chosen = random.Random(draw(st.integers(0, 10**6)))
    for _step in range(draw(st.integers(0, 12))):
        each = chosen.choice(new["measures"])
        match chosen.randrange(5):
            case 0 if len(new["measures"]) > 1:
                new["measures"].remove(each)
            case 1:
                fresh = measure(f"9.{chosen.randrange(10**6)}", chosen.choice(["1.1", "2.2"]), chosen.randrange(30))
                new["measures"].append(fresh)
            case 2:
                each["objective_key"] = key(chosen.choice(["1.1", "1.2", "2.1", "2.2"]))
            case 3:
                each["position"] = chosen.randrange(40)
            case _:
                each["title_sq"] = f"Titulli {chosen.randrange(3)}"
    return old, new


@settings(max_examples=60, deadline=None)
@given(edited())
def test_every_node_comes_out_once_and_backwards_is_the_mirror(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    old, new = pair

    forth, back = list(compare(old, new).nodes), list(compare(new, old).nodes)

    keys = {each["key"] for relation in NODES for each in (*old[relation], *new[relation])}
    assert sorted(each.key for each in forth) == sorted(each.key for each in back) == sorted(keys)
    old_keys, new_keys = ({each["key"] for each in side["measures"]} for side in pair)
    measures = [each for each in forth if each.kind == "measure"]
    assert {each.key for each in measures if each.is_added} == new_keys - old_keys
    assert {each.key for each in measures if each.is_removed} == old_keys - new_keys
    assert {each.key for each in back if each.is_added} == {each.key for each in forth if each.is_removed}
    assert {each.key for each in back if each.is_changed} == {each.key for each in forth if each.is_changed}
    parents = {each["key"]: each["objective_key"] for each in old["measures"]}
    for each in measures:
        if each.stays and parents[each.key] != each.new["objective_key"]:
            assert each.is_moved


@settings(max_examples=60, deadline=None)
@given(edited())
def test_siblings_that_were_not_moved_keep_their_order(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    comparison = compare(*pair)

    for parent in comparison.nodes:
        staying = [each for each in parent.children if each.kind == "measure" and each.stays and not each.is_moved]
        places = [(each.old["position"], each.old["code"]) for each in staying]
        assert places == sorted(places)


def test_a_thousand_measures_are_compared_within_a_second() -> None:
    old = content(5, 20, 10)
    new = copy.deepcopy(old)
    for number, each in enumerate(new["measures"]):
        if number % 10 == 0:
            each |= {"title_sq": f"{each['title_sq']} i ri", "position": (number * 7) % 1000}
    for each in new["measurecosts"][::5]:
        each["amount"] += 1_000
    assert len(old["measures"]) == 1_000

    began = time.process_time()
    comparison = compare(old, new)
    assert len([each for each in comparison.nodes if each.is_changed]) > 100
    assert comparison.totals.is_changed
    assert len(comparison.largest_money_changes()) == 10

    assert time.process_time() - began < 1
