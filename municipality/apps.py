from importlib import import_module

from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class MunicipalityConfig(AutodiscoverRulesConfig):
    name = "municipality"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("municipality")

    def ready(self) -> None:
        super().ready()
        import_module("municipality.letterhead")
