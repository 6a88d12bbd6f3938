from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class MunicipalityConfig(AutodiscoverRulesConfig):
    name = "municipality"
    verbose_name = _("municipality")
