"""What is found, in which order, by whom; and that nothing else is shown, counted or suggested."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import Role
from assessments.enums import AssessmentState
from operations.models import SearchEntry, TitleWord
from operations.search import finding
from operations.search.finding import _Search, find
from operations.search.kinds import REMEMBERED
from operations.search.likeness import meant
from operations.search.openings import Openings, _as_text
from operations.search.title_words import list_title_words
from tests.access import ANONYMOUS, EVERYBODY, VISITORS
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, ServiceFactory
from tests.factories.consultations import (
    ContributionFactory,
    DispositionFactory,
    PublishedWordsFactory,
    RecommendationFactory,
    RedactionFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import ChapterFactory, IndicatorFactory, MeasureFactory, PlanVersionFactory, publish

pytestmark = pytest.mark.django_db

WORKERS = {Role.STAFF, Role.COORDINATOR}
ANALYSTS = WORKERS | {Role.EXPERT}
INSIDERS = ANALYSTS | {Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO}
COUNCIL = INSIDERS | {Role.COUNCILLOR}
# A word that stands in one row alone, and who may find it: a second opinion, not read from the rules.
FINDERS: dict[str, set[str]] = {
    "kanarinanevoja": INSIDERS,
    "kanarinaproblemi": INSIDERS,
    "kanarinabotuar": set(EVERYBODY),
    "kanarinastreha": set(EVERYBODY),
    "kanarinaeprones": {Role.STAFF},
    "kanarinaefshehur": {Role.STAFF},
    "kanarinaofron": set(EVERYBODY),
    "kanarinarrethi": INSIDERS,
    "kanarinafjala": ANALYSTS,
    "kanarinaemri": set(),
    "kanarinavetja": set(EVERYBODY),
    "kanarinarekomandimi": INSIDERS,
    "kanarinakapitulli": INSIDERS,
    "kanarinakeshilli": COUNCIL,
    "kanarinamasa": set(EVERYBODY),
    "kanarinatreguesi": INSIDERS,
}


def hide() -> None:
    NeedFactory(name_sq="Kanarinanevoja", problem_sq="Kanarinaproblemi")
    open_edition = AssessmentFactory()
    NeedFactory(assessment=open_edition, name_sq="Kanarinabotuar", problem_sq="Kanarinaproblemi")
    type(open_edition).objects.filter(pk=open_edition.pk).update(state=AssessmentState.PUBLISHED)
    protected = {"is_undisclosed": True, "unit": None, "address": ""}
    ServiceFactory(**protected, is_listed=True, name_sq="Kanarinastreha", provider="Kanarinaeprones")
    ServiceFactory(**protected, is_listed=False, name_sq="Kanarinaefshehur")
    ServiceFactory(is_listed=True, offer_sq="Kanarinaofron", provider="Bashkia")
    round_ = RoundFactory(title_sq="Kanarinarrethi")
    words = ContributionFactory(round=round_, text="Kanarinafjala dhe Kanarinaemri")
    RedactionFactory(contribution=words, text="Kanarinafjala dhe […]")
    RedactionFactory(contribution=(public := PublishedWordsFactory()).contribution, text="Kanarinavetja")
    assert public.round_id == public.contribution.round_id
    DispositionFactory(recommendation=RecommendationFactory(round=round_, title_sq="Kanarinarekomandimi"))
    ChapterFactory(body_sq="<p>Kanarinakapitulli</p>")
    ChapterFactory(version=PlanVersionFactory(state="before_council"), title_sq="Kanarinakeshilli")
    publish(MeasureFactory(title_sq="Kanarinamasa").version)
    IndicatorFactory(title_sq="Kanarinatreguesi")


@pytest.mark.parametrize("is_common", [False, True], ids=["few texts", "as if each word stood everywhere"])
@pytest.mark.parametrize("is_listed", [True, False], ids=["with the list of words", "before there is one"])
def test_nobody_finds_what_she_may_not_open_by_its_words_or_by_a_mistyped_word(
    monkeypatch, is_common, is_listed
) -> None:
    if is_common:
        monkeypatch.setattr(finding, "_few", lambda _match, _cursor: None)
    hide()
    if is_listed:
        list_title_words()
    finders: dict[str, set[str]] = {word: set() for word in FINDERS}
    for visitor in VISITORS:
        user: Any = AnonymousUser() if visitor == ANONYMOUS else UserFactory(role=visitor)
        for word in FINDERS:
            found = find(user, word)
            if found.groups and not found.is_likeness:
                finders[word].add(visitor)
            told = " ".join(
                piece.text for group in found.groups for hit in group.hits for piece in (*hit.title, *hit.passage)
            ).lower()
            assert {other for other in FINDERS if other in told and visitor not in FINDERS[other]} == set(), visitor

    assert finders == FINDERS


def test_no_mistyped_word_is_led_by_a_title_that_the_reader_may_not_open() -> None:
    hide()
    list_title_words()
    of_titles = set(TitleWord.objects.filter(word__in=FINDERS).values_list("word", flat=True))
    led: dict[str, set[str]] = {word: set() for word in of_titles}
    for visitor in VISITORS:
        user: Any = AnonymousUser() if visitor == ANONYMOUS else UserFactory(role=visitor)
        for word in of_titles:
            guess = meant(word[:-2] + word[-1] + word[-2], Openings(user))
            if guess is not None and word in str(guess.question):
                led[word].add(visitor)

    assert "kanarinastreha" in of_titles
    assert led == {word: FINDERS[word] for word in of_titles}


def test_a_hidden_title_nearer_to_the_typed_word_takes_nothing_from_the_reader(monkeypatch) -> None:
    NeedFactory(code="N1", name_sq="Strehim për familjet")
    ServiceFactory(is_undisclosed=True, address="", name_sq="Strehmi")
    list_title_words()
    monkeypatch.setattr(_Search, "gather_like_titles", lambda _search: None)

    assert titles("strehmi", user=UserFactory(role="expert")) == ["N1 Strehim për familjet"]


def titles(typed: str, *, user: Any = None, **options: Any) -> list[str]:
    found = find(user or UserFactory(role="staff"), typed, **options)
    return ["".join(piece.text for piece in hit.title) for group in found.groups for hit in group.hits]


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("nevoje", "sq"),
        ("NEVOJËN", "sq"),
        ("përkujdesjes ditore", "sq"),
        ("perkuj", "sq"),
        ("elder", "en"),
        ("needs older", "en"),
        ("nevoje & !qendra | (", "sq"),
    ],
)
def test_words_are_found_without_accents_in_any_form_by_their_beginning_in_both_languages(typed, language):
    NeedFactory(
        code="N1",
        name_sq="Nevoja për përkujdesje ditore te qendrat",
        name_en="Day care needed by elderly, older people",
    )

    with translation.override(language):
        assert len(titles(typed)) == 1


def test_a_mistyped_word_leads_to_titles_that_look_like_it_and_says_so():
    staff = UserFactory(role="staff")
    NeedFactory(code="N1", name_sq="Strehim për familjet")

    found = find(staff, "strehmi familjt")

    assert found.is_likeness
    assert [group.code for group in found.groups] == ["needs"]
    assert find(staff, "xqzzw").groups == find(staff, " &|! ").groups == []


def test_a_title_comes_before_a_text_and_one_group_can_be_read_further():
    edition = AssessmentFactory()
    for number in range(8):
        NeedFactory(assessment=edition, code=f"N{number}", name_sq="Tjetër", problem_sq="Strehim i ri")
    NeedFactory(assessment=edition, code="N9", name_sq="Strehim")
    staff = UserFactory(role="staff")

    (needs,) = find(staff, "strehim").groups

    assert needs.has_more
    assert "".join(piece.text for piece in needs.hits[0].title) == "N9 Strehim"
    assert len(titles("strehim", user=staff, only="needs")) == 9
    assert titles("strehim", user=staff, only="services") == []


def test_the_entry_is_changed_and_goes_with_its_row():
    need = NeedFactory(name_sq="Vjetra")
    type(need).objects.filter(pk=need.pk).update(name_sq="Reja")

    assert titles("vjetra") == []
    assert len(titles("reja")) == 1
    need.delete()
    assert not SearchEntry.objects.filter(kind__startswith="need").exists()


def test_published_words_stand_in_no_order_of_their_arrival():
    for text in ("Rampa zeta", "Rampa alfa", "Rampa miri"):
        RedactionFactory(contribution=PublishedWordsFactory().contribution, text=text)

    (group,) = find(AnonymousUser(), "rampa").groups
    shown = ["".join(piece.text for piece in hit.passage) for hit in group.hits]

    assert shown == ["Rampa alfa", "Rampa miri", "Rampa zeta"]


def test_what_is_shown_is_marked_shortened_and_never_markup(client: Client) -> None:
    MunicipalityFactory()
    service = "Strehë <script>alert(1)</script> " + "fjalë " * 80 + "kënd " + "fund " * 80
    ServiceFactory(is_listed=True, name_sq="Qendra <b>X</b>", offer_sq=service[:999])

    page = client.get(reverse("site:search"), {"q": "kend"}).content.decode()

    assert "<mark>kënd</mark>" in page
    assert "Qendra &lt;b&gt;X&lt;/b&gt;" in page
    assert "<script>alert" not in page
    assert "fund " * 60 not in page


def asked_for(typed: str, user: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        find(user, typed)
    # What the database expects is told with the settings of the search, and reads no row.
    asked_rows = [query["sql"] for query in asked if "set_config" not in query["sql"]]
    return len([sql for sql in asked_rows if "operations_searchentry" in sql])


def test_however_many_groups_are_found_the_questions_are_as_many():
    """Which kinds, and the rows of them."""
    NeedFactory(name_sq="Strehim")
    ServiceFactory(name_sq="Strehim i natës")
    RoundFactory(title_sq="Strehimi")
    NeedFactory(name_sq="Rrugë")
    staff = UserFactory(role="staff")

    assert len(find(staff, "strehim").groups) == 3
    assert asked_for("strehim", staff) == asked_for("rruge", staff) == 2


def test_a_mistyped_word_is_led_by_the_list_of_words_which_follows_the_titles(monkeypatch):
    staff = UserFactory(role="staff")
    need = NeedFactory(code="N1", name_sq="Strehim për familjet")
    NeedFactory(code="N2", name_sq="Ushqim për fëmijët 2024")
    list_title_words()
    monkeypatch.setattr(_Search, "gather_like_titles", lambda _search: None)

    assert titles("strehmi", user=staff) == titles("strehmi per familjet", user=staff) == ["N1 Strehim për familjet"]
    assert titles("strehmi per femijet", user=staff) == []
    assert not TitleWord.objects.filter(word__in=("2024", "n1")).exists()

    type(need).objects.filter(pk=need.pk).update(name_sq="Banim")
    list_title_words()
    assert titles("strehmi", user=staff) == []
    assert not TitleWord.objects.filter(word="strehim").exists()


def test_of_a_word_that_stands_everywhere_the_titles_come_first_and_each_group_is_filled(monkeypatch):
    monkeypatch.setattr(finding, "MANY", 2)
    edition = AssessmentFactory()
    for number in range(5):
        NeedFactory(assessment=edition, code=f"N{number}", name_sq="Tjetër", problem_sq="Strehim i ri")
    NeedFactory(assessment=edition, code="N9", name_sq="Strehim")
    ServiceFactory(name_sq="Qendra", offer_sq="Strehim")
    staff = UserFactory(role="staff")

    needs, services = find(staff, "strehim").groups

    assert "".join(piece.text for piece in needs.hits[0].title) == "N9 Strehim"
    assert len(needs.hits) == 3
    assert len(services.hits) == 1


def test_what_is_remembered_of_a_condition_is_what_would_be_made_now(monkeypatch) -> None:
    """Of two persons of each role by turns, so that what one left stands there for the other; now is in a year."""
    users: list[Any] = [AnonymousUser(), *(UserFactory(role=role) for role in Role for _person in range(2))]
    members = [MembershipFactory().user for _organisation in range(2)]
    users += members

    def openings_of(user: Any) -> list[Any]:
        return [(each.group.code, each.is_whole, each.may_open) for each in Openings(user).of()]

    for user in users:
        openings_of(user)
    remembered = [openings_of(user) for user in users]
    anew, now = [], timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=400))
    for user in users:
        _as_text.cache_clear()
        for condition in REMEMBERED:
            condition.cache_clear()
        anew.append(openings_of(user))

    assert remembered == anew
    of_members = [may_open for user in members for code, _is_whole, may_open in openings_of(user) if code == "own"]
    assert len(of_members) == len({str(each) for each in of_members}) == 2
