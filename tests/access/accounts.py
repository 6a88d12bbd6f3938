from typing import Any

from accounts.enums import Role
from tests.access import ANONYMOUS, LOGGED_IN, Page
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    PowerChangeFactory,
    RoleAssignmentFactory,
    UserFactory,
)

READERS = {Role.ADMIN, Role.DPO}
KEEPERS = {Role.ADMIN}
DECIDERS = {Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO}
KNOW_ORGANISATIONS = {Role.ADMIN, Role.DPO, Role.COORDINATOR, Role.STAFF}


def user() -> list[Any]:
    return [UserFactory().pk]


def closed_user() -> list[Any]:
    return [UserFactory(is_active=False).pk]


def organisation() -> list[Any]:
    return [OrganisationFactory().pk]


def change() -> list[Any]:
    return [PowerChangeFactory().pk]


def deed(**fields: Any) -> Page:
    """A change by POST: whoever may make it is led back to a page."""
    return Page(method="post", allowed=KEEPERS, status=302, **fields)


ACCESS = {
    "accounts:login": Page(allowed={ANONYMOUS}, refused=302),
    "accounts:logout": Page(method="post", status=302),
    "accounts:link_request": Page(),
    "accounts:link_login": Page(args=lambda: ["forged"]),
    "accounts:second_factor": Page(allowed=LOGGED_IN),
    "accounts:resend": Page(allowed=LOGGED_IN, status=302),
    "accounts:password_change": Page(allowed=LOGGED_IN),
    "accounts:password_set": Page(args=lambda: ["MQ", "forged"]),
    "accounts:profile": Page(allowed=LOGGED_IN),
    "accounts:user_list": Page(allowed=READERS),
    "accounts:user_detail": Page(args=user, allowed=READERS),
    "accounts:user_create": Page(allowed=KEEPERS),
    "accounts:user_update": Page(args=user, allowed=KEEPERS),
    "accounts:user_grant": deed(args=user, sent={"role": "staff"}),
    "accounts:user_activate": deed(args=user),
    "accounts:user_erase": Page(args=closed_user, allowed=READERS),
    "accounts:user_invite": deed(args=user),
    "accounts:user_reset_second_factor": deed(args=user),
    "accounts:role_revoke": deed(args=lambda: [RoleAssignmentFactory().pk]),
    "accounts:change_list": Page(allowed=DECIDERS),
    "accounts:change_confirm": Page(args=change, method="post", allowed=DECIDERS, status=302),
    "accounts:change_stop": Page(args=change, method="post", allowed=DECIDERS, status=302),
    "accounts:organisation_list": Page(allowed=KNOW_ORGANISATIONS),
    "accounts:organisation_detail": Page(args=organisation, allowed=KNOW_ORGANISATIONS),
    "accounts:organisation_create": Page(allowed=KEEPERS),
    "accounts:organisation_update": Page(args=organisation, allowed=KEEPERS),
    "accounts:membership_approve": deed(args=organisation),
    "accounts:membership_revoke": deed(args=lambda: [MembershipFactory().pk]),
}
