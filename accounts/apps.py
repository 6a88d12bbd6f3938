from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class AccountsConfig(AutodiscoverRulesConfig):
    name = "accounts"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("accounts")
