"""What the pages of an edition show: from its roll-up where that holds, else worked out on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import override

from assessments.disclosure import marked_figures, marks_of
from assessments.enums import EDITABLE_STATES, OpenFile
from assessments.figures.profile import profile
from assessments.gaps.plain import GapPage, own_language, plain_gaps
from assessments.models import Assessment, EditionFile, EditionRollUp, Need, NeedPlace
from assessments.outline import NeedRow, need_table, rows_of, sees_true_figures
from assessments.priority import Priority
from assessments.report.open_data import made_now, open_files
from assessments.report.pictures import EditionPictures, drawn_pictures, edition_pictures, plain_pictures
from assessments.report.tables import gap_matrix, service_map
from assessments.stored_release import StoredRelease
from core.pages.public_files import PublicFile
from core.tables import DataTable
from operations.roll_ups import begin_roll_up, keep_roll_up

LOCK = "assessments.roll_up"
LANGUAGES = ("sq", "en")
MOST_TABLE_ROWS = 200  # of a table on a page; the open data have them all
AT_ONCE = 1_000


class EditionBoard:
    """Pictures in the language of the moment, and tables of an edition, each worked out when a page asks for it."""

    def __init__(self, edition: Assessment) -> None:
        self.edition = edition

    def drawn(self) -> EditionPictures:
        return edition_pictures(self.edition)

    @cached_property
    def profile_tables(self) -> list[DataTable]:
        return profile(self.edition, is_public=False)

    @cached_property
    def all_tables(self) -> list[DataTable]:
        return [*gap_matrix(self.edition), *service_map(self.edition)]

    @property
    def shown_tables(self) -> list[DataTable]:
        return [replace(each, rows=each.rows[:MOST_TABLE_ROWS]) for each in self.all_tables]

    @property
    def more(self) -> int:
        """Rows that are not shown."""
        return sum(max(len(each.rows) - MOST_TABLE_ROWS, 0) for each in self.all_tables)

    def to_plain(self) -> dict[str, Any]:
        pictures = {}
        for language in LANGUAGES:
            with override(language):
                pictures[language] = plain_pictures(self.drawn())
        return {
            "pictures": pictures,
            "profile": [each.to_plain() for each in self.profile_tables],
            "tables": [each.to_plain() for each in self.shown_tables],
            "more": self.more,
            "gaps": plain_gaps(self.edition),
        }


@dataclass(frozen=True, slots=True)
class RolledBoard:
    """The same out of a roll-up."""

    pictures: dict[str, Any]
    profile: list[dict[str, Any]]
    tables: list[dict[str, Any]]
    more: int
    gaps: dict[str, Any] = field(default_factory=dict)

    def drawn(self) -> EditionPictures:
        return drawn_pictures(self.pictures[own_language()])

    @property
    def profile_tables(self) -> list[DataTable]:
        return [DataTable.from_plain(each) for each in self.profile]

    @property
    def shown_tables(self) -> list[DataTable]:
        return [DataTable.from_plain(each) for each in self.tables]


def fresh_roll_up(edition: Assessment) -> EditionRollUp | None:
    """Asked with the edition itself where the page selects it along.

    While an edition is drafted its services count by the day's licences, so its roll-up holds for that day alone.
    """
    row: EditionRollUp | None = getattr(edition, "roll_up", None)
    if row is None or row.is_stale:
        return None
    is_of_today = timezone.localdate(row.made_at) >= timezone.localdate()
    return row if is_of_today or not edition.is_editable else None


def board_of(edition: Assessment) -> EditionBoard | RolledBoard:
    row = fresh_roll_up(edition)
    return EditionBoard(edition) if row is None else RolledBoard(**row.board)


def gaps_of(edition: Assessment) -> GapPage:
    """The page of the gap matrix."""
    row = fresh_roll_up(edition)
    rolled: dict[str, Any] = {} if row is None else row.board.get("gaps", {})
    found = rolled or plain_gaps(edition, is_rolled=False)
    return GapPage(found[own_language()])


def open_file(edition: Assessment, name: OpenFile) -> PublicFile:
    """A file of open data of a published edition: the one that stands by its roll-up, or made on the spot."""
    kept = edition.open_files.filter(name=name).first() if fresh_roll_up(edition) is not None else None
    return made_now(edition, name) if kept is None else PublicFile.from_packed(kept.content, kept.etag)


class NeedPages:
    """The needs of an edition as one reader gets them, a page at a time: `len` and slices, as a paginator asks.

    From the roll-up a page is two queries whatever the edition holds; without one all needs are ranked on the spot.
    `chosen` narrows the needs and, unless they stand by rank, says their order.
    """

    def __init__(
        self, edition: Assessment, *, chosen: QuerySet[Need] | None = None, is_by_rank: bool = True, user: Any
    ) -> None:
        self.edition, self.is_by_rank, self.user = edition, is_by_rank, user
        self.is_whole = chosen is None
        self.chosen = edition.needs.all() if chosen is None else chosen
        self.sees_all = sees_true_figures(user)
        self.is_rolled = fresh_roll_up(edition) is not None

    @property
    def rows(self) -> QuerySet[NeedPlace] | QuerySet[Need] | list[NeedRow]:
        """What is paged: places with their need, needs with their place, or rows that are ready."""
        if not self.is_rolled:
            keys = list(self.chosen.values_list("pk", flat=True))
            return need_table(self.edition, chosen=keys, is_by_rank=self.is_by_rank, user=self.user)
        each = NeedPlace.objects.filter(is_public=not self.sees_all)
        places = each.filter(edition=self.edition)
        if self.is_by_rank:  # along one index, however many needs there are; a need has one edition
            chosen = places if self.is_whole else each.filter(need__in=self.chosen)
            return chosen.order_by("place").select_related("need__group").prefetch_related("need__units")
        found = self.chosen.select_related("group").prefetch_related("units")
        return found.prefetch_related(Prefetch("places", places, to_attr="own_places"))

    def shown(self, page: Any) -> list[NeedRow]:
        """Rows of what stands on a page; a need that came since has no place yet, and is ranked on the spot."""
        needs = [each for each in page if isinstance(each, Need)]
        placed = {need.pk: need.own_places[0] for need in needs if need.own_places}  # type: ignore[attr-defined]
        young = [need.pk for need in needs if need.pk not in placed]
        rows = need_table(self.edition, chosen=young, is_by_rank=False, user=self.user) if young else []
        worked_out = {row.need.pk: row for row in rows}
        return [
            worked_out[each.pk]
            if isinstance(each, Need) and each.pk in worked_out
            else self._row(placed[each.pk] if isinstance(each, Need) else each, each)
            for each in page
        ]

    def _row(self, place: Any, each: NeedPlace | Need | NeedRow) -> NeedRow:
        if isinstance(place, NeedRow):
            return place
        need: Need = each if isinstance(each, Need) else place.need
        need.assessment = self.edition
        marks = {"hides_affected": place.hides_affected, "is_marked": place.is_marked}
        figures = marked_figures(need, **marks, sees_all=self.sees_all)
        if place.rank is None:
            return NeedRow(need, figures, None)
        ranks = (place.rank, place.computed_rank, place.equal_rank)
        return NeedRow(need, figures, Priority({}, place.score, *ranks))


def to_refresh() -> QuerySet[Assessment]:
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    of_another_day = Q(state__in=EDITABLE_STATES, roll_up__made_at__lt=today)
    waiting = Assessment.objects.filter(Q(roll_up=None) | Q(roll_up__is_stale=True) | of_another_day)
    return waiting.order_by("pk")


def roll_up(edition: Assessment) -> EditionRollUp | None:
    """Work out an edition and keep it; None where somebody writes meanwhile: the next round will find it."""
    made_at = timezone.now()
    if (mark := begin_roll_up(EditionRollUp, LOCK, edition.pk, board={})) is None:
        return None
    free = Assessment.objects.get(pk=edition.pk)
    places, board, files = list(_places(free)), EditionBoard(free).to_plain(), list(_files(free))

    def put_beside() -> None:
        NeedPlace.objects.filter(edition=free).delete()
        NeedPlace.objects.bulk_create(places, batch_size=AT_ONCE)
        EditionFile.objects.filter(edition=free).delete()
        EditionFile.objects.bulk_create(files)

    is_kept = keep_roll_up(EditionRollUp, LOCK, mark, {"board": board, "made_at": made_at}, beside=put_beside)
    return EditionRollUp.objects.get(pk=free.pk) if is_kept else None


def _places(edition: Assessment) -> Iterator[NeedPlace]:
    telling, needs = StoredRelease.of(edition), list(edition.needs.select_related("group"))
    marks = {need.pk: marks_of(need, telling) for need in needs}
    for is_public in (False, True):
        rows = rows_of(edition, needs, telling, sees_all=not is_public)
        for place, row in enumerate(sorted(rows, key=lambda each: each.place), start=1):
            hides_affected, is_marked = marks[row.need.pk]
            yield NeedPlace(
                edition=edition,
                need=row.need,
                is_public=is_public,
                place=place,
                hides_affected=hides_affected,
                is_marked=is_marked,
                **_ranks(row.priority),
            )


def _files(edition: Assessment) -> Iterator[EditionFile]:
    for name, file in open_files(edition).items() if edition.is_published else ():
        yield EditionFile(edition=edition, name=name, content=file.packed, etag=file.etag)


def _ranks(priority: Priority | None) -> dict[str, Any]:
    names = ("score", "rank", "computed_rank", "equal_rank")
    return {name: None if priority is None else getattr(priority, name) for name in names}


def refresh_edition_roll_ups() -> int:
    """Make anew what no longer holds; returns how many."""
    return sum(roll_up(edition) is not None for edition in list(to_refresh()))
