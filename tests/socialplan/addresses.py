"""Names of addresses and permissions in the plan's rooms, for tests that go over several of them."""

from importlib import import_module

import rules

ROOMS = ("content", "drafting", "approval", "publishing")
IN_ROOMS = [(room, each) for room in ROOMS for each in import_module(f"socialplan.{room}.urls").urlpatterns]
PATTERNS = [pattern for _, pattern in IN_ROOMS]
ROOM_OF = {pattern.name: room for room, pattern in IN_ROOMS}


def named(name: str) -> str:
    """The name of an address with its namespace."""
    return f"{ROOM_OF[name]}:{name}"


def permitted(name: str) -> str:
    """A permission with the label of the room that knows it."""
    return next(f"{room}.{name}" for room in ROOMS if rules.perm_exists(f"{room}.{name}"))
