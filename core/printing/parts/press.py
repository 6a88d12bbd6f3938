"""The parts that are not kept yet, made by two helpers, the largest first; until they are there, by this process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from multiprocessing import Pipe
from pathlib import Path
from threading import Event, Thread
from typing import Any

from core.printing.engine import Engine
from core.printing.outcome import PdfRefused, Progress, SignMissing
from core.printing.parts.making import MadePart, Order, Record, make

#: The helpers take about a second to be there.
LEAST_FOR_TWO = 3
HELPERS = 2
LOOK_SECONDS, END_SECONDS = 0.1, 5
ROOT = Path(__file__).resolve().parents[3]
#: What a process that draws text may read of the surroundings; no secret is among them.
SURROUNDINGS = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
REFUSALS = {each.__name__: each for each in (PdfRefused, SignMissing)}


class Press:
    """Makes parts; `pages` counts those that are there already, `progress` is told the sum."""

    def __init__(self, engine: Engine, orders: Mapping[str, Order], *, pages: int, progress: Progress | None) -> None:
        self._engine, self._orders, self._progress = engine, orders, progress
        self._todo = deque(sorted(orders, key=lambda key: -len(orders[key].html)))
        self._made: dict[str, MadePart] = {}
        self._kept_pages, self._pages = pages, Counter[str]()
        self._refusal: Exception | None = None
        self._ready = Event()

    def run(self) -> dict[str, MadePart]:
        """Every part that was ordered; the refusal of one refuses all."""
        with self._helped() as threads:
            while len(self._made) < len(self._orders):
                self._make_here(threads)
                for thread in threads:
                    thread.join(LOOK_SECONDS)
                self._tell()
                if self._refusal is not None:
                    raise self._refusal
        return self._made

    def _make_here(self, threads: Sequence[Thread]) -> None:
        """Small ones while the helpers read what they need, and what is left by helpers that died."""
        while self._refusal is None and not (self._ready.is_set() and any(each.is_alive() for each in threads)):
            try:
                key = self._todo.pop()
            except IndexError:
                return
            self._keep(key, make(self._engine, self._orders[key], key, self._here), "here")

    def _here(self, page: int, _total: int) -> None:
        self._pages["here"] = page
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None and (done := self._kept_pages + sum(self._pages.values())):
            self._progress(done, 0)

    def _keep(self, key: str, part: MadePart, where: str) -> None:
        self._pages[where] = 0
        self._kept_pages += len(part.record.kinds)
        self._made[key] = part

    @contextmanager
    def _helped(self) -> Iterator[Sequence[Thread]]:
        if len(self._orders) < LEAST_FOR_TWO:
            yield ()
            return
        pairs = [Pipe() for _helper in range(HELPERS)]
        helpers = _started([theirs.fileno() for _ours, theirs in pairs])
        threads = []
        for number, (ours, theirs) in enumerate(pairs):
            theirs.close()
            threads.append(Thread(target=self._feed, args=(ours, f"helper {number}"), daemon=True))
            threads[-1].start()
        try:
            yield threads
        except BaseException:
            _kill(helpers)
            raise
        finally:
            for thread in threads:
                thread.join(END_SECONDS)
            for ours, _theirs in pairs:
                ours.close()
            try:
                helpers.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                _kill(helpers)
                helpers.wait()

    def _feed(self, connection: Any, where: str) -> None:
        """Gives a helper one part after the other; should it die, its part is made by another."""
        with suppress(EOFError, OSError):
            connection.recv_bytes()
            self._ready.set()
            while self._refusal is None:
                try:
                    key = self._todo.popleft()
                except IndexError:
                    return
                try:
                    self._ask(connection, key, where)
                except (EOFError, OSError):
                    self._pages[where] = 0
                    self._todo.append(key)
                    return

    def _ask(self, connection: Any, key: str, where: str) -> None:
        connection.send_bytes(json.dumps({"name": key, "order": asdict(self._orders[key])}).encode())
        while True:
            said = json.loads(connection.recv_bytes())
            if "page" in said:
                self._pages[where] = said["page"]
            elif "refused" in said:
                self._refusal = REFUSALS[said["refused"]](said["words"])
                return
            else:
                self._keep(key, MadePart(connection.recv_bytes(), Record.of_data(said["record"])), where)
                return


def _started(descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
    """A process that parts in two; they and what they begin are one group, so that they end together."""
    return subprocess.Popen(  # noqa: S603  the command is ours, and so is what it reads
        [sys.executable, "-m", "core.printing.parts.helper", *map(str, descriptors)],
        pass_fds=descriptors,
        cwd=ROOT,
        env={name: os.environ[name] for name in SURROUNDINGS if name in os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        process_group=0,
    )


def _kill(helpers: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(helpers.pid, signal.SIGKILL)
