"""Counting at the door: one tap a person, kept at once; and a sheet of counts that fills the form of attendance."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import ParticipantType, Sex
from consultations.forms import AttendanceForm
from consultations.models import AttendanceCount, ConsultationEvent
from consultations.services.events import refuse_unequal_margins
from consultations.services.locks import lock_workable
from core.search import folded
from core.sheet_reader.reading import KINDS, cell_of, read_csv, read_workbook
from core.workflow import StepRefused, require
from operations.deeds import record
from operations.files import check_upload

CSV = "text/csv"
#: Under this name a session keeps what a sheet said, until it is looked at and saved.
OF_A_SHEET = "counts of a sheet"


@transaction.atomic
def count_person(event: ConsultationEvent, *, sex: str, participant_type: str, actor: User, by: int = 1) -> None:
    """One person more, or one taken back, in both margins; who came with whom is not kept."""
    lock_workable(event.round_id)
    event = ConsultationEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    require(actor, "consultations.change_event", event)
    for whom in ({"sex": Sex(sex).value}, {"participant_type": ParticipantType(participant_type).value}):
        plain = {"sex": "", "participant_type": "", "group": None, "unit": None} | whom
        cell, _is_new = AttendanceCount.objects.get_or_create(event=event, **plain, defaults={"count": 0})
        if cell.count + by < 0:
            raise StepRefused(_("Nobody of this kind is counted."))
        AttendanceCount.objects.filter(pk=cell.pk).update(count=F("count") + by)
    refuse_parted(event)
    record(ConsultationAction.COUNT_PERSON, event, actor=actor, after={"by": by})


def refuse_parted(event: ConsultationEvent) -> None:
    """A tap counts by sex and by kind alone: where others were counted otherwise, the ways would part."""
    try:
        refuse_unequal_margins(event.attendance.all())
    except ValidationError as parted:
        sentence = _("The attendance of this event is counted in another way already: change it on its own page.")
        raise StepRefused(sentence) from parted


def counts_of_sheet(content: bytes, event: ConsultationEvent) -> dict[str, int]:
    """By the fields of the form: each row says whom, as the form calls it, and how many. ValidationError otherwise."""
    content_type = check_upload(content, allowed=frozenset({*KINDS, CSV}))
    sheet = read_csv(content) if content_type == CSV else next(iter(read_workbook(content, content_type)), None)
    if sheet is None:
        raise ValidationError(_("The sheet is empty."))
    form = AttendanceForm(event=event)
    names = {folded(str(form.fields[name].label)): name for name in form.cells}
    found: dict[str, int] = {}
    for number, cells in sheet.rows:
        said = [cell.text.strip() for packed in cells if (cell := cell_of(packed)) is not None]
        if len(said) < 2 or not said[1].isdigit():
            continue
        name = names.get(folded(said[0]))
        if name is None:
            words = {"number": number, "words": said[0]}
            raise ValidationError(_("Row %(number)s: “%(words)s” is none of the counts of this event.") % words)
        found[name] = int(said[1])
    if not found:
        raise ValidationError(_("No row says whom it counts and how many."))
    return found
