"""What marked texts promise: both readings are exact, nothing harmful runs, the cost is bounded."""

import re
import time
from html import unescape
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.alignment import same_pairs, stretches
from core.text.richtext import sanitise
from core.text.text_diff import Gap, mark_prose, mark_words

NAMES = {"need_table": "Needs by priority", "gap_matrix": "Gap matrix"}
BLOCKS = [
    *("p", "h2", "h3", "h4", "li", "ul", "ol", "caption", "blockquote", "div"),
    *("table", "thead", "tbody", "tfoot", "tr", "td", "th"),
]


def readable(markup: str) -> str:
    """Words as a reader sees them: blocks apart, footnotes in brackets, data blocks by name, space single."""
    markup = re.sub(r'<span data-footnote="([^"]*)"></span>', r"[\1]", markup)
    markup = re.sub(r'<div data-block="([^"]*)"></div>', lambda found: f"<div>{NAMES[found[1]]}</div>", markup)
    markup = re.sub(rf"</?(?:{'|'.join(BLOCKS)}|br)(?: [^>]*)?>", " ", markup)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())


def as_new(marked: str) -> str:
    return readable(re.sub(r"<del>.*?</del>", "", marked, flags=re.DOTALL))


def as_old(marked: str) -> str:
    return readable(re.sub(r"<ins>.*?</ins>", "", marked, flags=re.DOTALL))


words = st.sampled_from(
    [
        *("bashkia", "ofron", "shërbime", "dhe", "në", "të", "për", "1,200", "12.5", "%", "–", ",", "."),
        *("t'i", "14-vjeçar", "&lt;b&gt;", "&amp;", "<br>", "ç\u00a0ë"),
    ]
)
plain = st.lists(words, max_size=6).map(" ".join)
inline = st.recursive(
    plain,
    lambda inner: st.one_of(
        inner.map(lambda text: f"<strong>{text}</strong>"),
        inner.map(lambda text: f"<em>{text}</em> "),
        inner.map(lambda text: f'<a href="https://a.example/">{text}</a>'),
        st.tuples(inner, inner).map("".join),
        plain.map(lambda text: f'<span data-footnote="{re.sub("<br>", "", text)}"></span>'),
    ),
    max_leaves=4,
)


def wrapped(tag: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return inner.map(lambda text: f"<{tag}>{text}</{tag}>")


lines = st.one_of(wrapped("p", inline), wrapped("h2", inline), inline)
items = st.lists(
    wrapped("li", st.one_of(inline, st.tuples(inline, wrapped("ul", wrapped("li", inline))).map("".join)))
)
rows = st.lists(wrapped("tr", st.lists(wrapped("td", inline), max_size=3).map("".join)), max_size=3).map("".join)
block = st.one_of(
    lines,
    wrapped("ul", items.map("".join)),
    wrapped("blockquote", lines),
    rows.map(lambda text: f"<table><tbody>{text}</tbody></table>"),
    st.sampled_from(sorted(NAMES)).map(lambda kind: f'<div data-block="{kind}"></div>'),
)
texts = st.lists(block, max_size=6)


@st.composite
def two_texts(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same after some of its blocks were dropped, moved, rewritten or joined by others."""
    old = draw(texts)
    kept = [each for each in old if draw(st.integers(0, 4))]
    new = draw(st.permutations(kept)) if draw(st.booleans()) else kept
    new = [each.replace("dhe", "edhe").replace("<strong>", "<em>") if draw(st.booleans()) else each for each in new]
    return "".join(old), "".join([*new, *draw(texts)])


@settings(max_examples=150, deadline=None)
@given(two_texts())
def test_both_texts_can_be_read_from_the_marked_one(pair: tuple[str, str]) -> None:
    old, new = pair

    marked = mark_prose(old, new, names=NAMES)

    assert as_new(marked.html) == readable(sanitise(new, blocks=NAMES))
    assert as_old(marked.html) == readable(sanitise(old, blocks=NAMES))


@settings(max_examples=100, deadline=None)
@given(texts.map("".join))
def test_the_same_text_twice_has_no_marks(text: str) -> None:
    marked = mark_prose(text, text, names=NAMES)

    assert not marked.has_changes
    assert "<ins>" not in marked.html
    assert "<del>" not in marked.html
    assert list(marked.shortened()) == ([Gap(len(marked.passages))] if marked.passages else [])


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_characters="\r", exclude_categories=["C"])), st.text(st.characters(codec="latin-1"))
)
def test_plain_words_are_quoted_whatever_they_are(old: str, new: str) -> None:
    marked = mark_words(old, new).html

    assert as_new(marked) == " ".join(new.replace("\x00", "").split())
    assert as_old(marked) == " ".join(old.replace("\x00", "").split())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_as_much_as_possible_counts_as_the_same(old: list[str], new: list[str]) -> None:
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row, left in enumerate(old):
        for column, right in enumerate(new):
            longest[row + 1][column + 1] = (
                longest[row][column] + 1 if left == right else max(longest[row][column + 1], longest[row + 1][column])
            )

    assert len(same_pairs(old, new)) == longest[-1][-1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40)), st.lists(st.integers(0, 40)))
def test_beyond_the_bound_nothing_is_lost_either(old: list[int], new: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.text.alignment.MOST_CELLS", 9)
        parts = list(stretches(old, new))

    assert [item for part in parts for item in old[part.old]] == old
    assert [item for part in parts for item in new[part.new]] == new
    assert all(old[part.old] == new[part.new] for part in parts if part.is_same)


def test_only_what_changed_is_marked() -> None:
    marked = mark_prose("<p>Bashkia ofron tre shërbime.</p>", "<p>Bashkia ofron katër shërbime falas.</p>").html

    assert marked == ("<p>Bashkia ofron <del>tre </del><ins>katër </ins>shërbime<ins> falas</ins>.</p>")


def test_a_figure_is_never_cut_in_two() -> None:
    assert mark_words("1,200.50 lekë", "1,300.50 lekë").html == "<del>1,200.50 </del><ins>1,300.50 </ins>lekë"


def test_a_paragraph_put_in_between_leaves_its_neighbours_alone() -> None:
    marked = mark_prose("<p>një</p><p>dy</p>", "<p>një</p><h2>Kreu i ri</h2><p>dy</p>")

    assert [passage.is_changed for passage in marked.passages] == [False, True, False]
    assert marked.passages[1].html == "<h2><ins>Kreu i ri</ins></h2>"


def test_unchanged_paragraphs_are_counted_and_not_shown() -> None:
    old = "".join(f"<p>paragrafi {number}</p>" for number in range(20))

    shown = list(mark_prose(old, old.replace("paragrafi 10", "pika 10")).shortened())

    assert [each.count for each in shown if isinstance(each, Gap)] == [9, 8]
    assert len(shown) == 5


def test_a_new_address_behind_the_same_words_shows() -> None:
    marked = mark_prose(
        '<p><a href="https://a.example/">ligji</a></p>', '<p><a href="https://b.example/">ligji</a></p>'
    )

    assert marked.has_changes
    assert marked.html.count("ligji") == 2


def test_a_cell_is_compared_in_its_place() -> None:
    table = "<table><tbody><tr><th>Viti</th><td>2024</td></tr><tr><th>Kosto</th><td>100</td></tr></tbody></table>"

    marked = mark_prose(table, table.replace("100", "250")).html

    assert marked == table.replace("<td>100</td>", "<td><del>100</del><ins>250</ins></td>")


@pytest.mark.parametrize(
    ("stored", "edited"),
    [
        ("<ul><li>një</li><li>dy</li></ul>", "<ul><li><p>një</p></li><li><p>dy</p></li></ul>"),
        ("<ul><li>një<ul><li>dy</li></ul></li></ul>", "<ul><li><p>një</p><ul><li><p>dy</p></li></ul></li></ul>"),
        (
            "<table><tbody><tr><td>një</td></tr></tbody></table>",
            "<table><tbody><tr><td><p>një</p></td></tr></tbody></table>",
        ),
        ("<blockquote>një</blockquote>", "<blockquote><p>një</p></blockquote>"),
    ],
)
def test_the_paragraph_an_editor_puts_about_an_item_is_no_change(stored: str, edited: str) -> None:
    assert not mark_prose(stored, edited).has_changes
    assert not mark_prose(edited, stored).has_changes


def test_one_word_in_an_item_is_marked_alone_whoever_wrote_the_list() -> None:
    marked = mark_prose("<ul><li>Katër punonjës</li></ul>", "<ul><li><p>Gjashtë punonjës</p></li></ul>").html

    assert marked == "<ul><li><del>Katër </del><ins>Gjashtë </ins>punonjës</li></ul>"


def test_notes_and_data_blocks_are_read_out() -> None:
    old = '<p>Ligji<span data-footnote="neni 3"></span>.</p><div data-block="need_table"></div>'
    new = '<p>Ligji<span data-footnote="neni 4"></span>.</p><div data-block="gap_matrix"></div>'

    marked = mark_prose(old, new, names=NAMES).html

    assert marked == (
        "<p>Ligji<small>[neni </small><del><small>3</small></del><ins><small>4</small></ins><small>]</small>.</p>"
        "<p><del><small>Needs by priority</small></del></p><p><ins><small>Gap matrix</small></ins></p>"
    )


HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<p onclick="alert(1)" style="color:red">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav\tascript:alert(1)">x</a>',
    '<a href="//evil.example">x</a>',
    "<a href='https://a.example/\" onmouseover=\"alert(1)'>x</a>",
    "<ins onclick=alert(1)>x</ins><del><script>alert(1)</script></del>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<div data-block='need_table\"><script>alert(1)</script>'></div>",
    "<div data-block='<img src=x onerror=alert(1)>'></div>",
    "<div data-block=need_table onclick=alert(1)><script>alert(1)</script></div>",
    "<span data-footnote='<script>alert(1)</script>'></span>",
    "<span data-footnote='\"><img src=x onerror=alert(1)>' onclick=alert(1)></span>",
    '<span data-footnote="&lt;/small&gt;&lt;script&gt;alert(1)&lt;/script&gt;"></span>',
    "<table><td><form action=https://evil.example><button formaction=javascript:alert(1)>x</button></form></table>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
]


class _Harm(HTMLParser):
    """Anything in the output that a browser could run or load."""

    TAGS = frozenset(BLOCKS) - {"div"} | {"a", "br", "del", "em", "ins", "small", "strong", "sub", "sup", "u"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.TAGS:
            self.found.append(tag)
        for name, value in attrs:
            is_safe_link = name == "href" and re.match(r"https?://|mailto:|/[^/\\]|#", value or "")
            if not is_safe_link and name not in {"rel", "colspan", "rowspan", "scope", "start"}:
                self.found.append(f"{tag} {name}={value}")


def harm_in(markup: str) -> list[str]:
    reader = _Harm()
    reader.feed(markup)
    reader.close()
    return reader.found


@pytest.mark.parametrize("harmful", HARMFUL)
@pytest.mark.parametrize("place", ["<p>{}</p>", "{}", "<ul><li>{}</li></ul>", "<p>një {} dy</p><p>tre</p>"])
def test_no_text_runs_in_the_comparison(harmful: str, place: str) -> None:
    dirty, clean = place.format(harmful), "<p>një dy tre</p>"

    for old, new in [(dirty, clean), (clean, dirty), (dirty, dirty), (dirty, dirty.replace("1", "2")), ("", dirty)]:
        assert harm_in(mark_prose(old, new, names=NAMES).html) == []
        assert harm_in(mark_words(old, new).html) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*HARMFUL, "<p>", "</p>", "<ins>", "</del>", "<table>", "një"])).map("".join), texts)
def test_no_mixture_of_texts_runs(dirty: str, other: list[str]) -> None:
    assert harm_in(mark_prose(dirty, "".join(other), names=NAMES).html) == []
    assert harm_in(mark_prose("".join(other), dirty, names=NAMES).html) == []


def long_text(step: int) -> str:
    sentence = "Bashkia {} ofron shërbime për {} familje dhe për {} fëmijë në njësitë administrative të saj. "
    paragraphs = (
        "".join(sentence.format(number, number * step, number + line) for line in range(6)) for number in range(350)
    )
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)[:200_000]


LONG_PAIRS = {
    "every paragraph changed": (long_text(1), long_text(3)),
    "nothing in common": (long_text(1), "<p>" + "fjalë tjetër " * 15_000 + "</p>"),
    "one paragraph of one word": ("<p>" + "dhe " * 49_000 + "</p>", "<p>" + "në dhe " * 28_000 + "</p>"),
    "the same at length": (long_text(1), long_text(1)),
}


@pytest.mark.parametrize("pair", LONG_PAIRS.values(), ids=LONG_PAIRS)
def test_the_longest_chapter_is_marked_in_time(pair: tuple[str, str]) -> None:
    began = time.process_time()

    marked = mark_prose(*pair)

    assert time.process_time() - began < 2
    assert as_new(marked.html) == readable(sanitise(pair[1]))
    assert as_old(marked.html) == readable(sanitise(pair[0]))


@pytest.mark.parametrize("opening", ["<ul><li>", "<strong><em>", "<blockquote>", "<table><tr><td>"])
def test_deep_nesting_is_no_trap(opening: str) -> None:
    marked = mark_prose(opening * 3_000, opening * 3_000 + "fund").html

    assert as_new(marked) == "fund"


def test_marks_are_spoken_and_unchanged_blocks_counted_on_the_page() -> None:
    old = "".join(f"<p>pika {number}</p>" for number in range(9))
    template = Template("{% load ui %}{% marked text %}|{{ line|marked_line }}")

    with translation.override("en"):
        page = template.render(
            Context({"text": mark_prose(old, old.replace("pika 8", "pika 9")), "line": mark_words("<b>", "<i>")})
        )

    assert '<p class="left-out"> 7 unchanged paragraphs are not shown. </p>' in " ".join(page.split())
    assert (
        '<ins><span class="visually-hidden">[inserted: </span>9<span class="visually-hidden">] </span></ins>' in page
    )
    assert harm_in(re.sub(r' class="[a-z-]*"', "", page.replace("span", "u"))) == []
