"""PostgreSQL and the broker in a data folder of the project, reachable by sockets only."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO
from urllib.parse import quote

from operations.supervisor.binaries import OPEN_FOLDER, CannotStart, Programs, broker_program, postgres_programs
from operations.supervisor.processes import Child, Login, unprivileged

LONGEST_SOCKET_FOLDER = 80  # a socket's path is limited to 107 bytes
OWNER, APPLICATION, DATABASE = "vlora_owner", "vlora_app", "vlora_plan"
FIRST_STATEMENTS = (
    f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE",
    f"CREATE ROLE {APPLICATION} LOGIN",
    f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
)
# To start two helpers for a statement that reads a few rows of every table took thirty times as long as to read them.
QUICK_AND_FORGETFUL = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "max_parallel_workers_per_gather=0",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=4GB",
    "checkpoint_timeout=1h",
)
HELLO_TEXT = b"user\0postgres\0database\0postgres\0\0"
HELLO_POSTGRES = struct.pack("!2I", 8 + len(HELLO_TEXT), 196608) + HELLO_TEXT  # protocol 3.0
SHELTER = Path("/var/lib/vlora-plan")


def shelter_of(package: Path) -> Path:
    """Where the copies of a package's programs are; each project has its own, since their versions may differ."""
    return SHELTER / "programs" / sha256(str(package).encode()).hexdigest()[:12]


def alone(path: Path, *, seconds: float = 30) -> IO[str]:
    """A lock that every part inherits: what a killed supervisor has left holds it until its last process has ended."""
    handle, end = path.open("w"), time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        time.sleep(0.05)
    handle.close()
    raise CannotStart(f"Parts of an earlier start still run on {path.parent} and do not end; end them first.")


@dataclass
class ServerFolders:
    """The folders the servers live in, and the user they run as."""

    data: Path
    is_ephemeral: bool = False
    outlives_run: bool = False
    login: Login | None = field(default_factory=unprivileged)

    def __post_init__(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.logs = self.data / "log"
        self.logs.mkdir(exist_ok=True)
        self.home = self.data
        if self.login and not self.login.may_reach(self.data / "postgres"):
            self.home = SHELTER / sha256(str(self.data.resolve()).encode()).hexdigest()[:12]
            self.home.mkdir(parents=True, exist_ok=True)
            for folder in (SHELTER, self.home):
                folder.chmod(OPEN_FOLDER)
        self.sockets = self.owned(self.home / "run")
        if len(str(self.sockets)) > LONGEST_SOCKET_FOLDER:
            self.sockets = self.owned(Path(tempfile.mkdtemp(prefix="vlora-")))
        self.parts = alone(self.data / "parts.lock")

    def owned(self, folder: Path) -> Path:
        """The folder, made if need be, as the servers' user's own."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.login:
            os.chown(folder, self.login.uid, self.login.gid)
        return folder

    def readable(self, programs: Programs) -> Programs:
        """The programs where the servers' user can read them."""
        if self.login is None or not programs.packages or self.login.may_reach(programs.folder / "x"):
            return programs
        target = shelter_of(programs.packages[0])
        try:
            for folder in (SHELTER, target.parent, target):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(OPEN_FOLDER)
            return programs.moved(target)
        except OSError as error:
            raise CannotStart(
                f"The servers' user cannot enter {programs.packages[0].parent}, and their programs could not be "
                f"copied to {target}: {error.strerror or error}. "
                "Lay the project into a folder that everybody may enter."
            ) from error

    def run(self, command: list[str], *, text: str = "") -> None:
        """Runs a program of the servers to its end as their user."""
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=self.login.uid if self.login else None,
            group=self.login.gid if self.login else None,
            extra_groups=[] if self.login else None,
        )
        if done.returncode:
            raise CannotStart(f"{Path(command[0]).name} failed:\n{done.stderr or done.stdout}")

    def clear(self) -> None:
        """Lets go of the lock, and removes what an ephemeral place has left."""
        self.parts.close()
        is_removed = self.is_ephemeral and not self.outlives_run
        for folder in {self.data, self.home, self.sockets} if is_removed else {self.sockets} - {self.home / "run"}:
            shutil.rmtree(folder, ignore_errors=True)


def make_cluster(place: ServerFolders, programs: Programs) -> Path:
    """The database's folder; made whole under another name first, so that a broken start leaves none by halves."""
    folder = place.home / "postgres"
    if folder.exists():
        return folder
    draft = place.home / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    place.owned(draft)
    options = ["--auth=trust", "--encoding=UTF8", "--username=postgres", "--data-checksums", "--no-instructions"]
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
    version = subprocess.run([programs.path("postgres"), "-V"], capture_output=True, text=True, check=True).stdout
    if int(version.split()[2].split(".")[0]) < 17:  # the builtin provider came with 17
        locale = ["--locale=C.UTF-8"]
    sync = ["--no-sync"] if place.is_ephemeral else []
    place.run([programs.path("initdb"), "-D", str(draft), *options, *locale, *sync])
    statements = "".join(f"{statement};\n" for statement in FIRST_STATEMENTS)
    place.run([programs.path("postgres"), "--single", "-D", str(draft), "postgres"], text=statements)
    draft.rename(folder)
    return folder


def postgres(place: ServerFolders, environment: dict[str, str]) -> tuple[Child, dict[str, str]]:
    """PostgreSQL's process and the addresses it gives the system."""
    programs = place.readable(postgres_programs())
    folder = make_cluster(place, programs)
    settings = ["listen_addresses=", f"unix_socket_directories={place.sockets}"]
    settings += QUICK_AND_FORGETFUL if place.is_ephemeral else []
    command = [programs.path("postgres"), "-D", str(folder)]
    for setting in settings:
        command += ["-c", setting]
    child = Child(
        "postgres",
        command,
        environment,
        place.logs / "postgres.log",
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGQUIT,
        login=place.login,
        folder=Path("/"),
        held=place.parts.fileno(),
    )
    address = f"/{DATABASE}?host={quote(str(place.sockets))}"
    return child, {
        "DATABASE_URL": f"postgresql://{APPLICATION}@{address}",
        "DATABASE_OWNER_URL": f"postgresql://{OWNER}@{address}",
    }


def broker(place: ServerFolders, environment: dict[str, str]) -> tuple[Child, dict[str, str]]:
    """The broker's process and the address it gives the system."""
    programs, name = broker_program()
    folder = place.owned(place.home / "broker")
    path = place.sockets / "broker.sock"
    saving = ["--save", "", "--appendonly", "no" if place.is_ephemeral else "yes"]
    command = [place.readable(programs).path(name), "--port", "0", "--unixsocket", str(path), "--dir", str(folder)]
    child = Child(
        "broker",
        [*command, *saving, "--maxmemory-policy", "noeviction", "--daemonize", "no"],
        environment,
        place.logs / "broker.log",
        death_signal=signal.SIGTERM,
        login=place.login,
        folder=Path("/"),
        held=place.parts.fileno(),
    )
    return child, {"REDIS_URL": f"unix://{path}"}


def answers(path: Path, question: bytes, answer: bytes) -> bool:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(2)
        try:
            caller.connect(str(path))
            caller.sendall(question)
            return caller.recv(len(answer)) == answer
        except OSError:
            return False


def wait_for(child: Child, path: Path, question: bytes, answer: bytes, *, seconds: float = 30) -> None:
    """Until the server answers on its socket; a server that a killed supervisor left is given time to end."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if child.is_running and answers(path, question, answer):
            return
        child.restart_if_due()
        time.sleep(0.02)
    raise CannotStart(f"{child.name} did not start:\n{child.last_words()}")


def start_servers(place: ServerFolders, given: dict[str, str]) -> tuple[list[Child], dict[str, str]]:
    """Starts what no address was given for; the processes, and the environment of all that need them."""
    children: list[Child] = []
    environment = dict(given)
    if "DATABASE_URL" in given and "DATABASE_OWNER_URL" not in given:
        raise CannotStart("DATABASE_URL is given and DATABASE_OWNER_URL, the address for migrations, is not.")
    try:
        if "DATABASE_URL" not in given:
            child, addresses = postgres(place, given)
            environment |= addresses
            children.append(child)
            child.start()
            wait_for(child, place.sockets / ".s.PGSQL.5432", HELLO_POSTGRES, b"R")
        if "REDIS_URL" not in given:
            child, addresses = broker(place, given)
            environment |= addresses
            children.append(child)
            child.start()
            wait_for(child, place.sockets / "broker.sock", b"PING\r\n", b"+PONG")
    except CannotStart:
        for child in reversed(children):
            child.stop()
        raise
    return children, environment
