from io import StringIO

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from operations.database.grants import append_only_tables, as_owner

pytestmark = [pytest.mark.database, pytest.mark.django_db]


APPLICATION = str(project.DATABASES["default"]["USER"])


def whoami() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_tests_run_as_the_application_role(settings):
    assert whoami() == settings.DATABASES["default"]["USER"]
    assert whoami() != settings.DATABASE_OWNER["USER"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statement_timeout", "30s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("jit", "off"),  # a server that compiles statements took 13 s for a home page
    ],
)
def test_session_gives_up_in_time_and_compiles_nothing(name, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        assert cursor.fetchone() == (value,)


def test_application_role_owns_nothing_and_has_no_special_power():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone()[0] == 0
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE intruder (id int)",
        "DROP TABLE operations_job",
        "ALTER TABLE operations_event DISABLE TRIGGER ALL",
        "TRUNCATE operations_job",
        "DELETE FROM django_migrations",
    ],
)
def test_application_role_cannot_change_tables(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def test_append_only_tables_refuse_change_to_the_application_role():
    tables = append_only_tables()
    assert "operations_event" in tables

    for table in tables:
        for privilege in ("UPDATE", "DELETE", "TRUNCATE"):
            with connection.cursor() as cursor:
                cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, privilege])
                assert cursor.fetchone()[0] is False, (table, privilege)


@pytest.mark.django_db(transaction=True)
def test_owner_login_lasts_for_its_block_only(settings):
    with as_owner():
        assert whoami() == settings.DATABASE_OWNER["USER"]

    assert whoami() == settings.DATABASES["default"]["USER"]


@pytest.mark.django_db(transaction=True)
def test_prepare_database_grants_to_the_application_and_not_to_the_owner(settings):
    with as_owner() as owner, owner.cursor() as cursor:
        cursor.execute(f'REVOKE ALL ON operations_job FROM "{APPLICATION}"')

    call_command("prepare_database", verbosity=0, stdout=StringIO())

    assert whoami() == APPLICATION
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'operations_job', 'UPDATE')")
        assert cursor.fetchone()[0] is True


@pytest.mark.django_db(transaction=True)
def test_data_of_another_version_is_refused_with_a_sentence() -> None:
    with as_owner() as owner:
        MigrationRecorder(owner).record_applied("municipality", "0002_of_another_version")
    try:
        with pytest.raises(CommandError, match=r"another version .* municipality\.0002_of_another_version\. Start"):
            call_command("prepare_database", verbosity=0, stdout=StringIO())
    finally:
        with as_owner() as owner:
            MigrationRecorder(owner).record_unapplied("municipality", "0002_of_another_version")
