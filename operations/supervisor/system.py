"""The whole system: servers, preparation, web, workers and clock, kept alive until it is told to stop."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO

from operations.supervisor.binaries import CannotStart
from operations.supervisor.catalogues import compile_all
from operations.supervisor.processes import IS_LINUX, Child, end_leftovers
from operations.supervisor.servers import ServerFolders, start_servers

PROJECT = Path(__file__).resolve().parent.parent.parent
DEVELOPMENT = "vlora_plan.settings.development"
WRITTEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DEMO", "SITE_URL")


class StopRequested(Exception):
    """Somebody asked the system to stop."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def data_folder() -> Path:
    return Path(os.environ.get("DATA_DIR") or PROJECT / "var").resolve()


def lock(data: Path) -> IO[str]:
    """Holds the data folder for this supervisor alone; the kernel lets go when it dies."""
    data.mkdir(parents=True, exist_ok=True)
    handle = (data / "supervisor.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CannotStart(f"The system is already running on {data}; stop it first, or set DATA_DIR.") from error
    return handle


def free_port(host: str, port: str) -> None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {port!r}.")
    with socket.socket(socket.AF_INET) as caller:
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            caller.bind((host, int(port)))
        except OSError as error:
            raise CannotStart(f"Port {port} is taken or not allowed; choose another: make run PORT=8001") from error


def secret(data: Path) -> str:
    """This installation's own key for development, made once."""
    path = data / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(60))
    return path.read_text()


def manage(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *arguments], env=environment, cwd=PROJECT, check=False)
    if done.returncode:
        raise CannotStart(f"`manage.py {' '.join(arguments)}` failed; its message stands above.")


def base_environment(data: Path) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if value or name not in WRITTEN}
    return {
        "DJANGO_SETTINGS_MODULE": DEVELOPMENT,
        "SECRET_KEY": secret(data),
        "PYTHONUNBUFFERED": "1",
        **given,
        "DATA_DIR": str(data),
    }


def web_address(host: str, port: str) -> str:
    """Where a browser on this machine finds it."""
    return f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}"  # noqa: S104


def write_environment(data: Path, environment: dict[str, str]) -> None:
    path = data / "environment"
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={environment[name]}\n" for name in WRITTEN if name in environment))


def application(place: ServerFolders, environment: dict[str, str], host: str, port: str) -> list[Child]:
    """Web by gunicorn, three workers and the clock by Celery."""
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "vlora_plan", "--quiet"]
    worker = [*celery, "worker", "--without-gossip", "--without-mingle", "--loglevel", "WARNING", "--concurrency", "1"]
    web = [python, "-m", "gunicorn", "vlora_plan.wsgi", "--bind", f"{host}:{port}", "--workers", "2"]
    schedule = str(place.data / "beat-schedule")
    commands = {
        "web": [*web, "--threads", "4", "--graceful-timeout", "5", "--no-control-socket"],
        "worker-fast": [*worker, "--queues", "fast", "--hostname", "fast@%h"],
        "worker-pdf": [*worker, "--queues", "pdf", "--hostname", "pdf@%h", "--max-tasks-per-child", "20"],
        "worker-sheets": [*worker, "--queues", "sheets", "--hostname", "sheets@%h", "--max-tasks-per-child", "20"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", schedule, "--pidfile", ""],
    }
    return [
        Child(
            name,
            command,
            environment,
            place.logs / f"{name}.log",
            death_signal=signal.SIGQUIT if name == "web" else signal.SIGKILL,
            folder=PROJECT,
            held=place.parts.fileno(),
            nice=10 if name in {"worker-pdf", "worker-sheets"} else 0,
        )
        for name, command in commands.items()
    ]


def wait_for_web(web: Child, address: str, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and web.is_running:
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=5).close()  # noqa: S310
        except urllib.error.HTTPError:
            return  # it answers; the workers' first heartbeat is still to come
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CannotStart(f"The web server did not answer:\n{web.last_words()}")


def keep_alive(children: list[Child]) -> None:
    while True:
        for child in children:
            if not child.is_running and child.restart_if_due():
                say(f"{child.name} ended and was started again; {child.log} says why.")
        time.sleep(0.5)


def prepare(environment: dict[str, str]) -> None:
    compile_all()
    manage(environment, "prepare_database", "--verbosity", "0")
    if environment["DJANGO_SETTINGS_MODULE"] != DEVELOPMENT:  # which serves them from where they are
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
    if environment.get("DEMO", "1") != "0":
        manage(environment, "load_demo")


def run() -> None:
    """Starts everything, says where it is, and keeps it alive until Ctrl-C or SIGTERM."""
    data = data_folder()
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    held = lock(data)
    end_leftovers(data / "pids", str(data))
    place, address = ServerFolders(data), web_address(host, port)
    free_port(host, port)
    children: list[Child] = []
    try:
        children, environment = start_servers(place, {"SITE_URL": address} | base_environment(data))
        write_environment(data, environment)
        prepare(environment)
        children += application(place, environment, host, port)
        for child in children:
            if child.process is None:
                child.start()
        if not IS_LINUX:
            (data / "pids").write_text(" ".join(str(child.process.pid) for child in children if child.process))
        own = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 (a bare machine knows no localhost)
        wait_for_web(next(child for child in children if child.name == "web"), own)
        if environment.get("DEMO", "1") != "0":
            manage(environment, "demo_accounts")
        else:
            manage(environment, "first_token")
        say(f"\nThe system is ready: {address}/  (Ctrl-C stops it; logs are in {place.logs})")
        keep_alive(children)
    finally:
        say("Stopping.")
        for child in reversed(children):
            child.stop()
        place.clear()
        held.close()


def stop(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise StopRequested
