"""A program that reads what a stranger wrote: few seconds, little memory, no network, no surroundings."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

# The shell sets the limits and becomes the program: no Python runs between fork and exec of a server with threads.
# A limit that a system does not know is passed over; `unshare` takes the network away where the system lets it.
# The soft limit of time is a second below the hard one, so that the signal says what the program ran out of.
GUARD = (
    'ulimit -H -t "$(($1 + 1))"; ulimit -S -t "$1"; ulimit -v "$2" 2>/dev/null; ulimit -f "$3"; ulimit -c 0; shift 3; '
    'unshare -rn true 2>/dev/null && exec unshare -rn "$@"; exec "$@"'
)
BLOCK_BYTES = 512


class RunFailed(Exception):
    """The program ended by itself with `code`, or it was killed at one of its limits."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code

    @property
    def was_killed(self) -> bool:
        return self.code is None or self.code < 0

    @property
    def used_up_its_time(self) -> bool:
        """Its own computing time, which a busy machine does not shorten."""
        return self.code == -signal.SIGXCPU


@dataclass(frozen=True, slots=True)
class Limits:
    """`cpu_seconds` measures the work; `wall_seconds` only ends a program that waits for ever."""

    cpu_seconds: int
    wall_seconds: int
    memory_bytes: int
    output_bytes: int


def run_sandboxed(command: list[str], content: bytes, limits: Limits) -> bytes:
    """What the program prints when it reads `content`; RunFailed when it ends badly or reaches a limit."""
    with sandboxed_output(command, content, limits) as printed:
        return printed.read()


def sandboxed_output(command: list[str], content: bytes, limits: Limits) -> IO[bytes]:
    """The same as a file that goes when it is closed or forgotten: what is long need not stand in memory."""
    bounds = (limits.cpu_seconds, limits.memory_bytes // 1024, limits.output_bytes // BLOCK_BYTES)
    printed = TemporaryFile()  # noqa: SIM115  whoever asked for it closes it
    with TemporaryDirectory() as folder, TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        try:
            done = subprocess.run(  # noqa: S603  the command is ours, only what it reads is a stranger's
                ["/bin/sh", "-c", GUARD, "sh", *map(str, bounds), *command],
                stdin=given,
                stdout=printed,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={"HOME": folder, "LANG": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
                timeout=limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            printed.close()
            raise RunFailed(None) from error
    if done.returncode:
        printed.close()
        raise RunFailed(done.returncode)
    printed.seek(0)
    return printed
