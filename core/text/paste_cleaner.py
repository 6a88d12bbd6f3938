"""Tidying pasted markup: what word processors and mail programs leave becomes paragraphs, lists, notes and blocks.

It reads markup that nh3 has already made well-formed, and what it writes goes through nh3 again: nothing here is
trusted to be safe, only to be readable.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from core.text.numerals import written_number

RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
BLOCKS = frozenset(
    {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
BOXES = BLOCKS | {"div"}
LOOSE = frozenset({"", "div", "blockquote"})  # words directly in one of these become a paragraph
FRAMES = LOOSE | {"ul", "ol", "table", "thead", "tbody", "tfoot", "tr"}  # spaces directly in one of these mean nothing
BLOCK_NAME = re.compile(r"[a-z_]{1,40}")
LIST_LEVEL = re.compile(r"mso-list:\s*\S+\s+level(\d)")
LIST_SIGN = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
HIDDEN = re.compile(r"(?<![-\w])(?:display:\s*none|visibility:\s*hidden|mso-hide:\s*all)", re.IGNORECASE)
NUMBERED = re.compile(r"(\d{1,3})\.")  # what a list writes before its items by itself
LABELLED = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]{1,2}|[ivxlcIVXLC]{1,7})[.)]|\d{1,3}(?:\.\d{1,3})+")
LETTERED = re.compile(r"(?<![-\w])list-style-type:\s*(lower|upper)-(alpha|latin|roman)", re.IGNORECASE)
NOT_BOLD = re.compile(r"(?<![-\w])font-weight:\s*(normal|400)")
BOLD = re.compile(r"(?<![-\w])font-weight:\s*(bold|[6-9]00)")
ITALIC = re.compile(r"(?<![-\w])font-style:\s*italic")
EMPTY_MARK = re.compile(r"<(strong|em|u|sub|sup|a)(?: [^>]*)?>(\s*)</\1>")
EMPTY_PARAGRAPH = re.compile(r"<(p|h[234])>(?:\s|&nbsp;|\u00a0|<br>)*</\1> ?")
SPACES = re.compile(r"[ \t]{2,}")
BLANK_LINE = re.compile(r"\n[ \t]*\n")
DEEPEST_EMPTINESS = 8  # how many empty elements inside one another are looked for


def clean_paste(markup: str) -> str:
    """Paragraphs for loose words, lists for Word's imitated ones, notes and data blocks empty and in their places."""
    tidier = _Tidier()
    tidier.feed(markup)
    tidier.close()
    written = tidier.finish()
    for _depth in range(DEEPEST_EMPTINESS):
        before = written
        written = SPACES.sub(" ", EMPTY_PARAGRAPH.sub("", EMPTY_MARK.sub(r"\2", written)))
        if written == before:
            break
    return written


class _Tidier(HTMLParser):
    """Writes while it reads: for each open element its name and what its end still has to write."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.names: list[str] = []
        self.endings: list[str] = []
        self.boxes: list[int] = []  # the places of blocks and boxes among the open elements
        self.marks: list[int] = []  # the places of bold, links and the like
        self.lists: list[str] = []  # opened for imitated items, one a level
        self.level = 0  # of the imitated item whose words are still to come
        self.sign: str | None = None  # the imitated item's own number or dot, while it is read
        self.lettered: dict[
            int, list[int | str]
        ] = {}  # by their place: the style of open lists with letters, and a count
        self.label = ""  # the letter of an item whose words are still to come
        self.left_out: int | None = None  # how many elements stood open where a part begins that is not written
        self.has_loose_paragraph = False
        self.held_blocks: list[str] = []  # data blocks that wait for the end of a table, list or quotation
        self.held_notes: list[str] = []  # notes that wait for the end of a link

    # --- what nh3's markup consists of ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs if not (tag == "ol" and name == "type" and value == "1")}
        tag, style = RENAMED.get(tag, tag), given.pop("style", "")
        if tag == "br":
            self._write_words("<br>")
        elif self.left_out is not None:
            self._open("")
        elif "hidden" in given or HIDDEN.search(style):
            self._leave_out(tag)
        elif tag in {"ol", "li"} and self._opens_lettered(tag, given, style):
            self._open("div")
        elif tag in {"div", "span"}:
            self._open_box(tag, given, style)
        elif tag == "p" and (found := LIST_LEVEL.search(style)):
            self._end_words()
            self.level = int(found[1])
            self._open("p")
        elif (tag == "strong" and NOT_BOLD.search(style)) or (tag == "a" and "href" not in given):
            self._open("")
        else:
            self._open_plain(tag, given)

    def handle_endtag(self, tag: str) -> None:
        name, ending = self.names.pop(), self.endings.pop()
        place = len(self.names)
        if self.left_out is not None:
            self._read_on(place)
            return
        if name in BOXES:
            self._end_words()
            self.lettered.pop(place, None)
            if name != "p":
                self._end_lists()
            self.level = 0
            self.boxes.pop()
        elif self.marks and self.marks[-1] == place:
            self.marks.pop()
        self._write(ending)
        self._write_held(name)

    def handle_data(self, data: str) -> None:
        if self.left_out is not None:
            self.sign = None if self.sign is None else self.sign + data
        elif data.strip():
            parts = [data] if self.marks or self._box() not in LOOSE else BLANK_LINE.split(data)
            for place, part in enumerate(parts):
                if place:
                    self._end_words()
                self._write_words(escape(part, quote=False))
        elif self._stands_between_words():
            self._write(" ")

    def handle_entityref(self, name: str) -> None:
        self._write_words(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write_words(f"&#{name};")

    def finish(self) -> str:
        self._end_words()
        self._end_lists()
        return "".join(self.out)

    def _write_held(self, ended: str) -> None:
        """After the outermost table, list or quotation the blocks found in it, after a link its notes."""
        if ended == "a":
            self._write("".join(self.held_notes))
            self.held_notes = []
        elif ended in BLOCKS and self.held_blocks and all(self.names[place] == "div" for place in self.boxes):
            self._write("".join(self.held_blocks))
            self.held_blocks = []

    # --- elements ---

    def _open(self, name: str, opening: str = "", ending: str = "") -> None:
        if name in BOXES:
            self.boxes.append(len(self.names))
        elif ending:
            self.marks.append(len(self.names))
        self._write(opening)
        self.names.append(name)
        self.endings.append(ending)

    def _open_plain(self, tag: str, given: dict[str, str]) -> None:
        label = ""
        if tag in BLOCKS:
            self._end_words()
            self._end_lists()
            label, self.label = self.label, ""
        else:
            self._before_words()
        if label and tag != "p":
            self._write(f"<p>{label}</p>")
            label = ""
        kept = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if name != "type")
        self._open(tag, f"<{tag}{kept}>{label}", f"</{tag}>")

    def _leave_out(self, tag: str) -> None:
        """What the reader of the copied page did not see goes with all that it holds."""
        if tag in BOXES:
            self._end_words()
        self.left_out = len(self.names)
        self._open("")

    def _opens_lettered(self, tag: str, given: dict[str, str], style: str) -> bool:
        """A list with letters becomes paragraphs that begin with them: our lists only have digits."""
        place = self.boxes[-1] if self.boxes else -1
        if tag == "li":
            if place not in self.lettered:
                return False
            kind, number = self.lettered[place]
            self._end_words()
            self.label = f"{written_number(int(number), str(kind))}. "
            self.lettered[place] = [kind, int(number) + 1]
            return True
        found = LETTERED.search(style)
        kind = given.get("type", "") if found is None else "i" if found[2].lower() == "roman" else "a"
        if found is not None and found[1].lower() == "upper":
            kind = str(kind).upper()
        if kind not in {"a", "A", "i", "I"}:
            return False
        self._end_words()
        self._end_lists()
        self.lettered[len(self.names)] = [kind, int(given.get("start") or 1)]
        return True

    def _open_box(self, tag: str, given: dict[str, str], style: str) -> None:
        """A data block or a note stands empty; what was typed into it stands behind it, as in any other box."""
        if tag == "span":
            self._open_span(given, style)
            return
        self._end_words()
        self._end_lists()
        if BLOCK_NAME.fullmatch(name := given.get("data-block", "")):
            block = f'<div data-block="{name}"></div>'
            if all(self.names[place] == "div" for place in self.boxes):
                self._write(block)
            else:
                self.held_blocks.append(block)
        self._open("div")

    def _open_span(self, given: dict[str, str], style: str) -> None:
        if note := " ".join(given.get("data-footnote", "").split()):
            written = f'<span data-footnote="{escape(note)}"></span>'
            if any(self.names[place] == "a" for place in self.marks):
                self.held_notes.append(written)
            else:
                self._write_words(written)
        if LIST_SIGN.search(style):
            self.sign = "" if self.level else None
            self.left_out = len(self.names)
            self._open("")
        else:
            self._open_look(style)

    def _open_look(self, style: str) -> None:
        """A span only carries the look of its words: bold and italic are kept."""
        looks = [mark for mark, look in (("strong", BOLD), ("em", ITALIC)) if look.search(style)]
        if looks:
            self._before_words()
        opening = "".join(f"<{mark}>" for mark in looks)
        self._open("", opening, "".join(f"</{mark}>" for mark in reversed(looks)))

    def _read_on(self, place: int) -> None:
        """After the end of a part that is left out; the sign of an imitated item begins the item."""
        if self.left_out == place:
            self.left_out = None
            if self.sign is not None:
                self._begin_item(self.sign)
                self.sign = None

    # --- words, their paragraphs and their lists ---

    def _write(self, written: str) -> None:
        if written:
            self.out.append(written)

    def _write_words(self, written: str) -> None:
        if self.left_out is None:
            self._before_words()
            self._write(written)

    def _stands_between_words(self) -> bool:
        """Whether a space read now separates words, and is the first to do so."""
        is_among_words = self.has_loose_paragraph or not (self.level or self._box() in FRAMES)
        return is_among_words and bool(self.out) and not self.out[-1].endswith(" ")

    def _box(self) -> str:
        return self.names[self.boxes[-1]] if self.boxes else ""

    def _before_words(self) -> None:
        if self.level:
            self._begin_item("")
        elif not self.has_loose_paragraph and self._box() in LOOSE:
            self._end_lists()
            self._write(f"<p>{self.label}")
            self.label = ""
            self.has_loose_paragraph = True

    def _end_words(self) -> None:
        """A block begins or ends: bold and its like end with the words before, and so does their paragraph."""
        inside = self.boxes[-1] if self.boxes else -1
        while self.marks and self.marks[-1] > inside:
            place = self.marks.pop()
            self._write(self.endings[place])
            self.endings[place] = ""
        if self.has_loose_paragraph:
            self._write("</p>")
            self.has_loose_paragraph = False

    def _begin_item(self, sign: str) -> None:
        """An item of an imitated list: deeper lists of earlier items end, missing levels begin."""
        numbered = NUMBERED.fullmatch(sign := sign.replace("\u00a0", " ").strip())
        level, self.level = self.level, 0
        if not numbered and LABELLED.fullmatch(sign):
            self._begin_labelled(sign, level)
            return
        tag = "ol" if numbered else "ul"
        while len(self.lists) > level or (len(self.lists) == level and self.lists[-1] != tag):
            self._write(f"</li></{self.lists.pop()}>")
        if len(self.lists) == level:
            self._write("</li><li>")
        while len(self.lists) < level:
            is_last = len(self.lists) == level - 1
            start = f' start="{numbered[1]}"' if numbered and is_last and int(numbered[1]) > 1 else ""
            self.lists.append(tag)
            self._write(f"<{tag}{start}><li>")

    def _begin_labelled(self, sign: str, level: int) -> None:
        """A sign that no list writes by itself is kept as a word, in a paragraph of the item above it."""
        while len(self.lists) >= level:
            self._write(f"</li></{self.lists.pop()}>")
        self._write(f"<p>{escape(sign, quote=False)} ")
        self.has_loose_paragraph = True

    def _end_lists(self) -> None:
        while self.lists:
            self._write(f"</li></{self.lists.pop()}>")
