"""What the notice of a round said, as papers print it (docs/law.md#consultation-notice)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Round, RoundExtension
from core.i18n import short_date


@dataclass(frozen=True, slots=True)
class RoundNotice:
    """As far as it was filled in."""

    title: str
    about: str
    facts: list[tuple[str, str]]


def notice_of(consultation: Round) -> RoundNotice:
    facts = [
        (_("Kind"), consultation.get_kind_display()),
        (_("Groups addressed"), ", ".join(str(group) for group in consultation.groups.all())),
        (_("Notice"), _day(consultation.notice_on)),
        (_("Last day"), _day(consultation.closes_on)),
        *((_("Extension"), _extension(each)) for each in consultation.extensions.all()),
        (_("Decision on the longer period"), _decision(consultation)),
        (_("Entry in the electronic register"), consultation.register_reference),
        (_("Draft and accompanying documents"), consultation.draft),
        (_("Reasons and expected impact"), consultation.reasons),
        (_("Place and manner of sending"), consultation.manner),
        (_("Public meetings"), consultation.meetings),
        (_("Contact of the coordinator"), consultation.contact_of_coordinator),
        (_("Answers promised"), _promise(consultation)),
    ]
    filled = [(name, str(fact)) for name, fact in facts if fact]
    return RoundNotice(consultation.title, consultation.about, filled)


def _day(value: date | None) -> str:
    return short_date(value) if value else ""


def _extension(extension: RoundExtension) -> str:
    words = {
        "to": _day(extension.to_day),
        "number": extension.decision_no,
        "date": _day(extension.decision_on),
        "told": _day(extension.notified_on),
        "reason": extension.reason,
    }
    return _("to %(to)s, by decision %(number)s of %(date)s, notified on %(told)s: %(reason)s") % words


def _promise(consultation: Round) -> str:
    days = consultation.answer_days
    if not days:
        return ""
    words = ngettext("%(days)d working day after the last day", "%(days)d working days after the last day", days)
    return words % {"days": days}


def _decision(consultation: Round) -> str:
    parts = [consultation.complexity_decision_no, _day(consultation.complexity_decision_on)]
    return ", ".join(filter(None, parts))
