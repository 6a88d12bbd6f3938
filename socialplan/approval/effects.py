"""What is made of a version after a step: the step's row names the effect, and whoever makes it registers here."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from core.workflow import Transition
from socialplan.approval.enums import StepEffect
from socialplan.content.models import PlanVersion

Follower = Callable[[PlanVersion, User], object]
FOLLOWERS: dict[str, Follower] = {}


def after_step(effect: StepEffect) -> Callable[[Follower], Follower]:
    """Registers what is done for a step that names the effect."""

    def register(follower: Follower) -> Follower:
        FOLLOWERS[effect] = follower
        return follower

    return register


def follow_step(transition: Transition, version: PlanVersion, *, actor: User | None) -> None:
    """Inside the step's transaction; what came by its legal date alone orders nothing in nobody's name."""
    if actor is None:
        return
    for effect in sorted(transition.effects & FOLLOWERS.keys()):
        FOLLOWERS[effect](version, actor)
