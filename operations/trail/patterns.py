"""What was hidden in a publication, kept version by version, so that the next one hides it too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from operations.models import SuppressionPattern


def latest_patterns(name: str, scopes: Iterable[str]) -> dict[str, SuppressionPattern]:
    """The newest version of each scope that was ever published, in one query."""
    kept = SuppressionPattern.objects.filter(name=name, scope__in=list(scopes)).order_by("scope", "-version")
    return {pattern.scope: pattern for pattern in kept.distinct("scope")}


def latest_pattern(name: str, scope: str) -> SuppressionPattern | None:
    return latest_patterns(name, [scope]).get(scope)


def keep_pattern(name: str, scope: str, pattern: Mapping[str, Any]) -> SuppressionPattern:
    """Add the next version; the caller holds the lock on what is published."""
    earlier = latest_pattern(name, scope)
    version = 1 if earlier is None else earlier.version + 1
    return SuppressionPattern.objects.create(name=name, scope=scope, version=version, pattern=dict(pattern))
