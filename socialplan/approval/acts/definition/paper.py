"""The paper of an act, as a form hands it to the deed."""

from __future__ import annotations

from dataclasses import dataclass

PAPER_TYPES = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)


@dataclass(frozen=True, slots=True)
class Paper:
    """An uploaded file; a public one may be fetched by anybody who has its address."""

    content: bytes
    name: str
    title: str = ""
    is_public: bool = False
