from importlib import import_module

from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class ApprovalConfig(AutodiscoverRulesConfig):
    name = "socialplan.approval"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("social plan")

    def import_models(self) -> None:
        """The kinds of acts that have their model in their own file of the registry too."""
        super().import_models()
        import_module("socialplan.approval.acts.registry")

    def ready(self) -> None:
        super().ready()
        import_module("socialplan.approval.notifications")  # registers its mails
        import_module("socialplan.approval.moving")  # registers its days
