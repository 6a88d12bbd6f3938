from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class MonitoringConfig(AutodiscoverRulesConfig):
    name = "monitoring"
    verbose_name = _("monitoring")
