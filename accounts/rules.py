"""Who may do what with accounts, and with the apps to the left that know no roles."""

from typing import Any

import rules

from accounts.enums import Role
from accounts.models import PowerChange, User
from accounts.predicates import decides, has_role, is_admin, is_dpo, is_inside
from accounts.second_person import is_one_persons_second


@rules.predicate
def asked_for_it(user: User, change: Any) -> bool:
    """A change of an account, or of a rule."""
    return change is not None and change.proposed_by_id == user.pk


@rules.predicate
def is_concerned(user: User, change: PowerChange | None) -> bool:
    return change is not None and change.subject_id == user.pk


@rules.predicate
def is_oneself(user: User, account: User | None) -> bool:
    return account is not None and account.pk == user.pk


@rules.predicate
def is_another_persons(user: User, change: Any) -> bool:
    """Not opened for this by the one who asks, nor the other way round; asked of a change when it is confirmed."""
    return change is None or not is_one_persons_second(user.pk, change.proposed_by_id)


rules.add_perm("accounts.view_user", is_admin | is_dpo)
rules.add_perm("accounts.change_user", is_admin)
rules.add_perm("accounts.erase_user", (is_admin | is_dpo) & ~is_oneself)
rules.add_perm("accounts.view_powerchange", decides)
rules.add_perm("accounts.confirm_powerchange", decides & ~asked_for_it & ~is_concerned)
rules.add_perm("accounts.be_second_person", decides & is_another_persons)
rules.add_perm("accounts.stop_powerchange", decides | asked_for_it | is_concerned)
rules.add_perm("accounts.view_organisation", has_role(Role.ADMIN, Role.DPO, Role.COORDINATOR, Role.STAFF))
rules.add_perm("accounts.change_organisation", is_admin)

rules.add_perm("municipality.view_municipality", is_inside)
rules.add_perm("municipality.change_municipality", is_admin)

rules.add_perm("municipality.confirm_rulechange", decides & ~asked_for_it)
rules.add_perm("municipality.be_second_person", decides & ~asked_for_it & is_another_persons)
rules.add_perm("municipality.lower_protection", is_dpo)
rules.add_perm("municipality.stop_rulechange", decides | asked_for_it)

rules.add_perm("operations.view_event", is_admin | is_dpo)
rules.add_perm("operations.view_every_job", is_admin)
