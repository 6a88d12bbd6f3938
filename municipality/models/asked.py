"""What the law asks for in a notice and before a plan is approved, as rows that the municipality's lawyer confirms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from municipality.enums import AskedCode
from municipality.models.sourced import Sourced


class Asked(Sourced, TimeStamped):
    """One thing that is asked for, or by a checked row is not."""

    code = models.CharField(_("what"), max_length=40, unique=True, choices=AskedCode)
    is_asked = models.BooleanField(_("is asked for"), default=True)

    class Meta:
        verbose_name = _("what is asked for")
        verbose_name_plural = _("what is asked for")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_code_display()
