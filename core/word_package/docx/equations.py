"""Equations of a DOCX in one readable line: (a)/(b), a root sign, raised and lowered signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.word_package.archive import Element
from core.word_package.docx.names import MATH, local, m, unwrap, w

Piece = tuple[str, str]  # words, and whether they stand raised or lowered
RAISED, LOWERED = "superscript", "subscript"
EDGE = "\x00"  # of a fraction, a root or the like: what touches it must not run into it


def write_equations(root: Element) -> int:
    """Puts each equation as ordinary text in its place; returns how many there were."""
    for around in list(root.iter(m("oMathPara"))):
        unwrap(around)
    equations = list(root.iter(m("oMath")))
    for equation in equations:
        runs = [_run(equation, words, look) for words, look in _parted(_pieces(equation)) if words]
        for run in reversed(runs):
            equation.addnext(run)
        parent = equation.getparent()
        if parent is not None:
            parent.remove(equation)
    return len(equations)


def _parted(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A space where letters or digits would meet across an edge."""
    before, at_edge = "a", False
    for words, look in pieces:
        if words == EDGE:
            at_edge = True
        elif words:
            yield " " if at_edge and before.isalnum() and words[0].isalnum() else "", ""
            yield words, look
            before, at_edge = words[-1], False
    yield " " if at_edge and before.isalnum() else "", ""


def _run(equation: Element, words: str, look: str) -> Element:
    run = equation.makeelement(w("r"), {})
    if look:
        properties = run.makeelement(w("rPr"), {})
        properties.append(run.makeelement(w("vertAlign"), {w("val"): look}))
        run.append(properties)
    text = run.makeelement(w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = words
    run.append(text)
    return run


def _pieces(element: Element) -> Iterator[Piece]:
    for child in element:
        name = local(child)
        if child.tag == m("t") or child.tag == w("t"):
            yield child.text or "", ""
        elif name in FORMS and child.tag == m(name):
            yield EDGE, ""
            yield from FORMS[name](child)
            yield EDGE, ""
        elif not name.endswith("Pr"):
            yield from _pieces(child)


def _part(element: Element, name: str) -> list[Piece]:
    found = element.find(m(name))
    return [] if found is None else list(_pieces(found))


def _looking(pieces: list[Piece], look: str) -> Iterator[Piece]:
    return ((words, look) for words, _look in pieces)


def _in_brackets(pieces: list[Piece]) -> Iterator[Piece]:
    needs_them = len("".join(words for words, _look in pieces).strip()) > 1
    yield "(" if needs_them else "", ""
    yield from pieces
    yield ")" if needs_them else "", ""


def _sign(element: Element, name: str, usual: str) -> str:
    found = element.find(f"{m(local(element) + 'Pr')}/{m(name)}")
    return usual if found is None else found.get(f"{{{MATH}}}val", "")


def _fraction(element: Element) -> Iterator[Piece]:
    yield from _in_brackets(_part(element, "num"))
    yield "/", ""
    yield from _in_brackets(_part(element, "den"))


def _scripts(element: Element) -> Iterator[Piece]:
    """Before the base where they stand before it, else after it."""
    base = _part(element, "e")
    scripts = [*_looking(_part(element, "sub"), LOWERED), *_looking(_part(element, "sup"), RAISED)]
    yield from (scripts + base if local(element) == "sPre" else base + scripts)


def _root(element: Element) -> Iterator[Piece]:
    yield from _looking(_part(element, "deg"), RAISED)
    yield "√", ""
    yield from _in_brackets(_part(element, "e"))


def _large(element: Element) -> Iterator[Piece]:
    yield _sign(element, "chr", "∫"), ""
    yield from _looking(_part(element, "sub"), LOWERED)
    yield from _looking(_part(element, "sup"), RAISED)
    yield " ", ""
    yield from _part(element, "e")


def _enclosed(element: Element) -> Iterator[Piece]:
    yield _sign(element, "begChr", "("), ""
    yield from _listed(element.findall(m("e")), f" {_sign(element, 'sepChr', '|')} ")
    yield _sign(element, "endChr", ")"), ""


def _listed(parts: list[Element], sign: str) -> Iterator[Piece]:
    for place, part in enumerate(parts):
        yield sign if place else "", ""
        yield from _pieces(part)


def _matrix(element: Element) -> Iterator[Piece]:
    for place, row in enumerate(element.findall(m("mr"))):
        yield "; " if place else "", ""
        yield from _listed(row.findall(m("e")), ", ")


def _lines(element: Element) -> Iterator[Piece]:
    yield from _listed(element.findall(m("e")), "; ")


def _function(element: Element) -> Iterator[Piece]:
    yield from _part(element, "fName")
    yield " ", ""
    yield from _part(element, "e")


def _limit(element: Element) -> Iterator[Piece]:
    yield from _part(element, "e")
    yield from _looking(_part(element, "lim"), LOWERED if local(element) == "limLow" else RAISED)


FORMS: dict[str, Callable[[Element], Iterator[Piece]]] = {
    "f": _fraction, "sSup": _scripts, "sSub": _scripts, "sSubSup": _scripts, "sPre": _scripts, "rad": _root,
    "nary": _large, "d": _enclosed, "m": _matrix, "eqArr": _lines, "func": _function, "limLow": _limit,
    "limUpp": _limit,
}  # fmt: skip
