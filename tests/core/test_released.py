"""Releases of counts, one after the other: what a reader works out of all of them together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.recovery import KnownLine, NothingFits, ReaderProgramme
from core.released import Release, audited, judge, merged
from core.suppression import ORDINARY, PROTECTED, Sum, Table, TrueCount, margins, suppress


def alone(table: Table) -> Release:
    """A table suppressed for itself, as if nothing else had ever been published."""
    found = suppress(table)
    return Release(table.counts, table.sums, found.hidden, {key: key for key in table.counts})


def by_sex(women: int, men: int) -> tuple[dict[str, TrueCount], tuple[Sum, ...]]:
    table = margins(women + men, {"sex": {"women": women, "men": men}})
    return dict(table.counts), table.sums


def test_two_revisions_of_one_table_do_not_give_a_third_figure():
    """37 women and 3 men hidden, 40 shown; then 37 and 8, shown whole: 40 less 37 would be the three men."""
    first = judge(*by_sex(37, 3), Release()).release
    second_alone = alone(Table(*by_sex(37, 8)))
    second = replace(second_alone, counts={**second_alone.counts, "men#2": second_alone.counts["men"]})
    told = replace(first, hidden=first.hidden - {"women"})
    assert {figure.key for figure in audited([first, told]) if figure.is_exact} == {"men", "women"}

    judged = judge(*by_sex(37, 8), first)

    assert not judged.exposed
    assert judged.release.hides("women")
    assert audited([first, judged.release]) == []
    assert second.hidden == frozenset()


def test_what_is_shown_after_it_was_hidden_is_told_exactly():
    hidden = Release({"a": TrueCount(3)}, (), frozenset({"a"}))

    (found,) = audited([hidden, replace(hidden, hidden=frozenset())])

    assert (found.key, found.least, found.greatest) == ("a", 3, 3)


def test_what_was_shown_before_a_threshold_rose_stays_known_and_is_no_complaint():
    shown = Release({"a": TrueCount(7)})

    assert audited([shown, Release({"a": TrueCount(7, PROTECTED)}, (), frozenset({"a"}))]) == []


def test_the_places_of_a_service_bound_its_users_so_they_go_too():
    figures = {"places": TrueCount(4, PROTECTED, bounds_others=True), "users": TrueCount(3, PROTECTED)}
    bound = (Sum("places", ("users",), is_complete=False),)
    given_away = Release(figures, bound, frozenset({"users"}))
    assert [(each.least, each.greatest) for each in audited([given_away])] == [(0, 4)]

    judged = judge(figures, bound, Release())

    assert judged.release.hides("places")
    assert audited([judged.release]) == []


def test_what_cannot_be_true_spoils_no_table_beside_it():
    """One number that is thirty more than itself: nobody can say what that protects; the honest table stays."""
    figures, sums = by_sex(37, 3)
    honest = judge(figures, sums, Release()).release
    untrue = Release(
        {"all": TrueCount(30), "a": TrueCount(20, PROTECTED), "b": TrueCount(20, PROTECTED)},
        (Sum("all", ("a", "b")), Sum("a", ("b",)), Sum("b", ("a", "all"))),
        frozenset({"a", "b"}),
    )

    assert {each.key for each in audited([honest, untrue])} == {"a", "b"}


def test_a_name_with_the_sign_of_a_revision_in_it_is_a_name_of_its_own():
    first = judge({"list #2": TrueCount(20), "list": TrueCount(30)}, (), Release()).release

    second = judge({"list #2": TrueCount(21), "list": TrueCount(30)}, (), first).release

    assert second.shown["list"] == "list"
    assert second.counts[second.shown["list #2"]].value == 21


def test_only_whole_numbers_are_thinkable():
    """Twice a number and three times another make 7: only 2 and 1, where fractions would leave a wide range."""
    programme = ReaderProgramme({"a": 0, "b": 0}, (KnownLine({"a": 2, "b": 3}, 7, 7),))

    assert programme.range_of("a") == (2, 2)


def test_sayings_that_cannot_be_true_together_are_named():
    programme = ReaderProgramme({"a": 5}, (KnownLine({"a": 1}, 0, 3),))

    with pytest.raises(NothingFits):
        programme.range_of("a")


counts = st.integers(0, 24)
tables = st.lists(st.tuples(counts, counts, st.booleans()), min_size=1, max_size=3)


def table_of(rows: list[tuple[int, int, bool]]) -> tuple[dict[str, TrueCount], list[Sum]]:
    figures: dict[str, TrueCount] = {}
    sums = []
    for number, (women, men, is_protected) in enumerate(rows):
        rule = PROTECTED if is_protected else ORDINARY
        part = margins(women + men, {"sex": {"women": women, "men": men}}, rule=rule, prefix=f"{number}|")
        figures.update(part.counts)
        sums += part.sums
    names = tuple(f"{number}|total" for number in range(len(rows)))
    figures["all"] = TrueCount(sum(figures[name].value for name in names))
    return figures, [*sums, Sum("all", names)]


@settings(max_examples=15, deadline=None)
@given(st.lists(tables, min_size=1, max_size=3))
def test_nothing_hidden_can_be_narrowed_whatever_is_released_after_each_other(releases):
    kept: list[Release] = []
    for rows in releases:
        judged = judge(*table_of(rows), merged(kept), totals={"all"})
        if not judged.exposed:
            kept.append(judged.release)

    assert audited(kept) == []
