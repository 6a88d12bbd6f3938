"""What is owed to those who spoke; socialplan asks here before anything goes to the council."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.enums import RoundState
from consultations.models import MinutesPoint, Round
from consultations.models.rounds import RoundQuerySet
from core.together.side_by_side import Reader, read, read_count, side_by_side

NOT_CLOSED = (RoundState.PLANNED, RoundState.OPEN)


def unanswered(consultation: Round) -> list[str]:
    return read(read_unanswered(consultation))


def read_unanswered(consultation: Round) -> Reader[list[str]]:
    """What is still owed to those who spoke; empty means the gate is open (docs/law.md#consultation-answers)."""
    uncoded, open_count, open_points = yield from side_by_side(
        read_count(consultation.contributions.uncoded()),
        read_count(consultation.recommendations.unanswered()),
        read_count(MinutesPoint.objects.open().filter(event__round=consultation)),
    )
    owed: list[str] = []
    if uncoded:
        owed.append(
            ngettext("%(count)d contribution is not yet coded.", "%(count)d contributions are not yet coded.", uncoded)
            % {"count": uncoded}
        )
    if open_count:
        owed.append(
            ngettext(
                "%(count)d recommendation has no answer yet.",
                "%(count)d recommendations have no answer yet.",
                open_count,
            )
            % {"count": open_count}
        )
    if open_points:
        owed.append(
            ngettext(
                "%(count)d point of a meeting's minutes is neither linked to a contribution nor set aside.",
                "%(count)d points of meetings' minutes are neither linked to a contribution nor set aside.",
                open_points,
            )
            % {"count": open_points}
        )
    if consultation.state in NOT_CLOSED:
        owed.append(_("The round “%(round)s” is not closed yet.") % {"round": consultation.title})
    return owed


def rounds_owing() -> RoundQuerySet:
    """The rounds of which `read_unanswered` has something to say, as one condition for all of them."""
    owing: RoundQuerySet = Round.objects.with_owed().filter(Q(state__in=NOT_CLOSED) | Q(is_owing=True))
    return owing
