"""How a published edition was told: its thresholds, what of it is hidden, and the people of each group on that day.

What is kept with the publication decides; thresholds and groups that change later change nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from assessments.models import Assessment, Need, RequirementLine, TargetGroup
from assessments.models.editions import RELEASE_SCOPE, TELLING
from core.i18n import localized
from core.released import Release
from core.suppression import SuppressionRule
from core.together.side_by_side import Reader, read
from municipality.small_numbers import SmallNumberRules, small_number_rules
from operations.models import SuppressionPattern
from operations.trail.patterns import read_latest_patterns


@dataclass(frozen=True, slots=True)
class GroupBase:
    """How many people a group has, under its name of the day."""

    group: int
    name_sq: str
    name_en: str
    count: int
    is_protected: bool
    name = localized("name")

    @property
    def key(self) -> str:
        return f"@base:{self.group}"

    def plain(self) -> list[object]:
        return [self.group, self.name_sq, self.name_en, self.count, self.is_protected]


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """`release` is None for an edition that is not published: it is judged by the thresholds of today."""

    rules: SmallNumberRules
    release: Release | None = None
    stored_bases: tuple[GroupBase, ...] = ()

    @property
    def bases(self) -> tuple[GroupBase, ...]:
        return tuple(bases_of_today()) if self.release is None else self.stored_bases

    def hides(self, name: str) -> bool:
        return self.release is not None and self.release.hides(name)

    def hides_base(self, base: GroupBase) -> bool:
        if self.release is None:
            return self.rules.of(is_protected=base.is_protected).hides(base.count)
        return self.release.hides(base.key)

    @classmethod
    def of(cls, assessment: Assessment) -> StoredRelease:
        return read(cls.read_of(assessment))

    @classmethod
    def read_of(cls, assessment: Assessment) -> Reader[StoredRelease]:
        return cls._as_stored((yield from assessment.read_stored_release()))

    @classmethod
    def as_read(cls, assessment: Assessment, patterns: Mapping[str, SuppressionPattern]) -> StoredRelease:
        """The same of what was read beside the edition (`read_patterns_of`)."""
        pattern = patterns.get(assessment.release_scope) if assessment.is_published else None
        return cls._as_stored(dict(pattern.pattern) if pattern else None)

    @classmethod
    def _as_stored(cls, stored: dict[str, Any] | None) -> StoredRelease:
        if stored is None:
            return cls(small_number_rules())
        ordinary, protected = stored["rules"]
        rules = SmallNumberRules(SuppressionRule(ordinary), SuppressionRule(protected, hides_zero=True))
        told = Release(hidden=frozenset(stored["hidden"]), shown=stored["shown"])  # nobody asks here for the counts
        return cls(rules, told, tuple(GroupBase(*row) for row in stored["bases"]))


def read_patterns_of(needs: QuerySet[Need]) -> Reader[dict[str, SuppressionPattern]]:
    """How the editions of needs were told, asked for at the moment in which the needs themselves are."""
    scopes = needs.order_by().values_list(Concat(Value(RELEASE_SCOPE), Cast("assessment", CharField())), flat=True)
    return (yield from read_latest_patterns(TELLING, scopes))


def bases_of_today() -> Iterable[GroupBase]:
    return (
        GroupBase(group.pk, group.name_sq, group.name_en, group.base_count, group.is_protected)
        for group in TargetGroup.objects.in_use()
        if group.base_count is not None
    )


def need_key(need: Need, name: str) -> str:
    return f"@need:{need.code}:{name}"


def line_key(line: RequirementLine, name: str) -> str:
    return f"@line:{line.key}:{name}"


def service_key(name: str) -> str:
    """A figure of the service map, under the name the map has for it."""
    return f"@map:{name}"
