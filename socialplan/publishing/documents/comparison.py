"""The whole comparison as PDF: every change word by word, against the version in force or another one."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from core.printing.pdf import render_pdf
from municipality.letterhead import issuer
from operations.queue.jobs import JobRefused, Progress
from socialplan.content.diff import Comparison
from socialplan.content.diff.pairs import compared_pair, content_of, usual_counterpart
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import plan_text, sha256_of

TEMPLATE = "publishing/pdf/comparison.html"


def render_comparison(
    version: PlanVersion, language: str, progress: Progress, older: PlanVersion | None = None
) -> bytes:
    """In `language`, with `older` or with the usual one; refused where nothing was adopted to compare it with."""
    with translation.override(language):
        older = older or usual_counterpart(version)
        if older is None:
            raise JobRefused(_("There is no adopted version to compare this one with."))
        pair = compared_pair(older, version)
        versions = {"old": older.number, "new": version.number}
        return render_pdf(
            TEMPLATE,
            {
                "pair": pair,
                "version": version,
                "contents": contents_of(pair.comparison),
                "proof": f"v{version.number} · {sha256_of(plan_text(content_of(version)))}",
            },
            language=language,
            title=_("What changed from version %(old)s to version %(new)s") % versions,
            issuer=issuer(),
            progress=progress,
        )


def contents_of(comparison: Comparison) -> list[dict[str, str]]:
    """The parts in which something changed."""
    found = []
    if comparison.totals.is_changed:
        found.append({"anchor": "difference-money", "title": _("Money (ALL)")})
    touched = (part for part in comparison.parts if part.has_changes)
    found += [{"anchor": f"difference-{part.anchor}", "title": str(part.label)} for part in touched]
    if comparison.blocks:
        found.append({"anchor": "difference-blocks", "title": _("Figures of data blocks")})
    return found
