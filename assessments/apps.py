from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class AssessmentsConfig(AutodiscoverRulesConfig):
    name = "assessments"
    verbose_name = _("assessments")
