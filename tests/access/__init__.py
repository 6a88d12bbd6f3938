"""The access matrix: one file an app, in each a dict `ACCESS` from the URL's name to what each visitor gets there.

    ACCESS = {
        "content:plan_list": Page(allowed=INSIDE),
        "approval:version_step": Page(args=step_args, method="post", allowed={Role.ADMIN}, status=302),
    }

A visitor outside `allowed` gets 403, an anonymous one is sent to the login; "anonymous" in `allowed` opens the page.
`answers` names visitors who get something else, for example 404 where the row is hidden from them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.enums import Role

ANONYMOUS = "anonymous"
VISITORS = (ANONYMOUS, *Role.values)
EVERYBODY = frozenset(VISITORS)
LOGGED_IN = frozenset(Role.values)
INSIDE = frozenset({Role.STAFF, Role.COORDINATOR, Role.EXPERT, Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO})


def no_args() -> list[Any]:
    return []


@dataclass(frozen=True)
class Page:
    args: Callable[[], list[Any]] = no_args
    allowed: Collection[str] = EVERYBODY
    method: str = "get"
    status: int = 200
    refused: int = 403
    answers: Mapping[str, int] = field(default_factory=dict)
    sent: Mapping[str, Any] = field(default_factory=dict)

    def expected(self, visitor: str) -> int:
        if visitor in self.answers:
            return self.answers[visitor]
        if visitor in self.allowed:
            return self.status
        if visitor == ANONYMOUS:  # who wrote something gets the words back, and is asked to log in beside them
            return 403 if self.sent and self.method == "post" else 302
        return self.refused


def by_rows(pages: Mapping[str, Page]) -> list[str]:
    """The names of the pages, those that stand on the same rows one after another."""
    makers = list(dict.fromkeys(pages[name].args for name in sorted(pages)))
    return sorted(pages, key=lambda name: (makers.index(pages[name].args), name))


class AccessRows:
    """The rows of one page, left standing for the next page that asks for the same: each visit is undone by itself.

    Within a transaction, which is rolled back in the end.
    """

    def __init__(self, media: Path) -> None:
        self.media = media
        self.made_by: Callable[[], list[Any]] | None = None
        self.args: list[Any] = []
        self.followed: set[tuple[str, str]] = set()  # by whom, whereto: answered alike as long as the rows stand

    def of(self, page: Page) -> list[Any]:
        if self.made_by is not page.args:
            self.clear()
            self.before = transaction.savepoint()
            self.made_by, self.args = page.args, page.args()
        return self.args

    def clear(self) -> None:
        if self.made_by is not None:
            transaction.savepoint_rollback(self.before)
        self.made_by, self.followed = None, set()
