"""The second process that makes parts: `python -m core.printing.parts.helper <file descriptor>`.

It is given orders and gives back files; it reads no settings, opens no database and ends when nobody asks any more.
"""

from __future__ import annotations

import gc
import json
import sys
from multiprocessing.connection import Connection
from typing import Any

from core.printing.engine import Engine
from core.printing.outcome import PdfRefused, SignMissing
from core.printing.parts.making import Order, make


def serve(connection: Any) -> None:
    engine = Engine()

    def say(page: int, _total: int) -> None:
        connection.send_bytes(json.dumps({"page": page}).encode())

    while True:
        try:
            asked = json.loads(connection.recv_bytes())
        except EOFError:
            return
        try:
            part = make(engine, Order(**asked["order"]), asked["name"], say)
        except (PdfRefused, SignMissing) as refused:
            said = {"refused": type(refused).__name__, "words": str(refused)}
            connection.send_bytes(json.dumps(said).encode())
        else:
            connection.send_bytes(json.dumps({"record": part.record.as_data()}).encode())
            connection.send_bytes(part.pdf)


if __name__ == "__main__":
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # pages are millions of objects that live to the end
    serve(Connection(int(sys.argv[1])))
