"""Processes that end with their parent, each in a group of its own."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
IS_LINUX = sys.platform.startswith("linux")


@dataclass(frozen=True)
class Login:
    """The unprivileged user that servers run as when the supervisor is root."""

    uid: int
    gid: int

    def may_reach(self, path: Path) -> bool:
        """Whether every folder on the way lets a stranger through."""
        return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)


def unprivileged() -> Login | None:
    """The user to drop to; None when the supervisor is not root and stays who it is."""
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return Login(65534, 65534)
    return Login(nobody.pw_uid, nobody.pw_gid)


def die_with_parent(death: signal.Signals, parent: int) -> Callable[[], None] | None:
    """Runs in the child after it has dropped its user: a change of credentials would clear the wish."""
    if not IS_LINUX:
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def wish() -> None:
        prctl(PR_SET_PDEATHSIG, int(death))
        if os.getppid() != parent:
            os._exit(1)

    return wish


@dataclass
class Child:
    """One process that is kept alive: how to start it, how to stop it, and how often it has died of late."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    login: Login | None = None
    folder: Path | None = None
    nice: int = 0
    held: int | None = None  # a file that is locked for as long as the process lives
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.starts = [moment for moment in self.starts if time.monotonic() - moment < 60] + [time.monotonic()]
        command = ["nice", "-n", str(self.nice), *self.command] if self.nice else list(self.command)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                pass_fds=() if self.held is None else (self.held,),
                preexec_fn=die_with_parent(self.death_signal, os.getpid()),  # noqa: PLW1509 (one thread only)
                user=self.login.uid if self.login else None,
                group=self.login.gid if self.login else None,
                extra_groups=[] if self.login else None,
            )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def restart_if_due(self) -> bool:
        """Starts a dead process again, later each time it has died within a minute; whether it did."""
        if self.is_running or time.monotonic() - self.starts[-1] < min(2 ** len(self.starts) / 4, 30):
            return False
        self.start()
        return True

    def stop(self, seconds: float = 10) -> None:
        """Asks the process to end, then ends it and whatever it has left in its group."""
        if self.process is None:
            return
        if self.is_running:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])


def end_leftovers(pid_file: Path, mark: str) -> None:
    """Where a killed supervisor cannot take its children along: ends those whose command names `mark`."""
    if IS_LINUX or not pid_file.exists():
        return
    for pid in pid_file.read_text().split():
        shown = subprocess.run(["ps", "-p", pid, "-o", "command="], capture_output=True, text=True, check=False)
        if mark in shown.stdout:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(pid), signal.SIGTERM)
