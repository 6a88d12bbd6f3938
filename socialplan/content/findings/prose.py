"""What a version says in words when it is approved, held against the figures that its editions and rounds hide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessments.models.editions import TELLING
from consultations.facts.prose import scopes_beside
from core.text.richtext import said_in
from operations.trail.patterns import newest_releases
from operations.trail.prose import NamedRelease, Prose
from socialplan.content.models import Plan, PlanVersion
from socialplan.content.plan_json import version_content

# What else is told of a plan, by name and scope of its releases; the apps after this one add to it.
RELEASED_OF_PLANS: list[Callable[[Plan], Iterable[tuple[str, str]]]] = []

COUNTED = ("chapters", "strategicgoals", "specificobjectives", "measures", "indicators", "risks")
FIGURES = frozenset(
    {"amount", "original_amount", "value", "baseline", "baseline_year", "year", "first_year", "last_year", "cells"}
)


def texts_in(content: Any) -> Iterator[str]:
    """Every text of the content that is written in a language, chapters without their marks."""
    if isinstance(content, dict):
        for name, value in content.items():
            if isinstance(value, str) and name.endswith(("_sq", "_en")):
                yield from said_in(value)
            else:
                yield from texts_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts_in(value)


def numbers_in_rows(content: dict[str, Any]) -> Iterator[int]:
    """What the plan's own tables tell in the open: how many rows stand in each, and the figures in them.

    Codes, places in an order and how many targets a row has are no figures: a small number is not told by them.
    """
    for name in COUNTED:
        yield len(content.get(name, ()))
    for value in _figures(content):
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            continue
        if found.is_finite() and found == int(found):
            yield int(found)


def _figures(content: Any) -> Iterator[Any]:
    """Every value under the name of a figure, however deep; of a frozen table the cells."""
    if isinstance(content, list):
        for each in content:
            yield from _figures(each)
    elif isinstance(content, dict):
        for name, value in content.items():
            if name in FIGURES:
                yield from value if isinstance(value, list) else [value]
            else:
                yield from _figures(value)


def releases_of(version: PlanVersion) -> list[NamedRelease]:
    """Of the edition the plan rests on and those before it, of the rounds held on it, of what else is told of it."""
    plan = version.plan
    rounds = [link.round for link in plan.round_links.select_related("round__assessment")]
    editions = {edition.pk: edition for edition in (plan.assessment, *(each.assessment for each in rounds)) if edition}
    scopes = {(TELLING, each.release_scope) for edition in editions.values() for each in edition.chain()}
    scopes |= {scope for each in rounds for scope in scopes_beside(each)}
    return newest_releases(scopes | {scope for scopes_of in RELEASED_OF_PLANS for scope in scopes_of(plan)})


def prose_of_content(version: PlanVersion, content: dict[str, Any]) -> Prose:
    openly = dict.fromkeys(numbers_in_rows(content), _("a figure of the plan's own tables"))
    return Prose.beside(texts_in(content), releases_of(version), openly)


def prose_of_amendments(version: PlanVersion, content: dict[str, Any]) -> Prose:
    """Of what the council changed alone: what it voted on was read when it was approved."""
    already = set(texts_in(version_content(version.voted_on)))
    texts = [text for text in texts_in(content) if text not in already]
    return replace(prose_of_content(version, content), texts=texts)
