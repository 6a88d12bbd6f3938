from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class ConsultationsConfig(AutodiscoverRulesConfig):
    name = "consultations"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("consultations")
