"""When a deed of monitoring happened, and its line in the history."""

from __future__ import annotations

from operations import entries
from operations.entries import record

__all__ = ["NOW", "Entry", "record"]


class Entry(entries.Entry):
    permission = "monitoring.enter_afterwards"


NOW = Entry()
