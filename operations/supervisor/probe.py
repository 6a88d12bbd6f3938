"""Asks a running server whether parts of it are well: `python -m operations.supervisor.probe ADDRESS PART …`."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit


def health(address: str) -> dict[str, Any]:
    """What /health/ answers; asked by the public host's name, the only one that production lets in."""
    host = urlsplit(os.environ.get("SITE_URL", address)).netloc
    question = urllib.request.Request(f"{address}/health/", headers={"Host": host})  # noqa: S310
    try:
        with urllib.request.urlopen(question, timeout=8) as answer:  # noqa: S310
            body = answer.read()
    except urllib.error.HTTPError as refusal:
        body = refusal.read()
    found: dict[str, Any] = json.loads(body)
    return found


def main(address: str, *parts: str) -> int:
    try:
        answer = health(address)
    except (OSError, ValueError) as error:
        print(f"{address} does not answer: {error}", file=sys.stderr)
        return 1
    ill = [part for part in parts if answer.get(part, {}).get("state") != "ok"]
    for part in ill:
        print(f"{part}: {answer.get(part)}", file=sys.stderr)
    return 1 if ill else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
