"""What a reader can work out of whole numbers and what is known about them: one integer programme.

The reader is taken to know every line, and that the unknown numbers are whole and not under their least value.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from itertools import pairwise
from math import inf
from typing import Any, TypeVar

ENDLESS = 1_000_000  # no municipality counts more persons of one kind: up to here is "no upper end"
TOLERANCE = 1e-6
AT_ONCE = 20_000  # unknown numbers in one programme
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class KnownLine:
    """`least` ≤ the factors times the unknown numbers ≤ `greatest`."""

    factors: Mapping[str, float]
    least: float = -inf
    greatest: float = inf


class NothingFits(ValueError):
    """No whole numbers agree with all that is said of them: one of the lines is not true."""


@dataclass(frozen=True)
class ReaderProgramme:
    """Unknown numbers by name with the least value each may have, and the lines known among them."""

    least: Mapping[str, int]
    lines: tuple[KnownLine, ...]

    @cached_property
    def names(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(sorted(self.least))}

    @cached_property
    def bounds(self) -> list[float]:
        return [float(self.least[name]) for name in self.names]

    @cached_property
    def cells(self) -> list[tuple[int, int, float]]:
        """Line, number and factor wherever one is not nought."""
        return [
            (number, self.names[name], factor)
            for number, line in enumerate(self.lines)
            for name, factor in line.factors.items()
        ]

    def solution(self, name: str, *, upwards: bool) -> Answer:
        """Numbers that agree with everything, with `name` as small or as great as it may be."""
        return _answered_alone(Question(self, name, upwards))

    def range_of(self, name: str) -> tuple[int, int | None]:
        """The least and greatest value it may have; None: no upper end."""
        greatest = self.solution(name, upwards=True)[name]
        return self.solution(name, upwards=False)[name], None if greatest >= ENDLESS else greatest

    def narrower_than(self, widths: Mapping[str, int]) -> Asking[dict[str, tuple[int, int]]]:
        """The names whose range is under their width, with the range. What one answer shows serves all names."""
        seen = dict.fromkeys(widths, (ENDLESS, -1))
        narrow: dict[str, tuple[int, int]] = {}
        for name, width in widths.items():
            for upwards in (True, False):
                if seen[name][1] - seen[name][0] < width:
                    self._see(seen, (yield Question(self, name, upwards)))
            if seen[name][1] - seen[name][0] < width:
                narrow[name] = seen[name]
        return narrow

    @staticmethod
    def _see(seen: dict[str, tuple[int, int]], solution: Answer) -> None:
        for name, (low, high) in seen.items():
            seen[name] = min(low, solution[name]), max(high, solution[name])


@dataclass(frozen=True, slots=True)
class Question:
    """How small, or how great, one number of a programme may be."""

    programme: ReaderProgramme
    name: str
    upwards: bool


Answer = dict[str, int]
Asking = Generator[Question, Answer, Made]  # what is made of answers, each of which decides what is asked next


def asked_side_by_side(askings: Iterable[Asking[Made]]) -> list[Made]:
    """What each makes, in their order; the questions that wait at the same moment are one programme.

    Of a thousand tables each has a programme of a dozen numbers: solved one by one, hardly any of the time is solving.
    A question that nothing fits is thrown into the asking that put it.
    """
    going = list(askings)
    made: dict[int, Made] = {}
    waiting: dict[int, Question] = {}

    def go_on(place: int, step: Callable[[], Question]) -> None:
        try:
            waiting[place] = step()
        except StopIteration as end:
            made[place] = end.value

    for place, asking in enumerate(going):
        go_on(place, partial(next, asking))
    while waiting:
        asked, waiting = waiting, {}
        for some in _batches(asked):
            for place, answer in zip(some, _answered([asked[place] for place in some]), strict=True):
                go_on(place, _next_step(going[place], answer))
    return [made[place] for place in range(len(going))]


def _next_step(asking: Asking[Any], answer: Answer | NothingFits) -> Callable[[], Question]:
    return partial(asking.throw, answer) if isinstance(answer, NothingFits) else partial(asking.send, answer)


def asked_alone(asking: Asking[Made]) -> Made:
    return asked_side_by_side([asking])[0]


def _batches(asked: Mapping[int, Question]) -> Iterator[list[int]]:
    some: list[int] = []
    size = 0
    for place, question in asked.items():
        if some and size + len(question.programme.names) > AT_ONCE:
            yield some
            some, size = [], 0
        some.append(place)
        size += len(question.programme.names)
    yield some


def _answered(questions: Sequence[Question]) -> list[Answer | NothingFits]:
    try:
        return list(_numbers_by_name(questions))
    except NothingFits as refusal:
        if len(questions) == 1:
            return [refusal]
    return [each for question in questions for each in _answered([question])]


def _answered_alone(question: Question) -> Answer:
    (answer,) = _numbers_by_name([question])
    return answer


def _numbers_by_name(questions: Sequence[Question]) -> Iterator[Answer]:
    """Most answers are whole by themselves; only where one is not, its whole programme is asked."""
    for question, found in zip(questions, _solved(questions, is_whole=False), strict=True):
        numbers = found
        if abs(found - found.round()).max() > TOLERANCE:
            (numbers,) = _solved([question], is_whole=True)
        yield {name: round(float(numbers[place])) for name, place in question.programme.names.items()}


def _solved(questions: Sequence[Question], *, is_whole: bool) -> list[Any]:
    """The programmes behind each other as one: they share no number, so that each has the answer it has alone.

    The solver comes with its first question: it takes 67 MB of every process, and few are ever asked.
    """
    optimize = import_module("scipy.optimize")
    least: list[float] = []
    cells: list[tuple[int, int, float]] = []
    lines: list[KnownLine] = []
    begins = []
    for question in questions:
        begins.append(len(least))
        cells += [(len(lines) + line, len(least) + place, factor) for line, place, factor in question.programme.cells]
        least += question.programme.bounds
        lines += question.programme.lines
    goal = [0.0] * len(least)
    for begin, question in zip(begins, questions, strict=True):
        goal[begin + question.programme.names[question.name]] = -1.0 if question.upwards else 1.0
    answer = optimize.milp(
        goal,
        integrality=[int(is_whole)] * len(least),
        bounds=optimize.Bounds(least, [ENDLESS] * len(least)),
        constraints=optimize.LinearConstraint(*_constraint(cells, lines, len(least))) if lines else None,
    )
    if answer.x is None:
        raise NothingFits(f"No numbers agree with what is known: {answer.message}")
    return [answer.x[begin:end] for begin, end in pairwise([*begins, len(least)])]


def _constraint(
    cells: Sequence[tuple[int, int, float]], lines: Sequence[KnownLine], numbers: int
) -> tuple[Any, list[float], list[float]]:
    """The factors line by line, and between what each line lies."""
    rows, columns, factors = zip(*cells, strict=True)
    matrix = import_module("scipy.sparse").csr_array((factors, (rows, columns)), shape=(len(lines), numbers))
    return matrix, [line.least for line in lines], [line.greatest for line in lines]


def parts_of(names: Iterable[str], lines: Iterable[KnownLine]) -> Iterator[tuple[set[str], tuple[KnownLine, ...]]]:
    """The names in parts that no line ties together, each with its lines."""
    known = [line for line in lines if line.factors]
    parts = Parts(names, (line.factors for line in known))
    of_part: dict[str, list[KnownLine]] = {}
    for line in known:
        of_part.setdefault(parts.first_of(next(iter(line.factors))), []).append(line)
    for first, group in parts.groups().items():
        yield group, tuple(of_part.get(first, ()))


class Parts:
    """Names in groups, joined wherever something names several of them."""

    def __init__(self, names: Iterable[str], ties: Iterable[Iterable[str]]) -> None:
        self._above = {name: name for name in names}
        for tie in ties:
            first, *others = map(self.first_of, tie)
            for other in others:
                self._above[self.first_of(other)] = self.first_of(first)

    def first_of(self, name: str) -> str:
        """One name that stands for the whole group."""
        above = self._above
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    def groups(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name in self._above:
            found.setdefault(self.first_of(name), set()).add(name)
        return found
