"""What every row says that the law or a decision sets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.i18n import marked
from municipality.enums import SourceMark


class Sourced(models.Model):
    """A row that the law or a decision sets: where it is written, how sure that is, and who checked it."""

    source = models.CharField(_("source"), max_length=500)
    source_en = models.CharField(_("source (English)"), max_length=500, blank=True, default="", db_default="")
    source_label = marked("source")
    source_mark = models.CharField(_("how sure"), max_length=12, choices=SourceMark, default=SourceMark.UNVERIFIED)
    checked_by = models.CharField(
        _("checked by (office)"), max_length=200, blank=True, help_text=_("The office that checked it, not a person.")
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        abstract = True
