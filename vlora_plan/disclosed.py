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
# The tables of the yearly report go out as cells that `for_public` and the suppression have let pass; where each
# column comes from stands in RESULT_TABLES.
DATA_TABLE: Table = {
    "cell.text": RAW,
    "row.head.text": INDEPENDENT,
    **_independent(
        "cell.is_hidden",
        "cell.is_number",
        "cell.span",
        "th.is_number",
        "th.text",
        "row.cells",
        "row.kind",
        "row.traced_at",
        "table.bodies",
        "table.caption",
        "table.heads",
        "table.classes",
        "table.notes",
        "table.widths",
    ),
}

EDITION: Table = {
    **NEEDS,
    # gaps and services are the tables of the report, which assessments/gaps/disclosure.py has let pass
    **DATA_TABLE,
    **_independent(
        *("page_obj.has_next", "page_obj.has_other_pages", "page_obj.has_previous", "page_obj.next_page_number"),
        *("page_obj.number", "page_obj.paginator.num_pages", "page_obj.previous_page_number"),
        "page_obj.paginator.count",
        # pictures of what the tables show: what is hidden there has no bar
        "pictures.charts",
        *("pictures.map", "map.tiles"),
        "assessment.pk",
        "column.head",
        "column.note",
        "assessment.title",
        "assessment.starts_on",
        "assessment.ends_on",
        "assessment.legal_basis",
        "assessment.legal_basis_label",
        "assessment.method",
        "assessment.sources",
        "assessment.limits",
        "assessment.weight_severity",
        "assessment.weight_gap",
        "assessment.weight_size",
        "assessment.weight_voice",
        "assessment.weight_legal",
    ),
}

# People write the parts; what the builder shows them beside is what the public will see.
# What is drawn is what the tables say: the lamp of a hidden result is that of a protected one.
WRITTEN: Table = {
    "bar.width": RAW,
    "text.text": RAW,
    "picture.caption": RAW,
    "picture.description": RAW,
    "bar.fill": derived("This period", "Baseline"),
    "lamp.colour": derived("This period", "Baseline"),
    "lamp.sign": derived("This period", "Baseline"),
    "lamp.line": derived("This period", "Baseline"),
    "lamp.dashes": derived("This period", "Baseline"),
    "lamp.ink": derived("This period", "Baseline"),
    **_independent(
        "picture.bars",
        "picture.frame.class_name",
        "picture.frame.size",
        "picture.height",
        "picture.lamps",
        "picture.narrow",
        "picture.texts",
        "picture.width",
        "bar.x",
        "bar.y",
        "bar.height",
        "bar.line",
        "bar.dashes",
        "lamp.x",
        "lamp.y",
        "text.x",
        "text.y",
        "text.anchor",
    ),
}
PROGRESS: Table = {
    **DATA_TABLE,
    **WRITTEN,
    "picture.title": RAW,
    **_independent(
        *("part.written.anchor", "part.written.title", "part.written.body", "part.tables", "part.links"),
        "table.name",
        "picture.is_long",
        "table.is_short",
        "table.rows",
        "file.get_absolute_url",
        "file.get_kind_display",
        "file.get_language_display",
        "file.language",
        "file.job.result_file.size",
        "forloop.last",
        "filters.data",  # what the reader chose
        "published.report.period.title",
        "published.report.period.starts_on",
        "published.report.period.ends_on",
    ),
}
OF_TABLES = _independent(
    *("table.name", "table.caption"),
    *("found.report.period.title", "found.report.period.starts_on", "found.report.period.ends_on"),
)
PROGRESS_TABLE: Table = {**DATA_TABLE, **OF_TABLES, **_independent("table.tells_rows_apart")}
PROGRESS_TABLES: Table = {**OF_TABLES, **_independent("found.listed")}
REPORT: Table = {
    **DATA_TABLE,
    **WRITTEN,
    **_independent(
        *("part.anchor", "part.title", "part.body"),
        "context.report.period.starts_on",
        "context.report.period.ends_on",
        "part.pictures",
        "table.is_wide",
        "table.rows",
    ),
}
# The directory holds no number of persons: its entries have no such field.
DIRECTORY: Table = _independent(
    *("part.service_type", "part.entries", "forloop.last"),
    *("entry.name", "entry.offer", "entry.fee", "entry.groups", "entry.is_undisclosed"),
    *("entry.age_from", "entry.age_to", "entry.sex", "entry.sex_label"),
    *(
        "entry.place.unit",
        "entry.place.is_of_county",
        "entry.place.served",
        "entry.place.address",
        "entry.place.opening_hours",
    ),
    *("entry.place.referral_path", "entry.place.phone", "entry.place.email", "entry.place.website"),
    *("entry.place.accessibility", "entry.place.provider_name"),
)
# The tables of the report are the plan's data blocks on needs, with the same marks.
EDITION_PAPER: Table = {
    "cell.text": RAW,
    **_independent(
        *("pictures.charts", "pictures.map", "map.tiles", "forloop.counter"),
        *("table.caption", "table.heads", "table.bodies", "table.widths", "table.notes"),
        *("table.classes", "table.is_wide"),
        *("th.text", "th.is_number", "row.kind", "row.head.text", "row.cells", "row.traced_at"),
        *("cell.is_number", "cell.is_hidden", "cell.span"),
        *("assessment.starts_on", "assessment.ends_on", "assessment.method", "assessment.sources"),
        *("assessment.limits", "assessment.weight_severity", "assessment.weight_gap", "assessment.weight_size"),
        *("assessment.weight_voice", "assessment.weight_legal"),
    ),
}
PAGES = (
    DisclosingPage("assessments/pdf/report.html", EDITION_PAPER),
    DisclosingPage("assessments/public/directory.html", DIRECTORY),
    DisclosingPage("assessments/public/edition.html", EDITION),
    DisclosingPage("monitoring/public/progress.html", PROGRESS),
    DisclosingPage("monitoring/public/table.html", PROGRESS_TABLE),
    DisclosingPage("monitoring/public/tables.html", PROGRESS_TABLES),
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
        **_independent("Code", "Need", "Type of service", "Administrative unit", "Counted in"),
        "Required": RAW,
        "There and shared": RAW,
        "Gap alone": RAW,
        "Gap": RAW,
    },
    "service_map": {
        **_independent("Code", "Service", "Type", "Provider", "Administrative unit", "Places"),
        "Users": RAW,
        "Waiting": RAW,
    },
}
OF_A_RESULT = derived("This period", "Baseline")
# The tables of the yearly report that hold counts of persons, by the English heads of their columns; a measure's
# state, share and money are entered by hand, from no count of persons.
RESULT_TABLES: Mapping[str, Table] = {
    "results": {
        **_independent("Indicator", "Baseline: year, source", "Target of the year", "End target"),
        "Baseline": RAW,
        "Last period": RAW,
        "This period": RAW,
        "To date": derived("This period", "Last period"),
        "Progress": OF_A_RESULT,
        "Light": OF_A_RESULT,
        "Why": OF_A_RESULT,
    },
    "parts": {
        **_independent("Indicator", "Dimension", "Part"),
        "Value": RAW,
        "Numerator": RAW,
        "Denominator": RAW,
        "Note": RAW,
    },
    "persons": {
        **_independent("Group in need"),
        "Women and girls": RAW,
        "Men and boys": RAW,
        "Sex not recorded": RAW,
        "Total": RAW,
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
        "source_en",
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
