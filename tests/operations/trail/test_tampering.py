"""What an owner of the database and of the disk can change past every guard, and how `verify_data` names it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import translation

from operations.database.grants import as_owner
from operations.files import store_file
from operations.models import Event, StoredFile
from operations.trail import history, tampering
from tests.factories.demonstration import put_into_database

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NEWEST = "(SELECT max(sequence) FROM operations_event)"


def one(table: str, condition: str = "true") -> str:
    """The first row of a table as a condition."""
    return f"id = (SELECT min(id) FROM {table} WHERE {condition})"


def changed(table: str, change: str, condition: str = "true") -> tuple[str, str]:
    """A quiet change of one row, and the beginning of what is said of it."""
    return f"UPDATE {table} SET {change} WHERE {one(table, condition)}", "is not as event"


def removed(table: str, condition: str = "true") -> tuple[str, str]:
    return f"DELETE FROM {table} WHERE {one(table, condition)}", "is gone, and event"


# Each with the triggers of its table switched off and on again, as whoever owns the tables can.
ROWS: dict[str, tuple[str, tuple[str, str]]] = {
    "words of a contribution": (
        "consultations_contribution",
        changed("consultations_contribution", "text = text || ' Jo.'"),
    ),
    "the day of a contribution": (
        "consultations_contribution",
        changed("consultations_contribution", "happened_on = happened_on + 1"),
    ),
    "an answer": ("consultations_disposition", changed("consultations_disposition", "reason_sq = 'Tjetër'")),
    "an answer undone": ("consultations_publishedanswer", removed("consultations_publishedanswer")),
    "a recommendation": (
        "consultations_recommendation",
        changed("consultations_recommendation", "text_sq = 'Tjetër'"),
    ),
    "whom a recommendation came from": ("consultations_coding", removed("consultations_coding")),
    "who came": ("consultations_attendancecount", changed("consultations_attendancecount", "count = count + 1")),
    "unique persons": ("consultations_uniqueperson", removed("consultations_uniqueperson")),
    "the last day of a round": (
        "consultations_round",
        changed("consultations_round", "closes_on = closes_on + 1", "closes_on IS NOT NULL"),
    ),
    "the step of a round": (
        "consultations_roundstatechange",
        changed("consultations_roundstatechange", "happened_on = happened_on - 1"),
    ),
    "the day of an event": (
        "consultations_consultationevent",
        changed("consultations_consultationevent", "held_on = held_on - 1"),
    ),
    "votes": (
        "approval_councildecision",
        changed("approval_councildecision", "votes_for = votes_for + abstained, abstained = 0", "abstained > 0"),
    ),
    "the number of a decision": (
        "approval_councildecision",
        changed("approval_councildecision", "number = '99'"),
    ),
    "councillors present": ("approval_councildecision", changed("approval_councildecision", "quorum = quorum + 1")),
    "an opinion": ("approval_opinion", changed("approval_opinion", "text = text || 'x'")),
    "an announcement": ("approval_announcement", removed("approval_announcement")),
    "the seal": ("content_seal", changed("content_seal", "sha256 = repeat('0', 64)")),
    "what is sealed": ("content_seal", changed("content_seal", "canonical_json = replace(canonical_json, 'a', 'e')")),
    "a step of the plan": ("content_planstatechange", changed("content_planstatechange", "actor_id = NULL")),
    "the number of a version": ("content_planversion", changed("content_planversion", "number = number + 1")),
    "the title of a plan": ("content_plan", changed("content_plan", "title_sq = 'Tjetër'")),
    "an accepted warning": ("content_contentsnapshot", removed("content_contentsnapshot")),
    "a value": (
        "monitoring_indicatorvalue",
        changed("monitoring_indicatorvalue", "amount = amount + 1", "amount IS NOT NULL"),
    ),
    "who approved a value": (
        "monitoring_valuestatechange",
        changed("monitoring_valuestatechange", "actor_id = (SELECT max(id) FROM accounts_user)"),
    ),
    "money spent": ("monitoring_budgetexecution", changed("monitoring_budgetexecution", "spent = spent + 1")),
    "persons reached": ("monitoring_beneficiarycount", changed("monitoring_beneficiarycount", "women = women + 1")),
    "what was done": ("monitoring_measureprogress", changed("monitoring_measureprogress", "narrative_sq = 'Tjetër'")),
    "the text of a report": ("monitoring_reportsection", changed("monitoring_reportsection", "body_sq = 'Tjetër'")),
    "the figures of a report": (
        "monitoring_yearlyreport",
        changed("monitoring_yearlyreport", "figures = '{}'", "figures IS NOT NULL"),
    ),
    "a submission": ("monitoring_reportsubmission", changed("monitoring_reportsubmission", "protocol_no = '1/1'")),
    "a proof of receipt": ("monitoring_submissionreceipt", removed("monitoring_submissionreceipt")),
    "a need": ("assessments_need", changed("assessments_need", "affected = affected + 1")),
    "a service": ("assessments_service", changed("assessments_service", "capacity = capacity + 1")),
    "the state of an edition": (
        "assessments_assessment",
        changed("assessments_assessment", "state = 'drafting'", "state <> 'drafting'"),
    ),
    "a role given": (
        "accounts_roleassignment",
        (
            (
                "INSERT INTO accounts_roleassignment (user_id, role, granted_on, created_at, updated_at)"
                " SELECT min(id), 'dpo', now(), now(), now() FROM accounts_user"
            ),
            "stands here, and no event kept it",
        ),
    ),
    "a role taken": ("accounts_roleassignment", removed("accounts_roleassignment")),
    "a threshold": ("municipality_threshold", changed("municipality_threshold", "value = value + 1")),
    "a deadline": ("municipality_deadlinerule", changed("municipality_deadlinerule", "days = days - 1")),
    "a holiday": ("municipality_calendarday", removed("municipality_calendarday")),
    "the hash of a file": ("operations_storedfile", changed("operations_storedfile", "sha256 = repeat('0', 64)")),
    "a pattern of hidden cells": (
        "operations_suppressionpattern",
        changed("operations_suppressionpattern", "pattern = '{}'"),
    ),
    "an event": (
        "operations_event",
        (f"UPDATE operations_event SET action = 'x' WHERE sequence = {NEWEST}", "is not what was recorded"),
    ),
    "an event with a hash of its own": (
        "operations_event",
        (
            (
                f"UPDATE operations_event SET action = 'x' WHERE sequence = {NEWEST};"
                f"UPDATE operations_event e SET hash = operations_event_hash(e) WHERE sequence = {NEWEST}"
            ),
            "differs from the head seen outside",
        ),
    ),
    "the rows of an event": (
        "operations_event",
        (
            "UPDATE operations_event SET rows = '' WHERE sequence = 3",
            "is not what was recorded",
        ),
    ),
    "the tail of the history": (
        "operations_event",
        (f"DELETE FROM operations_event WHERE sequence > {NEWEST} - 3", "was seen outside the database and is gone"),
    ),
    "an event from the middle": (
        "operations_event",
        ("DELETE FROM operations_event WHERE sequence = 3", "does not follow the event before it"),
    ),
}


@pytest.fixture(autouse=True)
def _english(_albanian: None) -> Iterator[None]:
    with translation.override("en"):
        yield


def told(*arguments: str) -> str:
    """What the command says of the whole installation; empty where everything is as it was kept."""
    said = StringIO()
    try:
        call_command("verify_data", *arguments, stdout=StringIO(), stderr=said)
    except CommandError:
        assert said.getvalue()
        return said.getvalue()
    return ""


@pytest.fixture
def installation(settings: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, sound, with a head outside; the file of heads."""
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    put_into_database(settings.MEDIA_ROOT, tmp_path_factory)
    store_file(b"%PDF-1.7 minutes", "minutes.pdf", uploaded_by=None)
    history.write_head()
    assert told() == ""
    return tmp_path / "heads.jsonl"


Undo = Callable[[], None]


def forged(heads: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Undo:
    before = heads.read_text()
    lines = change([json.loads(line) for line in before.splitlines()])
    heads.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return lambda: heads.write_text(before) and None


def without_file(heads: Path) -> Undo:
    before = heads.read_text()
    heads.unlink()
    return lambda: heads.write_text(before) and None


def another_file(heads: Path) -> Undo:
    kept = StoredFile.objects.earliest("pk")
    path = Path(default_storage.path(kept.file.name))
    before = path.read_bytes()
    path.write_bytes(b"%PDF-1.7 something else")
    return lambda: path.write_bytes(before) and None


def lost_file(heads: Path) -> Undo:
    path = Path(default_storage.path(StoredFile.objects.earliest("pk").file.name))
    before = path.read_bytes()
    path.unlink()
    return lambda: path.write_bytes(before) and None


DISK: dict[str, tuple[Callable[[Path], Undo], str]] = {
    "heads removed": (without_file, "was written to heads.jsonl and is not there any more"),
    "heads cut": (lambda heads: forged(heads, lambda lines: lines[:-1]), "was written to heads.jsonl"),
    "a head forged": (
        lambda heads: forged(heads, lambda lines: [*lines[:-1], lines[-1] | {"hash": "f" * 64}]),
        "differs from the head seen outside",
    ),
    "a restore that never was": (
        lambda heads: forged(heads, lambda lines: [*lines, lines[-1] | {"sequence": 1, "restored": True}]),
        "no event says so",
    ),
    "a file exchanged": (another_file, "is not what was stored"),
    "a file lost": (lost_file, "is missing"),
}


@contextmanager
def quietly(table: str, statement: str) -> Iterator[None]:
    """As an owner with the triggers of the table switched off meanwhile; all is undone afterwards."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        assert cursor.rowcount > 0, f"the demonstration has no such row: {statement}"
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        yield
        transaction.set_rollback(True)


RESEALED = """
UPDATE operations_event SET action = 'accounts.forged' WHERE sequence = 5;
DO $$
DECLARE e operations_event; last text;
BEGIN
    SELECT hash INTO last FROM operations_event WHERE sequence = 4;
    FOR e IN SELECT * FROM operations_event WHERE sequence >= 5 ORDER BY sequence LOOP
        e.prev_hash := last;
        last := operations_event_hash(e);
        UPDATE operations_event SET prev_hash = e.prev_hash, hash = last WHERE id = e.id;
    END LOOP;
END $$;
UPDATE operations_event SET id = id WHERE sequence = 5
"""


def test_each_way_of_an_owner_is_named_by_kind_and_row(installation: Path, tmp_path: Path) -> None:
    assert len(ROWS) + len(DISK) > 50
    missed = {}
    for name, (table, (statement, sentence)) in ROWS.items():
        with quietly(table, statement):
            said = told()
        if not re.search(rf"^.*\d+.*{sentence}|^.*{sentence}.*\d", said, re.MULTILINE):
            missed[name] = said
    for name, (tamper, sentence) in DISK.items():
        undo = tamper(installation)
        if sentence not in (said := told()):
            missed[name] = said
        undo()
    assert missed == {}
    assert told() == ""

    stored = StoredFile.objects.earliest("pk")
    other = hashlib.sha256(b"another").hexdigest()
    path = Path(default_storage.path(stored.file.name))
    before = path.read_bytes()
    path.write_bytes(b"another")
    with quietly(
        "operations_storedfile",
        f"UPDATE operations_storedfile SET sha256 = '{other}' WHERE file = '{stored.file.name}'",
    ):
        assert f"stored file {stored.pk}: is not as event" in told(), "file and hash exchanged together"
    path.write_bytes(before)

    copy = tmp_path / "elsewhere.jsonl"
    copy.write_bytes(installation.read_bytes())
    with quietly("operations_event", RESEALED):
        assert "differs from the head seen outside" in told(), "the whole chain made anew"
        head = Event.objects.latest("sequence")
        forged(installation, lambda lines: [lines[0] | {"sequence": head.sequence, "hash": head.hash}])
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE operations_seenhead DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM operations_seenhead")
            cursor.execute("ALTER TABLE operations_seenhead ENABLE TRIGGER USER")
        assert "differs from the head" not in told(), "who may change both leaves no trace on this machine"
        assert "differs from the head seen outside" in told("--heads", str(copy)), "the copy elsewhere knows it"


def test_the_list_that_is_printed_names_each_way_and_what_is_said() -> None:
    printed = StringIO()
    call_command("tampering", stdout=printed)

    listed = {
        way: said for kind in (tampering.OF_ROWS, tampering.ON_DISK) for said, names in kind.items() for way in names
    }
    assert listed == {name: said for name, (_table, (_statement, said)) in ROWS.items()} | {
        name: said for name, (_tamper, said) in DISK.items()
    }
    assert len(printed.getvalue().splitlines()) == len(ROWS) + len(DISK) + 3


def test_an_owners_plain_change_stands_in_the_history(installation: Path) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE municipality_threshold SET value = value WHERE id = (SELECT min(id) FROM municipality_threshold)"
        )

    event = Event.objects.latest("sequence")
    assert (event.action, event.subject_type, event.actor) == ("operations.keep_rows", "municipality_threshold", None)
    assert told() == ""
    said = StringIO()
    call_command("verify_data", stdout=said)
    assert f"Event {event.sequence}: rows of municipality_threshold were written without a deed." in said.getvalue()
