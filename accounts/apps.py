from importlib import import_module
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig

from operations.trail.session_actor import actor_changes


def name_who_logged_in(user: Any, **kwargs: Any) -> None:
    """From here on the request acts as the person."""
    actor_changes(user.pk)


class AccountsConfig(AutodiscoverRulesConfig):
    default = True  # AutodiscoverRulesConfig turns it off
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        super().ready()
        import_module("accounts.checks")
        import_module("accounts.erasures")
        import_module("accounts.notifications")
        user_logged_in.connect(name_who_logged_in, dispatch_uid="name-who-logged-in")
        import_module("accounts.login.visits").read_before_written_over()
