import json
from datetime import date
from typing import Any

import psycopg2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from operations.models import Event
from operations.trail import audit, history
from tests.conftest import owner_address
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.database

SWAPPED = """
UPDATE operations_event SET sequence = -sequence;
UPDATE operations_event SET sequence = CASE -sequence WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE 3 END;
"""


@pytest.fixture(autouse=True)
def heads(settings: Any, tmp_path: Any) -> Any:
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    return settings.HISTORY_HEADS_FILE


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def write_events(number: int) -> list[Event]:
    with transaction.atomic():
        actor = UserFactory(role="staff")
        organisation = OrganisationFactory(name="Shoqata “Ëndrra”")
        for step in range(number):
            audit.write_event(
                actor=actor,
                action="accounts.change_organisation",
                subject=organisation,
                before={"kind": None, "step": step - 1},
                after={"kind": "cso", "step": step, "sign": 'ç \n \u2028 "x"'},
                happened_on=date(2024, 5, 17),
                is_back_entry=True,
                source_document="VKB 45/2024",
            )
    return list(Event.objects.order_by("sequence"))


def as_owner(*statements: str) -> None:
    with psycopg2.connect(**owner_address()) as owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE operations_event DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE operations_event ENABLE TRIGGER USER")
    owner.close()


@pytest.mark.django_db
def test_events_are_chained_and_python_agrees_with_the_database() -> None:
    events = write_events(3)

    assert [event.sequence for event in events] == [1, 2, 3]
    assert events[0].prev_hash == history.FIRST_HASH
    assert [event.prev_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert list(history.complaints()) == []


@pytest.mark.django_db
def test_event_knows_role_and_both_times() -> None:
    event = write_events(1)[0]

    assert event.role == "staff"
    assert event.happened_on == date(2024, 5, 17)
    assert event.recorded_at.year > 2024


@pytest.mark.django_db
def test_anonymous_deed_has_no_actor() -> None:
    with transaction.atomic():
        audit.write_event(actor=AnonymousUser(), action="consultations.contribute", subject=OrganisationFactory())

    assert Event.objects.get().actor is None


@pytest.mark.django_db
def test_personal_fields_are_digested() -> None:
    user = UserFactory(name="Emri i Fshehur")
    with transaction.atomic():
        audit.write_event(
            actor=None, action="accounts.create_user", subject=user, after={"email": user.email, "language": "sq"}
        )

    event = Event.objects.get()
    kept = json.dumps([event.before, event.after, event.subject_label])
    assert event.after["language"] == "sq"
    assert user.email not in kept
    assert "Fshehur" not in kept


@pytest.mark.django_db
def test_back_entry_names_its_source() -> None:
    with pytest.raises(IntegrityError, match="event_back_entry_names_source"), transaction.atomic():
        audit.write_event(actor=None, action="x.y", subject=OrganisationFactory(), is_back_entry=True)


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        audit.write_event(actor=None, action="x.y", subject=OrganisationFactory())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operations_event SET action = 'forged'",
        "DELETE FROM operations_event",
        "TRUNCATE operations_event",
        "UPDATE operations_suppressionpattern SET version = 2",
        "DELETE FROM operations_suppressionpattern",
        "ALTER TABLE operations_event DISABLE TRIGGER USER",
    ],
)
def test_application_role_cannot_change_what_is_only_added(statement: str) -> None:
    write_events(1)

    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Event.objects.get().action == "accounts.change_organisation"


@pytest.mark.django_db(transaction=True)
def test_triggers_refuse_even_the_owner() -> None:
    write_events(1)
    for statement in ("UPDATE operations_event SET action = 'x'", "DELETE FROM operations_event"):
        with psycopg2.connect(**owner_address()) as owner, pytest.raises(psycopg2.Error, match="only added"):
            owner.cursor().execute(statement)
        owner.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE operations_event SET action = 'forged' WHERE sequence = 2", "Event 2 is not what was recorded."),
        ("UPDATE operations_event SET recorded_at = now() WHERE sequence = 1", "Event 1 is not what was recorded."),
        ("UPDATE operations_event SET after = '{}' WHERE sequence = 3", "Event 3 is not what was recorded."),
        ("DELETE FROM operations_event WHERE sequence = 2", "Event 3 does not follow the event before it."),
        ("DELETE FROM operations_event WHERE sequence = 3", "Event 3 was seen outside the database and is gone."),
        (
            SWAPPED,
            "Event 1 does not follow the event before it.",
        ),
    ],
)
def test_what_the_owner_tampers_with_is_found(statement: str, sentence: str) -> None:
    write_events(3)
    history.write_head()

    as_owner(statement)

    assert sentence in list(history.complaints())


@pytest.mark.django_db(transaction=True)
def test_chain_forged_anew_is_found_by_the_head(capsys: Any) -> None:
    write_events(2)
    call_command("verify_history", "--record")

    as_owner(
        "UPDATE operations_event SET action = 'forged' WHERE sequence = 2",
        "UPDATE operations_event e SET hash = operations_event_hash(e) WHERE sequence = 2",
    )

    with pytest.raises(CommandError):
        call_command("verify_history")
    assert "Event 2 differs from the head seen outside the database." in capsys.readouterr().err


@pytest.mark.django_db
def test_head_is_noted_once(heads: Any) -> None:
    write_events(1)

    history.write_head()
    history.write_head()

    assert len(heads.read_text().splitlines()) == 1
