"""What a published edition tells and hides of counts of persons, kept with its publication.

It is judged together with every edition published before: a figure that is still the same stays hidden, and none is
worked out of two editions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from assessments.disclosure import PEOPLE, figure_table, need_figures, public_points
from assessments.gaps.disclosure import line_figures
from assessments.gaps.matrix import gap_matrix
from assessments.models import Assessment, Need
from assessments.models.editions import TELLING
from assessments.published_map import COUNTED, counted_map, rows_of_map
from assessments.stored_release import StoredRelease, line_key, need_key, service_key
from core.released import Judgement, Release, judge
from core.suppression import Sum, TrueCount, suppress
from core.workflow import StepRefused
from municipality.small_numbers import small_number_rules
from operations.trail.patterns import keep_release, released_before
from operations.trail.prose import Prose, refuse_exposed, refuse_telling


@dataclass
class EditionCounts:
    """Counts by the keys of the installation; `hidden` are so anyway; `totals` are missed rather than others."""

    telling: StoredRelease
    counts: dict[str, TrueCount] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    totals: set[str] = field(default_factory=set)

    def add_need(self, need: Need) -> None:
        rule = self.telling.rules.of(is_protected=need.group.is_protected)
        names = (*PEOPLE, "estimate") if need.counts_persons else PEOPLE
        figures = need_figures(need, self.telling, sees_all=False)
        for name in names:
            key = need_key(need, name)
            self.counts[key] = TrueCount(getattr(need, name), rule)
            if getattr(figures, name) is None:
                self.hidden.add(key)
        affected, covered, uncovered = (need_key(need, name) for name in PEOPLE)
        self.sums.append(Sum(affected, (covered, uncovered)))

    def add_lines(self, assessment: Assessment) -> None:
        """Places follow from persons, and so do required, given and lacking ones."""
        for each in line_figures(gap_matrix(assessment), sees_all=False):
            shared = each.found.shared
            values = {"required": shared.required, "given": shared.given, "gap": shared.gap}
            keys = {name: line_key(each.line, name) for name in values}
            for name, value in values.items():
                self.counts[keys[name]] = TrueCount(value, self.telling.rules.ordinary, bounds_others=True)
                if getattr(each, name) is None:
                    self.hidden.add(keys[name])
            self.sums.append(Sum(keys["required"], (keys["given"], keys["gap"])))

    def add_map(self, assessment: Assessment) -> None:
        table, hidden = counted_map(rows_of_map(assessment), self.telling.rules)
        people = suppress(table, also=hidden)
        self.counts |= {service_key(name): count for name, count in table.counts.items()}
        self.sums += [
            Sum(service_key(each.total), tuple(map(service_key, each.parts)), each.is_complete) for each in table.sums
        ]
        self.hidden |= {service_key(name) for name in (people.hidden if people.is_safe else table.counts)}
        self.totals |= {service_key(name) for name in table.counts if name.split("|")[0] == name in COUNTED}
        self.totals |= {service_key(name) for name in table.counts if "|type " in name}

    def add_bases(self) -> None:
        for base in self.telling.bases:
            rule = self.telling.rules.of(is_protected=base.is_protected)
            self.counts[base.key] = TrueCount(base.count, rule)

    def add_figures(self, assessment: Assessment) -> None:
        table = figure_table(public_points(assessment), self.telling.rules)
        found = suppress(table)
        self.counts |= table.counts
        self.sums += table.sums
        self.hidden |= found.hidden | found.exposed


def counted(assessment: Assessment) -> EditionCounts:
    found = EditionCounts(StoredRelease(small_number_rules()))
    for need in assessment.needs.select_related("group"):
        found.add_need(need)
    found.add_lines(assessment)
    found.add_map(assessment)
    found.add_bases()
    found.add_figures(assessment)
    return found


def propose_telling(assessment: Assessment) -> tuple[Release, EditionCounts]:
    """What would be kept now. Raises StepRefused where something could be worked out all the same."""
    found = counted(assessment)
    judged = _judged(found, found.hidden)
    if judged.exposed:
        judged = _judged(found, set(found.counts))
    refuse_exposed(judged.exposed, TELLING)
    return judged.release, found


def _judged(found: EditionCounts, hidden: set[str]) -> Judgement:
    return judge(found.counts, found.sums, released_before(TELLING), also=hidden, totals=found.totals)


def store_release(assessment: Assessment, *, comment: str = "") -> None:
    """Keep what the edition tells and hides; refuse words that say a number only hidden figures explain."""
    release, found = propose_telling(assessment)
    refuse_telling(prose_of_edition(assessment, release), comment=comment)
    rules = found.telling.rules
    beside = {
        "rules": [rules.ordinary.threshold, rules.protected.threshold],
        "bases": [base.plain() for base in found.telling.bases],
    }
    keep_release(TELLING, assessment.release_scope, _of_this_alone(release), beside=beside)


def _of_this_alone(release: Release) -> Release:
    """Without what only earlier editions told: that stands with them."""
    own = set(release.shown.values())
    sums = tuple(each for each in release.sums if own.issuperset(each.keys))
    counts = {key: count for key, count in release.counts.items() if key in own}
    return replace(release, counts=counts, sums=sums, hidden=release.hidden & own)


def prose_before_publication(assessment: Assessment) -> Prose | None:
    """What the edition says in words beside what its publication would tell; None where it would be refused."""
    try:
        release, _found = propose_telling(assessment)
    except StepRefused:
        return None
    return prose_of_edition(assessment, release)


def prose_of_edition(assessment: Assessment, release: Release) -> Prose:
    own = replace(release, counts={key: release.counts[key] for key in release.shown.values()})
    openly = dict.fromkeys(_openly(assessment), _("places, weights or years of the edition"))
    return Prose.beside(texts_of(assessment), [(TELLING, own)], openly)


def _openly(assessment: Assessment) -> set[int]:
    """Numbers that are no counts of persons: places, weights, years."""
    rows = rows_of_map(assessment)
    places = {row.capacity for row in rows} | {row.for_municipality or 0 for row in rows}
    weights = (getattr(assessment, f"weight_{part}") for part in ("severity", "gap", "size", "voice", "legal"))
    return {*places, *weights, assessment.starts_on.year, assessment.ends_on.year}


def texts_of(assessment: Assessment) -> Iterable[str]:
    """Everything written by people that goes out with the edition, in both languages."""
    for name in ("method", "sources", "limits"):
        yield from (getattr(assessment, f"{name}_sq"), getattr(assessment, f"{name}_en"))
    yield from (assessment.legal_basis, assessment.legal_basis_en)
    for need in assessment.needs.all():
        for name in ("name", "problem", "indicator"):
            yield from (getattr(need, f"{name}_sq"), getattr(need, f"{name}_en"))
        yield from (need.override_reason, need.source, need.source_en, need.legal_basis, need.legal_basis_en)
