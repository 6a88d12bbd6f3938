"""Where each thing comes from that goes out beside counts of persons: a raw figure, derived from such, or independent.

A test holds the table against the templates, the data blocks and the sheet: what goes out and stands in no row fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Origin = str | tuple[str, ...]
RAW: Final = "raw"
INDEPENDENT: Final = "independent"
Table = Mapping[str, Origin]


@dataclass(frozen=True, slots=True)
class DisclosingPage:
    """A template that anybody's page or paper begins with; what it includes is followed."""

    template: str
    paths: Table


def derived(*sources: str) -> tuple[str, ...]:
    """Worked out from these raw figures: hidden with any of them."""
    return sources


def _independent(*names: str) -> dict[str, Origin]:
    return dict.fromkeys(names, INDEPENDENT)


OF_A_NEED = derived("affected", "covered")
# A rank and a score compare the needs whose figures are public, so they tell of no other need.
NEEDS: Table = {
    "row.figures.affected": RAW,
    "row.figures.covered": RAW,
    "row.figures.estimate": RAW,
    "row.figures.gap_percent": OF_A_NEED,
    "row.priority": OF_A_NEED,
    "row.priority.rank": OF_A_NEED,
    "row.priority.equal_rank": OF_A_NEED,
    "row.priority.score": OF_A_NEED,
    "row.priority.is_overridden": OF_A_NEED,
    **_independent(
        "row.figures.is_marked",  # that something is hidden, which the mark says anyway
        "row.need",
        "row.need.code",
        "row.need.get_absolute_url",
        "row.need.group",
        "row.need.pk",
        "row.need.unit_label",
        "row.need.units.all",
        "forloop.last",
    ),
}
EDITION: Table = {
    **NEEDS,
    **_independent(
        "assessment.title",
        "assessment.starts_on",
        "assessment.ends_on",
        "assessment.legal_basis",
        "assessment.method",
        "assessment.sources",
        "assessment.limits",
        "assessment.weight_severity",
        "assessment.weight_gap",
        "assessment.weight_size",
        "assessment.weight_voice",
        "assessment.weight_legal",
        "row.capacity",
        "row.is_undisclosed",
        "row.service.name",
        "row.service_type",
        "row.unit",
    ),
}

# Persons reached go out as cells that the suppression has passed; their totals are cells of the same table.
RESULTS: Table = {
    "line.actual": RAW,
    "line.baseline": RAW,
    "line.progress": derived("actual", "baseline"),
    "line.progress.light": derived("actual", "baseline"),
    "line.progress.rounded": derived("actual", "baseline"),
    "progress.light": derived("actual", "baseline"),
    "progress.light.label": derived("actual", "baseline"),
    "cell.value": RAW,
    **_independent(
        "line.code",
        "line.title",
        "line.counted_in",
        "line.target",
        "line.is_hidden",
        "version.pk",
        "cell.is_hidden",
        "row.cells",
        "row.name",
        "light.label",
        # a measure's state, share and money are entered by hand, from no count of persons
        "line.pk",
        "line.status_label",
        "line.share_done",
        "line.is_late",
        "line.money",
        "line.money.spent",
        "period.pk",
        "money.planned",
        "money.allocated",
        "money.committed",
        "money.spent",
        "money.execution",
        "section.body",
        "section.get_code_display",
    ),
}
# Counted over what `for_public` leaves: a hidden light counts as protected.
LIGHTS = derived("actual", "baseline")
PROGRESS: Table = {
    **RESULTS,
    "figures.lights.items": LIGHTS,
    **_independent(
        "published.figures",
        "published.figures.by_goal",
        "published.figures.by_source",
        "published.figures.measures",
        "published.figures.total",
        "published.groups",
        "published.sections",
        "published.report.period.title",
        "published.report.period.starts_on",
        "published.report.period.ends_on",
        "published.report.period.version",
    ),
}
REPORT: Table = {
    **RESULTS,
    "context.figures.lights.items": LIGHTS,
    **_independent(
        "context.indicators",
        "context.figures.by_goal",
        "context.figures.by_source",
        "context.figures.measures",
        "context.figures.total",
        "context.groups",
        "context.municipality.name",
        "context.recommendations",
        "context.report.get_state_display",
        "context.report.revision",
        "context.report.period.starts_on",
        "context.report.period.ends_on",
        "context.report.period.cut_off_on",
        "context.sections",
        "context.submissions",
        "recommendation.text",
        "recommendation.addressed_to",
        "recommendation.due_on",
        "section.code",
        "submission.addressee",
        "submission.sent_on",
        "submission.protocol_no",
        "forloop.last",
    ),
}
PAGES = (
    DisclosingPage("assessments/assessment_public.html", EDITION),
    DisclosingPage("monitoring/progress_public.html", PROGRESS),
    DisclosingPage("monitoring/pdf/report.html", REPORT),
)

# The plan's data blocks on needs, by the English heads of their columns; a unit's column shows places.
BLOCKS: Mapping[str, Table] = {
    "need_table": {
        **_independent("Code", "Need", "Group", "Counted in"),
        "Estimate": RAW,
        "Persons affected": RAW,
        "Persons covered": RAW,
        "Gap": OF_A_NEED,
        "Score": OF_A_NEED,
        "Rank": OF_A_NEED,
    },
    "gap_matrix": {
        **_independent("Code", "Need", "Type of service", "Places in all"),
        "Required": RAW,
        "Users": RAW,
        "Waiting": RAW,
        "Gap": derived("affected"),
    },
    "service_map": {
        **_independent("Code", "Service", "Type", "Provider", "Administrative unit", "Places"),
        "Users": RAW,
        "Waiting": RAW,
    },
}
SHEET: Table = {
    **_independent(
        "code",
        "group",
        "units",
        "name_sq",
        "name_en",
        "indicator",
        "counted_in",
        "year",
        "source",
        "quality",
        "severity",
    ),
    "estimate": RAW,
    "affected": RAW,
    "covered": RAW,
    "score": OF_A_NEED,
    "rank": OF_A_NEED,
    "equal_rank": OF_A_NEED,
}
