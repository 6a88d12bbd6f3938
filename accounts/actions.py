"""The deeds of this app as the history names them."""

from django.utils.translation import gettext_lazy as _

from operations.actions import AuditAction, register_actions


@register_actions
class AccountAction(AuditAction):
    CREATE_FIRST_ADMINISTRATOR = "accounts.create_first_administrator", _("Account of the first administrator created")
    CREATE_ACCOUNT = "accounts.create_account", _("Account created")
    CHANGE_ACCOUNT = "accounts.change_account", _("Account changed")
    INVITE_USER = "accounts.invite_user", _("Link for logging in mailed")
    GRANT_ROLE = "accounts.grant_role", _("Role given")
    REVOKE_ROLE = "accounts.revoke_role", _("Role taken away")
    ACTIVATE_ACCOUNT = "accounts.activate_account", _("Account opened")
    DEACTIVATE_ACCOUNT = "accounts.deactivate_account", _("Account closed")
    ERASE_ACCOUNT = "accounts.erase_account", _("Person of a closed account erased")
    SET_LANGUAGE = "accounts.set_language", _("Language chosen")
    REGISTER_ORGANISATION = "accounts.register_organisation", _("Organisation registered")
    CHANGE_ORGANISATION = "accounts.change_organisation", _("Organisation changed")
    APPROVE_MEMBERSHIP = "accounts.approve_membership", _("Membership approved")
    REVOKE_MEMBERSHIP = "accounts.revoke_membership", _("Membership ended")
    ASK_CHANGE = "accounts.ask_change", _("Change of an account asked for")
    CONFIRM_CHANGE = "accounts.confirm_change", _("Change of an account confirmed")
    STOP_CHANGE = "accounts.stop_change", _("Change of an account stopped")
    APPLY_CHANGE = "accounts.apply_change", _("Change of an account in effect")
    USE_LOGIN_LINK = "accounts.use_login_link", _("Logged in by a mailed link")
    ENROL_SECOND_FACTOR = "accounts.enrol_second_factor", _("Second factor enrolled")
    CREATE_DEMO_ACCOUNT = "accounts.create_demo_account", _("Account of the demonstration created")
