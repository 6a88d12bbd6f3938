from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class MunicipalityConfig(AutodiscoverRulesConfig):
    name = "municipality"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("municipality")
