from importlib import import_module

from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class AssessmentsConfig(AutodiscoverRulesConfig):
    name = "assessments"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("assessments")

    def ready(self) -> None:
        super().ready()
        import_module("assessments.gaps.said_figures")  # says what its releases count
