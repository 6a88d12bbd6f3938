from importlib import import_module

from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class MonitoringConfig(AutodiscoverRulesConfig):
    name = "monitoring"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("monitoring")

    def ready(self) -> None:
        super().ready()
        import_module("monitoring.figures.said_figures")  # says what its releases count
        import_module("monitoring.workflow")  # whose words the histories speak
        import_module("monitoring.releases")  # words of a plan are held against what its reports hide
