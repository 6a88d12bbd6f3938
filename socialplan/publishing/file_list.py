"""What files a person finds at a version: each kind she may ask for, what is missing for it, and what was made."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from socialplan.content.models import PlanVersion
from socialplan.content.rules import readable_versions
from socialplan.publishing.models import PlanReport
from socialplan.publishing.models.generated_files import PlanReportQuerySet
from socialplan.publishing.outputs import OUTPUTS, Output


@dataclass(frozen=True, slots=True)
class FileListEntry:
    """`reports`: the newest of each language, and the last ready one where the newest is not ready yet."""

    output: Output
    label: str
    about: str
    missing: list[str]
    reports: list[PlanReport]

    @property
    def requests(self) -> list[tuple[str, str]]:
        """The languages to ask for, each with the words of its button."""
        words = {"sq": _("Make it in Albanian"), "en": _("Make it in English")}
        return [(language, words[language]) for language in self.output.languages]


def outputs_for(version: PlanVersion, user: User) -> list[Output]:
    return [output for output in OUTPUTS.values() if user.has_perm(output.permission, version)]


def reports_for(version: PlanVersion, user: User) -> PlanReportQuerySet:
    """The files of a version without those that tell of another one which the person may not read."""
    reports: PlanReportQuerySet = version.reports.filter(Q(against=None) | Q(against__in=readable_versions(user)))
    return reports


def file_list_of(version: PlanVersion, user: User) -> list[FileListEntry]:
    found: dict[str, dict[int, PlanReport]] = {}
    reports = reports_for(version, user)
    asked, ready = (rows.newest().values("pk") for rows in (reports, reports.ready()))
    for report in reports.filter(Q(pk__in=asked) | Q(pk__in=ready)).with_files():
        found.setdefault(report.kind, {})[report.pk] = report
    known: dict[int, bool] = {}
    return [
        FileListEntry(
            output,
            output.label(version),
            output.label_about(version),
            output.unmet(version, known),
            sorted(found.get(output.kind, {}).values(), key=_place),
        )
        for output in outputs_for(version, user)
    ]


def public_reports(version: PlanVersion) -> list[PlanReport]:
    """The newest file of each kind and language that everybody may fetch, in the order of OUTPUTS."""
    order = list(OUTPUTS)
    reports = version.reports.public().newest().with_files()
    return sorted(reports, key=lambda report: (order.index(report.kind), *_place(report)))


def _place(report: PlanReport) -> tuple[int, int]:
    return (0 if report.language == "sq" else 1, -report.pk)
