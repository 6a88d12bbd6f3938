"""The municipality of this installation, and the units it is made of."""

from __future__ import annotations

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped, WebAddressField

GUIDE_DONE = 0
LEAST_SEATS = 3
DONOR_REFERENCE = RegexValidator(
    r"^[A-Z]{2,}-[^\s/&|?]+\Z", _("An identifier is an agency, a hyphen and a number, as AL-NIPT-K12345678A.")
)
COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("A colour is written with # and six letters or figures, as #1a2b3c."))


class Municipality(TimeStamped):
    """The one municipality of this installation."""

    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = localized("name")
    county_sq = models.CharField(_("county (Albanian)"), max_length=200, blank=True)
    county_en = models.CharField(_("county (English)"), max_length=200, blank=True)
    county = localized("county")
    territory = models.SlugField(
        _("territory code"), max_length=40, help_text=_("Days off that are declared for this code alone apply here.")
    )
    website = WebAddressField(_("website"), blank=True)
    contact_address = models.CharField(
        _("address for letters"), max_length=200, blank=True, help_text=_("Street and town; anybody may read it.")
    )
    contact_email = models.EmailField(
        _("e-mail for questions"), blank=True, help_text=_("Of an office, not of a person; anybody may read it.")
    )
    contact_phone = models.CharField(
        _("telephone for questions"), max_length=40, blank=True, help_text=_("Of an office; anybody may read it.")
    )
    donor_reference = models.CharField(
        _("identifier for donors (IATI)"),
        max_length=100,
        blank=True,
        validators=[DONOR_REFERENCE],
        help_text=_("As registered: agency, hyphen, number. Empty: made of the territory code, and told as such."),
    )
    donor_reference_checked_on = models.DateField(
        _("identifier verified on"),
        null=True,
        blank=True,
        help_text=_("When somebody saw it in the register; until then every activity file says “to be verified”."),
    )
    seats = models.PositiveSmallIntegerField(
        _("seats in the council"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_SEATS, _("A council has at least three seats."))],
    )
    quorum = models.PositiveSmallIntegerField(
        _("quorum of the council"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: more than half of the seats."),
    )
    is_demo = models.BooleanField(_("demonstration data"), default=False)
    arms = models.ForeignKey(
        "operations.StoredFile",
        verbose_name=_("arms"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("A PNG or JPEG file; it stands on every page and paper."),
    )
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[COLOUR],
        help_text=_("As #1a2b3c; empty: the program's own."),
    )
    guide_step = models.PositiveSmallIntegerField(_("step of the first-run guide"), default=GUIDE_DONE)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipality")
        constraints = [
            models.CheckConstraint(
                name="municipality_is_one",
                condition=Q(pk=1),
                violation_error_message=_("This installation already has its municipality."),
            ),
            models.CheckConstraint(
                name="municipality_verifies_what_is_given",
                condition=Q(donor_reference_checked_on=None) | ~Q(donor_reference=""),
                violation_error_message=_("Give the identifier that was verified."),
            ),
            models.CheckConstraint(
                name="municipality_seats_at_least_three",
                condition=Q(seats=None) | Q(seats__gte=LEAST_SEATS),
                violation_error_message=_("A council has at least three seats."),
            ),
            models.CheckConstraint(
                name="municipality_quorum_is_a_majority_within_the_seats",
                condition=Q(seats=None, quorum=None) | (Q(quorum__lte=F("seats")) & Q(quorum__gt=F("seats") / 2)),
                violation_error_message=_("The quorum is more than half of the seats, and not more than the seats."),
            ),
        ]

    @property
    def reference_for_donors(self) -> str:
        return self.donor_reference or f"AL-{self.territory or 'municipality'}"

    @property
    def is_reference_verified(self) -> bool:
        return bool(self.donor_reference and self.donor_reference_checked_on)

    def __str__(self) -> str:
        return str(self.name)


class AdministrativeUnit(TimeStamped):
    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the count"), null=True, blank=True)
    population_source = models.CharField(_("source and definition of the count"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="unit_population_has_year_and_source",
                condition=Q(population=None) | (Q(population_year__isnull=False) & ~Q(population_source="")),
                violation_error_message=_("A population needs its year and its source."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("municipality:unit_update", args=[self.pk])
