"""The tests marked `database` on the machine's own PostgreSQL and Redis, if it has them, in scratch roles.

The server is asked on 127.0.0.1:5432 as `postgres` without a password; what is made there is dropped afterwards.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import psycopg2
from psycopg2 import sql

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from operations.supervisor.testing import marked

HOST = "127.0.0.1"
PARALLEL = 2  # each of them has a database of its own
ADMINISTRATOR = {"host": HOST, "port": 5432, "user": "postgres", "dbname": "postgres", "connect_timeout": 3}


def answers(port: int) -> bool:
    with socket.socket() as caller:
        caller.settimeout(2)
        return caller.connect_ex((HOST, port)) == 0


def execute(*statements: sql.Composable) -> None:
    connection = psycopg2.connect(**ADMINISTRATOR)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def databases_of(owner: str) -> list[str]:
    connection = psycopg2.connect(**ADMINISTRATOR)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE r.rolname = %s", [owner]
            )
            return [name for (name,) in cursor.fetchall()]
    finally:
        connection.close()


def main() -> int:
    if not (answers(5432) and answers(6379)):
        print("No PostgreSQL and Redis on this machine: the round on its own servers is left out.")
        return 0
    word, mark = secrets.token_hex(16), secrets.token_hex(4)
    names = {part: f"vlora_{part}_{mark}" for part in ("owner", "app", "scratch")}
    owner, application, database = (sql.Identifier(names[part]) for part in ("owner", "app", "scratch"))
    try:
        execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD {}").format(owner, sql.Literal(word)),
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(application, sql.Literal(word)),
            sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner),
        )
    except psycopg2.Error as refusal:
        print(f"The machine's PostgreSQL is not ours to use ({str(refusal).strip()}): this round is left out.")
        return 0
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{names['app']}:{word}@{HOST}/{names['scratch']}",
        "DATABASE_OWNER_URL": f"postgresql://{names['owner']}:{word}@{HOST}/{names['scratch']}",
        "REDIS_URL": f"redis://{HOST}:6379/9",
    }
    try:
        chosen = ["-n", str(PARALLEL), "--dist", "worksteal", "-m", "database", "-q", *marked("database")]
        command = [sys.executable, "-m", "pytest", *chosen]
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        execute(
            *(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                for name in databases_of(names["owner"])
            ),
            sql.SQL("DROP ROLE IF EXISTS {}").format(application),
            sql.SQL("DROP ROLE IF EXISTS {}").format(owner),
        )


if __name__ == "__main__":
    sys.exit(main())
