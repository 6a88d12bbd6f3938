"""A picture of ours as pixels, for files that show no SVG; drawn by the engine of the PDF, in the print's own font."""

from __future__ import annotations

import io
import re
import warnings
from contextlib import closing
from functools import lru_cache

import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from core.printing.engine import ASSET_SCHEME, STYLESHEET, AssetFetcher

SHARPNESS = 2.5  # pixels a point: about 180 an inch
VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
EDGES = tuple(f"@{side}" for side in ("top-left", "top-right", "bottom-left", "bottom-right"))


@lru_cache(maxsize=64)
def png_of(svg: str) -> bytes:
    """The drawing on white, in its own proportions; a unit of it is taken for a pixel of the style sheet."""
    found = VIEW_BOX.search(svg)
    if found is None:
        raise ValueError("A picture says how large it is.")
    width, height = found.groups()
    edges = "".join(f"{edge} {{ content: none }} " for edge in EDGES)
    page = f"@page {{ size: {width}px {height}px; margin: 0; {edges}}} svg {{ display: block; width: {width}px }}"
    fonts, fetcher = FontConfiguration(), AssetFetcher()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*\.icc", category=ResourceWarning)
        house = CSS(url=f"{ASSET_SCHEME}{STYLESHEET}", url_fetcher=fetcher, font_config=fonts)
        own = CSS(string=page, url_fetcher=fetcher, font_config=fonts)
        source = HTML(string=f"<html><body>{svg}</body></html>", base_url=ASSET_SCHEME, url_fetcher=fetcher)
        drawn = source.write_pdf(font_config=fonts, stylesheets=[house, own])
    with closing(pypdfium2.PdfDocument(drawn)) as document, closing(document[0]) as first:
        stored = io.BytesIO()
        first.render(scale=SHARPNESS).to_pil().save(stored, "PNG", optimize=True)
    return stored.getvalue()
