"""What an administrator does first in an empty installation, until the first plan is opened: each with one button."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import PowerChange, RoleAssignment, User
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read_exists, side_by_side
from municipality.calendar import unchecked_rules
from municipality.guide import STEPS
from municipality.models import AdministrativeUnit, Municipality
from municipality.rule_book import read_rule_book
from socialplan.approval.models import PlanAddressee
from socialplan.content.models import FundingSource, Plan

NEEDED_ROLES = (Role.STAFF, Role.COORDINATOR, Role.MAYOR, Role.SECRETARY, Role.DPO)


@dataclass(frozen=True, slots=True)
class FirstThing:
    """One thing to do first: why, the word on its button, and whether it is done."""

    sentence: str
    button: str
    url: str
    is_done: bool


def read_first_things(user: User, place: Municipality) -> Reader[list[FirstThing]]:
    """In their order; nothing for others than administrators, and nothing once a plan is opened."""
    if not user.has_perm("municipality.change_municipality"):
        return []
    held = RoleAssignment.objects.filter(revoked_on=None).values_list("role", flat=True)
    awaited = PowerChange.objects.awaiting().values_list("role", flat=True)  # an account is there, its role waits
    is_begun, has_units, has_sources, has_addressees, *_read = yield from side_by_side(
        read_exists(Plan.objects.all()),
        read_exists(AdministrativeUnit.objects.all()),
        read_exists(FundingSource.objects.in_use()),
        read_exists(PlanAddressee.objects.for_report()),
        read_lists(held, awaited),
        read_rule_book(),
    )
    if is_begun:
        return []
    missing = [str(role.label) for role in NEEDED_ROLES if role not in {*held, *awaited}]
    step = place.guide_step
    return [
        FirstThing(
            _("Finish the first-run guide: units, council, offices, project."),
            _("Go on with the guide"),
            reverse(STEPS.get(step, STEPS[2])),
            is_done=not step and has_units and place.seats is not None,
        ),
        FirstThing(
            _("Invite the people. Still without an account: %(roles)s.") % {"roles": ", ".join(missing)}
            if missing
            else _("Invite the people: every role has an account."),
            _("Open an account"),
            reverse("accounts:user_create"),
            is_done=not missing,
        ),
        FirstThing(
            _("Look through the funding sources: measures are paid from them."),
            _("Funding sources"),
            reverse("drafting:source_list"),
            is_done=has_sources,
        ),
        FirstThing(
            _("Look through those who receive the plan and the yearly report."),
            _("Addressees"),
            reverse("approval:approval_lists"),
            is_done=has_addressees,
        ),
        FirstThing(
            _("Have the rules, deadlines and majorities checked by the lawyer."),
            _("Rules and thresholds"),
            reverse("municipality:rule_list"),
            is_done=not unchecked_rules(),
        ),
        FirstThing(
            _("Have the first plan opened: staff and experts do it, and write it."),
            _("Plans and strategies"),
            reverse("content:plan_list"),
            is_done=False,
        ),
    ]
