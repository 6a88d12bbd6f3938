"""Foreign words are marked wherever they stand as text, and nowhere else."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.translation import override

from core.i18n import foreign_words, localized, spoken
from core.text.tongues import _pattern, pieces_of, tell_languages

PLAN = {("Plani Social", "sq")}


class _Row:
    title = localized("title")

    def __init__(self, albanian: str, english: str) -> None:
        self.title_sq, self.title_en = albanian, english


def test_what_is_read_without_english_is_remembered_for_an_english_reader_alone() -> None:
    for language, found in (("en", {("Vetëm shqip", "sq")}), ("sq", set())):
        with override(language), foreign_words() as words:
            assert _Row("Vetëm shqip", "").title == "Vetëm shqip"
            assert _Row("Në të dyja", "In both").title in {"Në të dyja", "In both"}
        assert words == found


def test_the_words_of_a_person_are_in_her_language() -> None:
    with override("sq"), foreign_words() as words:
        assert spoken("Our street has no light", "en") == "Our street has no light"
        spoken("Rruga jonë s'ka drita", "sq")
        spoken("…", "other")

    assert words == {("Our street has no light", "en")}
    assert spoken("nobody listens", "en") == "nobody listens"


def test_a_text_is_marked_also_within_a_longer_one_and_over_its_lines() -> None:
    assert tell_languages("<p>QS1 Plani\n Social, page</p>", PLAN) == (
        '<p>QS1 <span lang="sq">Plani\n Social</span>, page</p>'
    )


def test_parts_of_words_attributes_drawings_and_what_is_told_already_stay_as_they_are() -> None:
    for page in (
        "<p>Plani Sociale</p>",
        '<a title="Plani Social">x</a>',
        "<title>Plani Social</title>",
        "<svg><title>Plani Social</title><text>Plani</text></svg>",
        "<textarea>Plani Social</textarea>",
        '<div lang="sq"><div>x</div> Plani Social</div>',
        "<!-- Plani Social -->",
    ):
        assert tell_languages(page, PLAN) == page
    after = tell_languages('<div lang="sq">x</div><p>Plani Social</p>', PLAN)
    assert after == '<div lang="sq">x</div><p><span lang="sq">Plani Social</span></p>'


def test_an_option_takes_the_attribute_itself() -> None:
    page = '<select><option value="1">Plani Social</option><option value="2">Other</option></select>'

    assert tell_languages(page, PLAN) == (
        '<select><option lang="sq" value="1">Plani Social</option><option value="2">Other</option></select>'
    )


def test_rich_text_and_lines_are_marked_piece_by_piece_and_a_shortened_text_by_its_beginning() -> None:
    long = "Fuqizimi i shërbimeve sociale të integruara në komunitet për familjet në nevojë dhe për fëmijët"

    marked = tell_languages("<p>Rreshti i parë</p><p>Dhe i dyti</p>", {("<p>Rreshti i parë</p>\nDhe i dyti", "sq")})

    assert marked.count('lang="sq"') == 2
    assert tell_languages(f"<p>{long[:80]}…</p>", {(long, "sq")}) == f'<p><span lang="sq">{long[:80]}…</span></p>'


def test_the_mark_is_no_way_in_for_markup() -> None:
    words = "Familjet & fëmijët <b>x</b> s'kanë"

    assert "<b>" not in tell_languages("<p>Familjet &amp; fëmijët</p>", {(words, "sq")})
    assert tell_languages("<p>a & b</p>", {("x", "sq")}) == "<p>a & b</p>"


def test_a_label_in_a_drawing_takes_the_attribute_on_each_of_its_lines() -> None:
    label = '<text x="1">Goal: Plani</text>\n<text x="1">Social</text>'
    page = f"<svg><title>Plani Social</title>{label} <text>3</text></svg>"

    assert tell_languages(page, PLAN) == (
        '<svg><title>Plani Social</title><text lang="sq" x="1">Goal: Plani</text>\n'
        '<text lang="sq" x="1">Social</text> <text>3</text></svg>'
    )


def test_a_piece_is_found_whatever_stands_around_it_and_wherever_it_is_cut() -> None:
    """A word of each piece is looked for before the piece is: none is missed for that."""
    long = "Qendra ditore për të moshuarit u hap me vonesë, sepse " + "godinashumëegjatëpafundme" * 3
    for words in ("“Jo”, tha ajo", "Kodi A&B <x>", long, "x" * 70, "— pa fjalë të plota —"):
        shown = escape(words.split("<")[0].strip())
        for text in (shown, f"QS1 {shown}.", f"\n  {shown}\n"):
            told = tell_languages(f"<p>{text}</p><p> </p>", {(words, "sq")})
            assert ('lang="sq"' in told) is bool(_pattern(set(pieces_of(words))).search(text))
            assert re.sub(r"</?span[^>]*>", "", told) == f"<p>{text}</p><p> </p>"
