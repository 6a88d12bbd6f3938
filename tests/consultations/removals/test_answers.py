"""A person is taken out of an answer: everywhere it is shown, nothing else of it, and never by a quiet change."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import openpyxl
import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from accounts.models import User
from consultations.enums import RoundFileFormat
from consultations.models import DangerAlert, Disposition, LateReply, Round, StartProposal, WordsRemoval
from consultations.outputs.report import render_round
from consultations.outputs.workbook import round_workbook
from consultations.removals.services import LINKS, take_out_words
from consultations.rights.requests import data_of_request, erase_for_request
from consultations.services import publish_answers
from consultations.telling.mails import whole_answer
from consultations.words.redacting import MARK, remaining_parts, with_parts
from operations.database.grants import as_owner
from operations.models import Event
from operations.trail.integrity import complaints
from socialplan.publishing.documents.transparency import Transparency
from tests.conftest import owner_address
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    CodingFactory,
    ContributionFactory,
    DispositionFactory,
    FeedbackEntryFactory,
    LateReplyFactory,
    PersonRequestFactory,
    RecommendationFactory,
    RoundExtensionFactory,
    RoundFactory,
    StartProposalFactory,
)
from vlora_plan.pages.following import follow

pytestmark = pytest.mark.django_db

NAME = "Zanfina"
WORDS = f"E kërkoi {NAME}; nuk ka fonde."
CLEAN = "E kërkoi […]; nuk ka fonde."
PROOF = {"salt": "s", "digest": "d"}


@pytest.fixture
def answer() -> Disposition:
    """Published; its reason names a person in both languages, and so does the body that it sends her to."""
    consultation = RoundFactory(is_closed=True)
    worded = CodingFactory(recommendation__round=consultation, contribution__round=consultation).recommendation
    given: Disposition = DispositionFactory(
        recommendation=worded, answer="outside_competence", **dict.fromkeys(Disposition.shortened_columns, WORDS)
    )
    publish_answers(consultation, actor=UserFactory(role="coordinator"))
    return given


def take_out_all(row: Any, officer: User) -> None:
    take_out_words(row, dict.fromkeys(type(row).shortened_columns, CLEAN), reason="Emër", actor=officer)


def sheet_words(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def word_words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))


def print_words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def shown_of(answer: Disposition, client_of: Callable[[User], Client]) -> Iterator[tuple[str, str]]:
    """Whatever shows an answer of a published round, by its name."""
    wanted, consultation = answer.recommendation, Round.objects.get(pk=answer.recommendation.round_id)
    said = wanted.contributions.get()
    reader = client_of(UserFactory(role="coordinator"))
    for name, args in (
        ("consultations:recommendation_detail", [wanted.pk]),
        ("consultations:recommendation_list", []),
        ("consultations:public_round_detail", [consultation.pk]),
        ("consultations:answers_json", [consultation.pk]),
        ("consultations:answers_csv", [consultation.pk]),
    ):
        for language in ("sq", "en"):
            with override(language):
                yield f"{name} {language}", reader.get(reverse(name, args=args)).content.decode()
    yield "report", sheet_words(render_round(consultation, RoundFileFormat.XLSX, language="sq"))
    yield "report for Word", word_words(render_round(consultation, RoundFileFormat.DOCX, language="sq"))
    yield "report in print", print_words(render_round(consultation, RoundFileFormat.PDF, language="sq"))
    yield "workbook", sheet_words(round_workbook(consultation, actor=UserFactory(role="coordinator"), language="sq"))
    year = answer.published_answer.publication.happened_on.year
    tables = Transparency.of(year).tables()
    yield "transparency", "\n".join(str(cell) for table in tables for row in table.rows for cell in row.cells)
    yield "mail", "\n".join(whole_answer(said))
    following = follow(said.pk)
    assert following is not None
    yield "followed by the code", "\n".join(str(each.answer.reason) for each in following.heard if each.answer)


def test_whatever_shows_an_answer_says_no_more_of_a_person_taken_out(
    answer: Disposition, officer: User, client_of: Any
) -> None:
    before = {name for name, words in shown_of(answer, client_of) if NAME in words}
    files = {"report", "report for Word", "report in print"}
    assert {"followed by the code", "mail", "transparency", *files} <= before
    assert any(name.startswith("consultations:answers_json") for name in before)

    take_out_all(answer, officer)

    shown = dict(shown_of(Disposition.objects.get(pk=answer.pk), client_of))
    assert {name for name, words in shown.items() if NAME in words} == set()
    assert {name for name in before if MARK not in json_unescaped(shown[name])} == set()


def json_unescaped(words: str) -> str:
    return words.replace("\\u2026", "…")


SHORTENED = [model for model in apps.get_models() if getattr(model, "shortened_columns", ())]


def row_of(model: type[models.Model]) -> Any:
    makers: tuple[Any, ...] = (DispositionFactory, LateReplyFactory, FeedbackEntryFactory, RoundExtensionFactory)
    return next(make for make in makers if make._meta.model is model)()


@pytest.mark.parametrize("model", SHORTENED)
def test_nothing_but_the_words_changes_and_no_row_goes(model: type[models.Model]) -> None:
    """Not by the login of the program, whatever removal is recorded beside."""
    row = row_of(model)
    others = [each.column for each in model._meta.concrete_fields if each.name not in model.shortened_columns]  # type: ignore[attr-defined]

    for column in others:
        statement = f"UPDATE {model._meta.db_table} SET {column} = {column} WHERE id = %s"
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement, [row.pk])
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", SHORTENED)
def test_the_triggers_hold_also_whom_the_grants_do_not(model: type[models.Model]) -> None:
    table, row = model._meta.db_table, row_of(model)
    columns = [each.column for each in model._meta.concrete_fields if each.column != "id"]
    changes = {column: f"UPDATE {table} SET {column} = other.{column} FROM other" for column in columns}
    other = f"WITH other AS (SELECT {', '.join(map(otherwise, model._meta.concrete_fields[1:]))} FROM {table} o)"

    with closing(psycopg2.connect(**owner_address())) as owner:
        for column, change in changes.items():
            assert refused(owner, f"{other} {change} WHERE id = {row.pk}"), column
        assert refused(owner, f"DELETE FROM {table} WHERE id = {row.pk}")


def otherwise(field: models.Field[Any, Any]) -> str:
    """Another value of the column."""
    if isinstance(field, models.BooleanField):
        value = f"NOT {field.column}"
    elif isinstance(field, models.DateTimeField | models.DateField):
        value = f"{field.column} + interval '1 day'"
    elif isinstance(field, models.ForeignKey):
        value = f"coalesce({field.column}, 0) + 1"
    else:
        value = f"{field.column} || 'x'"
    return f"{value} AS {field.column}"


def refused(owner: Any, statement: str) -> bool:
    try:
        owner.cursor().execute(statement)
    except psycopg2.errors.IntegrityConstraintViolation as refusal:
        return "stays as it is" in str(refusal) or "written_words_stay" in str(refusal) or "only added" in str(refusal)
    finally:
        owner.rollback()
    return False


def test_a_removal_of_one_answer_changes_no_other_and_no_other_text() -> None:
    """An injected statement that brings its own removal takes out what that one names, and says nothing new."""
    one = DispositionFactory(answer="partly", reason_sq=WORDS, reason_en=WORDS)
    other = DispositionFactory(answer="partly", reason_sq=WORDS)
    made = {"remaining": remaining_parts(CLEAN, WORDS), "proof": PROOF, "reason": "Emër", "recorded_by": UserFactory()}
    with transaction.atomic():
        WordsRemoval.objects.create(disposition=one, field="reason_sq", **made)
        for row, change in (
            (other, {"reason_sq": CLEAN}),
            (one, {"reason_en": CLEAN}),
            (one, {"reason_sq": "Po."}),
            (one, {"reason_sq": ""}),
            (one, {"reason_sq": f"{CLEAN} Shto."}),
        ):
            with pytest.raises(DatabaseError, match="written_words_stay"), transaction.atomic():
                Disposition.objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize("places", [[[4, 12]], [[0, 3]], [[4, -1]], [[0, 3], [4, 8]], [[2, 3], [4, -1]]])
@pytest.mark.parametrize("model", [DispositionFactory, LateReplyFactory, FeedbackEntryFactory, RoundExtensionFactory])
def test_a_removal_leaves_a_mark_wherever_it_takes_something(model: Any, places: list[list[int]]) -> None:
    """An injected removal that names a middle, a beginning or an end alone would turn “not accepted” around."""
    words = "Nuk pranohet: nuk ka fonde."
    column = model._meta.model.shortened_columns[0]
    row = model(**{column: words}, **({"answer": "partly"} if model is DispositionFactory else {}))
    whole = [[begin, len(words) if end < 0 else end] for begin, end in places]
    link = LINKS[type(row)]
    made = {"remaining": whole, "proof": PROOF, "reason": "Emër", "recorded_by": UserFactory()}
    with transaction.atomic():
        WordsRemoval.objects.create(**{link: row}, field=column, **made)
        with pytest.raises(DatabaseError, match="written_words_stay"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{column: with_parts(words, whole)})


@pytest.mark.django_db(transaction=True)
def test_a_name_leaves_an_answer_of_before_its_body_was_asked_for(officer: User) -> None:
    """Answers given before name no competent body; they lose a name all the same, and new ones still name it."""
    old = before_bodies_were_asked_for()
    take_out_words(old, {"reason_sq": CLEAN}, reason="Emër", actor=officer)

    assert NAME not in Disposition.objects.get(pk=old.pk).reason_sq
    with pytest.raises(IntegrityError, match="disposition_outside_names_the_body"), transaction.atomic():
        DispositionFactory(answer="outside_competence", reason_sq=WORDS)


def before_bodies_were_asked_for() -> Disposition:
    """As such a row stands in an installation of before: put there by the owner, past what is asked of new ones."""
    row: Disposition = DispositionFactory(answer="partly", reason_sq=WORDS)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE consultations_disposition DISABLE TRIGGER USER")
        cursor.execute("UPDATE consultations_disposition SET answer = 'outside_competence' WHERE id = %s", [row.pk])
        cursor.execute("ALTER TABLE consultations_disposition ENABLE TRIGGER USER")
    return Disposition.objects.get(pk=row.pk)


@pytest.mark.django_db(transaction=True)
def test_a_removal_of_another_transaction_lets_nothing_through() -> None:
    row = LateReplyFactory(reply=WORDS)
    places = remaining_parts(CLEAN, WORDS)
    made = {"field": "reply", "remaining": places, "proof": PROOF, "reason": "Emër", "recorded_by": UserFactory()}
    WordsRemoval.objects.create(late_reply=row, **made)

    with pytest.raises(DatabaseError, match="written_words_stay"):
        LateReply.objects.filter(pk=row.pk).update(reply=with_parts(WORDS, places))
    with transaction.atomic():
        WordsRemoval.objects.create(late_reply=row, **made)
        LateReply.objects.filter(pk=row.pk).update(reply=with_parts(WORDS, places))


def test_the_history_says_that_and_why_and_by_which_role_and_never_the_words(
    answer: Disposition, officer: User
) -> None:
    take_out_all(answer, officer)

    told = Event.objects.filter(action="consultations.take_out_words")
    assert {each.after["field"] for each in told} == set(Disposition.shortened_columns)
    for each in told:
        assert (each.actor, each.role, each.subject_id) == (officer, "dpo", str(answer.recommendation_id))
        assert (each.after["disposition"], each.after["reason"]) == (answer.pk, "Emër")
        assert NAME not in json.dumps([each.after, each.before, each.subject_label, each.rows], ensure_ascii=False)
    assert [found for found in complaints() if found[1] and "heads" not in found[0]] == []


def test_an_erasure_takes_what_she_was_told_herself_and_names_the_answers_that_say_it_again(officer: User) -> None:
    consultation = RoundFactory(is_closed=True)
    text = f"Unë jam {NAME} dhe dua një rampë te dera."
    said = ContributionFactory(round=consultation, text=text, channel="paper", protocol_no="12/2026", is_late=True)
    late = LateReplyFactory(contribution=said, reply=f"Shkruat: “{text}” Hyn në plan.")
    told = FeedbackEntryFactory(contribution=said, content=f"{text} Iu tha se po.")
    worded = RecommendationFactory(round=consultation)
    many = DispositionFactory(recommendation=worded, answer="partly", reason_sq=f"{text} Vetëm një herë.")

    kept = json.loads(data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer))
    erase_for_request(PersonRequestFactory(kind="erasure", contribution=said), actor=officer)

    assert {field for each in kept["quoted_elsewhere"] for field in each["quoted"]} == {
        "reply",
        "content",
        "reason_sq",
    }
    late.refresh_from_db()
    told.refresh_from_db()
    many.refresh_from_db()
    assert NAME not in late.reply
    assert NAME not in told.content
    assert many.reason_sq == f"{text} Vetëm një herë.", "worded for many: the officer judges it herself"


def test_the_answer_to_a_letter_that_is_with_protection_is_not_read_here(client_of: Any, officer: User) -> None:
    late, told = LateReplyFactory(), FeedbackEntryFactory()
    client = client_of(officer)
    for row, name in ((late, "late_reply"), (told, "feedback")):
        listing = reverse(f"consultations:{name}_words_list")
        assert len(client.get(listing).context["rows"]) == 1
        DangerAlert.objects.create(contribution=row.contribution, raised_by=UserFactory(role="staff"))

        assert client.get(listing).context["rows"] == []
        assert client.get(reverse(f"consultations:{name}_words", args=[row.pk])).status_code == 404


def test_the_page_of_a_recommendation_leads_the_officer_there_and_nobody_else(
    answer: Disposition, officer: User, client_of: Any
) -> None:
    page = reverse("consultations:recommendation_detail", args=[answer.recommendation_id])
    wordless = DispositionFactory(recommendation=answer.recommendation)
    ways = [reverse("consultations:answer_words", args=[each.pk]) for each in (answer, wordless)]

    assert [way in client_of(officer).get(page).content.decode() for way in ways] == [True, False]
    for role in ("coordinator", "admin", "mayor"):
        shown = client_of(UserFactory(role=role)).get(page).content.decode()
        assert [way in shown for way in ways] == [False, False]


def test_what_was_said_to_many_is_taken_out_of_each_answer_of_the_round(client_of: Any, officer: User) -> None:
    consultation = RoundFactory(is_closed=True)
    given = [
        DispositionFactory(recommendation=RecommendationFactory(round=consultation), answer="partly", reason_sq=WORDS)
        for _each in range(3)
    ]
    elsewhere = DispositionFactory(answer="partly", reason_sq=WORDS)
    page, client = reverse("consultations:answer_words", args=[given[0].pk]), client_of(officer)
    sent = {"text_reason_sq": CLEAN, "reason": "Emër"}

    shown = client.post(page, sent)
    assert shown.context["others"] == 2
    client.post(page, sent | {"shown": shown.context["shown"]})

    left = with_parts(WORDS, remaining_parts(CLEAN, WORDS))
    reasons = Disposition.objects.order_by("pk").values_list("reason_sq", flat=True)
    assert list(reasons) == [left, left, left, elsewhere.reason_sq]
    assert {each.disposition_id for each in WordsRemoval.objects.all()} == {each.pk for each in given}


def test_a_request_for_erasure_leads_to_what_the_officer_judges_herself(client_of: Any, officer: User) -> None:
    consultation = RoundFactory(is_closed=True)
    text = f"Unë jam {NAME} dhe dua një rampë te dera."
    said = ContributionFactory(round=consultation, text=text)
    worded = RecommendationFactory(round=consultation, text_sq=text)
    many = DispositionFactory(recommendation=worded, answer="partly", reason_sq=f"{text} Vetëm një herë.")
    other = DispositionFactory(recommendation__round=consultation, answer="partly", reason_sq="Nuk ka fonde.")
    asked = PersonRequestFactory(kind="erasure", contribution=said)

    page = client_of(officer).get(reverse("consultations:person_request_answer", args=[asked.pk])).content.decode()

    for name, row, is_shown in (
        ("recommendation_words", worded, True),
        ("answer_words", many, True),
        ("answer_words", other, False),
    ):
        assert (reverse(f"consultations:{name}", args=[row.pk]) in page) is is_shown


def test_what_is_answered_to_a_proposal_is_written_once(client: Client, officer: User) -> None:
    waiting = StartProposalFactory()
    StartProposal.objects.filter(pk=waiting.pk).update(subject_sq="Ujë", answer_sq="Ende jo.")
    answered = StartProposalFactory(is_answered=True, answer_sq=WORDS)

    with pytest.raises(DatabaseError, match="written_words_stay"), transaction.atomic():
        StartProposal.objects.filter(pk=answered.pk).update(answer_sq="Ende jo.")
    page = reverse("consultations:propose_start")
    assert NAME in client.get(page).content.decode()

    take_out_words(answered, {"answer_sq": CLEAN}, reason="Emër", actor=officer)

    shown = client.get(page).content.decode()
    assert NAME not in shown
    assert MARK in shown
