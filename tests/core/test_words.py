import pytest
from django.db import connection

from core.richtext import plain_text, sanitise
from core.search import folded, search_words
from core.sorting import CREATE_ALBANIAN_KEY, albanian_key

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
    with connection.cursor() as cursor:
        cursor.execute(CREATE_ALBANIAN_KEY.replace("albanian_key", "pg_temp.albanian_key"))
        cursor.execute("SELECT pg_temp.albanian_key(%s)", [words])

        assert cursor.fetchone() == (albanian_key(words),)


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
