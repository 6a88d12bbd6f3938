from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class OperationsConfig(AutodiscoverRulesConfig):
    name = "operations"
    verbose_name = _("operations")
