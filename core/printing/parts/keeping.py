"""Parts that were made are kept on this machine by the hash of everything they are made of; what is lost is made anew.

Nothing rests on them: the folder may be emptied at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from core.printing.engine import ASSETS, STYLESHEET
from core.printing.metrics import FONT_FILES, font_folder
from core.printing.parts.making import MadePart, Order, Record

MOST_BYTES = 300 * 1024 * 1024
MOST_SECONDS = 30 * 24 * 3600
MAKERS = ("weasyprint", "pydyf", "tinyhtml5", "tinycss2", "pikepdf", "lxml")


@cache
def _maker() -> bytes:
    """What makes parts besides their HTML: programs with their versions, our own modules, style sheet and fonts."""
    code = Path(__file__).resolve().parents[1]
    files = [*sorted(code.rglob("*.py")), ASSETS / STYLESHEET]
    said = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in MAKERS).encode())
    for file in files:
        said.update(file.read_bytes())
    for name in FONT_FILES.values():
        said.update(f"{name} {(font_folder() / name).stat().st_size}".encode())
    return said.digest()


def key_of(order: Order) -> str:
    """The same for the same words in the same place of the same surroundings."""
    said = hashlib.sha256(_maker())
    surroundings = [
        dict(order.before),
        order.notes,
        order.chapter,
        [[each.kind, each.anchor, each.words] for each in order.after],
        sorted(order.pages.items()),
    ]
    said.update(json.dumps(surroundings, sort_keys=True).encode())
    for attachment in order.attachments:
        said.update(f"{attachment.name}\0{attachment.description}\0".encode())
        said.update(hashlib.sha256(attachment.content).digest())
    said.update(order.html.encode())
    return said.hexdigest()


def key_of_whole(parts: Sequence[str]) -> str:
    """The joined document by the keys of its parts, which say everything that it is made of."""
    return hashlib.sha256("\n".join(["whole", *parts]).encode()).hexdigest()


class PartStore:
    """A folder of parts: a line of JSON, then the file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> MadePart | None:
        path = self._path(key)
        try:
            data, _line, pdf = path.read_bytes().partition(b"\n")
            os.utime(path)
            return MadePart(pdf, Record.of_data(json.loads(data)))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, part: MadePart) -> None:
        data = json.dumps(part.record.as_data(), separators=(",", ":"))
        self._write(key, data.encode() + b"\n" + part.pdf)

    def whole(self, key: str) -> bytes | None:
        """A joined document; one that was damaged on the disk is none."""
        path = self._path(key)
        try:
            told, _line, made = path.read_bytes().partition(b"\n")
            os.utime(path)
        except OSError:
            return None
        return made if hashlib.sha256(made).hexdigest().encode() == told else None

    def put_whole(self, key: str, made: bytes) -> None:
        self._write(key, hashlib.sha256(made).hexdigest().encode() + b"\n" + made)

    def guess(self, name: str) -> int | None:
        """A small number remembered under a name."""
        try:
            return int(self._path(hashlib.sha256(name.encode()).hexdigest()).read_bytes())
        except (OSError, ValueError):
            return None

    def remember(self, name: str, number: int) -> None:
        self._write(hashlib.sha256(name.encode()).hexdigest(), str(number).encode())

    def thin(self) -> None:
        """What was not used for a month goes, and the oldest while the folder is too large."""
        kept = sorted(self._files(), key=lambda each: each[0], reverse=True)
        oldest, room = time.time() - MOST_SECONDS, MOST_BYTES
        for used, size, path in kept:
            room -= size
            if used < oldest or room < 0:
                path.unlink(missing_ok=True)

    def _files(self) -> Sequence[tuple[float, int, Path]]:
        try:
            found = [(each.stat(), Path(each.path)) for each in os.scandir(self._folder) if each.is_file()]
        except OSError:
            return []
        return [(stat.st_mtime, stat.st_size, path) for stat, path in found]

    def _path(self, key: str) -> Path:
        return self._folder / key

    def _write(self, key: str, content: bytes) -> None:
        """A disk that takes nothing costs the time of making it again, no more."""
        draft = self._folder / f".{key}.{os.getpid()}.{time.monotonic_ns()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(content)
            draft.replace(self._path(key))
        except OSError:
            with suppress(OSError):
                draft.unlink()
