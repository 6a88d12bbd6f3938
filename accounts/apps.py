from importlib import import_module

from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class AccountsConfig(AutodiscoverRulesConfig):
    default = True  # AutodiscoverRulesConfig turns it off
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        super().ready()
        import_module("accounts.checks")
        import_module("accounts.notifications")
