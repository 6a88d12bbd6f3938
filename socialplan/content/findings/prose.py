"""What a version says in words when it is approved, held against the figures that its editions and rounds hide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.html import strip_tags

from assessments.models.editions import TELLING
from consultations.facts.prose import releases_beside
from core.released import Release
from municipality.small_numbers import refuse_prose_beside
from operations.trail.patterns import newest_releases
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import version_content


def texts_in(content: Any) -> Iterator[str]:
    """Every text of the content that is written in a language, chapters without their marks."""
    if isinstance(content, dict):
        for name, value in content.items():
            if isinstance(value, str) and name.endswith(("_sq", "_en")):
                yield strip_tags(value)
            else:
                yield from texts_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts_in(value)


def numbers_in_rows(content: Any) -> Iterator[int]:
    """What the plan's own tables tell: how many rows each has, and the whole numbers in them."""
    if isinstance(content, dict):
        for value in content.values():
            yield from numbers_in_rows(value)
    elif isinstance(content, list):
        yield len(content)
        for value in content:
            yield from numbers_in_rows(value)
    else:
        yield from _whole(content)


def _whole(value: Any) -> Iterator[int]:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return
    if found.is_finite() and found == int(found):
        yield int(found)


def releases_of(version: PlanVersion) -> Iterable[Release]:
    """Of the edition the plan rests on and those before it, and of the rounds held on it."""
    edition = version.plan.assessment
    of = [(TELLING, each.release_scope) for each in edition.chain()] if edition else []
    yield from newest_releases(of)
    for link in version.plan.round_links.select_related("round__assessment"):
        yield from releases_beside(link.round)


def refuse_telling_version(version: PlanVersion, *, comment: str) -> None:
    """Whoever approves is not who sent it to review; what she lets stand she names in the comment of the step."""
    content = version_content(version)
    refuse_prose_beside(texts_in(content), releases_of(version), openly=set(numbers_in_rows(content)), comment=comment)
