from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class ConsultationsConfig(AutodiscoverRulesConfig):
    name = "consultations"
    verbose_name = _("consultations")
