"""Letters that send the adopted plan: one Word file an addressee, all as one ZIP (docs/law.md#plan-addressees)."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from operations.queue.jobs import Progress
from socialplan.approval.models import PlanAddressee, PlanDispatch
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.bundle import Enclosure, made_line, pack, plain_name
from socialplan.publishing.documents.frame import frame_of
from socialplan.publishing.documents.official import text_of, write_paper
from socialplan.publishing.documents.values import BLANK, Values, day, values_of
from socialplan.publishing.enums import OutputKind, TemplateKind, output_label


def addressees_of(version: PlanVersion) -> list[PlanAddressee]:
    """Whoever receives the plan today, and whoever it was already sent to."""
    sent = PlanAddressee.objects.filter(dispatches__in=version.dispatches.not_withdrawn())
    return list((PlanAddressee.objects.for_plan() | sent).distinct().order_by("pk"))


def letter_values(addressee: PlanAddressee | str, dispatch: PlanDispatch | None) -> Values:
    """Number and date as they were recorded; lines to fill in while the letter has not gone out."""
    return {
        "addressee": str(addressee),
        "addressee_seat": addressee.seat if isinstance(addressee, PlanAddressee) else BLANK,
        "dispatch_protocol_no": dispatch.protocol_no if dispatch else BLANK,
        "dispatch_date": day(dispatch.happened_on) if dispatch else BLANK,
    }


def render_letters(version: PlanVersion, language: str, progress: Progress) -> bytes:
    with translation.override(language):
        frame, text = frame_of(version), text_of(TemplateKind.LETTER, language, version.plan.kind)
        common = values_of(version, frame)
        dispatches = {each.addressee_id: each for each in version.valid("dispatch")}
        enclosures = []
        for number, addressee in enumerate(addressees_of(version), start=1):
            dispatch = dispatches.get(addressee.pk)
            values = common | letter_values(addressee, dispatch)
            about = _("Letter to %(addressee)s") % {"addressee": addressee}
            if dispatch:
                about = f"{about}, {dispatch.protocol_no}"
            content = write_paper(version, text, frame, values=values)
            enclosures.append(Enclosure(f"{number:02}-{plain_name(addressee.code)}.docx", about, content))
        lines = [*filter(None, [frame.issuer.banner]), frame.owner, version.plan.title, made_line(frame.made_at)]
        title = output_label(OutputKind.LETTERS_ZIP, version.plan.kind)
        return pack(enclosures, title=title, lines=lines, made_at=frame.made_at)
