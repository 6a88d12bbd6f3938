from importlib import import_module

from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class ContentConfig(AutodiscoverRulesConfig):
    name = "socialplan.content"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("social plan")

    def ready(self) -> None:
        super().ready()
        import_module("socialplan.content.plan_json")  # registers the check of seals
        import_module("socialplan.content.notifications")  # registers its mails
