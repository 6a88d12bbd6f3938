"""When a deed on the plan happened and the paper it is taken from, as a form hands them to the deed."""

from __future__ import annotations

from dataclasses import dataclass

from operations import entries


class Entry(entries.Entry):
    permission = "socialplan.enter_afterwards"


NOW = Entry()
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
