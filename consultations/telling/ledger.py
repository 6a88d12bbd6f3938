"""Who of a round has been told of the answers, who is on the way, and who is still to be told by hand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from consultations.enums import NoticeOccasion
from consultations.models import Contribution, FeedbackEntry, NoticeBounce, Round, SpeakerNotice
from consultations.models.contributions import ContributionQuerySet
from consultations.models.notices import SpeakerNoticeQuerySet
from core.together.side_by_side import Reader, read, read_figures

SENT_SHOWN = 100


@dataclass(frozen=True, slots=True)
class TellingCounts:
    """How many contributions; `unreachable` left neither address, name nor organisation and read by their code."""

    informed: int
    on_the_way: int
    to_tell: int
    unreachable: int

    @property
    def reachable(self) -> int:
        return self.informed + self.on_the_way + self.to_tell


def with_telling(rows: ContributionQuerySet) -> ContributionQuerySet:
    """`is_informed`, `is_on_the_way`, `is_reachable` of each contribution, in one query."""
    notices = SpeakerNotice.objects.filter(contribution=OuterRef("pk"), occasion=NoticeOccasion.ANSWERED)
    by_hand = FeedbackEntry.objects.filter(
        Q(contribution=OuterRef("pk")) | Q(organisation=OuterRef("organisation"), round=OuterRef("round"))
    )
    return rows.annotate(
        is_informed=Exists(notices.arrived()) | Exists(by_hand),
        is_on_the_way=Exists(notices.on_the_way()),
        is_reachable=Q(contact__isnull=False) | Q(organisation__isnull=False) | Exists(notices),
    )


def still_to_tell(consultation: Round) -> ContributionQuerySet:
    """The queue: reachable, not told, and no mail on its way; `came_back` is what a returned mail said."""
    returned = NoticeBounce.objects.filter(
        notice__contribution=OuterRef("pk"), notice__occasion=NoticeOccasion.ANSWERED
    ).order_by("-pk")
    rows = with_telling(Contribution.objects.in_the_open().filter(round=consultation))
    queue = rows.filter(is_informed=False, is_on_the_way=False, is_reachable=True)
    queue = queue.annotate(came_back=Subquery(returned.values("reason")[:1]))
    return queue.select_related("contact", "organisation").order_by("happened_on", "pk")


def telling_counts(consultation: Round) -> TellingCounts:
    return read(read_telling_counts(consultation))


def read_telling_counts(consultation: Round) -> Reader[TellingCounts]:
    rows = with_telling(Contribution.objects.in_the_open().filter(round=consultation))
    waits = Q(is_informed=False, is_on_the_way=False)
    found = yield from read_figures(
        rows,
        informed=Count("pk", filter=Q(is_informed=True)),
        on_the_way=Count("pk", filter=Q(is_informed=False, is_on_the_way=True)),
        to_tell=Count("pk", filter=waits & Q(is_reachable=True)),
        unreachable=Count("pk", filter=Q(is_informed=False, is_reachable=False)),
    )
    return TellingCounts(**found)


def sent_notices(consultation: Round) -> SpeakerNoticeQuerySet:
    """The mails that went out and may still be recorded as returned; the newest first."""
    found = SpeakerNotice.objects.arrived().filter(contribution__round=consultation, occasion=NoticeOccasion.ANSWERED)
    return found.select_related("message").order_by("-pk")[:SENT_SHOWN]
