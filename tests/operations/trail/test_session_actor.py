"""Whose name an event bears is said by the connection of the request, not by the statement that writes it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.actions import AccountAction
from accounts.middleware import SessionActorMiddleware
from accounts.models import User
from operations.deeds import record
from operations.models import Event
from operations.trail.session_actor import NOBODY, actor_changes, in_the_name_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class Visitor:
    pk = None


def said() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('vlora.actor', true), '')")
        return str(cursor.fetchone()[0])


def deed_of(person: User | None) -> None:
    with transaction.atomic():
        record(AccountAction.SET_LANGUAGE, UserFactory(), actor=person, after={"language": "sq"})


def requested(who: Any, deed: Any, method: str = "POST") -> None:
    def answer(request: Any) -> HttpResponse:
        deed()
        return HttpResponse()

    request = RequestFactory().generic(method, "/")
    request.user = who
    SessionActorMiddleware(answer)(request)


def test_an_event_of_a_request_names_who_is_logged_in_and_nobody_else() -> None:
    person, other = UserFactory(), UserFactory()

    requested(person, lambda: deed_of(person))
    with pytest.raises(DatabaseError, match="event_actor_of_session"):
        requested(person, lambda: deed_of(other))

    assert list(Event.objects.values_list("actor", flat=True)) == [person.pk]
    assert said() == ""


def test_a_visitor_acts_in_nobodys_name() -> None:
    requested(Visitor(), lambda: deed_of(None))
    with pytest.raises(DatabaseError, match="event_actor_of_session"):
        requested(Visitor(), lambda: deed_of(UserFactory()))

    assert Event.objects.get().actor is None


def test_what_is_told_late_for_a_colleague_bears_her_name_and_the_next_deed_the_own() -> None:
    person, colleague = UserFactory(), UserFactory()

    def deeds() -> None:
        with in_the_name_of(colleague.pk):
            deed_of(colleague)
        deed_of(person)

    requested(person, deeds)

    assert list(Event.objects.order_by("sequence").values_list("actor", flat=True)) == [colleague.pk, person.pk]


@pytest.mark.usefixtures("serving")
def test_where_nobody_is_named_a_visitors_request_says_nothing_and_whoever_came_in_is_forgotten_after_it() -> None:
    person = UserFactory()

    with CaptureQueriesContext(connection) as asked:
        requested(Visitor(), lambda: None)
    requested(Visitor(), lambda: actor_changes(person.pk))
    after_a_login = said()
    requested(person, lambda: None)
    after_a_person = said()
    with pytest.raises(DatabaseError, match="event_actor_of_session"):
        requested(Visitor(), lambda: deed_of(person))

    assert len(asked) == 0
    assert (after_a_login, after_a_person, said()) == (NOBODY, NOBODY, NOBODY)


@pytest.mark.usefixtures("serving")
def test_what_was_said_within_a_deed_that_was_undone_is_said_anew() -> None:
    person = UserFactory()

    def undone() -> None:
        with transaction.atomic():
            actor_changes(person.pk)
            transaction.set_rollback(True)

    requested(Visitor(), undone)

    assert said() == NOBODY
