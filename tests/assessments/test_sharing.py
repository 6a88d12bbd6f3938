"""The sharing of scarce places: a hand-counted case, slow second opinions, and what must hold for any map."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from assessments.gaps.sharing import AskedPlaces, share_out

Places = Mapping[str, int]
SETTINGS = settings(max_examples=120, deadline=None)


@st.composite
def maps(draw: st.DrawFn) -> tuple[list[AskedPlaces], dict[str, int]]:
    keys = [f"s{number}" for number in range(draw(st.integers(0, 5)))]
    places = {key: draw(st.integers(0, 12)) for key in keys}
    fits = st.frozensets(st.sampled_from(keys)) if keys else st.just(frozenset())
    lines = [
        AskedPlaces(f"l{number}", draw(st.integers(0, 15)), draw(fits), draw(st.integers(0, 2)))
        for number in range(draw(st.integers(0, 6)))
    ]
    return lines, places


def gaps(lines: list[AskedPlaces], places: Places) -> dict[str, int]:
    return {key: each.gap for key, each in share_out(lines, places).items()}


def total(lines: list[AskedPlaces], places: Places) -> int:
    return sum(each.given for each in share_out(lines, places).values())


def flow_value(lines: list[AskedPlaces], places: Places) -> int:
    """The largest total by scipy."""
    columns = sorted(places)
    size = 2 + len(lines) + len(columns)
    edges = np.zeros((size, size), dtype=np.int32)
    for number, line in enumerate(lines, start=1):
        edges[0, number] = line.required
        for key in line.fits:
            edges[number, 1 + len(lines) + columns.index(key)] = line.required
    for number, key in enumerate(columns):
        edges[1 + len(lines) + number, size - 1] = places[key]
    return int(maximum_flow(csr_matrix(edges), 0, size - 1).flow_value)


def is_servable(wanted: Mapping[str, int], lines: list[AskedPlaces], places: Places) -> bool:
    """No set of lines asks for more than all places that fit any of them (Hall), tried set by set."""
    for size in range(1, len(lines) + 1):
        for chosen in combinations(lines, size):
            fitting = frozenset().union(*(line.fits for line in chosen))
            if sum(wanted[line.key] for line in chosen) > sum(places[key] for key in fitting):
                return False
    return True


def one_by_one(lines: list[AskedPlaces], places: Places) -> dict[str, int]:
    """The rule as it is told to people: one place at a time, to the line with the lowest share that can be raised."""
    got = {line.key: 0 for line in lines}
    live = [line for line in lines if line.required]
    while live:
        line = min(live, key=lambda each: (Fraction(got[each.key], each.required), each.rank, each.key))
        if is_servable(got | {line.key: got[line.key] + 1}, lines, places):
            got[line.key] += 1
        else:
            live.remove(line)
        live = [each for each in live if got[each.key] < each.required]
    return got


def example() -> tuple[list[AskedPlaces], dict[str, int]]:
    lines = [
        AskedPlaces("A children with disabilities, Vlorë", 60, frozenset({"S1", "S2", "S4"})),
        AskedPlaces("B children with disabilities, Orikum", 20, frozenset({"S2"})),
        AskedPlaces("C elderly, Vlorë", 50, frozenset({"S3", "S4"})),
        AskedPlaces("D after school, Vlorë", 40, frozenset({"S4"})),
    ]
    return lines, {"S1": 36, "S2": 20, "S3": 30, "S4": 50, "S5": 25}


def test_four_lines_counted_by_hand_share_five_services_by_eighty_percent() -> None:
    shared = share_out(*example())

    assert [each.given for each in shared.values()] == [48, 16, 40, 32]
    assert [each.gap for each in shared.values()] == [12, 4, 10, 8]
    assert [each.gap_alone for each in shared.values()] == [0, 0, 0, 0]
    assert {each.share for each in shared.values()} == {Fraction(4, 5)}


def test_widening_a_service_gives_the_same_total_where_it_was_full_but_takes_from_a_line() -> None:
    served = AskedPlaces("a", 10, frozenset({"s"}))
    lines = [served, AskedPlaces("b", 10, frozenset())]

    assert gaps(lines, {"s": 10}) == {"a": 0, "b": 10}
    assert gaps([served, replace(lines[1], fits=frozenset({"s"}))], {"s": 10}) == {"a": 5, "b": 5}


def test_a_tie_goes_to_the_graver_line_then_to_the_code() -> None:
    lines = [AskedPlaces(key, 2, frozenset({"s"}), rank) for key, rank in (("a", 2), ("b", 1), ("c", 2))]

    assert {key: each.given for key, each in share_out(lines, {"s": 2}).items()} == {"a": 1, "b": 1, "c": 0}


def test_a_negative_number_and_a_line_named_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        share_out([AskedPlaces("a", -1, frozenset())], {})
    with pytest.raises(ValueError, match="counted from 0"):
        share_out([], {"s": -1})
    with pytest.raises(ValueError, match="twice"):
        share_out([AskedPlaces("a", 1, frozenset()), AskedPlaces("a", 1, frozenset())], {})


@SETTINGS
@given(maps())
def test_it_gives_what_the_rule_gives_one_place_at_a_time(drawn: tuple[list[AskedPlaces], dict[str, int]]) -> None:
    lines, places = drawn

    assert {key: each.given for key, each in share_out(lines, places).items()} == one_by_one(lines, places)


@SETTINGS
@given(maps())
def test_the_total_is_the_largest_there_is(drawn: tuple[list[AskedPlaces], dict[str, int]]) -> None:
    lines, places = drawn

    assert total(lines, places) == flow_value(lines, places)


@SETTINGS
@given(maps())
def test_no_place_is_given_twice_unfit_or_unasked(drawn: tuple[list[AskedPlaces], dict[str, int]]) -> None:
    lines, places = drawn
    shared = share_out(lines, places)

    for key, count in places.items():
        assert sum(each.sources.get(key, 0) for each in shared.values()) <= count
    for line in lines:
        each = shared[line.key]
        assert each.sources.keys() <= line.fits
        assert sum(each.sources.values()) == each.given <= line.required
        assert all(count > 0 for count in each.sources.values())


@SETTINGS
@given(maps())
def test_the_gap_after_sharing_is_never_below_the_gap_alone(drawn: tuple[list[AskedPlaces], dict[str, int]]) -> None:
    lines, places = drawn

    for line in lines:
        each = share_out(lines, places)[line.key]
        assert each.gap_alone == max(0, line.required - sum(places[key] for key in line.fits)) <= each.gap


@SETTINGS
@given(maps(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    drawn: tuple[list[AskedPlaces], dict[str, int]], dice: random.Random
) -> None:
    lines, places = drawn
    rows = list(places.items())
    other = list(lines)
    dice.shuffle(rows)
    dice.shuffle(other)

    assert share_out(other, dict(rows)) == share_out(lines, places)


@SETTINGS
@given(maps(), st.data())
def test_a_service_in_two_halves_changes_no_gap(
    drawn: tuple[list[AskedPlaces], dict[str, int]], data: st.DataObject
) -> None:
    lines, places = drawn
    if not places:
        return
    key = data.draw(st.sampled_from(sorted(places)))
    part = data.draw(st.integers(0, places[key]))
    halved = places | {key: part, "other half": places[key] - part}
    both = [replace(line, fits=line.fits | {"other half"}) if key in line.fits else line for line in lines]

    assert gaps(both, halved) == gaps(lines, places)


@SETTINGS
@given(maps(), st.data())
def test_more_places_make_no_gap_larger(drawn: tuple[list[AskedPlaces], dict[str, int]], data: st.DataObject) -> None:
    lines, places = drawn
    if not places:
        return
    key = data.draw(st.sampled_from(sorted(places)))
    after = gaps(lines, places | {key: places[key] + data.draw(st.integers(1, 9))})

    assert all(after[line] <= gap for line, gap in gaps(lines, places).items())


@SETTINGS
@given(maps(), st.data())
def test_more_persons_make_no_gap_smaller(
    drawn: tuple[list[AskedPlaces], dict[str, int]], data: st.DataObject
) -> None:
    lines, places = drawn
    if not lines:
        return
    number = data.draw(st.integers(0, len(lines) - 1))
    more = list(lines)
    more[number] = replace(more[number], required=more[number].required + data.draw(st.integers(1, 9)))

    assert all(gap <= gaps(more, places)[line] for line, gap in gaps(lines, places).items())


@SETTINGS
@given(maps(), st.data())
def test_one_line_less_makes_no_gap_larger(
    drawn: tuple[list[AskedPlaces], dict[str, int]], data: st.DataObject
) -> None:
    lines, places = drawn
    if not lines:
        return
    number = data.draw(st.integers(0, len(lines) - 1))
    before = gaps(lines, places)

    assert all(gap <= before[line] for line, gap in gaps(lines[:number] + lines[number + 1 :], places).items())


@pytest.mark.parametrize("density", [0.02, 0.2, 1.0])
def test_two_hundred_lines_and_services_take_seconds_at_most(density: float) -> None:
    dice = random.Random(12)
    lines = [
        AskedPlaces(
            f"l{line}", dice.randint(1, 200), frozenset(f"s{each}" for each in range(200) if dice.random() < density)
        )
        for line in range(200)
    ]
    places = {f"s{each}": dice.randint(0, 160) for each in range(200)}
    began = time.process_time()

    shared = share_out(lines, places)

    assert time.process_time() - began < 5
    assert sum(each.given for each in shared.values()) == flow_value(lines, places)
