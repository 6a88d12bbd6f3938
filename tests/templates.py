"""Which names a template reads that it does not make itself, and which names each of its includes gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from crispy_forms.templatetags.crispy_forms_tags import CrispyFormNode
from django.conf import settings
from django.template import Context, Node, NodeList, VariableDoesNotExist
from django.template.base import FilterExpression, TokenType, Variable
from django.template.defaulttags import CsrfTokenNode, ForNode, IfNode, RegroupNode, WithNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode

from core.templatetags.laid_out import LaidOutNode

CONSTANTS = {"True", "False", "None"}


@dataclass(frozen=True)
class Include:
    name: str
    given: frozenset[str]
    is_closed: bool


@dataclass
class TemplateReading:
    """What one template asks of its context, in the order of its nodes."""

    names: set[str] = field(default_factory=set)
    includes: list[Include] = field(default_factory=list)
    #: What the body of each `{% laid_out %}` reads beside its row.
    of_rows: list[set[str]] = field(default_factory=list)

    def walk(self, nodes: Iterable[Node], known: set[str]) -> None:
        for node in nodes:
            self.visit(node, known)

    def visit(self, node: Node, known: set[str]) -> None:
        self.names |= {name for name in names_read(node) if name not in known}
        if isinstance(node, IncludeNode):
            self.includes.append(include_of(node))
        if isinstance(node, ForNode):
            self.walk(node.nodelist_loop, known | {*node.loopvars, "forloop"})
            self.walk(node.nodelist_empty, known)
        elif isinstance(node, LaidOutNode):
            self.of_rows.append(reading_of(node.nodelist).names - {node.name})
            self.walk(node.nodelist, known | {node.name})
        elif isinstance(node, WithNode):
            self.walk(node.nodelist, known | set(node.extra_context))
        elif isinstance(node, IfNode):
            for _condition, nodes in node.conditions_nodelists:
                self.walk(nodes, known)
        elif not isinstance(node, BlockTranslateNode):
            self.walk(children(node), known)
        known |= names_made(node)


def children(node: Node) -> Iterator[Node]:
    for name in node.child_nodelists:
        yield from getattr(node, name, None) or NodeList()


def include_of(node: IncludeNode) -> Include:
    name = str(node.template.var) if isinstance(node.template.var, str) else ""
    return Include(name=name, given=frozenset(node.extra_context), is_closed=node.isolated_context)


def names_made(node: Node) -> set[str]:
    """Names that a tag leaves behind for what stands after it: `… as name`."""
    if isinstance(node, RegroupNode):
        return {node.var_name}
    made = {getattr(node, name, None) for name in ("asvar", "target_var", "variable", "var_name")}
    return {name for name in made if isinstance(name, str)}


def names_read(node: Node) -> set[str]:
    match node:
        case CsrfTokenNode():
            return {"csrf_token"}
        case IfNode():
            return names_in([condition for condition, _nodes in node.conditions_nodelists])
        case BlockTranslateNode():
            return names_spoken(node) | names_in([node.extra_context, node.counter])
        case RegroupNode():
            return names_in(node.target)
        case CrispyFormNode():
            return names_in([Variable(part) for part in (node.form, node.helper) if part])
        case _:
            return names_in([value for name, value in vars(node).items() if name not in {"token", "origin"}])


def names_spoken(node: BlockTranslateNode) -> set[str]:
    """Names inside the sentence, without those that its own tag makes."""
    tokens = [token for token in [*node.singular, *node.plural] if token.token_type == TokenType.VAR]
    spoken = names_in([Variable(token.contents.split("|")[0]) for token in tokens])
    return spoken - set(node.extra_context) - {node.countervar}


def names_in(value: Any) -> set[str]:
    """First parts of all variables in an expression, a condition, or a tag's arguments."""
    if isinstance(value, Variable):
        name = str(value.var).split(".")[0]
        return set() if value.lookups is None or name in CONSTANTS else {name}
    if isinstance(value, FilterExpression):
        inner = [argument for _function, arguments in value.filters for is_name, argument in arguments if is_name]
        return names_in([value.var, *inner])
    if isinstance(value, TokenBase):
        inside = (getattr(value, name, None) for name in ("first", "second", "value"))
        return {name for one in inside for name in names_in(one)}
    if isinstance(value, dict):
        return names_in(list(value.values()))
    if isinstance(value, list | tuple) and not isinstance(value, NodeList):
        return {name for one in value for name in names_in(one)}
    return set()


def reading_of(nodes: Iterable[Node]) -> TemplateReading:
    reading = TemplateReading()
    reading.walk(nodes, set())
    return reading


def read(name: str) -> TemplateReading:
    template: Any = get_template(name)
    return reading_of(template.template.nodelist)


@contextmanager
def all_names_given() -> Iterator[None]:
    """While pages are made: what Django would take for empty, because the view gave no such name, is an error."""
    loop, rows, condition = ForNode.render, LaidOutNode.render, IfNode.render

    def strict_loop(node: ForNode | LaidOutNode, context: Context) -> Any:
        if is_ours(node) and isinstance(node.sequence.var, Variable):
            try:
                node.sequence.var.resolve(context)
            except VariableDoesNotExist as missing:
                raise AssertionError(f"{node.origin.name} loops over {node.sequence}: {missing}") from missing
        return rows(node, context) if isinstance(node, LaidOutNode) else loop(node, context)

    def strict_condition(node: IfNode, context: Context) -> Any:
        if missing := [name for name in names_asked(node) if name not in context]:
            raise AssertionError(f"{node.origin.name} asks for {missing}, which nobody gave")
        return condition(node, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ForNode, "render", strict_loop)
        patch.setattr(LaidOutNode, "render", strict_loop)
        patch.setattr(IfNode, "render", strict_condition)
        yield


@cache
def names_asked(node: IfNode) -> tuple[str, ...]:
    """Read once: the nodes of a loaded template stay, and are rendered thousands of times."""
    return tuple(sorted(names_read(node))) if is_ours(node) else ()


@cache
def is_ours(node: Node) -> bool:
    return Path(settings.BASE_DIR) / "templates" in Path(node.origin.name).parents
