"""What each role might do where nothing waits: until the first plan is opened where the chain begins, then what is
worth a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import PowerChange, User
from assessments.models import Assessment
from consultations.models import Round
from socialplan.content.models import Plan
from vlora_plan.pages.first_things import FirstThing


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class NextAct:
    """A useful act: for whom, why, the word on its button, its page, and when it is done.

    `permission`: what the page asks for where the role alone does not open it.
    """

    roles: frozenset[Role]
    sentence: str | Promise
    button: str | Promise
    url_name: str
    is_done: Callable[[], bool] = _never
    permission: str = ""

    def is_open_to(self, user: User) -> bool:
        return bool(self.roles & set(user.roles)) and (not self.permission or user.has_perm(self.permission))


WRITERS = frozenset({Role.STAFF, Role.EXPERT})
ACTS = (
    NextAct(
        WRITERS,
        _("Open the assessment of needs: rounds, plan and report rest on it."),
        _("Open an assessment"),
        "assessments:assessment_create",
        Assessment.objects.exists,
    ),
    NextAct(
        WRITERS,
        _("Open the first plan, of which years it is and on which assessment it rests."),
        _("Open a plan"),
        "drafting:plan_create",
    ),
    NextAct(
        frozenset({Role.COORDINATOR}),
        _("Prepare the listening round: whom you ask, on what, and where people meet."),
        _("Prepare a round"),
        "consultations:round_create",
        Round.objects.exists,
    ),
    NextAct(
        frozenset({Role.MAYOR}),
        _("See which offices exist and who holds them: your orders and letters name them."),
        _("Offices"),
        "municipality:office_list",
    ),
    NextAct(
        frozenset({Role.SECRETARY}),
        _("Look through the committees and those who receive the plan: what the council records names them."),
        _("Committees and addressees"),
        "approval:approval_lists",
    ),
    NextAct(
        frozenset({Role.SECRETARY, Role.MAYOR}),
        _("Read by which majority and in which terms the council decides here."),
        _("Rules and thresholds"),
        "municipality:rule_list",
    ),
    NextAct(
        frozenset({Role.DPO}),
        _("Look at the requests of persons and incidents, and how long data are kept."),
        _("Data protection"),
        "consultations:privacy_desk",
    ),
    NextAct(
        frozenset({Role.NGO}),
        _("See which consultations are open and which come: your organisation contributes there."),
        _("Consultations"),
        "consultations:public_round_list",
    ),
    NextAct(
        frozenset({Role.NGO, Role.COUNCILLOR}),
        _("Read how the plan is made and what your part in it is."),
        _("Help"),
        "site:help",
    ),
)

WITH_A_PLAN = (
    NextAct(
        WRITERS | {Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.COORDINATOR, Role.COUNCILLOR},
        _("See how the plan's indicators and money stand, and what is late."),
        _("Results"),
        "monitoring:dashboard",
    ),
    NextAct(
        WRITERS | {Role.ADMIN},
        _("Look through the services: which licence or donor money ends this year?"),
        _("Services"),
        "assessments:service_list",
    ),
    NextAct(
        WRITERS | {Role.COORDINATOR},
        _("See what people asked for and what is still without an answer."),
        _("Recommendations"),
        "consultations:recommendation_list",
    ),
    NextAct(
        frozenset({Role.SECRETARY}),
        _("See that the committees and those who receive the plan are still the right ones."),
        _("Committees and addressees"),
        "approval:approval_lists",
    ),
    NextAct(
        frozenset({Role.ADMIN, Role.DPO}),
        _("Look through the accounts: who has left still has her roles."),
        _("Accounts"),
        "accounts:user_list",
    ),
    NextAct(
        frozenset({Role.DPO}),
        _("Look at the requests of persons and incidents, and how long data are kept."),
        _("Data protection"),
        "consultations:privacy_desk",
    ),
    NextAct(
        frozenset({Role.NGO}),
        _("See what became of what your organisation said."),
        _("Our contributions"),
        "consultations:own_contribution_list",
        permission="consultations.send_contribution",
    ),
    NextAct(
        frozenset({Role.NGO}),
        _("See which consultations are open and which come: your organisation contributes there."),
        _("Consultations"),
        "consultations:public_round_list",
    ),
    NextAct(
        frozenset({Role.COUNCILLOR}),
        _("Read the plan in force, measure by measure, and where each came from."),
        _("Plan"),
        "publishing:plan_public",
    ),
)


def next_acts(user: User) -> list[FirstThing]:
    """In the order of the chain, for the roles that a person holds; who holds none yet reads why."""
    if not user.roles:
        return [_without_role(user)]
    acts = WITH_A_PLAN if Plan.objects.exists() else ACTS
    mine = [act for act in acts if act.is_open_to(user)]
    return [FirstThing(str(act.sentence), str(act.button), reverse(act.url_name), act.is_done()) for act in mine]


def _without_role(user: User) -> FirstThing:
    roles = PowerChange.objects.awaiting().filter(subject=user).exclude(role="").values_list("role", flat=True)
    waiting = ", ".join(str(Role(role).label) for role in roles)
    sentence = (
        gettext(
            "Your role waits for a second person: %(roles)s. The mayor, the council secretary, the data-protection "
            "officer or another administrator confirms it; until then read how the plan is made."
        )
        if waiting
        else gettext("Your account has no role yet: ask the administrator for one, and read how the plan is made.")
    )
    return FirstThing(sentence % {"roles": waiting}, gettext("Help"), reverse("site:help"), is_done=False)
