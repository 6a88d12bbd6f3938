"""Who somebody is. Rules combine these; nothing else asks for a role."""

from __future__ import annotations

from functools import cache
from typing import Any

import rules

from accounts.enums import DECIDING_ROLES, Role


@cache
def has_role(*roles: Role) -> Any:
    """A predicate: the user holds at least one of the roles today."""
    wanted = frozenset(roles)

    def holds(user: Any) -> bool:
        return bool(getattr(user, "roles", frozenset()) & wanted)

    return rules.predicate(holds, name="has_role:" + "|".join(sorted(wanted)))


@cache
def works_in(*office_codes: str) -> Any:
    """A predicate: the user is active and attached to one of the offices."""

    def works(user: Any) -> bool:
        office = getattr(user, "office", None)
        return user.is_active and office is not None and office.code in office_codes

    return rules.predicate(works, name="works_in:" + "|".join(office_codes))


is_staff_member = has_role(Role.STAFF)
is_coordinator = has_role(Role.COORDINATOR)
is_expert = has_role(Role.EXPERT)
is_ngo = has_role(Role.NGO)
is_admin = has_role(Role.ADMIN)
is_mayor = has_role(Role.MAYOR)
is_secretary = has_role(Role.SECRETARY)
is_councillor = has_role(Role.COUNCILLOR)
is_dpo = has_role(Role.DPO)
decides = has_role(*sorted(DECIDING_ROLES))
is_inside = has_role(Role.STAFF, Role.COORDINATOR, Role.EXPERT, Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO)


@rules.predicate
def speaks_for_an_organisation(user: Any) -> bool:
    """The user is an NGO member with an approved membership."""
    return Role.NGO in getattr(user, "roles", ()) and bool(user.organisations)
