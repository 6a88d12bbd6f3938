"""The tests run as the application's database role; only creating, emptying and dropping are the owner's."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hypothesis
import psycopg2
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from hypothesis import HealthCheck

from accounts.enums import Role
from municipality.services import install_reference_data
from operations.database.grants import log_in_as, owner_login
from operations.supervisor.catalogues import compile_all
from operations.trail import session_actor
from tests.access import ANONYMOUS, AccessRows
from tests.factories import logins
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.template_database import copy_for_this_process, drop_copy
from tests.templates import all_names_given

Rows = dict[str, io.BytesIO]  # by table, in the database's own form
DELIVERED: Rows = {}
KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission"}
# Of the tables that emptying some reaches, those whose own triggers would stand against it.
REFUSING_TRUNCATE = """
    WITH RECURSIVE reached AS (
        SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s)
        UNION SELECT f.conrelid FROM pg_constraint f JOIN reached ON f.confrelid = reached.oid WHERE f.contype = 'f'
    )
    SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t JOIN reached ON t.tgrelid = reached.oid
    WHERE NOT t.tgisinternal AND t.tgtype & 32 <> 0  -- 32: on TRUNCATE
"""


# How fast examples are made depends on what else the machine does, and says nothing of the program.
hypothesis.settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("busy machine")


def pytest_configure() -> None:
    """The catalogue as it is in the source: also where Django has read an older one, or none, before this line."""
    for catalogue in compile_all():
        translation_file_changed(None, catalogue)
    logins.note_all()
    gc.set_threshold(200_000, 20, 20)  # nearly all that is read while tests are collected stays


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it for garbage again and again took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 8)  # the last: how much of what is left behind a process may hold


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    with django_db_blocker.unblock():
        login = log_in_as(connection, owner_login())
        before = copy_for_this_process(login["USER"])
        log_in_as(connection, login)
        DELIVERED.update(noted_rows())
    yield
    with django_db_blocker.unblock():
        logins.close_all()
        log_in_as(connection, owner_login())
        drop_copy(before)


def owner_address() -> dict[str, Any]:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    login = {**settings.DATABASE_OWNER, "NAME": connection.settings_dict["NAME"]}
    return {name: login[key] for name, key in names.items() if login[key]}


def filled_tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    tables = sorted({name for (name,) in cursor.fetchall()} - KEPT_TABLES)
    cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables))
    return [name for (name,) in cursor.fetchall()]


def noted_rows() -> Rows:
    """All that stands in the database now."""
    noted: Rows = {}
    with psycopg2.connect(**owner_address()) as owner, owner.cursor() as cursor:
        for name in filled_tables(cursor):
            noted[name] = io.BytesIO()
            cursor.copy_expert(f'COPY "{name}" TO STDOUT (FORMAT binary)', noted[name])
    owner.close()
    return noted


def put_back(cursor: Any, noted: Rows) -> None:
    for name in noted:
        cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
    for name, rows in noted.items():
        rows.seek(0)
        cursor.copy_expert(f'COPY "{name}" FROM STDIN (FORMAT binary)', rows)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in noted:
        cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


def empty_tables(left: Rows = DELIVERED) -> None:
    """As owner and past the guards: what a test in real transactions left behind, its logins too.

    The rows that migrations make stay: without them the next test would run in another installation than the first.
    """
    logins.close_all()
    with psycopg2.connect(**owner_address()) as owner, owner.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20s'")
        if filled := filled_tables(cursor):
            cursor.execute(REFUSING_TRUNCATE, [filled])
            guarded = [name for (name,) in cursor.fetchall()]
            for name in guarded:
                cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            cursor.execute("TRUNCATE {} CASCADE".format(", ".join(f'"{name}"' for name in filled)))
            for name in guarded:
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
            put_back(cursor, left)
    owner.close()


@pytest.fixture(autouse=True, scope="session")
def _owner_empties_tables() -> Iterator[None]:
    patch = pytest.MonkeyPatch()

    def teardown(self: TransactionTestCase) -> None:
        empty_tables()

    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="module")
def _no_server() -> Iterator[None]:
    """A module that reads the web server's entry makes a server of this process: all later events would be refused."""
    yield
    assert session_actor.at_rest() == session_actor.UNSAID


@pytest.fixture(autouse=True)
def _albanian() -> None:
    """No test inherits the language in which another one left the thread."""
    translation.activate("sq")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _answers_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server closes the file of every answer it has sent; here it would stay open where a test does not read it."""
    ask, closers = Client.request, []

    def request(self: Client, **asked: Any) -> Any:
        answer = ask(self, **asked)
        if answer.streaming:
            closers.extend(answer._resource_closers)
        return answer

    monkeypatch.setattr(Client, "request", request)
    yield
    for close in closers:
        close()


@pytest.fixture
def process_environment(settings: Any, transactional_db: None) -> dict[str, str]:
    """What a worker started by a test needs to stand on the same database, broker and files."""
    login = connection.settings_dict
    address = f"postgresql://{quote(login['USER'])}:{quote(login['PASSWORD'])}@/{quote(login['NAME'])}"
    port = f"&port={login['PORT']}" if login["PORT"] else ""
    return {
        "DJANGO_SETTINGS_MODULE": "vlora_plan.settings.test",
        "DATABASE_URL": f"{address}?host={quote(login['HOST'] or 'localhost')}{port}",
        "REDIS_URL": settings.REDIS_URL,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }


@pytest.fixture
def serving(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The connection as a process that serves people has it between two requests: it names nobody."""
    monkeypatch.setattr(session_actor, "_at_rest", session_actor.NOBODY)
    session_actor.let_rest(connection)
    yield
    session_actor.name_actor(session_actor.UNSAID)


@pytest.fixture
def client_of(client: Client) -> Any:
    """A client logged in as a user: `client_of(user)`."""

    def log_in(user: Any) -> Client:
        client.force_login(user, backend="accounts.login.backends.PasswordBackend")
        session = client.session
        session["began_at"] = session["seen_at"] = int(time.time())
        if user.needs_second_factor:
            device = TOTPDevice.objects.get_or_create(user=user, name="test", confirmed=True)[0]
            session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client

    return log_in


@pytest.fixture(scope="module")
def strict_templates() -> Iterator[None]:
    """A loop or a condition over a name that nobody gave fails, as a figure does, instead of showing nothing."""
    with all_names_given():
        yield


@pytest.fixture(scope="module")
def visitors(strict_templates: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The session of one person a role, made once for all addresses; every visit is undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        install_reference_data()
        MunicipalityFactory()
        yield {ANONYMOUS: ""} | {str(role): session_of(role) for role in Role}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def access_rows(visitors: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> AccessRows:
    return AccessRows(tmp_path_factory.mktemp("standing"))


@pytest.fixture
def standing(access_rows: AccessRows, settings: Any, _media: None) -> AccessRows:
    """What the pages of a module stand on, made once for pages that ask for the same; their files stay with them."""
    settings.MEDIA_ROOT = access_rows.media
    return access_rows


def session_of(role: Role) -> str:
    """Somebody of the role, logged in with the second factor; an NGO member speaks for an organisation."""
    user: Any = UserFactory(role=role, email=f"{role}@roles.example")
    if role == Role.NGO:
        MembershipFactory(user=user)
    device = TOTPDevice.objects.create(user=user, name="test", confirmed=True)
    client = Client()
    client.force_login(user, backend="accounts.login.backends.PasswordBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    # Every visit is undone, so each one would note anew when she was last seen; by this clock none has to.
    session["began_at"], session["seen_at"] = int(time.time()), int(time.time()) + settings.SESSION_IDLE_SECONDS
    session.save()
    return str(session.session_key)
