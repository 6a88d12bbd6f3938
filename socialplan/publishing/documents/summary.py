"""The councillors' page as PDF: what a version changes against the one in force."""

from __future__ import annotations

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.printing.pdf import render_pdf
from municipality.letterhead import issuer
from operations.queue.jobs import JobRefused, Progress
from socialplan.content.diff.pairs import compared_pair, content_of, usual_counterpart
from socialplan.content.diff.summary import Summary, summary_of, usual_summary
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import plan_text, sha256_of

TEMPLATE = "publishing/pdf/summary.html"


def has_counterpart(version: PlanVersion) -> bool:
    return usual_counterpart(version) is not None


def comparison_address(summary: Summary) -> str:
    """Where the whole comparison stands."""
    pair = summary.pair
    return settings.SITE_URL.rstrip("/") + reverse("content:version_compare", args=[pair.new.pk, pair.old.pk])


def render_summary(version: PlanVersion, language: str, progress: Progress, older: PlanVersion | None = None) -> bytes:
    """One page in `language`, against `older` or the usual one; refused where nothing was adopted to compare with."""
    with translation.override(language):
        summary = summary_of(compared_pair(older, version)) if older else usual_summary(version)
        if summary is None:
            raise JobRefused(_("There is no adopted version to compare this one with."))
        address = comparison_address(summary)
        return render_pdf(
            TEMPLATE,
            {
                "summary": summary,
                "version": version,
                "address": address,
                "qr": _code(address),
                "sha256": sha256_of(plan_text(content_of(version))),
            },
            language=language,
            title=_("What version %(new)s changes") % {"new": version.number},
            issuer=issuer(),
            progress=progress,
        )


def _code(address: str) -> SafeString:
    """The address as a QR code; segno draws it from the address alone."""
    code = segno.make(address, error="m")
    label = _("QR code with the address of the whole comparison")
    return mark_safe(code.svg_inline(svgclass=None, lineclass=None, omitsize=True, title=label))  # noqa: S308
