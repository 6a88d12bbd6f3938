from importlib import import_module

from django.utils.translation import gettext_lazy as _
from rules.apps import AutodiscoverRulesConfig


class ConsultationsConfig(AutodiscoverRulesConfig):
    name = "consultations"
    default = True  # AutodiscoverRulesConfig turns it off
    verbose_name = _("consultations")

    def ready(self) -> None:
        super().ready()
        import_module("consultations.moving")  # registers its days
        import_module("consultations.erasures")  # registers what the ledger tells of
        import_module("consultations.removals.erasures")
        import_module("consultations.words.mails")  # registers its mails
        import_module("consultations.telling.news")  # and what its news say
        import_module("consultations.telling.mails")  # registers what its mails say
