"""The parts that are not kept yet, made in two processes: this one and a helper that takes the largest first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread
from typing import Any

from core.printing.engine import Engine
from core.printing.outcome import PdfRefused, Progress, SignMissing
from core.printing.parts.making import MadePart, Order, Record, make

#: The helper takes about a second to be there.
LEAST_FOR_TWO = 3
LOOK_SECONDS, END_SECONDS = 0.2, 5
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
        self._pages = {"kept": pages, "here": 0, "helper": 0}
        self._refusal: Exception | None = None

    def run(self) -> dict[str, MadePart]:
        """Every part that was ordered; the refusal of one refuses all."""
        with self._helped() as thread:
            while len(self._made) < len(self._orders):
                self._make_here()
                if thread is not None:
                    thread.join(LOOK_SECONDS)
                self._tell()
                if self._refusal is not None:
                    raise self._refusal
        return self._made

    def _make_here(self) -> None:
        while self._todo and self._refusal is None:
            key = self._todo.pop()
            part = make(self._engine, self._orders[key], key, self._here)
            self._keep(key, part, "here")

    def _here(self, page: int, _total: int) -> None:
        self._pages["here"] = page
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None and (done := sum(self._pages.values())):
            self._progress(done, 0)

    def _keep(self, key: str, part: MadePart, where: str) -> None:
        self._made[key] = part
        self._pages["kept"], self._pages[where] = self._pages["kept"] + len(part.record.kinds), 0

    @contextmanager
    def _helped(self) -> Iterator[Thread | None]:
        if len(self._orders) < LEAST_FOR_TWO:
            yield None
            return
        ours, theirs = Pipe()
        command = [sys.executable, "-m", "core.printing.parts.helper", str(theirs.fileno())]
        surroundings = {name: os.environ[name] for name in SURROUNDINGS if name in os.environ}
        helper = subprocess.Popen(  # noqa: S603  the command is ours, and so is what it reads
            command,
            pass_fds=[theirs.fileno()],
            cwd=ROOT,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        thread = Thread(target=self._feed, args=(ours,), daemon=True)
        thread.start()
        try:
            yield thread
        except BaseException:
            helper.kill()
            raise
        finally:
            thread.join(END_SECONDS)
            ours.close()
            try:
                helper.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                helper.kill()
                helper.wait()

    def _feed(self, connection: Any) -> None:
        """Gives the helper one part after the other; should it die, its part is made here."""
        while self._todo and self._refusal is None:
            try:
                key = self._todo.popleft()
            except IndexError:
                return
            try:
                self._ask(connection, key)
            except (EOFError, OSError):
                self._pages["helper"] = 0
                self._todo.append(key)
                return

    def _ask(self, connection: Any, key: str) -> None:
        connection.send_bytes(json.dumps({"name": key, "order": asdict(self._orders[key])}).encode())
        while True:
            said = json.loads(connection.recv_bytes())
            if "page" in said:
                self._pages["helper"] = said["page"]
            elif "refused" in said:
                self._refusal = REFUSALS[said["refused"]](said["words"])
                return
            else:
                self._keep(key, MadePart(connection.recv_bytes(), Record.of_data(said["record"])), "helper")
                return
