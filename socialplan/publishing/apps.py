from importlib import import_module

from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class PublishingConfig(AutodiscoverRulesConfig):
    name = "socialplan.publishing"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("social plan")

    def ready(self) -> None:
        super().ready()
        import_module("socialplan.publishing.services.generated_files")  # registers the files that follow a step
        import_module("socialplan.publishing.consulted")  # gives the consultation rounds their drafts
