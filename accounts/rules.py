"""Who may do what with accounts, and with the apps to the left that know no roles."""

import rules

from accounts.enums import Role
from accounts.predicates import has_role, is_admin, is_dpo, is_inside

rules.add_perm("accounts.view_user", is_admin | is_dpo)
rules.add_perm("accounts.change_user", is_admin)
rules.add_perm("accounts.view_organisation", has_role(Role.ADMIN, Role.DPO, Role.COORDINATOR, Role.STAFF))
rules.add_perm("accounts.change_organisation", is_admin)

rules.add_perm("municipality.view_municipality", is_inside)
rules.add_perm("municipality.change_municipality", is_admin)

rules.add_perm("operations.view_event", is_admin | is_dpo)
rules.add_perm("operations.view_every_job", is_admin)
