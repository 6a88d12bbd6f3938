"""The notice of a session with the version on its agenda (docs/law.md#council-notice)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.tables import Words
from municipality.enums import DeadlineCode
from socialplan.approval.acts.definition.base import (
    BEFORE_COUNCIL,
    NOT_BEFORE_COUNCIL,
    Act,
    ActLine,
    Printed,
    Withdrawal,
    after_submission,
    day,
    said,
)
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.enums import DocumentKind, SessionKind
from socialplan.approval.models import CouncilSession
from socialplan.content.models import PlanVersion


class SessionForm(ActModelForm):
    date_label = gettext_lazy("Day of the notice")

    class Meta:
        model = CouncilSession
        fields = ["meeting_on", "kind", "called_by", "agenda_item", "place"]

    def clean_agenda_item(self) -> int:
        item: int = self.cleaned_data["agenda_item"]
        if item < 1:
            raise ValidationError(_("The items of an agenda are counted from 1."))
        return item

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == SessionKind.EXTRAORDINARY and not cleaned.get("called_by"):
            self.add_error("called_by", _("Say who called the extraordinary session, and why."))
        return cleaned


def _agrees(session: Any, version: PlanVersion) -> None:
    """Notice in time: an ordinary session keeps the days of the rule (law 139/2015, article 53)."""
    after_submission(session, version)
    if session.meeting_on < session.happened_on:
        raise ValidationError({"meeting_on": _("The session lies before its notice.")})
    if session.kind == SessionKind.EXTRAORDINARY:
        return
    deadlines = DeadlineCalendar()
    rule = deadlines.rule(DeadlineCode.COUNCIL_NOTICE)
    earliest = deadlines.end(DeadlineCode.COUNCIL_NOTICE, session.happened_on)
    if session.meeting_on < earliest:
        sentence = _(
            "An ordinary session is called at least %(days)s %(unit)s before (%(source)s): after this notice not "
            "before %(day)s. A session at shorter notice is extraordinary."
        )
        named = {"days": rule.days, "unit": rule.get_unit_display(), "source": rule.source_label, "day": day(earliest)}
        raise ValidationError({"meeting_on": sentence % named})


def _printed(session: Any) -> Printed:
    place = gettext_lazy("Session of %(day)s, %(place)s, item %(item)s of the agenda.")
    values = {"day": Words.day(session.meeting_on), "place": session.place, "item": session.agenda_item}
    return Printed(said(gettext_lazy("Notice of a session of the council")), content=said(place, **values))


def _line(session: Any) -> ActLine:
    values = {"day": day(session.meeting_on), "place": session.place, "item": session.agenda_item}
    where = _("Session of %(day)s, %(place)s, item %(item)s of the agenda.") % values
    kind = _("Kind: %(kind)s.") % {"kind": session.get_kind_display()}
    return ActLine(_("Notice of a session of the council"), (where, kind, session.called_by))


ACT = Act(
    kind="session",
    label=pgettext_lazy("act", "Notice of a session"),
    prompt=pgettext_lazy("act", "Put on the agenda of a session"),
    model=CouncilSession,
    permission="approval.keep_council_record",
    states=BEFORE_COUNCIL,
    too_early=NOT_BEFORE_COUNCIL,
    agrees=_agrees,
    paper=DocumentKind.OTHER,
    form=SessionForm,
    line=_line,
    printed=_printed,
    is_of_way=True,
    withdrawal=Withdrawal(
        BEFORE_COUNCIL,
        gettext_lazy(
            "The notice of a session is withdrawn before the council votes, not after: the vote rests on it."
        ),
    ),
)
