"""The slip with the code, for somebody who stands at the desk: made while she waits, kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.codes import reference_code
from consultations.enums import ContributionLanguage
from consultations.facts.scorecard import answer_due
from consultations.models import Contribution, HelpLine
from consultations.reckoning import last_day_of
from core.printing.pdf import render_pdf
from core.workflow import require
from municipality.calendar import WorkingCalendar
from municipality.letterhead import issuer
from operations.deeds import record


@transaction.atomic
def print_slip(contribution: Contribution, *, actor: User) -> bytes:
    """Once more on the day it was typed in, for whoever typed it; PdfUnavailable where no file can be made."""
    require(actor, "consultations.print_slip", contribution)
    record(ConsultationAction.PRINT_SLIP, contribution, actor=actor, after={})
    return render_slip(contribution, language=slip_language(contribution))


def slip_language(contribution: Contribution) -> str:
    return "en" if contribution.language == ContributionLanguage.EN else "sq"


def render_slip(contribution: Contribution, *, language: str) -> bytes:
    """It may be found at home: neither words nor round nor group stand on it, only the code and where to enter it."""
    with translation.override(language):
        title, by = _("Slip with the code"), issuer()
        consultation = contribution.round
        context: Mapping[str, object] = {
            "code": reference_code(contribution.submission_key),
            "received_on": contribution.happened_on,
            "answer_due": answer_due(consultation, last_day_of(consultation), WorkingCalendar.load()),
            "follow": settings.SITE_URL.rstrip("/") + reverse("site:follow"),
            "help_lines": list(HelpLine.objects.shown()),
        }
    return render_pdf("consultations/pdf/slip.html", context, language=language, title=title, issuer=by)
