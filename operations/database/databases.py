"""Databases on the server: one made beside another, exchanged for it, dropped; and the server's own programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection

from operations.supervisor.binaries import CannotStart, postgres_programs

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
SECONDS_TO_LEAVE = 3
LOGINS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND usesysid IS NOT NULL"


class BackupRefused(Exception):
    """A sentence for the operator: what is wrong and what to do."""


def database_name() -> str:
    return str(connection.settings_dict["NAME"])


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def scratch_name(purpose: str) -> str:
    """A name for a database beside the one in use."""
    return f"{database_name()}_{purpose}_{datetime.now(UTC):%Y%m%d%H%M%S}"


def _logins(cursor: Any) -> int:
    cursor.execute(LOGINS, [database_name()])
    return int(cursor.fetchone()[0])


def refuse_in_use() -> None:
    """BackupRefused while anybody but this command is logged in; the server's own cleaning gives way to a renaming.

    A login that was closed, as this command's own just now, is seen until the server's process for it has left.
    """
    connection.close()
    end = time.monotonic() + SECONDS_TO_LEAVE
    with maintenance() as cursor:
        while _logins(cursor) and time.monotonic() < end:
            time.sleep(0.05)
        if _logins(cursor):
            raise BackupRefused("The database is in use: stop web, workers and clock, then restore again.")


def exchange(name: str, *, before: str) -> None:
    """The database takes the place of the one in use, which is kept under the name `before`."""
    quote_name, current = connection.ops.quote_name, database_name()
    refuse_in_use()
    with maintenance() as cursor:
        cursor.execute(f"ALTER DATABASE {quote_name(current)} RENAME TO {quote_name(before)}")
        cursor.execute(f"ALTER DATABASE {quote_name(name)} RENAME TO {quote_name(current)}")


def drop(name: str) -> None:
    with maintenance() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")


def manage(name: str, *arguments: str) -> str:
    """A command of this system on another database of the same server; its output. BackupRefused if it fails."""
    addresses = {
        "DATABASE_URL": _address(settings.DATABASES["default"], name),
        "DATABASE_OWNER_URL": _address(settings.DATABASE_OWNER, name),
        "HISTORY_HEADS_FILE": str(settings.HISTORY_HEADS_FILE),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    done = subprocess.run(command, env={**os.environ, **addresses}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupRefused(f"`manage.py {arguments[0]}` on “{name}” failed:\n{done.stderr or done.stdout}")
    return done.stdout


def _address(login: dict[str, Any], name: str) -> str:
    user, password = quote(login["USER"], safe=""), quote(login["PASSWORD"] or "", safe="")
    port = f"&port={login['PORT']}" if login["PORT"] else ""
    host = f"?host={quote(login['HOST'], safe='')}{port}" if login["HOST"] else ""
    return f"postgresql://{user}:{password}@/{quote(name, safe='')}{host}"


def _owner() -> dict[str, str]:
    owner = settings.DATABASE_OWNER
    login = {"user": owner["USER"], "password": owner["PASSWORD"], "host": owner["HOST"], "port": owner["PORT"]}
    return {key: str(value) for key, value in login.items() if value}


@contextmanager
def logged_in(name: str) -> Iterator[Any]:
    """A cursor of the owner on a database of the server; each statement for itself."""
    session = psycopg2.connect(dbname=name, **_owner())
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            yield cursor
    finally:
        session.close()


def maintenance() -> Any:
    """A cursor beside all databases, for creating, renaming and dropping them."""
    return logged_in("postgres")


def run_program(program: str, *options: str, name: str) -> None:
    """A program of the server's own version; the password goes by the environment, which no list shows."""
    login = {f"PG{key.upper()}": value for key, value in _owner().items()}
    environment = {**os.environ, **login, "PGDATABASE": name}
    done = subprocess.run([_program(program), *options], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupRefused(f"{program} failed:\n{done.stderr}")


def _program(name: str) -> str:
    """Beside the installed server's programs, or on PATH: whichever is of the running server's version."""
    with maintenance() as cursor:
        wanted = cursor.connection.server_version // 10_000
    beside = ""
    with suppress(CannotStart):
        beside = postgres_programs().path(name)
    for candidate in (shutil.which(name), beside):
        if candidate and _version(candidate) == wanted:
            return candidate
    raise BackupRefused(f"{name} of PostgreSQL {wanted} was not found; put it on PATH.")


def _version(program: str) -> int:
    """The first number that the program calls its version; 0 where it does not run."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r" (\d+)", said)
    return int(found[1]) if found else 0


def counted(cursor: Any) -> dict[str, int]:
    """The number of rows of every table."""
    cursor.execute(TABLES)
    names = [name for (name,) in cursor.fetchall()]
    counts = {}
    for name in names:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
        counts[name] = cursor.fetchone()[0]
    return counts
