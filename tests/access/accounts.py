from accounts.enums import Role
from accounts.models import User
from tests.access import LOGGED_IN, Page
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    RoleAssignmentFactory,
    UserFactory,
)

ADMIN = {Role.ADMIN}
READERS = {Role.ADMIN, Role.DPO}
KNOWING_ORGANISATIONS = {Role.ADMIN, Role.DPO, Role.COORDINATOR, Role.STAFF}
ELSEWHERE = {role: 302 for role in LOGGED_IN}


def a_user() -> list[int]:
    return [UserFactory(role="staff").pk]


def an_organisation() -> list[int]:
    return [OrganisationFactory().pk]


def with_somebody() -> list[int]:
    UserFactory()
    return []


def a_seat() -> list[str]:
    return ["MQ", f"made-up-{User.objects.count()}"]


ACCESS = {
    "accounts:login": Page(args=with_somebody, answers=ELSEWHERE),
    "accounts:logout": Page(method="post", status=302),
    "accounts:link_request": Page(),
    "accounts:link_login": Page(args=lambda: ["token"]),
    "accounts:second_factor": Page(allowed=LOGGED_IN),
    "accounts:resend": Page(status=302),
    "accounts:password_change": Page(allowed=LOGGED_IN),
    "accounts:password_set": Page(args=a_seat),
    "accounts:profile": Page(allowed=LOGGED_IN),
    "accounts:user_list": Page(allowed=READERS),
    "accounts:user_create": Page(allowed=ADMIN),
    "accounts:user_detail": Page(args=a_user, allowed=READERS),
    "accounts:user_update": Page(args=a_user, allowed=ADMIN),
    "accounts:user_grant": Page(args=a_user, method="post", allowed=ADMIN, status=302),
    "accounts:user_activate": Page(args=a_user, method="post", allowed=ADMIN, status=302),
    "accounts:user_invite": Page(args=a_user, method="post", allowed=ADMIN, status=302),
    "accounts:user_reset_second_factor": Page(args=a_user, method="post", allowed=ADMIN, status=302),
    "accounts:role_revoke": Page(
        args=lambda: [RoleAssignmentFactory().pk], method="post", allowed=ADMIN, status=302
    ),
    "accounts:organisation_list": Page(allowed=KNOWING_ORGANISATIONS),
    "accounts:organisation_create": Page(allowed=ADMIN),
    "accounts:organisation_detail": Page(args=an_organisation, allowed=KNOWING_ORGANISATIONS),
    "accounts:organisation_update": Page(args=an_organisation, allowed=ADMIN),
    "accounts:membership_approve": Page(args=an_organisation, method="post", allowed=ADMIN, status=302),
    "accounts:membership_revoke": Page(
        args=lambda: [MembershipFactory().pk], method="post", allowed=ADMIN, status=302
    ),
    "site:first_run": Page(args=with_somebody, status=404),
}
