"""The processes that make parts: `python -m core.printing.parts.helper <file descriptor> <file descriptor>`.

They are given orders and give back files; they read no settings, open no database and end when nobody asks any more.
What is read once is read before the first of them parts in two; each part is made in a process of its own, whose end
gives all memory back at once: looking for what could be freed takes an eighth of making it.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from multiprocessing.connection import Connection
from typing import Any

from core.printing.engine import Engine
from core.printing.outcome import PdfRefused, SignMissing
from core.printing.parts.making import Order, make

#: A document in the hands and signs that parts are written in: fonts and the engine's own tables are ready after it.
LETTERS = "abcçdeëfghijklmnopqrstuvwxyz ABCÇDEËFGHIJKLMNOPQRSTUVWXYZ 0123456789 .,:;!?()/%+–-„“’"
PROOF = f"""<!DOCTYPE html><html><head><title>–</title></head><body><h2>{LETTERS}</h2><p>{LETTERS}<b>{LETTERS}</b></p>
<table><thead><tr><th scope="col">{LETTERS}</th></tr></thead><tbody><tr><td class="number">{LETTERS}</td></tr></tbody>
<tfoot><tr><td class="number">{LETTERS}</td></tr></tfoot></table></body></html>"""


class _Lost(Exception):
    """A part's process ended before it gave the part."""


def open_shop(connections: list[Any]) -> None:
    """Read what all parts need, then serve each connection in a process of its own."""
    engine = Engine()
    make(engine, Order(PROOF), "proof")
    gc.collect()
    gc.freeze()
    own, other = connections
    if child := os.fork():
        other.close()
    else:
        own.close()
        own = other
    own.send_bytes(b'{"ready": true}')
    try:
        _serve(engine, own)
    finally:
        own.close()
        if child:
            os.waitpid(child, 0)


def _serve(engine: Engine, connection: Any) -> None:
    while True:
        try:
            asked = connection.recv_bytes()
        except EOFError:
            return
        if child := os.fork():
            if os.waitpid(child, 0)[1]:
                raise _Lost
        else:
            _make_and_end(engine, connection, asked)


def _make_and_end(engine: Engine, connection: Any, asked: bytes) -> None:
    """Never returns to what the first process was doing."""
    ended = 1
    try:
        _make(engine, connection, json.loads(asked))
        ended = 0
    finally:
        os._exit(ended)


def _make(engine: Engine, connection: Any, asked: dict[str, Any]) -> None:
    def say(page: int, _total: int) -> None:
        connection.send_bytes(json.dumps({"page": page}).encode())

    try:
        part = make(engine, Order(**asked["order"]), asked["name"], say)
    except (PdfRefused, SignMissing) as refused:
        said = {"refused": type(refused).__name__, "words": str(refused)}
        connection.send_bytes(json.dumps(said).encode())
    else:
        connection.send_bytes(json.dumps({"record": part.record.as_data()}).encode())
        connection.send_bytes(part.pdf)


if __name__ == "__main__":
    gc.disable()
    open_shop([Connection(int(descriptor)) for descriptor in sys.argv[1:]])
