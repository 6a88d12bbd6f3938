"""Whether everything kept is as it was kept: the apps register checks, `verify_data` asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Check = Callable[[], Iterator[str]]
_checks: dict[str, Check] = {}


def integrity_check(name: str) -> Callable[[Check], Check]:
    """Register a check under what it looks at; it yields a sentence for everything that is not sound."""

    def register(check: Check) -> Check:
        _checks[name] = check
        return check

    return register


def complaints() -> Iterator[tuple[str, list[str]]]:
    """Each check by its name, with its sentences."""
    for name, check in sorted(_checks.items()):
        yield name, list(check())
