"""What of a round says a person's words again: found in each kind, handed out without others, taken out as shown."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from consultations.models import (
    ConsultationEvent,
    Contribution,
    Disposition,
    FeedbackEntry,
    LateReply,
    MinutesPoint,
    NoProposal,
    Recommendation,
    RoundExtension,
    StartProposal,
    WordsRemoval,
    redactions,
)
from consultations.privacy import NEUTRAL_TITLE
from consultations.removals import services
from consultations.removals.erasures import NAMED
from consultations.removals.services import (
    LINKS,
    QUOTED_IN,
    SAID_TO_MANY,
    TEXTS,
    WORDED_FOR_MANY,
    Row,
    quoting_rows,
    rows_to_judge,
    take_out_words,
    words_left,
)
from consultations.rights.requests import data_of_request, erase_for_request
from consultations.views.points import page_of
from consultations.words.quoting import Spoken
from core.workflow import StepRefused
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    FeedbackEntryFactory,
    LateReplyFactory,
    MinutesPointFactory,
    PersonRequestFactory,
    RecommendationFactory,
    RoundExtensionFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

SAID = "Unë jam Zanfina dhe dua një rampë te dera."
AGAIN = f"{SAID} U mor shënim."
CLEAN = "[…] U mor shënim."
LETTER = "777/2026"


@pytest.fixture
def said() -> Contribution:
    spoken: Contribution = ContributionFactory(round=RoundFactory(is_closed=True), text=SAID)
    return spoken


def another(said: Contribution) -> Contribution:
    letter: Contribution = ContributionFactory(
        round=said.round, text="Drita në rrugë.", channel="paper", protocol_no=LETTER, is_late=True
    )
    return letter


def set_aside(said: Contribution) -> NoProposal:
    return NoProposal.objects.create(contribution=said, reason=AGAIN, coded_by=UserFactory())


def answered(said: Contribution, words: str = AGAIN) -> Disposition:
    worded = RecommendationFactory(round=said.round)
    given: Disposition = DispositionFactory(recommendation=worded, answer="partly", reason_sq=words)
    return given


def told(said: Contribution) -> FeedbackEntry:
    entry: FeedbackEntry = FeedbackEntryFactory(round=said.round, contribution=said, content=AGAIN)
    return entry


def minuted(said: Contribution) -> MinutesPoint:
    event = ConsultationEventFactory(round=said.round, confidentiality="public")
    point: MinutesPoint = MinutesPointFactory(event=event, text="Fjala", reason=AGAIN)
    return point


REPEATING: dict[type[Row], Callable[[Contribution], Any]] = {
    ConsultationEvent: lambda said: ConsultationEventFactory(round=said.round, minutes_internal=AGAIN),
    MinutesPoint: minuted,
    NoProposal: lambda said: set_aside(another(said)),
    Recommendation: lambda said: RecommendationFactory(round=said.round, text_sq=AGAIN),
    Disposition: answered,
    LateReply: lambda said: LateReplyFactory(contribution=another(said), reply=AGAIN),
    FeedbackEntry: lambda said: told(another(said)),
    RoundExtension: lambda said: RoundExtensionFactory(round=said.round, reason=AGAIN),
}


def test_each_kind_that_belongs_to_a_round_is_searched() -> None:
    assert set(QUOTED_IN) == set(REPEATING) == set(TEXTS) - {StartProposal}


@pytest.mark.parametrize("kind", REPEATING)
def test_what_says_it_again_is_found_handed_out_and_taken_out_or_left_to_the_officer(
    kind: type[Row], said: Contribution, officer: User, client_of: Any
) -> None:
    row = REPEATING[kind](said)
    asked = PersonRequestFactory(kind="erasure", contribution=said)
    page = reverse("consultations:person_request_answer", args=[asked.pk])
    is_judged = kind in WORDED_FOR_MANY

    assert quoting_rows(said) == [row]
    shown = client_of(officer).get(page).content.decode()
    assert (page_of(row) in shown) is is_judged
    assert rows_to_judge(said) == ([row] if is_judged else [])
    kept = json.loads(data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer))
    assert len(kept["quoted_elsewhere"]) == 1

    erase_for_request(asked, actor=officer)

    assert bool(quoting_rows(said)) is is_judged


@pytest.mark.parametrize("kind", sorted(set(REPEATING) - set(WORDED_FOR_MANY), key=lambda kind: kind.__name__))
def test_an_erasure_holds_what_it_shortens_before_it_writes_history(
    kind: type[Row], said: Contribution, officer: User
) -> None:
    """The other way round it would wait for a row of an officer who waits for the history that it holds."""
    REPEATING[kind](said)
    with CaptureQueriesContext(connection) as asked:
        erase_for_request(PersonRequestFactory(kind="erasure", contribution=said), actor=officer)

    statements = [each["sql"] for each in asked]
    table = kind._meta.db_table
    written = next(place for place, sql in enumerate(statements) if 'INSERT INTO "operations_event"' in sql)
    held = [place for place, sql in enumerate(statements) if f'FROM "{table}"' in sql and "FOR UPDATE" in sql]
    assert min(held) < written


@pytest.mark.parametrize("kind", REPEATING)
def test_another_round_is_not_searched(kind: type[Row], said: Contribution) -> None:
    REPEATING[kind](ContributionFactory(round=RoundFactory(is_closed=True)))

    assert quoting_rows(said) == []


def test_the_page_of_a_request_reads_no_kind_that_it_does_not_show_and_prepares_the_words_once(
    said: Contribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    for make in REPEATING.values():
        make(said)
    prepared: list[str] = []

    class Counted(Spoken):
        def __init__(self, words: str) -> None:
            prepared.append(words)
            super().__init__(words)

    monkeypatch.setattr(services, "Spoken", Counted)
    with CaptureQueriesContext(connection) as asked:
        rows_to_judge(said)
    sources = {
        each._meta.db_table for each in QUOTED_IN for one in asked if f'FROM "{each._meta.db_table}"' in one["sql"]
    }

    assert sources == {each._meta.db_table for each in WORDED_FOR_MANY}
    assert prepared == [SAID]


@pytest.mark.parametrize("kind", [NoProposal, LateReply, FeedbackEntry])
def test_what_was_written_for_somebody_else_is_handed_out_by_kind_and_day(
    kind: type[Row], said: Contribution, officer: User
) -> None:
    row = REPEATING[kind](said)

    export = data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer).decode()

    [found] = json.loads(export)["quoted_elsewhere"]
    assert found["where"].startswith(str(kind._meta.verbose_name).capitalize())
    assert SAID.rstrip(".") in str(found["quoted"])
    for name in (LETTER, f"#{row.contribution_id}", f" {row.contribution_id}"):
        assert name not in found["where"]


def test_feedback_to_an_organisation_names_it_to_nobody_else(officer: User) -> None:
    own, other = OrganisationFactory(name="Shoqata e saj"), OrganisationFactory(name="Shoqata tjetër")
    said = ContributionFactory(round=RoundFactory(is_closed=True), text=SAID, organisation=own)
    for each in (own, other):
        FeedbackEntryFactory(round=said.round, contribution=None, organisation=each, content=AGAIN)
    FeedbackEntryFactory(round=said.round, contribution=another(said), organisation=other, content=AGAIN)

    kept = json.loads(data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer))

    places = [each["where"] for each in kept["quoted_elsewhere"]]
    assert [own.name in each for each in places].count(True) == 1
    assert [each for each in places if other.name in each] == []


def test_her_own_rows_are_named_whole(said: Contribution, officer: User) -> None:
    rows = [set_aside(said), told(said)]

    kept = json.loads(data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer))

    assert [each["where"] for each in kept["quoted_elsewhere"]] == [services.about_row(each) for each in rows]


def test_a_shielded_meeting_at_which_she_did_not_speak_is_not_named(said: Contribution, officer: User) -> None:
    title = "Takim me gratë e strehëzës"
    event = ConsultationEventFactory(
        round=said.round, confidentiality="counts_only", title_sq=title, title_en=title, minutes_public_sq=AGAIN
    )
    MinutesPointFactory(event=event, text=AGAIN, reason=AGAIN)

    export = data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer).decode()

    assert len(json.loads(export)["quoted_elsewhere"]) == 2
    assert len(json.loads(export)["quoted_in_points"]) == 1
    assert title not in export
    assert str(NEUTRAL_TITLE) in export


MANY: dict[type[Row], tuple[Callable[[Contribution], Any], str]] = {
    Disposition: (answered, "reason_sq"),
    FeedbackEntry: (told, "content"),
}


def test_each_kind_that_is_said_to_many_is_tried_here() -> None:
    assert set(MANY) == set(SAID_TO_MANY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", MANY)
def test_two_officers_at_two_rows_that_say_the_same_wait_for_each_other_in_one_order(
    kind: type[Row], officer: User
) -> None:
    """Whoever waits for the first row holds no later one."""
    make, field = MANY[kind]
    said = ContributionFactory(round=RoundFactory(is_closed=True), text=SAID)
    first, second = make(said), make(said)
    is_held, made = threading.Event(), []

    def takes_out() -> None:
        is_held.wait(10)
        try:
            made.extend(take_out_words(second, {field: CLEAN}, reason="Emër", actor=officer))
        finally:
            connection.close()

    thread = threading.Thread(target=takes_out)
    thread.start()
    with transaction.atomic():
        kind._default_manager.select_for_update().get(pk=first.pk)
        is_held.set()
        thread.join(0.5)
        assert thread.is_alive()
        kind._default_manager.select_for_update(nowait=True).get(pk=second.pk)
    thread.join(10)

    assert len(made) == 2


@pytest.mark.parametrize("kind", MANY)
def test_a_row_that_came_after_the_preview_loses_nothing_that_was_not_shown(
    kind: type[Row], said: Contribution, officer: User, client_of: Any
) -> None:
    make, field = MANY[kind]
    row, _other = make(said), make(said)
    page, client = page_of(row), client_of(officer)
    sent = {f"text_{field}": CLEAN, "reason": "Emër"}
    shown = client.post(page, sent).context
    make(said)

    refused = client.post(page, sent | {"shown": shown["shown"]})

    assert (shown["others"], refused.context["others"]) == (1, 2)
    assert refused.context["form"].non_field_errors()
    assert not WordsRemoval.objects.exists()
    done = client.post(page, sent | {"shown": refused.context["shown"]})
    assert (done.status_code, WordsRemoval.objects.count()) == (302, 3)


@pytest.mark.parametrize("kind", MANY)
def test_the_deed_itself_takes_out_only_what_was_shown(kind: type[Row], said: Contribution, officer: User) -> None:
    """Asked under the lock: a row may come after the page has looked."""
    make, field = MANY[kind]
    row = make(said)
    shown = words_left(row, {field: CLEAN}).digest
    make(said)

    with pytest.raises(StepRefused):
        take_out_words(row, {field: CLEAN}, reason="Emër", actor=officer, shown=shown)

    again = words_left(row, {field: CLEAN}).digest
    assert len(take_out_words(row, {field: CLEAN}, reason="Emër", actor=officer, shown=again)) == 2


def test_the_removal_and_its_deeds_know_the_same_rows() -> None:
    keys = {link: WordsRemoval._meta.get_field(link).related_model for link in redactions.LINKS}

    assert tuple(LINKS.values()) == redactions.LINKS
    assert keys == NAMED
    assert set(LINKS) == set(TEXTS)
