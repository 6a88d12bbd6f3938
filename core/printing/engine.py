"""WeasyPrint, told what a house document may open and how it is finished; knows neither requests nor languages.

It is also loaded by the second process that makes parts of a long document, so it reads no settings.
"""

from __future__ import annotations

import logging
import mimetypes
import re
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.printing.metrics import FONT_FILES, font_folder
from core.printing.outcome import PdfAttachment, PdfRefused, Progress, SignMissing
from core.printing.shaping.shaped_lines import lines_stay_shaped, shaped_lines_drawn
from core.printing.shaping.static_fonts import fonts_moved_once
from core.printing.tagging import tags_completed

ASSET_SCHEME = "asset:"
PICTURE_SCHEME = "picture:"
FONT_SCHEME = "font:"
STYLESHEET = "report.css"
VARIANT = "pdf/a-3a"
ASSETS = Path(__file__).resolve().parents[2] / "static" / "pdf"
_ASSET_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_STREAM, _END = b"\nstream\n", b"\nendstream"
_BROKEN_END = re.compile(rb"[\r\n]\nendstream")
LINE_BREAKS = frozenset(b"\r\n")
MOST_PACKED = 9  # as the engine packs
_REFERENCES, _STORED = pydyf.PDF.page_references, "_stored_references"
_NO_GLYPH = re.compile(r"notdef glyph rendered for Unicode string unsupported by fonts: \"(.+)\" \(U", re.DOTALL)
_PAGE_LINE = re.compile(r"Page (\d+)")

_UA_SCHEMA = b"""
 <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
 <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
   xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
   <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
   <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
   <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
   <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
    <pdfaProperty:name>part</pdfaProperty:name>
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    <pdfaProperty:category>internal</pdfaProperty:category>
    <pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
   </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
 </rdf:Description>
"""


class AssetFetcher(URLFetcher):
    """Opens files of static/pdf by `asset:`, the fonts by `font:`, given pictures by `picture:`; nothing else."""

    def __init__(self, pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._pictures = pictures or {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(PICTURE_SCHEME) and (content := self._pictures.get(url.removeprefix(PICTURE_SCHEME))):
            return URLFetcherResponse(url, content, {"Content-Type": "image/*"})
        path = self._path(url)
        if path is None or not path.is_file():
            raise FatalURLFetchingError(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def _path(self, url: str) -> Path | None:
        if url.startswith(FONT_SCHEME):
            name = FONT_FILES.get(url.removeprefix(FONT_SCHEME))
            return None if name is None else font_folder() / name
        name = url.removeprefix(ASSET_SCHEME)
        if not url.startswith(ASSET_SCHEME) or not _ASSET_NAME.fullmatch(name):
            return None
        return ASSETS / name


class Engine:
    """Fonts and style sheets, read once for all parts of a document."""

    def __init__(self, pictures: Mapping[str, bytes] | None = None) -> None:
        self.fonts, self.fetcher = FontConfiguration(), AssetFetcher(pictures)
        self.style = CSS(url=f"{ASSET_SCHEME}{STYLESHEET}", url_fetcher=self.fetcher, font_config=self.fonts)

    def read(self, html: str) -> HTML:
        return HTML(string=html, base_url=ASSET_SCHEME, url_fetcher=self.fetcher)

    def laid_out(self, source: HTML, extra: str = "", progress: Progress | None = None) -> Any:
        """The pages; PdfRefused where the document asks for anything but the project's print assets."""
        styles = [self.style]
        try:
            if extra:
                styles.append(CSS(string=extra, url_fetcher=self.fetcher, font_config=self.fonts))
            with _progress_of_pages(progress), quiet(), lines_stay_shaped():
                return source.render(font_config=self.fonts, stylesheets=styles, pdf_variant=VARIANT)
        except FatalURLFetchingError as refused:
            # it derives from BaseException, so a job's shell would not see it
            raise PdfRefused(f"Not one of the print assets: {refused}") from refused


@contextmanager
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        # the renderer leaves its own colour profile open for the garbage collector
        warnings.filterwarnings("ignore", message=r".*\.icc", category=ResourceWarning)
        yield


class _PageCounter(logging.Handler):
    """Turns the renderer's log lines into calls of `progress(page, total)`; the total is 0 while it is unknown."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        if found := _PAGE_LINE.search(record.getMessage()):
            self._progress(int(found[1]), 0)


@contextmanager
def _progress_of_pages(progress: Progress | None) -> Iterator[None]:
    if progress is None:
        yield
        return
    logger = logging.getLogger("weasyprint.progress")
    counter, level, propagate = _PageCounter(progress), logger.level, logger.propagate
    logger.addHandler(counter)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(counter)
        logger.setLevel(level)
        logger.propagate = propagate


def _declare_accessible(document: Any, pdf: Any) -> None:
    """Add PDF/UA-1 to the metadata of the PDF/A; validators read that stream only when it is not compressed."""
    number = int(pdf.catalog["Metadata"].split()[0])
    stream = pdf.objects[number]
    stream.compress = False
    stream.stream = [bytes(part).replace(b"</rdf:RDF>", _UA_SCHEMA + b"</rdf:RDF>", 1) for part in stream.stream]


def _pack_streams(pdf: Any) -> None:
    """Compress each stream once: the engine would do so for the file's identifier and again for the file.

    What would end in a line break stays as it is: readers may take its last byte for the end-of-line mark. A
    compressed stream ends in its Adler-32 sum, so the last byte is known without compressing.
    """
    for each in pdf.objects:
        if getattr(each, "compress", False):
            each.compress = False
            plain = each.data
            raw = plain[plain.index(_STREAM) + len(_STREAM) : -len(_END)]
            if zlib.adler32(raw) & 0xFF in LINE_BREAKS:
                each.stream = [raw]
            else:
                each.stream = [zlib.compress(raw, MOST_PACKED)]
                each.extra["Filter"] = "/FlateDecode"


def _stored_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """The pages' references as pydyf makes them, made anew only when a page was added."""
    pages = len(pdf.pages["Kids"])
    kept = pdf.__dict__.get(_STORED)
    if kept is None or kept[0] != pages:
        kept = pdf.__dict__[_STORED] = (pages, _REFERENCES.fget(pdf))
    return kept[1]


@contextmanager
def _references_stored() -> Iterator[None]:
    """While a tagged document is written every box asks for its page; pydyf would list all pages for each of them."""
    pydyf.PDF.page_references = property(_stored_references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = _REFERENCES


@contextmanager
def _as_it_is_written(document: Any, language: str, prefix: str) -> Iterator[None]:
    with (
        _no_sign_missing(),
        quiet(),
        _references_stored(),
        fonts_moved_once(),
        shaped_lines_drawn(),
        tags_completed(document, language, prefix),
    ):
        yield


def finish(document: Any, pdf: Any, *, filling: int) -> None:
    _declare_accessible(document, pdf)
    _pack_streams(pdf)
    for number in range(filling):
        pdf.add_object(pydyf.String(f"filling {number}"))


def written(
    document: Any,
    language: str,
    attachments: Sequence[PdfAttachment] = (),
    *,
    prefix: str = "",
    has_identity: bool = True,
) -> bytes:
    """The bytes of the file; written anew while its table of objects ends in a line break.

    `prefix` sets its names apart; what is put into another file needs no identity, for which the engine would write
    every object twice.
    """
    made = b""
    how = {"pdf_variant": VARIANT} | ({} if has_identity else {"pdf_identifier": False})
    for filling in range(4):
        document.metadata.attachments = [  # each can be read once
            Attachment(string=each.content, name=each.name, description=each.description, relationship="Data")
            for each in attachments
        ]
        with _as_it_is_written(document, language, prefix):
            made = bytes(document.write_pdf(finisher=partial(finish, filling=filling), **how))
        if not _BROKEN_END.search(made):
            break
    return made


class _MissingSigns(logging.Handler):
    """Collects the signs for which the engine draws a box, as no font has them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.signs: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if found := _NO_GLYPH.search(record.getMessage()):
            self.signs.append(found[1])


@contextmanager
def _no_sign_missing() -> Iterator[None]:
    logger, missing = logging.getLogger("weasyprint"), _MissingSigns()
    level = logger.level
    logger.addHandler(missing)
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.removeHandler(missing)
        logger.setLevel(level)
    if missing.signs:
        raise SignMissing(missing.signs[0])
