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
from typing import Any

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
        return 302 if visitor == ANONYMOUS else self.refused
