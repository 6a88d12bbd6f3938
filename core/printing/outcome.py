"""What the makers of a PDF give each other, and how they refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]


class PdfRefused(Exception):
    """The document cannot be made: it asks for a file that is not the project's own."""


class PdfDiffers(Exception):
    """The file made does not say what the document says; the sentence names the place."""


class SignMissing(Exception):
    """No font has the sign, so a box would be printed in its place."""


class PdfUnavailable(Exception):
    """No PDF can be made on this machine until the libraries that draw text are installed."""


@dataclass(frozen=True, slots=True)
class PdfAttachment:
    """A file carried inside the PDF: its bytes, its name and one sentence on what it is."""

    name: str
    content: bytes
    description: str
