from django.core.checks import register
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class OperationsConfig(AutodiscoverRulesConfig):
    name = "operations"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("operations")

    def ready(self) -> None:
        super().ready()
        autodiscover_modules("notifications")  # the worker must know who words which message
        from operations.checks import every_field_is_classified  # noqa: PLC0415 - models must be loaded first

        register(every_field_is_classified)
