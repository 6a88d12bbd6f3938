from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class MonitoringConfig(AutodiscoverRulesConfig):
    name = "monitoring"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("monitoring")
