from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class AccountsConfig(AutodiscoverRulesConfig):
    name = "accounts"
    verbose_name = _("accounts")
