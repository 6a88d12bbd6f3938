"""When a deed of consultation happened, and its line in the history."""

from __future__ import annotations

from operations import entries
from operations.entries import record

__all__ = ["NOW", "Entry", "record"]


class Entry(entries.Entry):
    permission = "consultations.enter_afterwards"


NOW = Entry()
