"""What was hidden in a publication, kept version by version, so that the next one hides it too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from core.released import SHARED, NarrowFigure, Release, audited, merged
from core.suppression import Sum
from core.together.side_by_side import Reader, read
from core.workflow import StepRefused
from operations.models import SuppressionPattern


def newest_of_all() -> Iterator[tuple[str, str, Release]]:
    """Of every publication its name, its scope and its newest release, the oldest first."""
    kept = SuppressionPattern.objects.filter(pattern__has_key="counts").order_by("name", "scope", "-version")
    for row in sorted(kept.distinct("name", "scope"), key=lambda each: each.pk):
        yield row.name, row.scope, Release.of(row.pattern, row.version)


def latest_patterns(name: str, scopes: Iterable[str]) -> dict[str, SuppressionPattern]:
    return read(read_latest_patterns(name, scopes))


def read_latest_patterns(name: str, scopes: Iterable[str]) -> Reader[dict[str, SuppressionPattern]]:
    """The newest version of each scope that was ever published, in one query; scopes may be rows still unread."""
    chosen = scopes if isinstance(scopes, QuerySet) else list(scopes)
    kept = SuppressionPattern.objects.filter(name=name, scope__in=chosen).order_by("scope", "-version")
    newest = kept.distinct("scope")
    yield [newest]
    return {pattern.scope: pattern for pattern in newest}


def latest_pattern(name: str, scope: str) -> SuppressionPattern | None:
    return latest_patterns(name, [scope]).get(scope)


def keep_pattern(name: str, scope: str, pattern: Mapping[str, Any]) -> SuppressionPattern:
    """Add the next version; the caller holds the lock on what is published."""
    earlier = latest_pattern(name, scope)
    version = 1 if earlier is None else earlier.version + 1
    return SuppressionPattern.objects.create(name=name, scope=scope, version=version, pattern=dict(pattern))


def released(name: str) -> list[Release]:
    """The newest release of every scope under this name, the oldest first."""
    kept = SuppressionPattern.objects.filter(name=name).order_by("scope", "-version").distinct("scope")
    newest = sorted(kept, key=lambda row: row.pk)
    return [Release.of(row.pattern, row.version) for row in newest]


def newest_releases(of: Collection[tuple[str, str]]) -> list[tuple[str, Release]]:
    """The newest release of each of these publications, with its name; of one without a release none."""
    chosen = Q(pk__in=[])
    for name, scope in of:
        chosen |= Q(name=name, scope=scope)
    kept = SuppressionPattern.objects.filter(chosen, pattern__has_key="counts").order_by("name", "scope", "-version")
    return [(row.name, Release.of(row.pattern, row.version)) for row in kept.distinct("name", "scope")]


def released_before(name: str) -> Release:
    """Everything that was ever released under this name, as one."""
    return merged(released(name))


def everything_released() -> Iterator[Release]:
    """Every release ever kept, the oldest first, its keys made those of the whole installation.

    Margins that were decided by themselves, as those of a round's speakers, are kept beside the releases.
    """
    for row in SuppressionPattern.objects.filter(pattern__has_key="counts").order_by("pk"):
        yield _in_the_installation(Release.of(row.pattern, row.version), f"{row.name}:{row.scope}:")


def audit_everything() -> list[NarrowFigure]:
    """The hidden figures that all publications of this installation together give away; empty where all is well."""
    return audited(everything_released())


def _in_the_installation(release: Release, prefix: str) -> Release:
    def key(name: str) -> str:
        return name if name.startswith(SHARED) else prefix + name

    return replace(
        release,
        counts={key(name): count for name, count in release.counts.items()},
        sums=tuple(Sum(key(each.total), tuple(map(key, each.parts)), each.is_complete) for each in release.sums),
        hidden=frozenset(map(key, release.hidden)),
    )


def keep_release(
    name: str, scope: str, release: Release, *, beside: Mapping[str, Any] | None = None
) -> SuppressionPattern:
    """Keep a release that is published now, unless together with all others it gives a hidden figure away.

    `beside` is kept with it, as the names of the day.

    Raises StepRefused then; the caller's transaction publishes nothing.
    """
    before = list(everything_released())
    kept = keep_pattern(name, scope, release.stored() | dict(beside or {}))
    new = _in_the_installation(release, f"{name}:{scope}:")
    found = audited([*before, new], touching=new.hidden)
    if found and (count := len(set(found) - set(audited(before, touching=new.hidden)))):
        raise StepRefused(
            ngettext(
                "Together with what is already published, this would let %(count)s hidden number be worked out.",
                "Together with what is already published, this would let %(count)s hidden numbers be worked out.",
                count,
            )
            % {"count": count}
        )
    return kept
