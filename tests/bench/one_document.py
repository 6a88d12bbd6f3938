"""A long document typeset in a process like the worker's: `python -m tests.bench.one_document <inputs> <folder>`.

The reference comes last, as a peak of memory does not fall again. Prints what was measured as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration


def measured(deed: Callable[[], bytes]) -> tuple[bytes, dict[str, float]]:
    """Seconds by the clock, and of the processor in this process and in those it began."""
    before, began = os.times(), time.perf_counter()
    made = deed()
    wall, after = time.perf_counter() - began, os.times()
    return made, {
        "wall": wall,
        "own": after.user + after.system - before.user - before.system,
        "helpers": after.children_user + after.children_system - before.children_user - before.children_system,
    }


def peak() -> float:
    """Of this program, in MB: what the system tells of used resources counts the process it was begun by, too."""
    said = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(said["VmHWM"].split()[0]) / 1024


def peak_of_helpers() -> float:
    """At most: it is never told to be less than this process had when it began them."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def weasyprint_alone(html: str, pictures: Mapping[str, bytes]) -> bytes:
    """The reference of printing: the same HTML, style and variant, and nothing of ours around them."""
    from core.printing import engine  # noqa: PLC0415  once the settings are there

    fonts, fetcher = FontConfiguration(), engine.AssetFetcher(pictures)
    style = CSS(url=f"{engine.ASSET_SCHEME}{engine.STYLESHEET}", url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, base_url=engine.ASSET_SCHEME, url_fetcher=fetcher).render(
        font_config=fonts, stylesheets=[style], pdf_variant=engine.VARIANT
    )
    return bytes(document.write_pdf(pdf_variant=engine.VARIANT))


def run(inputs: Path, folder: str) -> dict[str, Any]:
    django.setup()
    from core.printing import typesetting  # noqa: PLC0415  as above

    settings.DATA_DIR = folder
    html, named, words = pickle.loads(inputs.read_bytes())
    gc.set_threshold(100_000, 50, 100)  # as the worker has it, for all of them
    told: list[tuple[float, int]] = []
    before, began = peak(), time.perf_counter()
    named["progress"] = lambda done, _total: told.append((time.perf_counter() - began, done))
    found: dict[str, Any] = {"before": before}
    made, found["cold"] = measured(lambda: typesetting.typeset(html, **named))
    found |= {
        "first": told[0][0],
        "helper": peak_of_helpers(),
        "peak": peak(),
        "pages": told[-1][1],
        "size": len(made),
    }
    _same, found["unchanged"] = measured(lambda: typesetting.typeset(html, **named))
    _other, found["edited"] = measured(lambda: typesetting.typeset(html.replace(*words, 1), **named))
    found["peak_edited"] = peak()
    alone, found["alone"] = measured(lambda: weasyprint_alone(html, named["pictures"]))
    return found | {"size_alone": len(alone), "peak_alone": peak()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(Path(sys.argv[1]), sys.argv[2])))
