"""The sheet for the door, to print: rows to sign where names are allowed, else boxes for strokes and no names."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from consultations.enums import ParticipantType, Sex
from consultations.models import ConsultationEvent
from consultations.privacy import public_face
from core.printing.outcome import Progress
from core.printing.pdf import render_pdf
from municipality.letterhead import issuer

ROWS_TO_SIGN = 24


def keeps_signatures(event: ConsultationEvent) -> bool:
    """Names are written only where the event may keep them and protects nobody."""
    return not event.is_counts_only and not any(group.is_protected for group in event.groups.all())


def render_attendance_sheet(event: ConsultationEvent, *, language: str, progress: Progress | None) -> bytes:
    """Of the event it tells no more than everybody may know, whoever finds the paper."""
    with translation.override(language):
        by, face = issuer(), public_face(event)
        title = _("Attendance: %(event)s") % {"event": face.title}
        context: Mapping[str, object] = {
            "face": face,
            "signs": keeps_signatures(event),
            "rows": range(1, ROWS_TO_SIGN + 1),
            "kinds": [kind.label for kind in ParticipantType],
            "sexes": [sex.label for sex in Sex],
            "contents": [],
        }
    template = "consultations/pdf/attendance_sheet.html"
    return render_pdf(template, context, language=language, title=title, issuer=by, progress=progress)
