"""One migrated database a cluster, from which each test process copies its own.

Migrating costs a quarter of a minute, a copy one second.
"""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection

from operations.database.grants import apply_grants
from operations.database.migrating import models_drawn_once
from operations.trail.stored_rows import note_rows

PROJECT = Path(__file__).resolve().parents[2]
PREFIX, LOCK = "vlora_template_", 7_301_952  # any number that nothing else locks in the maintenance database
SOURCES = ("*/migrations/*.py", "socialplan/*/migrations/*.py", "operations/database/*.py", "requirements/base.txt")

OUR_TEMPLATES = """
    SELECT datname FROM pg_database JOIN pg_roles owner ON owner.oid = datdba
    WHERE starts_with(datname, %s) AND owner.rolname = current_user
"""

#: As in a house that has been used for years: keys have many digits, and those of two tables never run side by side.
COUNT_ON_FROM_HIGH = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 30000 + 997 * row_number() OVER by_name)
    FROM pg_sequences WHERE schemaname = 'public' WINDOW by_name AS (ORDER BY sequencename)
"""


def template_name() -> str:
    """The template's name by what it was made from and by whom: another migration is another template."""
    mark = sha256(str(connection.settings_dict["USER"]).encode())
    for path in sorted(path for pattern in SOURCES for path in PROJECT.glob(pattern)):
        mark.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return PREFIX + mark.hexdigest()[:16]


def use_database(name: str) -> None:
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def make_template(name: str) -> None:
    """Migrates a draft and gives it the template's name at the end, so that a stopped run leaves none by halves."""
    test, draft = connection.settings_dict["TEST"], f"{name}_draft"
    before, test["NAME"] = test["NAME"], draft
    try:
        with models_drawn_once():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        note_rows(connection)
    finally:
        test["NAME"] = before
        connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")


def copy_for_this_process(application_role: str) -> str:
    """Makes this process's test database from the template, points the connection at it; the name it had before.

    The connection must be logged in as the owner. Templates of other migrations are dropped on the way.
    """
    before, name = str(connection.settings_dict["NAME"]), connection.creation._get_test_db_name()
    quoted, template = connection.ops.quote_name(name), template_name()
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(OUR_TEMPLATES, [PREFIX])
        there = {row[0] for row in cursor.fetchall()}
        for old in there - {template, f"{template}_draft"}:
            cursor.execute(f"DROP DATABASE IF EXISTS {old} WITH (FORCE)")
        if template not in there:
            make_template(template)
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE {template}")
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    use_database(name)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ON_FROM_HIGH)
    apply_grants(connection, application_role)
    return before


def drop_copy(before: str) -> None:
    name = connection.settings_dict["NAME"]
    use_database(before)
    statement = f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}"
    with connection.creation._nodb_cursor() as cursor:
        for _attempt in range(20):
            try:
                return cursor.execute(statement)
            except OperationalError:  # a server's thread is still on its way out; the owner may not end it
                time.sleep(0.25)
    return None
