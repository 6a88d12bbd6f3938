"""Chapters in their order: moving one, and taking over the outline of the document's kind."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.forms import ModelForm
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, plain_fields, record
from socialplan.content.chapter_outline import filled
from socialplan.content.models import Chapter, OutlineChapter, PlanVersion
from socialplan.content.services.locks import locked, locked_row
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.services.content import register_chapter
from socialplan.drafting.services.editing import tell_waiting
from socialplan.drafting.services.ordering import PLACE


def next_place(version: PlanVersion) -> dict[str, Any]:
    """Code and position of a chapter that comes last: the number after the highest one."""
    codes = version.chapters.values_list("code", flat=True)
    last = version.chapters.aggregate(last=Max("position"))["last"]
    number = max((int(code) for code in codes if code.isdecimal()), default=0) + 1
    return {"code": str(number), "position": 0 if last is None else last + 1}


def hint_for(chapter: Chapter) -> str:
    """What the outline says belongs in this chapter; empty where no row of it is meant."""
    outline = OutlineChapter.objects.of(chapter.version.plan.kind)
    places = filled(outline, [{"key": chapter.key, "title_sq": chapter.title_sq}])
    return next((str(place.row.hint) for place in places if place.chapter is not None), "")


@transaction.atomic
def shift_chapter(chapter: Chapter, *, by: int, actor: User, entry: Entry = NOW) -> Chapter:
    """One place up (-1) or down (+1); numbers follow the order, codes that are letters stay with their chapters.

    StepRefused at the first or last place, and where the version can no longer be changed.
    """
    chapter = locked_row(chapter, actor=actor)
    before = plain_fields(chapter)
    order = list(chapter.version.chapters.all())
    place = [each.pk for each in order].index(chapter.pk)
    if not 0 <= place + by < len(order):
        raise StepRefused(_("This is the first already.") if by < 0 else _("This is the last already."))
    order.insert(place + by, order.pop(place))
    tell_waiting(chapter.version, [chapter.key])
    write_order(order)
    chapter.refresh_from_db(fields=["code", "position"])
    record(DraftingAction.MOVE_CHAPTER, chapter, actor=actor, entry=entry, before=before)
    return chapter


def write_order(order: list[Chapter]) -> None:
    """Positions from 0 in this order; codes that are numbers count on from 0 where there is a chapter 0, else from 1.

    Inside the transaction of the deed that holds the version locked.
    """
    number = 0 if any(each.code == "0" for each in order) else 1
    places: list[tuple[int, int, str]] = []
    for position, each in enumerate(order):
        code = each.code
        if code.isdecimal():
            code, number = str(number), number + 1
        places.append((each.pk, position, code))
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Chapter._meta.db_table)
        cursor.execute(PLACE.format(table=table), [list(column) for column in zip(*places, strict=True)])


@transaction.atomic
def take_outline(
    version: PlanVersion, *, rows: list[OutlineChapter] | None = None, actor: User, entry: Entry = NOW
) -> list[Chapter]:
    """Add an empty chapter for each of these rows of the outline (None: all in use) that has none yet.

    Each stands after the chapter of the row before it. StepRefused where there is nothing to add.
    """
    version = locked(version, actor=actor)
    outline = list(OutlineChapter.objects.of(version.plan.kind))
    wanted = {row.pk for row in (outline if rows is None else rows)}
    missing = [
        place.row
        for place in filled(outline, version.chapters.values("key", "title_sq"))
        if place.chapter is None and place.row.pk in wanted
    ]
    if not missing:
        raise StepRefused(_("Every chapter of the outline that was chosen is there already."))
    return [_add(version, row, outline, actor=actor, entry=entry) for row in missing]


def _add(
    version: PlanVersion, row: OutlineChapter, outline: list[OutlineChapter], *, actor: User, entry: Entry
) -> Chapter:
    order = list(version.chapters.all())
    fields = next_place(version)
    is_free = row.code not in {each.code for each in order}
    if is_free:
        fields["code"] = row.code
    titles = {"title_sq": row.title_sq, "title_en": row.title_en}
    chapter = register_chapter(version, actor=actor, entry=entry, key=row.key, **titles, **fields)
    place = _place_among(order, row, outline)
    if place < len(order) or not is_free:
        order.insert(place, chapter)
        write_order(order)
        chapter.refresh_from_db(fields=["code", "position"])
    return chapter


def _place_among(order: list[Chapter], row: OutlineChapter, outline: list[OutlineChapter]) -> int:
    """After the last chapter of the rows that come before it in the outline; at the end where there is none after."""
    rows = [{"key": each.key, "title_sq": each.title_sq, "place": place} for place, each in enumerate(order)]
    places = {place.row.pk: place.chapter["place"] for place in filled(outline, rows) if place.chapter is not None}
    ranks = [each.pk for each in outline]
    here = ranks.index(row.pk)
    before = [places[pk] for pk in ranks[:here] if pk in places]
    after = [places[pk] for pk in ranks[here + 1 :] if pk in places]
    if before:
        return max(before) + 1
    return min(after) if after else len(order)


@transaction.atomic
def save_outline_row(form: ModelForm[Any], *, actor: User) -> Any:
    """Save a checked form of a row of the outline, with what it was before; plans already begun stay as they are."""
    require(actor, "drafting.change_outline")
    row = form.instance
    before = {name: str(form.initial.get(name))[:500] for name in form.changed_data} if row.pk else None
    row = form.save()
    record(DraftingAction.SAVE_OUTLINECHAPTER, row, actor=actor, before=before)
    return row
