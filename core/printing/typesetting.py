"""HTML as a PDF that is both archival (PDF/A-3a) and accessible (PDF/UA-1); needs the libraries that draw text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from core.printing.content import Content, content_of
from core.printing.engine import Engine, written
from core.printing.mending import mend
from core.printing.numbering import number_captions
from core.printing.outcome import PdfAttachment, PdfDiffers, Progress, SignMissing
from core.printing.parts.assembly import assemble
from core.printing.parts.cutting import cut
from core.printing.parts.keeping import PartStore
from core.printing.readback import refuse_difference

PARTS_FOLDER = "parts"


def typeset(
    html: str,
    *,
    progress: Progress | None = None,
    attachments: Sequence[PdfAttachment] = (),
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The document, read back and found to say what its HTML says; calls `progress(page, total)` while it is laid out.

    A long one is made in parts, see `parts/`. Raises PdfRefused when it asks for anything but the project's print
    assets, PdfDiffers when words are missing.
    """
    engine = Engine(pictures)
    try:
        made, content, pages = _printed(engine, html, progress, attachments)
    except SignMissing as missing:
        sentence = _("No font has the sign “%(sign)s”: write it otherwise. The file was not kept.")
        raise PdfDiffers(sentence % {"sign": missing}) from missing
    if progress is not None:
        progress(pages, pages)
    refuse_difference(made, content)
    return made


def _printed(
    engine: Engine, html: str, progress: Progress | None, attachments: Sequence[PdfAttachment]
) -> tuple[bytes, Content, int]:
    if (parted := cut(html)) is not None:
        store = PartStore(Path(settings.DATA_DIR) / PARTS_FOLDER)
        whole = assemble(parted, engine, store, progress=progress, attachments=attachments)
        return whole.made, whole.content, whole.pages
    source = engine.read(html)
    tree = source.etree_element
    number_captions(tree)
    mend(tree)
    content = content_of(tree)
    document = engine.laid_out(source, progress=progress)
    return written(document, tree.get("lang", ""), attachments), content, len(document.pages)
