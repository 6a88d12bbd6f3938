"""The project behind the plan, where there is one: what it promised, and what its donor asks to be said."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped

PERCENT = [MaxValueValidator(100)]


class Project(TimeStamped):
    """The one project on whose promises the result lines of the home page stand (docs/law.md#five-results)."""

    stored_in_history = True

    title_sq = models.CharField(_("title (Albanian)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title = localized("title")
    action_sq = models.CharField(_("action it belongs to (Albanian)"), max_length=300, blank=True)
    action_en = models.CharField(_("action it belongs to (English)"), max_length=300, blank=True)
    action = localized("action")
    donor_sq = models.CharField(_("donor (Albanian)"), max_length=300, blank=True)
    donor_en = models.CharField(_("donor (English)"), max_length=300, blank=True)
    donor = localized("donor")
    tags_sq = models.CharField(
        _("tags (Albanian)"), max_length=300, blank=True, help_text=_("Parted by commas; they stand beside the title.")
    )
    tags_en = models.CharField(_("tags (English)"), max_length=300, blank=True)
    tags = localized("tags")
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    acknowledgement_sq = models.TextField(_("acknowledgement of the donor (Albanian)"), max_length=1000, blank=True)
    acknowledgement_en = models.TextField(_("acknowledgement of the donor (English)"), max_length=1000, blank=True)
    acknowledgement = localized("acknowledgement")
    disclaimer_sq = models.TextField(_("disclaimer (Albanian)"), max_length=2000, blank=True)
    disclaimer_en = models.TextField(_("disclaimer (English)"), max_length=2000, blank=True)
    disclaimer = localized("disclaimer")
    eu_emblem = models.BooleanField(_("show the emblem of the European Union"), default=False)
    emblem = models.ForeignKey(
        "operations.StoredFile",
        verbose_name=_("emblem of the donor"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    approval_month = models.DateField(
        _("target month of approval"), null=True, blank=True, help_text=_("The first day of the month.")
    )
    beneficiaries_base = models.PositiveIntegerField(
        _("persons in need, at least"),
        null=True,
        blank=True,
        help_text=_("A lower bound, reported by the municipality."),
    )
    beneficiaries_target = models.PositiveIntegerField(_("final beneficiaries planned"), null=True, blank=True)
    groups_target = models.PositiveSmallIntegerField(_("groups to consult, at least"), null=True, blank=True)
    organisations_target = models.PositiveSmallIntegerField(
        _("members of organisations to engage, at least"), null=True, blank=True
    )
    organisations_women_share = models.PositiveSmallIntegerField(
        _("share of women among them (percent)"), validators=PERCENT, null=True, blank=True
    )
    authorities_target = models.PositiveSmallIntegerField(
        _("representatives of authorities to engage, at least"), null=True, blank=True
    )
    authorities_women_share = models.PositiveSmallIntegerField(
        _("share of women among these (percent)"), validators=PERCENT, null=True, blank=True
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                name="project_is_one",
                condition=Q(pk=1),
                violation_error_message=_("The project of this installation is there already."),
            ),
            models.CheckConstraint(
                name="project_days_in_order",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="project_shares_within_100",
                condition=(Q(organisations_women_share=None) | Q(organisations_women_share__lte=100))
                & (Q(authorities_women_share=None) | Q(authorities_women_share__lte=100)),
                violation_error_message=_("A share is at most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)
