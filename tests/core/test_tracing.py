from collections.abc import Collection, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from core.suppression import MARK
from core.together.side_by_side import Reader
from core.tracing import (
    Chain,
    Fact,
    Pairs,
    Step,
    TraceDirection,
    TraceLink,
    TraceReader,
    TraceStop,
    numbers_of,
    same_key,
    uuids_of,
)

READER = TraceReader(AnonymousUser())


def stop(kind: str, *, closed: Collection[str] = ()) -> TraceStop:
    def load(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
        yield []
        return {key: Step(kind, key, label=kind, code=key) for key in keys if key not in closed}

    return TraceStop(kind, kind, load, is_beginning=True)


def link(source: str, target: str, way: TraceDirection, pairs: Pairs) -> TraceLink:
    known = list(pairs)

    def follow(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
        yield []
        return [pair for pair in known if pair[0] in keys]

    return TraceLink(source, target, way, follow)


def both(source: str, target: str, pairs: list[tuple[str, str]]) -> list[TraceLink]:
    return [
        link(source, target, TraceDirection.FORWARD, pairs),
        link(target, source, TraceDirection.BACK, [(there, here) for here, there in pairs]),
    ]


PAIRS = both("a", "b", [("a1", "b1"), ("a2", "b1"), ("a2", "b2")]) + both("b", "c", [("b1", "c1"), ("b2", "c2")])


def codes(trace: Any) -> dict[str, list[str]]:
    return {stage.kind: [traced.step.code for traced in stage.steps] for stage in trace.stages}


def test_a_trace_leads_to_both_ends_and_never_turns_round() -> None:
    trace = Chain([stop("a"), stop("b"), stop("c")], PAIRS).trace("b", "b1", READER)

    assert codes(trace) == {"a": ["a1", "a2"], "b": ["b1"], "c": ["c1"]}


def test_each_step_names_its_neighbours_and_the_subject_is_marked() -> None:
    trace: Any = Chain([stop("a"), stop("b"), stop("c")], PAIRS).trace("a", "a2", READER)

    assert [(one.step.code, one.beside) for one in trace.stages[1].steps] == [
        ("b1", ("a2", "c1")),
        ("b2", ("a2", "c2")),
    ]
    assert [one.is_subject for stage in trace.stages for one in stage.steps] == [True, False, False, False, False]


def test_nothing_is_followed_through_what_the_reader_may_not_see() -> None:
    trace = Chain([stop("a"), stop("b", closed={"b1"}), stop("c")], PAIRS).trace("a", "a2", READER)

    assert codes(trace) == {"a": ["a2"], "b": ["b2"], "c": ["c2"]}


def test_a_subject_the_reader_may_not_see_has_no_trace() -> None:
    assert Chain([stop("a", closed={"a1"})], []).trace("a", "a1", READER) is None


def test_what_is_told_beside_a_step_is_told_of_all_steps_and_leads_no_further() -> None:
    aside = TraceLink("b", "beside", TraceDirection.ASIDE, same_key)
    onward = link("beside", "c", TraceDirection.FORWARD, [("b1", "c1")])
    chain = Chain([stop("a"), stop("b"), stop("beside"), stop("c")], [*both("a", "b", [("a1", "b1")]), aside, onward])

    assert codes(chain.trace("a", "a1", READER)) == {"a": ["a1"], "b": ["b1"], "beside": ["b1"], "c": []}


def test_a_link_that_leads_the_wrong_way_is_refused() -> None:
    with pytest.raises(ValueError, match="b to a does not lead forward"):
        Chain([stop("a"), stop("b")], [link("b", "a", TraceDirection.FORWARD, [])])


def test_codes_are_sorted_as_people_count() -> None:
    pairs = [("a", "1.10"), ("a", "1.9"), ("a", "R2")]
    trace = Chain([stop("a"), stop("b")], [link("a", "b", TraceDirection.FORWARD, pairs)]).trace("a", "a", READER)

    assert codes(trace)["b"] == ["R2", "1.9", "1.10"]


@pytest.mark.parametrize("nonsense", ["", "-1", "1.5", "٣", "9" * 30, "x", "0" * 8 + "-0000"])
def test_nonsense_in_an_address_is_no_key(nonsense: str) -> None:
    assert numbers_of([nonsense]) == ()
    assert uuids_of([nonsense]) == ()


def test_a_hidden_count_is_a_mark() -> None:
    assert Fact.of_people("x", None) == Fact("x", MARK, is_hidden=True)
    assert Fact.of_people("x", 1_200).value.replace("\xa0", " ") == "1 200"
