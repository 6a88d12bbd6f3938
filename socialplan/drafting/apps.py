from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class DraftingConfig(AutodiscoverRulesConfig):
    name = "socialplan.drafting"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("social plan")
