"""What a redaction may be: the original with parts replaced by a mark, and nothing else changed."""

from __future__ import annotations

MARK = "[…]"
_TYPED = ("[...]", "[....]", "[ … ]", "[ ... ]")


def plain_words(text: str) -> str:
    """The text as it is compared: one kind of line end, one kind of mark, no space around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    for typed in _TYPED:
        text = text.replace(typed, MARK)
    return text


def only_takes_out(redacted: str, original: str) -> bool:
    """Whether each part between the marks stands in the original, in that order, from its beginning to its end."""
    parts, whole = plain_words(redacted).split(MARK), plain_words(original)
    if len(parts) == 1:
        return parts[0] == whole
    first, *middle, last = (part.strip() for part in parts)  # space beside a mark says nothing
    if not (whole.startswith(first) and whole.endswith(last)):
        return False
    place, end = len(first), len(whole) - len(last)
    for part in middle:
        found = whole.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return place <= end


def remaining_parts(redacted: str, original: str) -> list[list[int]]:
    """Where in the original the parts begin and end that a redaction leaves."""
    whole, parts, place = plain_words(original), plain_words(redacted).split(MARK), 0
    kept = []
    for number, part in enumerate(parts):
        words = part.strip() if len(parts) > 1 else part
        is_last = 0 < number == len(parts) - 1
        place = len(whole) - len(words) if is_last else whole.find(words, place)
        kept.append([place, place + len(words)])
        place += len(words)
    return kept


def with_parts(original: str, parts: list[list[int]]) -> str:
    """The words with these parts alone, a mark between each two."""
    whole = plain_words(original)
    return f" {MARK} ".join(whole[start:end] for start, end in parts).strip()
