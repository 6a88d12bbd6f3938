"""The suppression service: the survivors' row first, then what must hold for any table."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import milp

from core.suppression import (
    ORDINARY,
    PROTECTED,
    TOTAL,
    Sum,
    SuppressionRule,
    Table,
    TrueCount,
    audit,
    feasible_range,
    grid,
    grid_key,
    margins,
    suppress,
    suppress_together,
)

SURVIVORS = {"sex": {"women": 7, "men": 0}, "kind": {"cso": 2, "authority": 0, "community": 5}}


def test_nothing_of_the_survivors_row_is_shown_under_the_rule_of_protected_groups():
    shown = suppress(margins(7, SURVIVORS, rule=PROTECTED))

    assert shown.is_safe
    assert shown.pattern == ["authority", "community", "cso", "men", "total", "women"]


def test_the_survivors_row_hides_the_two_of_organisations_even_under_the_ordinary_rule():
    table = margins(7, SURVIVORS)
    shown = suppress(table)

    assert shown.is_safe
    assert shown.public("cso") is None
    assert shown.public("women") == 7
    assert feasible_range(table, shown.hidden, "cso") == (1, 6)


def test_a_single_small_count_takes_a_neighbour_with_it():
    shown = suppress(margins(40, {"sex": {"women": 37, "men": 3}}))

    assert shown.pattern == ["men", "women"]
    assert not shown.may_show("men", "total")
    assert shown.may_show("total")


def test_an_ordinary_zero_is_shown_and_covers_nothing():
    shown = suppress(margins(42, {"kind": {"a": 40, "b": 2, "c": 0}}))

    assert shown.pattern == ["a", "b"]
    assert shown.public("c") == 0


def test_a_split_that_falls_short_of_its_total_still_bounds_its_parts():
    table = margins(4, {"kind": {"a": 2}})

    assert suppress(table).pattern == ["a", "total"]


def test_an_overlapping_split_keeps_each_part_within_the_total():
    table = margins(20, {"group": {"a": 18, "b": 12}})

    assert {each.is_complete for each in table.sums} == {False}
    assert suppress(table).pattern == []


def test_what_cannot_be_protected_is_named_so_that_nobody_publishes_it():
    table = Table(
        {"total": TrueCount(20, is_fixed=True), "a": TrueCount(18, is_fixed=True), "b": TrueCount(2)},
        (Sum("total", ("a", "b")),),
    )
    shown = suppress(table)

    assert not shown.is_safe
    assert shown.exposed == {"b"}


def test_two_releases_do_not_give_away_their_difference():
    first = Table({"early": TrueCount(30)})
    second = Table(
        {"early": TrueCount(30), "added": TrueCount(2), "late": TrueCount(32)}, (Sum("late", ("early", "added")),)
    )
    shown = suppress_together({"first": first, "second": second})

    assert "added" in shown["second"].hidden
    assert shown["second"].hidden & {"early", "late"}
    assert shown["first"].hidden <= shown["second"].hidden


def test_one_figure_cannot_have_two_values_in_linked_tables():
    with pytest.raises(ValueError, match="two values"):
        suppress_together({"a": Table({"x": TrueCount(9)}), "b": Table({"x": TrueCount(8)})})


@pytest.mark.parametrize("threshold", [0, 1, 2])
def test_a_threshold_never_goes_below_three(threshold):
    with pytest.raises(ValueError, match="protects nobody"):
        SuppressionRule(threshold)


def test_sums_that_do_not_hold_are_refused():
    with pytest.raises(ValueError, match="do not add up"):
        Table({"t": TrueCount(9), "a": TrueCount(8)}, (Sum("t", ("a",)),))


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Table({"t": TrueCount(-1)})


def test_a_row_of_a_protected_group_brings_its_own_rule():
    cells = {("gbv", "f"): 8, ("gbv", "m"): 30, ("pwd", "f"): 8, ("pwd", "m"): 30, ("eco", "f"): 50, ("eco", "m"): 60}
    shown = suppress(grid(cells, rules={"gbv": PROTECTED}))

    assert grid_key("gbv", "f") in shown.hidden
    assert shown.is_safe


counts = st.integers(min_value=0, max_value=30)
rules = st.sampled_from([ORDINARY, PROTECTED, SuppressionRule(3), SuppressionRule(5, hides_zero=True)])


@st.composite
def tables(draw):
    rows = draw(st.integers(min_value=1, max_value=4))
    columns = draw(st.integers(min_value=2, max_value=4))
    cells = {(f"r{row}", f"c{column}"): draw(counts) for row in range(rows) for column in range(columns)}
    return grid(cells, rule=draw(rules))


@settings(max_examples=30, deadline=None)
@given(tables())
def test_no_hidden_count_can_be_narrowed_below_its_threshold(table):
    shown = suppress(table)

    assert shown.is_safe
    assert audit(table, shown.hidden) == frozenset()


@settings(max_examples=30, deadline=None)
@given(tables())
def test_every_small_count_is_hidden_and_the_rest_is_true(table):
    shown = suppress(table)

    for key, count in table.counts.items():
        if count.rule.hides(count.value):
            assert shown.public(key) is None
        else:
            assert shown.public(key) in (None, count.value)
        assert shown[key].value == count.value


def named(prefix, table):
    """The same table once more, under other names."""
    sums = tuple(
        Sum(f"{prefix}{each.total}", tuple(f"{prefix}{part}" for part in each.parts), each.is_complete)
        for each in table.sums
    )
    return Table({f"{prefix}{key}": count for key, count in table.counts.items()}, sums)


def beside_each_other(some):
    counts = {key: count for table in some for key, count in table.counts.items()}
    return Table(counts, tuple(each for table in some for each in table.sums))


@settings(max_examples=20, deadline=None)
@given(st.lists(tables(), min_size=1, max_size=4))
def test_tables_beside_each_other_hide_what_each_hides_alone(some):
    own = [named(f"{number}:", table) for number, table in enumerate(some)]

    together = suppress(beside_each_other(own))

    assert together.hidden == frozenset().union(*(suppress(table).hidden for table in own))
    assert together.exposed == frozenset().union(*(suppress(table).exposed for table in own))


def test_a_hundred_tables_are_protected_by_as_many_programmes_as_one(monkeypatch):
    """A publication of thousands of figures is hundreds of such tables; one by one it took minutes."""
    asked = []
    monkeypatch.setattr("scipy.optimize.milp", lambda *args, **more: asked.append(1) or milp(*args, **more))
    table = grid({("r0", "f"): 3, ("r0", "m"): 30, ("r1", "f"): 8, ("r1", "m"): 9, ("r2", "f"): 2, ("r2", "m"): 7})

    alone = suppress(table)
    of_one = len(asked)
    together = suppress(beside_each_other([named(f"{number}:", table) for number in range(100)]))

    assert len(asked) == 2 * of_one
    assert len(together.hidden) == 100 * len(alone.hidden)


@settings(max_examples=25, deadline=None)
@given(tables(), st.data())
def test_hiding_more_never_narrows_a_range(table, data):
    hidden = suppress(table).hidden
    if not hidden:
        return
    key = data.draw(st.sampled_from(sorted(hidden)))
    others = [name for name, count in table.counts.items() if name not in hidden and count.can_cover]
    more = data.draw(st.sets(st.sampled_from(others))) if others else set()

    least, greatest = feasible_range(table, hidden, key)
    lower, upper = feasible_range(table, hidden | more, key)

    assert lower <= least
    assert upper is None or (greatest is not None and upper >= greatest)


def by_hand(table, hidden, key, largest):
    """All whole values of `key` that fit, by trying every filling of the hidden cells."""
    names = sorted(hidden)
    fits = set()
    for values in product(range(largest + 1), repeat=len(names)):
        filled = {name: count.value for name, count in table.counts.items()} | dict(zip(names, values, strict=True))
        if any(filled[name] < table.counts[name].least for name in names):
            continue
        if all(filled[each.total] == sum(filled[part] for part in each.parts) for each in table.sums):
            fits.add(filled[key])
    return fits


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=6), min_size=4, max_size=4), rules, st.data())
def test_the_linear_programme_agrees_with_trying_everything(values, rule, data):
    table = grid(dict(zip(product(("r0", "r1"), ("c0", "c1")), values, strict=True)), rule=rule)
    inner = [key for key, count in table.counts.items() if TOTAL not in key and count.can_cover]
    if not inner:
        return
    hidden = set(inner)
    key = data.draw(st.sampled_from(inner))

    fits = by_hand(table, hidden, key, largest=12)

    assert feasible_range(table, hidden, key) == (min(fits), max(fits))
