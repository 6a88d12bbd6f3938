"""What else happens, in the same transaction, when a version reaches a state; who depends on it registers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from accounts.models import User
from socialplan.models import PlanVersion

Effect = Callable[[PlanVersion, User], None]
_EFFECTS: dict[str, list[Effect]] = defaultdict(list)


def on_reaching(state: str) -> Callable[[Effect], Effect]:
    """Registers an effect of the steps that a person takes to a state; it runs after the step is written."""

    def register(effect: Effect) -> Effect:
        _EFFECTS[state].append(effect)
        return effect

    return register


def run_effects(version: PlanVersion, state: str, *, actor: User) -> None:
    for effect in _EFFECTS[state]:
        effect(version, actor)
