import psycopg2
import pytest

from core.search import folded, search_words
from core.templatetags.ui import code_marks
from core.text.richtext import placed_blocks, plain_text, sanitise, with_numbered_notes
from core.text.sorting import CREATE_ALBANIAN_KEY, albanian_key
from tests.conftest import owner_address

IN_ORDER = [
    "ara", "cerk", "çati", "dajë", "dhoma", "elb", "ëndërr", "gozhda", "gjak", "lule", "llamba", "nuse", "njeri",
    "rosa", "rruga", "sot", "shi", "tokë", "thes", "uzo", "xixa", "xham", "zog", "zhurma",
]  # fmt: skip


def test_words_stand_in_the_order_of_the_albanian_alphabet():
    assert sorted(sorted(IN_ORDER), key=albanian_key) == IN_ORDER


def test_capitals_and_split_accents_do_not_change_the_order():
    assert albanian_key("C\u0327ATI") == albanian_key("çati")


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("words", [*IN_ORDER, "Shllak", "Çështja e Vlorës", "C\u0327ati", "LLIXHA"])
def test_the_database_makes_the_same_key(words):
    with psycopg2.connect(**owner_address()) as owner, owner.cursor() as cursor:
        cursor.execute(CREATE_ALBANIAN_KEY.replace("albanian_key", "pg_temp.albanian_key"))
        cursor.execute("SELECT pg_temp.albanian_key(%s)", [words])

        assert cursor.fetchone() == (albanian_key(words),)
    owner.close()


def test_search_ignores_accents_and_case():
    assert folded("  Nevojë   SHËRBIMI ") == "nevoje sherbimi"
    assert search_words("nevojë, & 'strehim'!") == ["nevoje", "strehim"]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "jav\tascript:alert(1)",
        "//evil.example",
        "/\\evil.example",
        "data:text/html,x",
        " //e.example",
    ],
)
def test_a_harmful_link_loses_its_address(link):
    assert "href" not in sanitise(f'<a href="{link}">x</a>')


@pytest.mark.parametrize("link", ["https://vlora.example/", "mailto:zyra@vlora.example", "/sq/plan/", "#kreu-2"])
def test_a_good_link_stays(link):
    assert f'href="{link}"' in sanitise(f'<a href="{link}">x</a>')


def test_scripts_styles_and_handlers_go():
    dirty = (
        '<p onclick="x()" style="color:red">ë<script>alert(1)</script><style>p{}</style><svg><a/></svg><img src=x></p>'
    )

    assert sanitise(dirty) == "<p>ë</p>"


def test_cleaning_twice_changes_nothing_more():
    dirty = '<h2>A</h2><table><tr><th scope="row">b</th></tr></table><a href="https://a.example">c</a>&lt;'

    assert sanitise(sanitise(dirty)) == sanitise(dirty)
    assert plain_text("<p>një</p><p>dy</p>") == "një dy"


KINDS = frozenset({"need_table", "budget"})
NEEDS = '<div data-block="need_table"></div>'


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        (f"<p>a</p>{NEEDS}<p>b</p>", f"<p>a</p>{NEEDS}<p>b</p>"),
        ('<div data-block="need_table" class="x" onclick="y()"><p>typed</p></div>', f"{NEEDS}<p>typed</p>"),
        ('<div data-block="passwords"><p>a</p></div>', "<p>a</p>"),
        ("<div><p>a</p></div><p><span>b</span></p>", "<p>a</p><p>b</p>"),
        (f"<table><tbody><tr><td>a{NEEDS}</td></tr></tbody></table>", None),
    ],
)
def test_a_known_block_stands_empty_between_paragraphs(dirty, clean):
    cleaned = sanitise(dirty, blocks=KINDS)

    assert cleaned == (clean or f"<table><tbody><tr><td>a</td></tr></tbody></table>{NEEDS}")
    assert sanitise(cleaned, blocks=KINDS) == cleaned


def test_a_text_that_is_no_chapter_holds_no_block():
    assert sanitise(f"<p>a</p>{NEEDS}") == "<p>a</p>"


def test_the_placed_blocks_are_named_in_order_and_once():
    assert placed_blocks(f'{NEEDS}<div data-block="budget"></div>{NEEDS}') == ["need_table", "budget"]


def test_a_footnote_keeps_its_words_and_nothing_else():
    dirty = '<p>a<span data-footnote="x > y \n &quot;z&quot; &lt;b&gt;" onclick="z()">typed</span></p>'

    cleaned = sanitise(dirty)
    numbered = with_numbered_notes(cleaned, lambda number, words: f"[{number}: {words}]")

    assert numbered == '<p>a[1: x > y "z" <b>]typed</p>'
    assert sanitise(cleaned) == cleaned
    assert plain_text(cleaned) == "a typed"


def test_an_empty_footnote_goes_and_one_in_a_link_stands_behind_it():
    assert sanitise('<p>a<span data-footnote=" "></span></p>') == "<p>a</p>"
    linked = sanitise('<p><a href="#a">b<span data-footnote="n"></span></a></p>')
    assert linked.endswith('b</a><span data-footnote="n"></span></p>')


def test_names_between_backticks_are_set_as_code():
    assert code_marks("`key` ends <here> `x`") == "<code>key</code> ends &lt;here&gt; <code>x</code>"
