"""Two texts laid side by side: what was deleted in <del>, what was inserted in <ins>, every other word as it stands.

Without its <del> a marked text reads as the new one, without its <ins> as the old one. A link or a word that was only
formatted anew counts as replaced, because nothing that changed may look unchanged.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import nh3
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from core.text.alignment import stretches
from core.text.markup_tree import BREAK, SMALL_PRINT, SPACE, Formatting, MarkupBlock, Word, read_markup
from core.text.richtext import ATTRIBUTES, SAFE_HREF, TAGS, sanitise

#: Blocks that share fewer of their words than this are not the same block written anew.
LEAST_KINSHIP = 0.35
IN_PLACE = frozenset({"caption", "tbody", "td", "tfoot", "th", "thead"})
MOST_COMPARISONS = 40_000
MARKED_TAGS = (TAGS - {"div", "span"}) | {"del", "ins", SMALL_PRINT}
MARKED_ATTRIBUTES = {tag: names for tag, names in ATTRIBUTES.items() if tag in MARKED_TAGS}
SAME, DELETED, INSERTED = "", "del", "ins"


def _attribute(tag: str, name: str, value: str) -> str | None:
    return None if name == "href" and not SAFE_HREF.match(value.strip()) else value


_CLEANER = nh3.Cleaner(
    tags=MARKED_TAGS, attributes=MARKED_ATTRIBUTES, attribute_filter=_attribute, link_rel="noopener noreferrer"
)


@dataclass(frozen=True, slots=True)
class DiffPassage:
    """One block of a marked text; `is_changed` when something in it is marked."""

    html: SafeString
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Blocks left out because nothing changed in them."""

    count: int


@dataclass(frozen=True, slots=True)
class MarkedText:
    passages: tuple[DiffPassage, ...]

    @property
    def sides(self) -> tuple[tuple[DiffPassage | Gap, ...], tuple[DiffPassage | Gap, ...]]:
        """The old and the new text, each alone, shortened; in <mark> what the other has not."""
        pieces = tuple(self.shortened())
        return _side(pieces, keep="del", drop="ins"), _side(pieces, keep="ins", drop="del")

    @property
    def has_changes(self) -> bool:
        return any(passage.is_changed for passage in self.passages)

    @property
    def html(self) -> SafeString:
        """The whole text."""
        return mark_safe("".join(passage.html for passage in self.passages))  # noqa: S308  each was cleaned

    def shortened(self, around: int = 1) -> Iterator[DiffPassage | Gap]:
        """The changed blocks with `around` neighbours on either side, and how many were left out between them."""
        changed = [place for place, passage in enumerate(self.passages) if passage.is_changed]
        shown = {place + step for place in changed for step in range(-around, around + 1)}
        left_out = 0
        for place, passage in enumerate(self.passages):
            if place not in shown:
                left_out += 1
                continue
            if left_out:
                yield Gap(left_out)
            left_out = 0
            yield passage
        if left_out:
            yield Gap(left_out)


def _side(pieces: Iterable[DiffPassage | Gap], *, keep: str, drop: str) -> tuple[DiffPassage | Gap, ...]:
    side: list[DiffPassage | Gap] = []
    for piece in pieces:
        if isinstance(piece, Gap):
            side.append(piece)
            continue
        own = re.sub(rf"<{drop}>.*?</{drop}>", "", piece.html, flags=re.DOTALL)
        own = own.replace(f"<{keep}>", "<mark>").replace(f"</{keep}>", "</mark>")
        if strip_tags(own).strip():
            side.append(DiffPassage(mark_safe(own), piece.is_changed))  # noqa: S308  cleaned, one mark for another
    return tuple(side)


def mark_prose(old: str, new: str, *, names: Mapping[str, str] | None = None) -> MarkedText:
    """Rich text with its changes marked, cleaned before and after. `names` are those of the data blocks by kind."""
    names = names or {}
    before = read_markup(sanitise(old, blocks=names), names)
    after = read_markup(sanitise(new, blocks=names), names)
    return MarkedText(tuple(_passage(markup, is_changed) for markup, is_changed in _side_by_side(before, after)))


def mark_words(old: str, new: str) -> MarkedText:
    """Plain text, such as a title or a description, with its changes marked; line breaks are kept."""
    before, after = (_plain_words(text) for text in (old, new))
    return MarkedText((_passage(_words_side_by_side(before, after), before != after),))


def _plain_words(text: str) -> list[Word]:
    return read_markup(f"{escape(text)}".replace("\r\n", "\n").replace("\n", "<br>"), {}).words


def _passage(markup: str, is_changed: bool) -> DiffPassage:
    return DiffPassage(mark_safe(_CLEANER.clean(markup)), is_changed)  # noqa: S308  it has just been cleaned


def _side_by_side(before: MarkupBlock, after: MarkupBlock) -> Iterator[tuple[str, bool]]:
    """The blocks of both in one order, those that stand in both once."""
    old, new = before.inner, after.inner
    for part in stretches([block.identity for block in old], [block.identity for block in new]):
        if part.is_same:
            yield from ((_whole(block, SAME), False) for block in new[part.new])
            continue
        for left, right in _kin(old[part.old], new[part.new]):
            if left and right:
                yield _rewritten(left, right), True
            elif left:
                yield _whole(left, DELETED), True
            elif right:
                yield _whole(right, INSERTED), True


def _kin(
    old: Sequence[MarkupBlock], new: Sequence[MarkupBlock]
) -> Iterator[tuple[MarkupBlock | None, MarkupBlock | None]]:
    """Blocks of both in their order, paired so that they share most; without a partner a block stands alone."""
    reach = max(1, MOST_COMPARISONS // max(len(old), 1) // 2)
    best: dict[tuple[int, int], float] = {}
    for left in range(len(old) - 1, -1, -1):
        middle = left * len(new) // len(old)
        for right in range(min(len(new), middle + reach) - 1, max(-1, middle - reach - 1), -1):
            together = _kinship(old[left], new[right]) + best.get((left + 1, right + 1), 0.0)
            best[left, right] = max(together, best.get((left + 1, right), 0.0), best.get((left, right + 1), 0.0))
    yield from _walk(old, new, best)


def _walk(
    old: Sequence[MarkupBlock], new: Sequence[MarkupBlock], best: Mapping[tuple[int, int], float]
) -> Iterator[tuple[MarkupBlock | None, MarkupBlock | None]]:
    left = right = 0
    while left < len(old) and right < len(new):
        here = best.get((left, right), 0.0)
        kinship = _kinship(old[left], new[right])
        if kinship and here == kinship + best.get((left + 1, right + 1), 0.0):
            yield old[left], new[right]
            left, right = left + 1, right + 1
        elif here == best.get((left + 1, right), 0.0):
            yield old[left], None
            left += 1
        else:
            yield None, new[right]
            right += 1
    yield from ((block, None) for block in old[left:])
    yield from ((None, block) for block in new[right:])


def _kinship(old: MarkupBlock, new: MarkupBlock) -> float:
    """How much of their words two blocks share, 0 where they are not one block. Cells and rows keep their place."""
    if old.tag != new.tag or old.attributes != new.attributes:
        return 0.0
    sizes = (len(old.vocabulary), len(new.vocabulary))
    whole = min(sizes) if old.blocks and new.blocks else sum(sizes) / 2
    share = len(old.vocabulary & new.vocabulary) / whole if whole else 1.0
    if old.tag in IN_PLACE:
        return max(share, 0.01)
    return share if share >= LEAST_KINSHIP else 0.0


def _rewritten(old: MarkupBlock, new: MarkupBlock) -> str:
    if old.blocks or new.blocks:
        return _tagged(new, "".join(markup for markup, _is_changed in _side_by_side(old, new)))
    return _tagged(new, _words_side_by_side(old.words, new.words))


def _whole(block: MarkupBlock, mark: str) -> str:
    if block.blocks:
        return _tagged(block, "".join(_whole(each, mark) for each in block.blocks))
    return _tagged(block, _marked(mark, [(word.text + word.gap, word.formatting) for word in block.words]))


def _tagged(block: MarkupBlock, inner: str) -> str:
    return f"{_start(block.tag, block.attributes)}{inner}</{block.tag}>" if block.tag else inner


def _words_side_by_side(old: Sequence[Word], new: Sequence[Word]) -> str:
    out: list[str] = []
    same: list[tuple[str, Formatting]] = []
    gone: list[tuple[str, Formatting]] = []
    come: list[tuple[str, Formatting]] = []

    def flush() -> None:
        out.extend((_marked(SAME, same), _marked(DELETED, gone), _marked(INSERTED, come)))
        for each in (same, gone, come):
            each.clear()

    for part in stretches([word.identity for word in old], [word.identity for word in new]):
        if not part.is_same:
            gone += [(word.text + word.gap, word.formatting) for word in old[part.old]]
            come += [(word.text + word.gap, word.formatting) for word in new[part.new]]
            continue
        for left, right in zip(old[part.old], new[part.new], strict=True):
            if gone or come:
                flush()
            same.append((right.text, right.formatting))
            if left.gap == right.gap:
                same.append((right.gap, right.formatting))
            else:
                gone.append((left.gap, left.formatting))
                come.append((right.gap, right.formatting))
    flush()
    return "".join(out)


def _marked(mark: str, pieces: Sequence[tuple[str, Formatting]]) -> str:
    inner = "".join(_formatted(pieces))
    return f"<{mark}>{inner}</{mark}>" if mark and inner else inner


def _formatted(pieces: Iterable[tuple[str, Formatting]]) -> Iterator[str]:
    """The pieces in their inline tags; neighbours in the same tags share them."""
    now: Formatting = ()
    for text, formatting in pieces:
        shared = 0
        while shared < min(len(now), len(formatting)) and now[shared] == formatting[shared]:
            shared += 1
        yield from (f"</{tag}>" for tag, _given in reversed(now[shared:]))
        yield from (_start(tag, given) for tag, given in formatting[shared:])
        yield "<br>" if text.strip(SPACE) == "" and BREAK in text else html.escape(text, quote=False)
        now = formatting
    yield from (f"</{tag}>" for tag, _given in reversed(now))


def _start(tag: str, attributes: Iterable[tuple[str, str]]) -> str:
    given = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes)
    return f"<{tag}{given}>"
