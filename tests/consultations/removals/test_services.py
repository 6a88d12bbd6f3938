"""A person is taken out of minutes and reasons: for good, of every table, also once the answers are out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultations.enums import AnswerText, EventText, ProposalText, RecommendationText
from consultations.models import (
    ConsultationEvent,
    DangerAlert,
    Disposition,
    FeedbackEntry,
    LateReply,
    MinutesPoint,
    NoProposal,
    Recommendation,
    Round,
    RoundExtension,
    StartProposal,
    WordsRemoval,
)
from consultations.removals.services import Row, take_out_words, written_texts
from consultations.rights.requests import erase_for_request
from consultations.services import code_contribution, mark_no_proposal, save_event
from consultations.words.redacting import MARK, with_parts
from operations.models import Event
from operations.trail.erasures import outstanding, write_erasures
from operations.trail.integrity import complaints
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
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
    StartProposalFactory,
)

pytestmark = pytest.mark.django_db

NAME = "Zanfina"
WORDS = f"Fqinja {NAME} tha se na duhet një rampë."
CLEAN = "Fqinja […] tha se na duhet një rampë."
PROOF = {"salt": "s", "digest": "d"}
TEXTS: list[tuple[type[Row], str]] = [
    *((ConsultationEvent, field) for field in EventText),
    *((Recommendation, field) for field in RecommendationText),
    (MinutesPoint, "reason"),
    (NoProposal, "reason"),
    *((Disposition, field) for field in AnswerText),
    (LateReply, "reply"),
    (FeedbackEntry, "content"),
    (RoundExtension, "reason"),
    *((StartProposal, field) for field in ProposalText),
]


def meeting(**more: Any) -> ConsultationEvent:
    event: ConsultationEvent = ConsultationEventFactory(
        round=RoundFactory(is_closed=True), confidentiality="public", **more
    )
    return event


def event_with(**texts: str) -> ConsultationEvent:
    more: dict[str, Any] = {}
    if "privacy_reason" in texts:
        more = {"privacy_reason_by": UserFactory(), "privacy_reason_at": "2024-05-02T10:00:00Z"}
    return meeting(**texts, **more)


def marked(reason: str = WORDS) -> NoProposal:
    event = meeting()
    said = ContributionFactory(event=event, round=event.round, text="Faleminderit.")
    return mark_no_proposal(said, reason=reason, actor=UserFactory(role="coordinator"))


def answer_with(**texts: str) -> Disposition:
    said = {"reason_sq": "E ka tjetër institucion.", "competent_body_sq": "OSHEE"} | texts
    worded = RecommendationFactory(round=RoundFactory(is_closed=True))
    given: Disposition = DispositionFactory(recommendation=worded, answer="outside_competence", **said)
    return given


MAKERS: dict[type[Row], Callable[[str], Row]] = {
    ConsultationEvent: lambda field: event_with(**{field: WORDS}),
    MinutesPoint: lambda field: MinutesPointFactory(event=meeting(), text="Fjala", reason=WORDS),
    NoProposal: lambda field: marked(),
    Recommendation: lambda field: RecommendationFactory(round=RoundFactory(is_closed=True), **{field: WORDS}),
    Disposition: lambda field: answer_with(**{field: WORDS}),
    LateReply: lambda field: LateReplyFactory(reply=WORDS),
    FeedbackEntry: lambda field: FeedbackEntryFactory(content=WORDS),
    RoundExtension: lambda field: RoundExtensionFactory(reason=WORDS),
    StartProposal: lambda field: StartProposalFactory(is_answered=True, **{field: WORDS}),
}


def round_of(row: Row) -> Round:
    if isinstance(row, ConsultationEvent | Recommendation | FeedbackEntry | RoundExtension):
        return row.round
    if isinstance(row, Disposition):
        return row.recommendation.round
    if isinstance(row, MinutesPoint):
        return row.event.round
    assert not isinstance(row, StartProposal)
    return row.contribution.round


def answered(row: Row) -> None:
    """The answers of its round are out, whatever that asks for besides."""
    if isinstance(row, Recommendation):
        DispositionFactory(recommendation=row)
    if isinstance(row, StartProposal):
        return  # it belongs to no round
    Round.objects.filter(pk=round_of(row).pk).update(state="answered")


def tables_with(words: str) -> set[str]:
    """Every table of which some row holds the words: whatever is shown, searched, exported or noted is read there."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" AS row WHERE row::text LIKE %s)', [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


@pytest.mark.parametrize("is_answered", [False, True], ids=["open", "answered"])
@pytest.mark.parametrize(("model", "field"), TEXTS)
def test_a_name_is_taken_out_of_each_text_for_good(
    model: type[Row], field: str, is_answered: bool, officer: User
) -> None:
    row = MAKERS[model](field)
    if is_answered:
        answered(row)
    assert row._meta.db_table in tables_with(NAME)

    (removal,) = take_out_words(row, {field: CLEAN}, reason="Emër", actor=officer)

    row = model._default_manager.get(pk=row.pk)
    assert (getattr(row, field), removal.row, removal.field) == (CLEAN, row, field)
    assert tables_with(NAME) == set()
    told = Event.objects.get(action="consultations.take_out_words")
    assert (told.actor, told.after["field"], told.after["reason"]) == (officer, field, "Emër")


@pytest.mark.parametrize(("model", "field"), TEXTS)
def test_the_officer_takes_it_out_by_the_page(model: type[Row], field: str, client_of: Any, officer: User) -> None:
    row = MAKERS[model](field)
    answered(row)
    name = {ConsultationEvent: "event_words", MinutesPoint: "minutes_point_reason", NoProposal: "no_proposal_reason"}
    name |= {Recommendation: "recommendation_words", Disposition: "answer_words"}
    name |= {LateReply: "late_reply_words", FeedbackEntry: "feedback_words"}
    name |= {RoundExtension: "extension_words", StartProposal: "proposal_words"}
    page, client = reverse(f"consultations:{name[model]}", args=[row.pk]), client_of(officer)
    boxes = {f"text_{each}": text for each, text in written_texts(row).items()}
    assert NAME in client.get(page).content.decode()

    wrong = client.post(page, boxes | {f"text_{field}": "Diçka tjetër.", "reason": "Emër"})
    assert wrong.status_code == 200
    assert f"text_{field}" in wrong.context["form"].errors
    none = client.post(page, boxes | {"reason": "Emër"})
    assert none.context["form"].non_field_errors()
    shown = client.post(page, boxes | {f"text_{field}": CLEAN, "reason": "Emër"})
    assert [words for _label, words in shown.context["left"]] == [CLEAN]
    assert NAME in getattr(model._default_manager.get(pk=row.pk), field), "nothing is taken out yet"
    sent = boxes | {f"text_{field}": CLEAN, "reason": "Emër", "shown": shown.context["shown"]}
    other = client.post(page, sent | {f"text_{field}": MARK})
    assert [words for _label, words in other.context["left"]] == [MARK], "shown anew, for it says something else"
    done = client.post(page, sent)

    assert done.status_code == 302
    assert NAME not in client.get(page).content.decode()


def test_nobody_else_takes_parts_out_for_good() -> None:
    row = MAKERS[ConsultationEvent]("minutes_internal")

    for role in ("coordinator", "staff", "admin", "mayor", "secretary", "expert"):
        with pytest.raises(PermissionDenied):
            take_out_words(row, {"minutes_internal": CLEAN}, reason="Emër", actor=UserFactory(role=role))


@pytest.mark.parametrize(("model", "field"), TEXTS)
def test_the_database_takes_nothing_but_a_recorded_removal(model: type[Row], field: str) -> None:
    row = MAKERS[model](field)
    answered(row)

    with pytest.raises(DatabaseError, match="written_words_stay"), transaction.atomic():
        model._default_manager.filter(pk=row.pk).update(**{field: CLEAN})
    WordsRemoval.objects.create(
        event=meeting(), field="title_sq", remaining=[[0, 1]], reason="Emër", recorded_by=UserFactory(), proof=PROOF
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        WordsRemoval.objects.update(reason="Tjetër")
    with pytest.raises(DatabaseError), transaction.atomic():
        WordsRemoval.objects.all().delete()


def test_a_removal_is_of_one_text_with_a_reason() -> None:
    event, writer = meeting(), UserFactory()
    said = ContributionFactory(event=event)

    for wrong in (
        {"event": event, "contribution": said, "field": "reason"},
        {"event": event, "field": "reason"},
        {"contribution": said, "field": "title_sq"},
        {"field": "reason"},
    ):
        with pytest.raises(DatabaseError, match="words_removal_of_one_text"), transaction.atomic():
            WordsRemoval.objects.create(**wrong, remaining=[[0, 1]], reason="Emër", recorded_by=writer, proof=PROOF)
    with pytest.raises(DatabaseError, match="words_removal_has_reason"), transaction.atomic():
        WordsRemoval.objects.create(
            event=event, field="place", remaining=[[0, 1]], reason="", recorded_by=writer, proof=PROOF
        )


def test_a_text_with_its_marks_fits_its_column(officer: User) -> None:
    row = event_with(title_sq=f"A {NAME} B " * 16)
    longer = row.title_sq.strip().replace(f" {NAME} ", "[…]")

    take_out_words(row, {"title_sq": longer}, reason="Emër", actor=officer)
    crowded, marks = event_with(place="a, " * 66), "[…]".join(["", *(["a"] * 65), ""])
    with pytest.raises(ValidationError, match="200"):
        take_out_words(crowded, {"place": marks}, reason="Emër", actor=officer)


def test_a_reason_for_less_protection_stands_in_no_history(officer: User) -> None:
    """Written by the pages' own deed, which notes that there was one."""
    event = meeting()
    event.groups.set([TargetGroupFactory(is_protected=False)])
    event.privacy_reason, coordinator = WORDS, UserFactory(role="coordinator")
    event.confidentiality = "restricted"
    save_event(event, groups=[TargetGroupFactory(is_protected=True)], actor=coordinator)
    assert Event.objects.filter(action="consultations.lower_protection").exists()

    take_out_words(event, {"privacy_reason": CLEAN}, reason="Emër", actor=officer)

    assert tables_with(NAME) == set()


def test_a_text_that_changed_since_the_backup_goes_whole(officer: User, settings: Any, tmp_path: Path) -> None:
    """The places are of other words: cut by them, the name would stay."""
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    event, restored = event_with(minutes_internal=f"Hapja. {WORDS}"), event_with(minutes_internal=WORDS)
    take_out_words(event, {"minutes_internal": f"Hapja. {CLEAN}"}, reason="Emër", actor=officer)
    write_erasures()
    ledger = tmp_path / "erasures.jsonl"
    ledger.write_text(ledger.read_text().replace(ledger_name(event), ledger_name(restored)))

    call_command("replay_erasures", stdout=StringIO())

    assert ConsultationEvent.objects.get(pk=restored.pk).minutes_internal == "[…]"
    assert outstanding() == []


def test_two_reasons_of_one_contribution_one_after_the_other_are_no_erasure_undone(
    officer: User, settings: Any, tmp_path: Path
) -> None:
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    mark, coordinator = marked(), UserFactory(role="coordinator")
    take_out_words(mark, {"reason": CLEAN}, reason="Emër", actor=officer)
    NoProposal.objects.filter(pk=mark.pk).delete()
    anew = mark_no_proposal(mark.contribution, reason=WORDS, actor=coordinator)
    take_out_words(anew, {"reason": CLEAN}, reason="Emër", actor=officer)

    write_erasures()

    assert outstanding() == []


@pytest.mark.parametrize(
    "places",
    [[[7, 13], [0, 3]], [[0, 0]], [[0, 9], [4, 12]], [[0, 3], [5, 999]]],
    ids=["turned", "none", "twice", "on"],
)
def test_the_database_leaves_parts_in_their_order_and_something(places: list[list[int]], officer: User) -> None:
    row = event_with(minutes_internal=WORDS)
    answered(row)
    made = {"event": row, "field": "minutes_internal", "remaining": places, "reason": "Emër", "recorded_by": officer}

    WordsRemoval.objects.create(**made, proof=PROOF)
    with pytest.raises(DatabaseError, match="written_words_stay"), transaction.atomic():
        ConsultationEvent.objects.filter(pk=row.pk).update(minutes_internal=with_parts(WORDS, places))


def test_a_removal_is_of_the_moment_it_is_written(officer: User) -> None:
    far = timezone.now() + timedelta(days=900)

    made = WordsRemoval.objects.create(
        event=meeting(),
        field="place",
        remaining=[[0, 1]],
        reason="Emër",
        recorded_by=officer,
        recorded_at=far,
        proof=PROOF,
    )

    made.refresh_from_db()
    assert made.recorded_at < far - timedelta(days=800)


def test_a_reason_beside_words_that_are_with_protection_is_not_read_here(client_of: Any, officer: User) -> None:
    mark = marked()
    DangerAlert.objects.create(contribution=mark.contribution, raised_by=UserFactory(role="staff"))
    client = client_of(officer)

    assert client.get(reverse("consultations:no_proposal_reason", args=[mark.pk])).status_code == 404
    assert str(mark.contribution_id) not in client.get(reverse("consultations:no_proposal_list")).context["rows"]
    assert client.get(reverse("consultations:no_proposal_list")).context["rows"] == []


def test_a_place_that_the_officer_does_not_read_goes_whole(client_of: Any, officer: User) -> None:
    event = ConsultationEventFactory(
        round=RoundFactory(is_closed=True), confidentiality="counts_only", place="Rruga e fshehur 7"
    )
    answered(event)
    page, client = reverse("consultations:event_words", args=[event.pk]), client_of(officer)
    boxes = {f"text_{each}": text for each, text in written_texts(event).items() if each != "place"}

    words = boxes | {"text_place": "on", "reason": "Adresë e një banese"}
    sent = client.post(page, words | {"shown": client.post(page, words).context["shown"]})

    assert sent.status_code == 302
    assert ConsultationEvent.objects.get(pk=event.pk).place == "[…]"
    assert tables_with("fshehur") == set()


def test_where_protected_people_meet_is_not_shown_to_the_officer(client_of: Any, officer: User) -> None:
    event = ConsultationEventFactory(
        round=RoundFactory(is_closed=True), confidentiality="counts_only", place="Rruga e fshehur 7"
    )

    for page in (reverse("consultations:event_words", args=[event.pk]), reverse("consultations:event_words_list")):
        answer = client_of(officer).get(page)
        assert answer.status_code == 200
        assert "fshehur" not in answer.content.decode()


def test_an_erasure_takes_what_minutes_and_reasons_repeat_of_it(officer: User) -> None:
    event = meeting()
    said = ContributionFactory(event=event, round=event.round, text=f"Unë jam {NAME} dhe dua një rampë te dera.")
    event.minutes_public_sq = f"U tha: Unë jam {NAME} dhe dua një rampë te dera. Pastaj u fol për çerdhen."
    event.save()
    MinutesPointFactory(event=event, text="Fjala", reason=f"Tha “Unë jam {NAME} dhe dua një rampë te dera”.")
    worded = RecommendationFactory(round=event.round, text_sq="Dhe dua një rampë te dera, thanë të gjithë.")
    said_by_many = worded.text_sq
    mark_no_proposal(said, reason=f"Jam {NAME} dhe dua një rampë: e thënë.", actor=UserFactory(role="coordinator"))
    answered(event)
    asked = PersonRequestFactory(kind="erasure", contribution=said)

    erase_for_request(asked, actor=officer)

    event = ConsultationEvent.objects.get(pk=event.pk)
    assert event.minutes_public_sq == "U tha: […] . Pastaj u fol për çerdhen."
    assert tables_with(NAME) == {"consultations_contribution"}, "the original alone, sealed"
    worded.refresh_from_db()
    assert worded.text_sq == said_by_many


def test_a_text_that_was_emptied_meanwhile_gets_a_sentence(officer: User) -> None:
    row = event_with(minutes_internal=WORDS)
    ConsultationEvent.objects.filter(pk=row.pk).update(minutes_internal="")

    with pytest.raises(ValidationError) as refused:
        take_out_words(row, {"minutes_internal": CLEAN}, reason="Emër", actor=officer)

    assert list(refused.value.message_dict) == ["minutes_internal"]


def test_a_contribution_is_coded_again_after_its_reason_lost_a_name(officer: User) -> None:
    mark = marked()
    take_out_words(mark, {"reason": CLEAN}, reason="Emër", actor=officer)
    recommendation = RecommendationFactory(round=mark.contribution.round)
    coordinator = UserFactory(role="coordinator")

    code_contribution(mark.contribution, recommendations=[recommendation], actor=coordinator)

    assert not NoProposal.objects.exists()
    assert WordsRemoval.objects.get().row is None


@pytest.mark.parametrize("before", [0, 1, 2])
@pytest.mark.parametrize(("model", "field"), [TEXTS[0], *dict(TEXTS).items()])
def test_it_is_taken_out_again_after_a_restore(
    model: type[Row],
    field: str,
    before: int,
    officer: User,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda length: "00" * length)  # a backup holds the same proofs
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    row, restored = MAKERS[model](field), MAKERS[model](field)
    steps = [CLEAN, "Fqinja […] tha se na […]"]
    for text in steps:
        take_out_words(row, {field: text}, reason="Emër", actor=officer)
    write_erasures()
    ledger = tmp_path / "erasures.jsonl"
    assert NAME not in ledger.read_text()
    for text in steps[:before]:
        take_out_words(restored, {field: text}, reason="Emër", actor=officer)
    ledger.write_text(ledger.read_text().replace(ledger_name(row), ledger_name(restored)))

    assert len(outstanding()) == (before < 2)
    call_command("replay_erasures", stdout=StringIO())

    assert getattr(model._default_manager.get(pk=restored.pk), field) == steps[-1]
    assert outstanding() == []


def ledger_name(row: Row) -> str:
    named = row.contribution if isinstance(row, NoProposal) else row
    made_at = named.created_at if isinstance(named, ConsultationEvent | Recommendation) else named.recorded_at
    return f"{named.pk}@{made_at.isoformat()}"


def test_the_rows_agree_with_their_history_after_a_removal(officer: User) -> None:
    for model, field in TEXTS:
        take_out_words(MAKERS[model](field), {field: CLEAN}, reason="Emër", actor=officer)

    assert [found for found in complaints() if found[1] and "heads" not in found[0]] == []
