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
        # Every process must know who words which message, who may see the result of which kind of job, and what each
        # app lets be found.
        autodiscover_modules("notifications", "tasks", "search")
        from operations.retention import every_field_is_classified  # noqa: PLC0415 - models must be loaded first
        from operations.trail import erasures, rows  # noqa: F401, PLC0415 - their checks join those of `verify_data`

        register(every_field_is_classified)
