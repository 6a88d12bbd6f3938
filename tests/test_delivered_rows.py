"""After a test in real transactions the next one finds the installation that migrations make, not an empty one."""

from __future__ import annotations

import pytest
from django.db import connection

from consultations.models import EventKind
from tests.conftest import DELIVERED, empty_tables
from tests.everywhere.test_create_forms import rows
from tests.factories.municipality import OfficeFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def triggers() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger ORDER BY 1, 2")
        return cursor.fetchall()


def test_what_a_test_wrote_is_gone_and_what_migrations_delivered_is_there() -> None:
    before, guards = rows(), triggers()
    OfficeFactory()
    EventKind.objects.filter(code="forum").update(name_sq="Tjetër")
    assert rows() != before

    empty_tables()

    assert DELIVERED
    assert rows() == before
    assert triggers() == guards
    assert not EventKind.objects.filter(name_sq="Tjetër").exists()
    assert EventKind.objects.filter(code="forum").exists()
