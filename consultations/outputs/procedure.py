"""The scorecard of a round as a table: the report prints what its public page says."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from consultations.facts.scorecard import Scorecard, scorecard_of
from consultations.models import Round
from core.i18n import short_date
from core.table_heads import text
from core.tables import DataTable, Row, Words


def procedure_table(consultation: Round) -> DataTable:
    card = scorecard_of(consultation)
    told: list[tuple[object, Callable[[], str]]] = [
        (gettext_lazy("Days of notice"), lambda: _days(card.notice_days)),
        (gettext_lazy("Public meetings noticed in time"), lambda: _of(card.lawful_meetings, card.meetings)),
        (gettext_lazy("Answers promised"), lambda: _promised(card)),
        (gettext_lazy("Recommendations answered"), lambda: _of(card.answered, card.recommendations)),
        (gettext_lazy("From the last day to the answers"), lambda: _days(card.days_to_answer)),
        (gettext_lazy("Told of their answer"), lambda: _of(card.telling.informed, card.telling.reachable)),
    ]
    rows = tuple(Row((Words.said(what), Words.made(how))) for what, how in told)
    columns = (text(gettext_lazy("How the procedure is kept")), text(pgettext_lazy("column", "Result")))
    caption = Words.made(lambda: _("How the procedure was kept: %(round)s") % {"round": consultation.title})
    return DataTable("procedure", caption, columns, rows)


def _days(days: int | None) -> str:
    if days is None:
        return "–"
    return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}


def _of(part: int, whole: int) -> str:
    """Both numbers and the share; a dash where there is nothing to keep."""
    if not whole:
        return "–"
    return _("%(part)d of %(all)d (%(share)d %%)") % {"part": part, "all": whole, "share": part * 100 // whole}


def _promised(card: Scorecard) -> str:
    if card.promised_days is None:
        return "–"
    words = ngettext(
        "within %(days)d working day after the last day",
        "within %(days)d working days after the last day",
        card.promised_days,
    ) % {"days": card.promised_days}
    if card.answer_due is None:
        return words
    due = _("%(promise)s: by %(day)s") % {"promise": words, "day": short_date(card.answer_due)}
    return _("%(promise)s; the day has passed") % {"promise": due} if card.is_late else due
